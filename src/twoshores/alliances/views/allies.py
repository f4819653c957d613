"""Forces for and against, allies, moments, messages, briefs."""

import hashlib
from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from twoshores.actors.selectors.organisations import organisations_visible_to
from twoshores.common.context import LANGUAGE_NAMES
from twoshores.common.decisions import access
from twoshores.projects.selectors.chain import part_or_404
from twoshores.projects.views.basics import reader_language
from twoshores.projects.views.parts import part_page
from twoshores.projects.views.row_pages import RowPage, answer
from twoshores.projects.views.workspace import Desk, desk_or_404

from ..brief_pdf import brief_pdf
from ..forms import allies as forms
from ..models import (
    AdvocacyAction,
    AllyPart,
    Brief,
    Change,
    Force,
    PolicyMoment,
    ScoringRound,
    StrategicAlly,
)
from ..permissions.scores import can_score
from ..selectors import allies as selectors
from ..selectors.meetings import partners_of
from ..services import allies as services
from ..services.stakeholders import round_close, round_open
from . import forces_page

FORCES, ALLIES = "forces", "allies"
KIND = ScoringRound.Kind.FORCES


@access("object")
@require_safe
def forces(request: HttpRequest, pk: str) -> HttpResponseBase:
    """Each change that is sought, and what pushes towards it or holds it back."""
    desk = desk_or_404(request, pk)
    field = selectors.field_of(desk.project, desk.user)
    context = desk.head(FORCES) | forces_page.context(field)
    context["scores"] = bool(can_score(desk.user, desk.project))
    return render(request, "alliances/forces.html", context)


@access("object")
@require_safe
def allies(request: HttpRequest, pk: str) -> HttpResponseBase:
    """Who can change the rules, when, and what is said to them."""
    desk = desk_or_404(request, pk)
    project, today = desk.project, timezone.localdate()
    context = desk.head(ALLIES) | {
        "allies": selectors.allies_of(project),
        "calendar": selectors.calendar_of(project, today),
        "advocacy": selectors.advocacy_of(project),
        "briefs": list(project.briefs.select_related("ally")),
        "has_changes": project.changes.exists(),
        "today": today,
    }
    return render(request, "alliances/allies.html", context)


@access("object")
def change(request: HttpRequest, pk: str, change: str | None = None) -> HttpResponseBase:
    """Add, change or take out a change that is sought."""
    desk = desk_or_404(request, pk, to_write=True)

    def make(data: Any, initial: dict[str, Any]) -> forms.ChangeForm:
        given = {"language": reader_language()} | initial
        return forms.ChangeForm(data, initial=given, reader_language=reader_language())

    page = part_page(
        desk,
        row=_row(desk.project.changes.all(), change),
        model=Change,
        names=forms.CHANGE_FACTS,
        make=make,
        title=_("A change beyond our own work"),
        tab=FORCES,
        back=_back(desk, FORCES),
    )
    return answer(request, desk, page)


@access("object")
def force(request: HttpRequest, pk: str, force: str | None = None) -> HttpResponseBase:
    """Add, change or take out a force."""
    desk = desk_or_404(request, pk, to_write=True)
    changes = list(desk.project.changes.all())
    rows = {
        "change": changes,
        "stakeholder": desk.project.stakeholders.all(),
        "ally": desk.project.strategic_allies.all(),
    }

    def make(data: Any, initial: dict[str, Any]) -> forms.ForceForm:
        first = {"change": str(changes[0].pk)} if len(changes) == 1 else {}
        return forms.ForceForm(
            data, initial=first | initial, rows=rows, reader_language=reader_language()
        )

    page = part_page(
        desk,
        row=_row(desk.project.forces.all(), force),
        model=Force,
        names=forms.FORCE_FACTS,
        make=make,
        title=_("What pushes towards a change or holds it back"),
        tab=FORCES,
        back=_back(desk, FORCES),
    )
    return answer(request, desk, page)


