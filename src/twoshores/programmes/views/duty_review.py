"""The pages on which a report is accepted, which releases money, or sent back; is said not to come;
and on which what it accounts for is corrected."""

from collections.abc import Callable
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from twoshores.common.decisions import access
from twoshores.projects.views.basics import reader_language
from twoshores.projects.views.row_pages import RowPage, answer

from ..forms.reviews import AccountedForm, ReviewForm, WaiveForm
from ..models import ReportDuty, ReportReview
from ..selectors.duties import duty_or_404
from ..services.acceptance import report_accepted, report_returned, report_waived
from ..services.corrections import accounted_correct
from .desk import ProgrammeDesk, desk_or_404


@access("object")
def duty_review(request: HttpRequest, pk: str, duty: str) -> HttpResponseBase:
    """Accept a report or send it back."""
    desk = desk_or_404(request, pk, to_run=True)
    row = duty_or_404(desk.programme, desk.standing, duty)

    def make(data: Any) -> ReviewForm:
        return ReviewForm(
            data,
            currency=row.contract.currency,
            reader_language=reader_language(),
            initial={"language": reader_language()},
        )

    def save(cleaned: dict[str, Any], version: int) -> None:
        said = {
            "remarks": cleaned["remarks"],
            "language": cleaned["language"],
            "opened_version": version,
        }
        if cleaned["verdict"] == ReportReview.Verdict.ACCEPTED:
            report_accepted(by=desk.user, duty=row, accounted=cleaned["accounted"], **said)
        else:
            report_returned(by=desk.user, duty=row, **said)

    lead = _(
        "Accepted, what it accounts for is posted, and the instalment that waits for it may "
        "be paid."
    )
    return answer(request, desk, _page(desk, row, row.title, lead, make, save))


@access("object")
def duty_waive(request: HttpRequest, pk: str, duty: str) -> HttpResponseBase:
    """Say that a report will not come."""
    desk = desk_or_404(request, pk, to_run=True)
    row = duty_or_404(desk.programme, desk.standing, duty)

    def make(data: Any) -> WaiveForm:
        initial = {"language": reader_language()}
        return WaiveForm(data, reader_language=reader_language(), initial=initial)

    def save(cleaned: dict[str, Any], version: int) -> None:
        report_waived(by=desk.user, duty=row, opened_version=version, **cleaned)

    title = _("This report will not come")
    lead = _(
        "For a partner that is gone. No instalment is released by it, and what was paid and not "
        "accounted for is due to the programme: it is asked back, or written off."
    )
    return answer(request, desk, _page(desk, row, title, lead, make, save))


@access("object")
def duty_accounted(request: HttpRequest, pk: str, duty: str) -> HttpResponseBase:
    """Correct the sum of an accepted report."""
    desk = desk_or_404(request, pk, to_run=True)
    row = duty_or_404(desk.programme, desk.standing, duty)

    def save(cleaned: dict[str, Any], version: int) -> None:
        accounted_correct(by=desk.user, duty=row, opened_version=version, **cleaned)

    def make(data: Any) -> AccountedForm:
        return AccountedForm(data, currency=row.contract.currency)

    title = _("Correct what a report accounts for")
    lead = _(
        "The journal takes the first sum back and has the right one. What an instalment waited for "
        "stays as it is."
    )
    return answer(request, desk, _page(desk, row, title, lead, make, save))


def _page(
    desk: ProgrammeDesk,
    row: ReportDuty,
    title: str,
    lead: str,
    make: Callable[[Any], BaseForm],
    save: Callable[[dict[str, Any], int], None],
) -> RowPage:
    """What is said of one duty, and back to it."""
    return RowPage(
        title=title,
        lead=lead,
        tab="duties",
        make_form=make,
        save=save,
        back=reverse("programme_duty", args=[desk.programme.pk, row.pk]),
        version=row.version,
    )
