"""Stakeholders of a project: the grid, one of them, opinions, steps, the table as CSV."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from twoshores.actors.selectors.organisations import organisations_visible_to
from twoshores.common.decisions import access
from twoshores.common.tables import csv_response
from twoshores.projects.selectors.chain import part_or_404
from twoshores.projects.views.basics import reader_language
from twoshores.projects.views.parts import part_page
from twoshores.projects.views.row_pages import RowPage, answer
from twoshores.projects.views.workspace import Desk, desk_or_404

from ..forms.stakeholders import (
    STAKEHOLDER_FACTS,
    STEP_FACTS,
    RoundForm,
    ScoreForm,
    StakeholderForm,
    StepForm,
)
from ..models import ScoringRound, Stakeholder, StakeholderStep
from ..permissions.scores import can_score
from ..selectors.meetings import partners_of
from ..selectors.stakeholders import map_of, opinions_of, own_scores
from ..services import stakeholders as services
from ..services.stakeholders import RestsOn
from ..stakeholder_told import TOLD
from . import stakeholders_page

TAB = "stakeholders"
KIND = ScoringRound.Kind.STAKEHOLDERS


@access("object")
@require_safe
def stakeholders(request: HttpRequest, pk: str) -> HttpResponseBase:
    """Who matters, and how they moved."""
    desk = desk_or_404(request, pk)
    found = map_of(desk.project, desk.user)
    context = desk.head(TAB) | stakeholders_page.context(found, desk.project)
    context["scores"] = bool(can_score(desk.user, desk.project))
    return render(request, "alliances/stakeholders.html", context)


@access("object")
@require_safe
def stakeholder(request: HttpRequest, pk: str, stakeholder: str) -> HttpResponseBase:
    """One stakeholder: gains and losses, promises, steps, opinions without whose they are."""
    desk = desk_or_404(request, pk)
    row = part_or_404(desk.project.stakeholders.select_related("organisation"), stakeholder)
    links = row.links.select_related("assumption", "risk", "activity")
    context = desk.head(TAB) | {
        "stakeholder": row,
        "told": TOLD[row.group],
        "steps": list(row.steps.select_related("partner")),
        "opinions": opinions_of(row, desk.user),
        "rests": [stakeholders_page.rests_words(link) for link in links],
    }
    return render(request, "alliances/stakeholder.html", context)


@access("object")
def stakeholder_edit(
    request: HttpRequest, pk: str, stakeholder: str | None = None
) -> HttpResponseBase:
    """Add, change or take out a stakeholder."""
    desk = desk_or_404(request, pk, to_write=True)
    rows = desk.project.stakeholders.all()
    row = part_or_404(rows, stakeholder) if stakeholder is not None else None
    linked = [
        f"{one._meta.model_name}:{one.pk}"
        for link in (row.links.all() if row is not None else [])
        if (one := link.assumption or link.risk or link.activity)
    ]
    organisations = list(organisations_visible_to(desk.user).order_by("name")[:500])
    rests = list(_may_rest(desk))

    def make(data: Any, initial: dict[str, Any]) -> StakeholderForm:
        return StakeholderForm(
            data,
            initial=initial | {"rests": linked},
            organisations=organisations,
            rests=rests,
            reader_language=reader_language(),
        )

    def write(of: Stakeholder | None, facts: dict[str, Any], version: int) -> Any:
        bound = make(request.POST, {})
        bound.full_clean()
        return services.stakeholder_write(
            by=desk.user,
            project=desk.project,
            row=of,
            opened_version=version,
            facts=facts,
            rests=bound.chosen(),
        )

    def remove() -> None:
        if row is not None:
            services.stakeholder_remove(by=desk.user, project=desk.project, row=row)

    page = part_page(
        desk,
        row=row,
        model=Stakeholder,
        names=STAKEHOLDER_FACTS,
        make=make,
        title=_("A stakeholder"),
        lead=_("Somebody who matters to the project without being its partner, on any shore."),
        tab=TAB,
        back=_page_of(desk, row) if row is not None else _back(desk),
        create=lambda facts: write(None, facts, 0),
        update=write,
        remove=remove,
    )
    return answer(request, desk, page)


def _may_rest(desk: Desk) -> list[tuple[str, RestsOn]]:
    project = desk.project
    found: list[tuple[str, RestsOn]] = [(_("Assumption"), x) for x in project.assumptions.all()]
    found += [(_("Risk"), x) for x in project.risks.filter(closed_on=None)]
    found += [(_("Activity"), x) for x in project.activities.all()]
    return found


@access("object")
def round_open(request: HttpRequest, pk: str) -> HttpResponseBase:
    """Begin a round of opinions."""
    desk = desk_or_404(request, pk, to_write=True)

    def save(cleaned: dict[str, Any], _version: int) -> None:
        services.round_open(by=desk.user, project=desk.project, kind=KIND, due_on=cleaned["due_on"])

    page = RowPage(
        title=_("Ask everybody what they think"),
        lead=_("A round that is open ends with it. What was said stays and shows how things move."),
        tab=TAB,
        make_form=RoundForm,
        save=save,
        back=_back(desk),
    )
    return answer(request, desk, page)


@access("object")
@require_POST
def round_close(request: HttpRequest, pk: str) -> HttpResponseBase:
    """End the open round."""
    desk = desk_or_404(request, pk, to_write=True)
    open_round = desk.project.rounds.filter(kind=KIND, closed_on=None).first()
    if open_round is None:
        raise Http404
    services.round_close(by=desk.user, round_=open_round)
    messages.success(request, _("The round is closed."))
    return redirect("alliance_stakeholders", pk)


@access("object")
def score(request: HttpRequest, pk: str, stakeholder: str | None = None) -> HttpResponseBase:
    """Say what one thinks, one stakeholder after the other."""
    desk = desk_or_404(request, pk)
    open_round = desk.project.rounds.filter(kind=KIND, closed_on=None).first()
    if open_round is None or not can_score(desk.user, desk.project):
        raise Http404
    given = own_scores(open_round, desk.user)
    present = list(desk.project.stakeholders.filter(withdrew_on=None))
    waiting = [row for row in present if row.pk not in given]
    if stakeholder is None:
        return redirect("score_of", pk, waiting[0].pk) if waiting else redirect(_back(desk))
    row = part_or_404(desk.project.stakeholders.filter(withdrew_on=None), stakeholder)
    own = given.get(row.pk)
    names = ("interest", "influence", "reason")
    initial = {name: getattr(own, name) for name in names} if own else {}

    def save(cleaned: dict[str, Any], _version: int) -> None:
        services.stakeholder_score(by=desk.user, round_=open_round, stakeholder=row, **cleaned)

    following = [other for other in waiting if other.pk != row.pk]
    page = RowPage(
        title=row.name,
        lead=_("Your own opinion. You see the others' once you have given yours."),
        tab=TAB,
        make_form=partial(ScoreForm, initial=initial),
        save=save,
        back=reverse("score_of", args=[pk, following[0].pk]) if following else _back(desk),
    )
    return answer(request, desk, page)


@access("object")
def stakeholder_step(
    request: HttpRequest, pk: str, stakeholder: str, step: int | None = None
) -> HttpResponseBase:
    """Add, change or take out a step towards a stakeholder."""
    desk = desk_or_404(request, pk, to_write=True)
    whom = part_or_404(desk.project.stakeholders.all(), stakeholder)
    page = part_page(
        desk,
        row=part_or_404(whom.steps.all(), step) if step is not None else None,
        model=StakeholderStep,
        names=STEP_FACTS,
        make=partial(StepForm, partners=partners_of(desk.project)),
        fixed={"stakeholder": whom},
        title=_("A step towards %(who)s") % {"who": whom.name},
        tab=TAB,
        back=_page_of(desk, whom),
    )
    return answer(request, desk, page)


@access("object")
@require_safe
def stakeholders_csv(request: HttpRequest, pk: str) -> HttpResponseBase:
    """The table for the partnership's own meeting. Means only, no single opinion."""
    desk = desk_or_404(request, pk)
    found = map_of(desk.project, desk.user)
    heads = (_("Stakeholder"), _("Group"), _("Country"), _("Interest"), _("Influence"))
    rows = []
    for row in found.rows:
        standing = found.standings.get(str(row.pk))
        means = ["", "", ""]
        if standing is not None:
            means = [
                str(round(float(standing.interest.mean), 2)),
                str(round(float(standing.influence.mean), 2)),
                str(standing.opinions),
            ]
        cells = [row.name, row.get_group_display(), row.country, *means]
        rows.append((*cells, row.get_strategy_display()))
    return csv_response("stakeholders", (*heads, _("Opinions"), _("What we do")), rows)


def _back(desk: Desk) -> str:
    return reverse("alliance_stakeholders", args=[desk.project.pk])


def _page_of(desk: Desk, row: Stakeholder) -> str:
    return reverse("alliance_stakeholder", args=[desk.project.pk, row.pk])
