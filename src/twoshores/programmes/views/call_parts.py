"""Parts of a call: themes, criteria, questions, rules, documents, translations."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from twoshores.common.decisions import access
from twoshores.projects.forms.fields import initial_of_rows
from twoshores.projects.selectors.chain import part_or_404
from twoshores.projects.views.basics import reader_language
from twoshores.projects.views.row_pages import RowPage, answer

from ..forms.calls import (
    CRITERION_FACTS,
    PROMPT_FACTS,
    THEME_FACTS,
    CriterionForm,
    NotedForm,
    PromptForm,
    ThemeForm,
)
from ..models import Criterion, Prompt, Theme
from ..services import call_parts as services
from .call_desk import CallDesk, call_desk


@dataclass(frozen=True, slots=True)
class Kind:
    """What a page of one kind of part needs. place: of its list on the call's page."""

    model: type[Any]
    form: type[NotedForm]
    facts: Sequence[str]
    title: str | Promise
    moved: str | Promise
    begin: dict[str, Any]


KINDS: dict[str, Kind] = {
    "themes": Kind(
        Theme, ThemeForm, THEME_FACTS, gettext_lazy("Theme"), gettext_lazy("Order of themes"), {}
    ),
    "criteria": Kind(
        Criterion,
        CriterionForm,
        CRITERION_FACTS,
        gettext_lazy("Criterion"),
        gettext_lazy("Order of criteria"),
        {"component": Criterion.Component.BOTH, "weight": 1, "most": 5},
    ),
    "prompts": Kind(
        Prompt,
        PromptForm,
        PROMPT_FACTS,
        gettext_lazy("Question to answer"),
        gettext_lazy("Order of questions"),
        {
            "whom": Prompt.Whom.ALL,
            "stage": Prompt.Stage.PROPOSAL,
            "most_characters": 2000,
            "required": True,
        },
    ),
}


def refused_if_closed(request: HttpRequest, at: CallDesk) -> HttpResponseBase | None:
    """The way back, where the call no longer changes."""
    if at.writes:
        return None
    messages.error(request, _("This call no longer changes."))
    return redirect(at.address)


@access("object")
def call_part_new(request: HttpRequest, pk: str, call: str, part: str) -> HttpResponseBase:
    """Add a theme, a criterion or a question."""
    at, kind = call_desk(request, pk, call, to_run=True), _kind(part)

    def save(cleaned: dict[str, Any], _version: int) -> None:
        facts, note = _split(cleaned, kind)
        services.call_part_create(
            by=at.desk.user, call=at.call, model=kind.model, facts=facts, note=note
        )

    back = refused_if_closed(request, at)
    return back or answer(request, at, _page(at, part, kind, None, save))


@access("object")
def call_part_edit(
    request: HttpRequest, pk: str, call: str, part: str, row: int
) -> HttpResponseBase:
    """Change one, or take it out."""
    at, kind = call_desk(request, pk, call, to_run=True), _kind(part)
    found = part_or_404(kind.model.objects.filter(call=at.call).select_related("call"), row)
    found.call.programme = at.desk.programme

    def save(cleaned: dict[str, Any], version: int) -> None:
        facts, note = _split(cleaned, kind)
        services.call_part_update(
            by=at.desk.user, row=found, opened_version=version, facts=facts, note=note
        )

    back = refused_if_closed(request, at)
    return back or answer(request, at, _page(at, part, kind, found, save))


def _page(
    at: CallDesk, part: str, kind: Kind, row: Any, save: Callable[[dict[str, Any], int], Any]
) -> RowPage:
    initial = initial_of_rows(row, kind.facts) if row else kind.begin
    note = _("Taken out: %(title)s") % {"title": row.title} if row else ""
    remove = partial(services.call_part_remove, by=at.desk.user, row=row, note=note[:300])
    key = f"{kind.model._meta.model_name}:{row.pk if row else at.call.pk.hex}"

    def make(data: Any) -> NotedForm:
        return kind.form(data, reader_language=reader_language(), initial=initial, noted=at.noted)

    return RowPage(
        title=kind.title,
        tab="programme_call",
        make_form=make,
        save=save,
        back=f"{at.address}#{part}",
        version=row.version if row else 0,
        remove=remove if row else None,
        draft_key=key[:40],
    )


def _kind(part: str) -> Kind:
    if part not in KINDS:
        raise Http404
    return KINDS[part]


def _split(cleaned: dict[str, Any], kind: Kind) -> tuple[dict[str, Any], str]:
    facts = {name: cleaned[name] for name in kind.facts}
    return facts, cleaned.get("note", "")


@access("object")
@require_POST
def call_part_move(
    request: HttpRequest, pk: str, call: str, part: str, row: int
) -> HttpResponseBase:
    """One place earlier or later among its like."""
    at, kind = call_desk(request, pk, call, to_run=True), _kind(part)
    found = part_or_404(kind.model.objects.filter(call=at.call).select_related("call"), row)
    found.call.programme = at.desk.programme
    try:
        services.call_part_move(
            by=at.desk.user,
            row=found,
            earlier=request.POST.get("way") == "earlier",
            note=str(kind.moved),
        )
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
    return redirect(f"{at.address}#{part}")