@access("object")
@require_POST
def forces_round(request: HttpRequest, pk: str) -> HttpResponseBase:
    """Begin a round of opinions, or close the open one."""
    desk = desk_or_404(request, pk, to_write=True)
    if "close" in request.POST:
        current = desk.project.rounds.filter(kind=KIND, closed_on=None).first()
        if current is None:
            raise Http404
        round_close(by=desk.user, round_=current)
        messages.success(request, _("The round is closed."))
    else:
        round_open(by=desk.user, project=desk.project, kind=KIND)
        messages.success(request, _("The round is open. Say what you think."))
    return redirect("alliance_forces", pk)


@access("object")
def force_score(request: HttpRequest, pk: str, force: str | None = None) -> HttpResponseBase:
    """Say how strong each force is, one after the other."""
    desk = desk_or_404(request, pk)
    current = desk.project.rounds.filter(kind=KIND, closed_on=None).first()
    if current is None or not can_score(desk.user, desk.project):
        raise Http404
    own = {row.force_id: row for row in current.force_scores.filter(by=desk.user)}
    waiting = [row for row in desk.project.forces.all() if row.pk not in own]
    back = _back(desk, FORCES)
    if force is None:
        return redirect("force_score_of", pk, waiting[0].pk) if waiting else redirect(back)
    row = part_or_404(desk.project.forces.all(), force)
    given = own.get(row.pk)
    initial = {"strength": given.strength, "reason": given.reason} if given else {}

    def save(cleaned: dict[str, Any], _version: int) -> None:
        services.force_score(by=desk.user, round_=current, force=row, **cleaned)

    following = [other for other in waiting if other.pk != row.pk]
    page = RowPage(
        title=row.text,
        lead=_("Your own opinion. You see the others' once you have given yours."),
        tab=FORCES,
        make_form=partial(forms.ForceScoreForm, initial=initial),
        save=save,
        back=reverse("force_score_of", args=[pk, following[0].pk]) if following else back,
    )
    return answer(request, desk, page)


@access("object")
def ally(request: HttpRequest, pk: str, ally: str | None = None) -> HttpResponseBase:
    """Add, change or take out a strategic ally."""
    desk = desk_or_404(request, pk, to_write=True)
    known = list(organisations_visible_to(desk.user).order_by("name")[:500])
    page = part_page(
        desk,
        row=_row(desk.project.strategic_allies.all(), ally),
        model=StrategicAlly,
        names=forms.ALLY_FACTS,
        make=partial(
            forms.AllyForm, rows={"organisation": known}, reader_language=reader_language()
        ),
        title=_("A strategic ally"),
        lead=_("Somebody who can change rules, plans or budgets, or speaks to those who can."),
        tab=ALLIES,
        back=_back(desk, ALLIES),
    )
    return answer(request, desk, page)


@access("object")
def ally_part(
    request: HttpRequest, pk: str, ally: str, part: int | None = None
) -> HttpResponseBase:
    """An ally's part in the project itself."""
    desk = desk_or_404(request, pk, to_write=True)
    whose = part_or_404(desk.project.strategic_allies.all(), ally)
    page = part_page(
        desk,
        row=_row(whose.parts.all(), part),
        model=AllyPart,
        names=forms.PART_FACTS,
        make=partial(forms.PartForm, rows={"activity": desk.project.activities.all()}),
        fixed={"ally": whose},
        title=_("The part of %(who)s in the project") % {"who": whose.name},
        tab=ALLIES,
        back=_back(desk, ALLIES),
    )
    return answer(request, desk, page)


@access("object")
def moment(request: HttpRequest, pk: str, moment: int | None = None) -> HttpResponseBase:
    """Add, change or take out a moment of the policy calendar."""
    desk = desk_or_404(request, pk, to_write=True)
    page = part_page(
        desk,
        row=_row(desk.project.moments.all(), moment),
        model=PolicyMoment,
        names=forms.MOMENT_FACTS,
        make=partial(forms.MomentForm, reader_language=reader_language()),
        title=_("When something can be moved"),
        tab=ALLIES,
        back=_back(desk, ALLIES),
    )
    return answer(request, desk, page)


