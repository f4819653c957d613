"""The ranking of a call, and scenarios beside it."""

from dataclasses import dataclass
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
from ..selectors.ranking import (
    FUNDED,
    NO_AMOUNT,
    NOT_FUNDED,
    ON_RESERVE,
    TIED,
    Ranking,
    Rankings,
    Titled,
    rankings_of,
    titles_of,
)
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
    named = {one.entry.id for one in page}
    for ranking in (found.plain, *found.tried):
        named.update(*_moved(ranking, found))
    words = _Words(titles_of(named), _themes(row, found))
    context = call_head(desk, row, "ranking") | {
        "page": page,
        "rows": [_row(one, found, words) for one in page if one.entry.id in words.titles],
        "plain": _summed(found.plain, found, row, words),
        "tried": [_summed(one, found, row, words) for one in found.tried],
        "room": len(found.tried) < MOST_BESIDE,
        "severity": found.figures.severity,
    }
    return render(request, "programmes/appraisal_ranking.html", context)


@dataclass(frozen=True, slots=True)
class _Words:
    """What ids are called now. themes: only where a scenario has minimums for them."""

    titles: dict[str, Titled]
    themes: dict[str, str]


def _themes(call: Call, found: Rankings) -> dict[str, str]:
    if any(one.scenario and one.scenario.balance.get("theme") for one in found.tried):
        return {str(row.pk): row.title for row in call.themes.all()}
    return {}


def _row(one: Any, found: Rankings, words: _Words) -> dict[str, Any]:
    """A proposal: its place and what becomes of it in each scenario."""
    key = one.entry.id
    entrant = found.entrants[key]
    score = found.figures.scores[entrant.pk]
    return {
        "pk": entrant.pk,
        "titled": words.titles[key],
        "origins": entrant.origins,
        "asked": entrant.asked,
        "rank": one.rank,
        "tied": one.tied,
        "score": score,
        "components": components_of(score),
        "becomes": _becomes(found.plain, key),
        "tried": [_at(tried, key) for tried in found.tried],
    }


def _at(ranking: Ranking, key: str) -> dict[str, Any]:
    one = ranking.places[key]
    return {
        "scenario": ranking.scenario,
        "rank": one.rank,
        "score": one.entry.score,
        "becomes": _becomes(ranking, key),
    }


def _becomes(ranking: Ranking, key: str) -> tuple[str, str] | None:
    """(tag, word) of what the cut says; None without one."""
    words = {
        FUNDED: ("go", _("funded")),
        TIED: ("mind", _("tied at the cut")),
        NO_AMOUNT: ("unknown", _("says no amount")),
        ON_RESERVE: ("mind", _("reserve")),
        NOT_FUNDED: ("bad", _("not funded")),
    }
    return words[ranking.becomes[key]] if ranking.cut else None


def _moved(ranking: Ranking, found: Rankings) -> tuple[list[str], list[str], list[str]]:
    """Proposals (ids) that a scenario takes in, and lets fall, beside the call as it is; and those
    that are passed over. In their order."""
    cut, plain = ranking.cut, found.plain.cut
    mine, theirs = cut.selected if cut else (), plain.selected if plain else ()
    passed = [key for key, _values in cut.passed] if cut else []
    if ranking.scenario is None:
        return [], [], passed
    before, after = set(theirs), set(mine)
    gone = [key for key in theirs if key not in after] if cut else []
    return [key for key in mine if key not in before], gone, passed


def _summed(ranking: Ranking, found: Rankings, call: Call, words: _Words) -> dict[str, Any]:
    """What a ranking comes to: money, how many, what makes it impossible, whom it passes over."""
    cut = ranking.cut
    taken, gone, _passed = _moved(ranking, found)
    titles = words.titles
    return {
        "scenario": ranking.scenario,
        "cut": cut,
        "count": len(cut.selected) if cut else 0,
        "spent": format_money(cut.spent, call.currency) if cut else "",
        "left": format_money(cut.left, call.currency) if cut and cut.left is not None else "",
        "lacks": _lacks(ranking.impossible, call, words),
        "in": [titles[key] for key in taken if key in titles],
        "out": [titles[key] for key in gone if key in titles],
        "passed": [
            (titles[key], join_words(_label(value, words) for value in values))
            for key, values in (cut.passed if cut else ())
            if key in titles
        ],
    }


def _label(value: str, words: _Words) -> str:
    if value.isdigit():
        return words.themes.get(value, value)
    return country_name(value, reader_language())


def _lacks(impossible: Impossible | None, call: Call, words: _Words) -> list[str]:
    if impossible is None:
        return []
    if impossible.needed is not None:
        text = _("The minimums together need %(money)s.")
        return [text % {"money": format_money(impossible.needed, call.currency)}]
    text = _("%(label)s: %(wanted)s wanted, %(have)s can be funded.")
    return [
        text % {"label": _label(value, words), "wanted": wanted, "have": have}
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
