"""What was decided, and how an agreed design was amended, with the design as it was."""

from collections.abc import Callable, Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from twoshores.common.decisions import access

from ..forms.decisions import AMENDMENT_FACTS, DECISION_FACTS, AmendmentForm, DecisionForm
from ..models import Amendment
from ..permissions.projects import can_amend_project
from ..selectors.decisions import amendment_or_404, amendments_of, decisions_of, following
from ..selectors.design import design_of, tables_in
from ..services import decisions as services
from . import design_words
from .basics import reader_language
from .row_pages import RowPage, answer
from .workspace import Desk, desk_or_404

PAGE_LENGTH = 50


@access("object")
@require_safe
def decisions(request: HttpRequest, pk: str) -> HttpResponseBase:
    """Decisions, newest first, beside the amendments of the design."""
    desk = desk_or_404(request, pk)
    page = Paginator(decisions_of(desk.project), PAGE_LENGTH).get_page(request.GET.get("page"))
    context = desk.head("decisions") | {
        "page": page,
        "amendments": list(amendments_of(desk.project)),
        "amends": desk.writes and desk.project.stage == "running",
    }
    return render(request, "projects/decisions.html", context)


@access("object")
def decision_new(request: HttpRequest, pk: str) -> HttpResponseBase:
    """Write down a decision."""
    desk = desk_or_404(request, pk, to_write=True)

    def save(form: DecisionForm | AmendmentForm) -> None:
        facts = {name: form.cleaned_data[name] for name in DECISION_FACTS}
        services.decision_add(
            by=desk.user, project=desk.project, facts=facts, partners=form.chosen()
        )

    page = _page(
        request,
        desk,
        DecisionForm,
        save,
        title=_("What was decided"),
        lead=_("It cannot be changed later. A new decision can take it back."),
    )
    return answer(request, desk, page)


@access("object")
def amendment_new(request: HttpRequest, pk: str) -> HttpResponseBase:
    """Keep the design as it is now, and say what changes."""
    desk = desk_or_404(request, pk, to_write=True)
    if not can_amend_project(desk.user, desk.project):
        raise Http404

    def save(form: DecisionForm | AmendmentForm) -> None:
        facts = {name: form.cleaned_data[name] for name in AMENDMENT_FACTS}
        services.amendment_add(
            by=desk.user, project=desk.project, facts=facts, agreed_by=form.chosen()
        )

    page = _page(
        request,
        desk,
        AmendmentForm,
        save,
        title=_("Amend the design"),
        lead=_(
            "Write this first and change the design after: the design as it is now is kept and "
            "stays readable."
        ),
    )
    return answer(request, desk, page)


def _page(
    request: HttpRequest,
    desk: Desk,
    form_class: type[DecisionForm | AmendmentForm],
    save: Callable[[Any], None],
    *,
    title: str | Promise,
    lead: str | Promise,
) -> RowPage:
    partners: Sequence[Any] = list(desk.project.partners.all())
    initial = {"on": timezone.localdate(), "language": reader_language()}

    def make(data: Any) -> DecisionForm | AmendmentForm:
        return form_class(
            data, initial=initial, partners=partners, reader_language=reader_language()
        )

    def save_form(_cleaned: dict[str, Any], _version: int) -> None:
        bound = make(request.POST)
        bound.full_clean()
        save(bound)

    return RowPage(
        title=title,
        lead=lead,
        tab="decisions",
        make_form=make,
        save=save_form,
        back=reverse("workbench_decisions", args=[desk.project.pk]),
        draft_key=f"{form_class.partners_field}:{desk.project.pk.hex[:24]}",
    )


@access("object")
@require_safe
def amendment(request: HttpRequest, pk: str, number: int) -> HttpResponseBase:
    """The design as it was before an amendment."""
    desk = desk_or_404(request, pk)
    row = amendment_or_404(desk.project, number)
    before = tables_in(row.before)
    context = _amended(desk, row) | {
        "sections": design_words.sections(before),
        "not_kept": design_words.not_kept(before),
    }
    return render(request, "projects/amendment.html", context)


@access("object")
@require_safe
def amendment_compare(request: HttpRequest, pk: str, number: int) -> HttpResponseBase:
    """The design before an amendment beside the design now, or beside the next amendment's."""
    desk = desk_or_404(request, pk)
    row = amendment_or_404(desk.project, number)
    later = following(row) if "next" in request.GET else None
    before = tables_in(row.before)
    now = tables_in(later.before) if later is not None else design_of(desk.project)
    context = _amended(desk, row) | {
        "later": later,
        "changes": design_words.changes(before, now),
        "not_kept": design_words.not_kept(before, now),
    }
    return render(request, "projects/amendment_compare.html", context)


def _amended(desk: Desk, row: Amendment) -> dict[str, Any]:
    return desk.head("decisions") | {"amendment": row, "agreed": list(row.agreed_by.all())}