@access("object")
def advocacy(request: HttpRequest, pk: str, action: str | None = None) -> HttpResponseBase:
    """Add, change or take out a message."""
    desk = desk_or_404(request, pk, to_write=True)
    project = desk.project
    rows = {
        "change": project.changes.all(),
        "moment": project.moments.all(),
        "ally": project.strategic_allies.all(),
        "partner": partners_of(project),
    }
    return _told(
        request,
        desk,
        AdvocacyAction,
        _row(project.advocacy.all(), action),
        forms.ACTION_FACTS,
        partial(forms.ActionForm, rows=rows),
        _("What we say, to whom, when"),
    )


@access("object")
def brief_edit(request: HttpRequest, pk: str, brief: str | None = None) -> HttpResponseBase:
    """Add, change or take out a brief."""
    desk = desk_or_404(request, pk, to_write=True)
    rows = {
        "change": desk.project.changes.all(),
        "ally": desk.project.strategic_allies.all(),
    }
    return _told(
        request,
        desk,
        Brief,
        _row(desk.project.briefs.all(), brief),
        forms.BRIEF_FACTS,
        partial(forms.BriefForm, rows=rows),
        _("One page for somebody who decides"),
    )


def _told(
    request: HttpRequest,
    desk: Desk,
    model: Any,
    row: Any,
    names: tuple[str, ...],
    form: Callable[..., forms.EvidenceForm],
    title: str,
) -> HttpResponseBase:
    """The page of what stands on evidence: a message or a brief."""
    project = desk.project
    sources: list[tuple[str, services.Source]] = [
        (_("Indicator"), one) for one in project.indicators.all()
    ]
    sources += [(_("Paper"), one) for one in project.documents.all()]
    ticked = []
    for one in selectors.evidence_of(row) if row is not None else []:
        source = one.indicator or one.document
        assert source is not None
        ticked.append(f"{source._meta.model_name}:{source.pk}")

    def make(data: Any, initial: dict[str, Any]) -> forms.EvidenceForm:
        given = {"language": reader_language()} | initial | {"evidence": ticked}
        return form(data, initial=given, sources=sources, reader_language=reader_language())

    def write(of: Any, facts: dict[str, Any], version: int) -> Any:
        bound = make(request.POST, {})
        bound.full_clean()
        return services.told_write(
            by=desk.user,
            project=project,
            model=model,
            row=of,
            opened_version=version,
            facts=facts,
            evidence=bound.chosen(),
        )

    page = part_page(
        desk,
        row=row,
        model=model,
        names=names,
        make=make,
        title=title,
        tab=ALLIES,
        back=_back(desk, ALLIES),
        create=lambda facts: write(None, facts, 0),
        update=write,
    )
    return answer(request, desk, page)


@access("object")
@require_safe
def brief(request: HttpRequest, pk: str, brief: str) -> HttpResponseBase:
    """The brief as it will be read, every figure with a link to where it stands."""
    desk = desk_or_404(request, pk)
    row = part_or_404(desk.project.briefs.select_related("change", "ally"), brief)
    figures = selectors.figures_of(selectors.evidence_of(row))
    context = desk.head(ALLIES) | {"brief": row, "figures": figures}
    return render(request, "alliances/brief.html", context)


@access("object")
@require_safe
def brief_sheet(request: HttpRequest, pk: str, brief: str) -> HttpResponseBase:
    """The brief as PDF, in the language that it is written in where that is one of ours."""
    desk = desk_or_404(request, pk)
    row = part_or_404(desk.project.briefs.select_related("change", "project"), brief)
    figures = selectors.figures_of(selectors.evidence_of(row))
    said = [row.title, row.problem, row.ask, row.change.text]
    said += [f"{one.label}|{one.value}|{one.source}|{one.on}" for one in figures]
    digest = hashlib.sha256("\n".join(said).encode()).hexdigest()
    language = row.language if row.language in LANGUAGE_NAMES else reader_language()
    with override(language):
        made = brief_pdf(row, figures, digest)
    name = f'attachment; filename="brief-{row.pk}.pdf"'
    headers = {"Content-Disposition": name, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(made, content_type="application/pdf", headers=headers)


def _row(rows: Any, pk: object) -> Any:
    return part_or_404(rows, pk) if pk is not None else None


def _back(desk: Desk, page: str) -> str:
    return reverse(f"alliance_{page}", args=[desk.project.pk])
