"""The ranking of a call, and scenarios beside it."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from twoshores.common.decisions import access
from twoshores.common.formatting import format_money, join_words
from twoshores.common.languages import country_name
from twoshores.engines.ranking import Impossible
from twoshores.projects.models import ProjectCountry
from twoshores.projects.views.basics import reader_language
from twoshores.projects.views.row_pages import RowPage, answer

from ..forms.appraisal import ScenarioForm, initial_of_scenario
from ..models import Call, Scenario
from ..selectors.appraisal import APPRAISED, call_or_404
from ..selectors.assessing import waits_in_call
from ..selectors.ranking import Ranking, Rankings, rankings_of
from ..services.rows import part_create, part_remove, part_update
from .appraisal import call_head
from .desk import ProgrammeDesk, desk_or_404
from .scored import components_of

MOST_BESIDE = 4  # scenarios that one page shows
PAGE_LENGTH = 60


@access("object")
@require_safe
def appraisal_ranking(request: HttpRequest, pk: str, call: str) -> HttpResponseBase:
    """The call as it is, and up to four scenarios side by side."""
    desk = desk_or_404(request, pk)
    row = call_or_404(desk.programme, call)
    if desk.standing.assessor and waits_in_call(desk.user, row):
        context = call_head(desk, row, "ranking") | {"blind": True}
        return render(request, "programmes/appraisal_ranking.html", context)
    found = rankings_of(row, list(row.scenarios.all()[:MOST_BESIDE]))
    page = Paginator(found.plain.ranked, PAGE_LENGTH).get_page(request.GET.get("page"))
    context = call_head(desk, row, "ranking") | {
        "page": page,
        "rows": [_row(one, found) for one in page],
        "plain": _summed(found.plain, found, row),
        "tried": [_summed(one, found, row) for one in found.tried],
        "room": len(found.tried) < MOST_BESIDE,
        "severity": found.appraised.severity,
    }
    return render(request, "programmes/appraisal_ranking.html", context)


def _row(one: Any, found: Rankings) -> dict[str, Any]:
    """A proposal: its place and what becomes of it in each scenario."""
    key = one.entry.id
    proposal = found.proposals[key]
    score = found.appraised.scores[proposal.pk]
    return {
        "proposal": proposal,
        "facts": found.facts[key],
        "rank": one.rank,
        "tied": one.tied,
        "score": score,
        "components": components_of(score),
        "becomes": _becomes(found.plain, key),
        "tried": [_at(tried, key) for tried in found.tried],
    }


def _at(ranking: Ranking, key: str) -> dict[str, Any]:
    one = next(row for row in ranking.ranked if row.entry.id == key)
    return {
        "scenario": ranking.scenario,
        "rank": one.rank,
        "score": one.entry.score,
        "becomes": _becomes(ranking, key),
    }


def _becomes(ranking: Ranking, key: str) -> tuple[str, str] | None:
    """(tag, word) of what the cut says; None without one."""
    cut = ranking.cut
    if cut is None:
        return None
    if key in cut.selected:
        return "go", _("funded")
    if key in cut.undecided:
        return "mind", _("tied at the cut")
    if key in cut.uncosted:
        return "unknown", _("says no amount")
    if key in cut.reserve:
        return "mind", _("reserve")
    return "bad", _("not funded")


def _summed(ranking: Ranking, found: Rankings, call: Call) -> dict[str, Any]:
    """What a ranking comes to: money, how many, what makes it impossible, whom it passes over."""
    cut = ranking.cut
    plain = set(found.plain.cut.selected) if found.plain.cut else set()
    mine = set(cut.selected) if cut else set()
    return {
        "scenario": ranking.scenario,
        "cut": cut,
        "count": len(mine),
        "spent": format_money(cut.spent, call.currency) if cut else "",
        "left": format_money(cut.left, call.currency) if cut and cut.left is not None else "",
        "lacks": _lacks(ranking.impossible, found, call),
        "in": [found.proposals[key] for key in mine - plain] if ranking.scenario else [],
        "out": [found.proposals[key] for key in plain - mine] if ranking.scenario and cut else [],
        "passed": [
            (found.proposals[key], join_words(_label(value, found) for value in values))
            for key, values in (cut.passed if cut else ())
        ],
    }


def _label(value: str, found: Rankings) -> str:
    if value.isdigit():
        themes = {str(row.theme_id): row.theme for row in found.proposals.values() if row.theme}
        return themes[value].title if value in themes else value
    return country_name(value, reader_language())


def _lacks(impossible: Impossible | None, found: Rankings, call: Call) -> list[str]:
    if impossible is None:
        return []
    if impossible.needed is not None:
        words = _("The minimums together need %(money)s.")
        return [words % {"money": format_money(impossible.needed, call.currency)}]
    words = _("%(label)s: %(wanted)s wanted, %(have)s can be funded.")
    return [
        words % {"label": _label(value, found), "wanted": wanted, "have": have}
        for _kind, value, wanted, have in impossible.lacking
    ]


@access("object")
def scenario_new(request: HttpRequest, pk: str, call: str) -> HttpResponseBase:
    """Try a ranking with other weights, money or minimums."""
    desk = desk_or_404(request, pk, to_run=True)
    row = call_or_404(desk.programme, call)
    return answer(request, desk, _page(desk, row, None))


@access("object")
def scenario_edit(request: HttpRequest, pk: str, call: str, scenario: str) -> HttpResponseBase:
    """Change it, or take it out: it decides nothing."""
    desk = desk_or_404(request, pk, to_run=True)
    row = call_or_404(desk.programme, call)
    one = get_object_or_404(row.scenarios, pk=scenario)
    return answer(request, desk, _page(desk, row, one))


def _page(desk: ProgrammeDesk, call: Call, row: Scenario | None) -> RowPage:
    programme = desk.programme

    def make(data: Any) -> ScenarioForm:
        return ScenarioForm(
            data,
            criteria=call.criterions.all(),
            themes=call.themes.all(),
            countries=_origins(call),
            initial=initial_of_scenario(row) if row else {"reserve": 10},
        )

    form = make(None)

    def remember(data: Any) -> ScenarioForm:
        nonlocal form
        form = make(data)
        return form

    def write(_cleaned: dict[str, Any], version: int) -> None:
        facts = form.facts()
        if row is None:
            part_create(
                by=desk.user, programme=programme, model=Scenario, facts=facts | {"call": call}
            )
        else:
            part_update(
                by=desk.user, programme=programme, row=row, opened_version=version, facts=facts
            )

    return RowPage(
        title=_("Try a ranking"),
        lead=_("A blank takes what the call has. Nothing here decides anything."),
        tab="appraising",
        make_form=remember,
        save=write,
        back=reverse("appraisal_ranking", args=[programme.pk, call.pk]),
        version=row.version if row else 0,
        remove=(lambda: part_remove(by=desk.user, programme=programme, row=row)) if row else None,
    )


def _origins(call: Call) -> dict[str, str]:
    """Countries of origin of proposals being appraised, by name."""
    rows = ProjectCountry.objects.filter(
        role=ProjectCountry.Role.ORIGIN,
        project__proposals__call=call,
        project__proposals__state__in=APPRAISED,
    )
    codes = rows.order_by("country").values_list("country", flat=True).distinct()
    names = {code: country_name(code, reader_language()) for code in codes}
    return dict(sorted(names.items(), key=lambda item: item[1]))
