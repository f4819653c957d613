"""Agreements of a project: the list, one of them, its text and versions, signatures."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from twoshores.common.decisions import access
from twoshores.common.formatting import format_number, isolated
from twoshores.projects.selectors.chain import part_or_404
from twoshores.projects.views.basics import reader_language
from twoshores.projects.views.parts import part_page
from twoshores.projects.views.row_pages import RowPage, answer
from twoshores.projects.views.workspace import Desk, desk_or_404

from .. import papers
from ..agreement_states import S
from ..forms.agreements import (
    FACTS,
    NEW_FACTS,
    SIGNATURE_FACTS,
    AgreementForm,
    AgreementNewForm,
    AmountsForm,
    FileForm,
    SignatureForm,
    TextForm,
    amounts_initial,
)
from ..models import Agreement, AgreementVersion
from ..selectors import agreements as selectors
from ..selectors.meetings import partners_of
from ..services import agreement_files, agreement_moves
from ..services import agreements as services
from . import agreements_page

TAB = "agreements"


@access("object")
@require_safe
def agreements(request: HttpRequest, pk: str) -> HttpResponseBase:
    """What is in writing, what is to be handed over, with whom nothing is signed."""
    desk = desk_or_404(request, pk)
    today = timezone.localdate()
    rows = selectors.agreements_of(desk.project)
    context = desk.head(TAB) | {
        "rows": [agreements_page.row(one, today) for one in rows],
        "hand_overs": selectors.hand_overs_open(desk.project),
        "unbound": selectors.unbound_partners(desk.project),
        "done": list(selectors.hand_overs_done(desk.project)),
    }
    return render(request, "alliances/agreements.html", context)


@access("object")
def agreement_new(request: HttpRequest, pk: str) -> HttpResponseBase:
    """Begin an agreement or a letter from a template."""
    desk = desk_or_404(request, pk, to_write=True)
    people, others = partners_of(desk.project), list(desk.project.stakeholders.all())
    to = next((row for row in others if str(row.pk) == request.GET.get("to")), None)
    made: list[Agreement] = []

    def make(data: Any) -> AgreementNewForm:
        return AgreementNewForm(
            data,
            initial=agreements_page.beginning(desk.project, people, to, reader_language()),
            partners=people,
            stakeholders=others,
            reader_language=reader_language(),
        )

    def save(cleaned: dict[str, Any], _version: int) -> None:
        bound = make(request.POST)
        bound.full_clean()
        made.append(
            services.agreement_create(
                by=desk.user,
                project=desk.project,
                template=cleaned["template"],
                facts={name: cleaned[name] for name in NEW_FACTS if name in cleaned},
                partners=bound.chosen_partners(),
                stakeholders=bound.chosen_stakeholders(),
            )
        )

    page = RowPage(
        title=_("A new agreement or letter"),
        lead=_("It begins with a text filled from the project. You change it afterwards."),
        tab=TAB,
        make_form=make,
        save=save,
        back=_back(desk),
    )
    reply = answer(request, desk, page)
    return redirect("alliance_agreement", pk, made[0].pk) if made else reply


@access("object")
@require_safe
def agreement(request: HttpRequest, pk: str, agreement: str) -> HttpResponseBase:
    """One agreement: its text, its sides, its versions."""
    desk = desk_or_404(request, pk)
    row = selectors.agreement_or_404(desk.project, agreement)
    standing = selectors.standing_of(row)
    signing = desk.writes and row.state == S.PROPOSED
    context = desk.head(TAB) | {
        "agreement": row,
        "standing": standing,
        "body": agreements_page.body(standing.latest.body),
        "tag": agreements_page.state_tag(standing, timezone.localdate()),
        "signed": agreements_page.signed_words(standing),
        "days": agreements_page.days(row),
        "money": agreements_page.money(standing),
        "versions": [agreements_page.version(one) for one in selectors.versions_of(row)],
        "moves": agreements_page.moves(row) if desk.writes else [],
        "drafting": desk.writes and row.state == S.DRAFT,
        "signing": signing,
        "renewable": desk.writes and row.state in (S.SIGNED, S.ENDED),
        "replaces": row.replaces,
        "compared": standing.latest.number > 1,
    }
    return render(request, "alliances/agreement.html", context)


@access("object")
def agreement_edit(request: HttpRequest, pk: str, agreement: str) -> HttpResponseBase:
    """Title, days, reminder."""
    desk = desk_or_404(request, pk, to_write=True)
    row = selectors.agreement_or_404(desk.project, agreement)
    drafted = row.state == S.DRAFT

    def make(data: Any, initial: dict[str, Any]) -> AgreementForm:
        return AgreementForm(data, initial=initial, drafted=drafted)

    def update(of: Agreement, facts: dict[str, Any], version: int) -> Agreement:
        return services.agreement_update(
            by=desk.user, agreement=of, opened_version=version, facts=facts
        )

    page = part_page(
        desk,
        row=row,
        model=Agreement,
        names=FACTS,
        make=make,
        title=row.title,
        tab=TAB,
        back=_page(desk, row),
        update=update,
        removable=False,
    )
    return answer(request, desk, page)


@access("object")
def agreement_amounts(request: HttpRequest, pk: str, agreement: str) -> HttpResponseBase:
    """Which money it gives each partner, in which currencies."""
    desk = desk_or_404(request, pk, to_write=True)
    row = part_or_404(desk.project.agreements.filter(state=S.DRAFT), agreement)
    parties = selectors.parties_with_money(row)

    def make(data: Any) -> AmountsForm:
        shown = amounts_initial(parties)
        return AmountsForm(data, initial=shown, parties=parties, reader_language=reader_language())

    def save(_cleaned: dict[str, Any], version: int) -> None:
        bound = make(request.POST)
        bound.full_clean()
        services.agreement_amounts_set(
            by=desk.user, agreement=row, opened_version=version, amounts=bound.amounts()
        )

    page = RowPage(
        title=_("Money by partner"),
        lead=_(
            "As the text says it. The budget and the review read it here once all have signed. "
            "Left empty: nothing is said of money."
        ),
        tab=TAB,
        make_form=make,
        save=save,
        back=_page(desk, row),
        version=row.version,
    )
    return answer(request, desk, page)


@access("object")
def agreement_text(request: HttpRequest, pk: str, agreement: str) -> HttpResponseBase:
    """Write the text anew: what is saved is a further version."""
    desk = desk_or_404(request, pk, to_write=True)
    row = part_or_404(desk.project.agreements.filter(state=S.DRAFT), agreement)
    latest = services.latest_of(row)

    def save(cleaned: dict[str, Any], version: int) -> None:
        services.agreement_text_write(
            by=desk.user,
            agreement=row,
            opened=version,
            text=cleaned["text"],
            note=cleaned["note"],
        )

    page = RowPage(
        title=row.title,
        lead=_("Saved, this is a further version. The earlier ones stay as they are."),
        tab=TAB,
        make_form=lambda data: TextForm(data, initial={"text": papers.text_of(latest.body)}),
        save=save,
        back=_page(desk, row),
        version=latest.number,
        draft_key=f"agreement:{row.pk.hex[:24]}",
    )
    return answer(request, desk, page)


@access("object")
def agreement_file(request: HttpRequest, pk: str, agreement: str) -> HttpResponseBase:
    """Send a file as the next version."""
    desk = desk_or_404(request, pk, to_write=True)
    row = part_or_404(desk.project.agreements.filter(state=S.DRAFT), agreement)

    def make(data: Any) -> FileForm:
        return FileForm(data, request.FILES if data is not None else None)

    def save(cleaned: dict[str, Any], _version: int) -> None:
        bound = make(request.POST)
        bound.full_clean()
        agreement_files.agreement_file_add(
            by=desk.user, agreement=row, upload=bound.upload(), note=cleaned["note"]
        )

    page = RowPage(
        title=_("A version from a file"), tab=TAB, make_form=make, save=save, back=_page(desk, row)
    )
    return answer(request, desk, page)


@access("object")
@require_safe
def agreement_compare(request: HttpRequest, pk: str, agreement: str) -> HttpResponseBase:
    """Two versions beside each other: ?before=1&after=2, else the last two."""
    desk = desk_or_404(request, pk)
    row = selectors.agreement_or_404(desk.project, agreement)
    numbers = [one.number for one in selectors.versions_of(row)]
    after = _number(request.GET.get("after", ""), numbers[0])
    before = _number(request.GET.get("before", ""), max(after - 1, 1))
    old, new = selectors.version_or_404(row, before), selectors.version_or_404(row, after)
    groups = agreements_page.differences(old, new)
    context = desk.head(TAB) | {
        "agreement": row,
        "numbers": numbers,
        "before": old,
        "after": new,
        "groups": groups,
        "same": all(rows[0].same for rows in groups),
        "unread": not (old.body and new.body),
    }
    return render(request, "alliances/agreement_compare.html", context)


@access("object")
def signature(request: HttpRequest, pk: str, agreement: str, party: int) -> HttpResponseBase:
    """Note who signed for one side."""
    desk = desk_or_404(request, pk, to_write=True)
    row = part_or_404(desk.project.agreements.filter(state=S.PROPOSED), agreement)
    side = part_or_404(row.parties.select_related("partner", "stakeholder"), party)
    latest = services.latest_of(row)

    def make(data: Any) -> SignatureForm:
        # A file from elsewhere does not carry the digest that is made here of it.
        initial = {"sha256": latest.sha256} if latest.file_name else {}
        return SignatureForm(data, initial=initial)

    def save(cleaned: dict[str, Any], _version: int) -> None:
        agreement_moves.signature_record(
            by=desk.user,
            party=side,
            sha256=cleaned["sha256"],
            facts={name: cleaned[name] for name in SIGNATURE_FACTS},
            login=cleaned["login"],
        )

    page = RowPage(
        title=selectors.name_of(side),
        lead=_("Signature under version %(number)s of “%(title)s”.")
        % {"number": format_number(latest.number), "title": isolated(row.title)},
        tab=TAB,
        make_form=make,
        save=save,
        back=_page(desk, row),
    )
    return answer(request, desk, page)


@access("object")
@require_POST
def agreement_move(request: HttpRequest, pk: str, agreement: str) -> HttpResponseBase:
    """propose, reopen, end, drop; renew begins a new draft."""
    desk = desk_or_404(request, pk, to_write=True)
    row = selectors.agreement_or_404(desk.project, agreement)
    move = request.POST.get("move", "")
    try:
        if move == "renew":
            row = agreement_moves.agreement_renew(by=desk.user, agreement=row)
        else:
            agreement_moves.agreement_move(by=desk.user, agreement=row, move=move)
    except (ValidationError, PermissionDenied) as error:
        said = error.messages if isinstance(error, ValidationError) else [str(error)]
        for message in said:
            messages.error(request, message)
    return redirect(_page(desk, row))


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else otherwise


def _page(desk: Desk, row: Agreement | AgreementVersion) -> str:
    return reverse("alliance_agreement", args=[desk.project.pk, row.pk])


def _back(desk: Desk) -> str:
    return reverse("alliance_agreements", args=[desk.project.pk])
