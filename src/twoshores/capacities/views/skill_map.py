"""The skill map, for everybody: page, drawing and table to take away. Published numbers only."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from twoshores.common.decisions import access
from twoshores.common.tables import csv_response
from twoshores.taxonomy.selectors import labels_of

from ..selectors.skill_map import DIMENSIONS, SkillMap
from ..services.skill_map import skill_map_today
from . import skill_map_page as shown
from .skill_map_drawing import standalone


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader asked for: values that were published, and what to tell apart."""

    map: SkillMap
    chosen: dict[str, str]
    by: str
    words: shown.Words


def _asked(request: HttpRequest) -> Asked:
    """One query: the labels of the groups. What is not understood is left out."""
    found = skill_map_today()
    chosen = {
        name: value
        for name in DIMENSIONS
        if (value := request.GET.get(name, "")) in found.values(name, {})
    }
    free = [name for name in DIMENSIONS if name not in chosen] or [DIMENSIONS[0]]
    by = request.GET.get("by", "")
    language = (get_language() or "en").split("-")[0]
    labels = labels_of(found.concepts.values(), language)
    names = {value: labels[pk] for value, pk in found.concepts.items() if pk in labels}
    return Asked(found, chosen, by if by in free else free[0], shown.Words(names))


@access("public")
@require_safe
def skill_map(request: HttpRequest) -> HttpResponseBase:
    """How many people, by what they do, where they live and where they come from."""
    asked = _asked(request)
    context = shown.context(request, asked.map, asked.chosen, asked.by, asked.words)
    return render(request, "capacities/skill_map.html", context)


@access("public")
@require_safe
def skill_map_csv(request: HttpRequest) -> HttpResponseBase:
    """Every published number that matches; an empty cell stands for everybody."""
    asked = _asked(request)
    rows = shown.csv_rows(asked.map, asked.chosen, asked.words)
    return csv_response("skill-map", shown.CSV_HEADER, rows)


@access("public")
@require_safe
def skill_map_svg(request: HttpRequest) -> HttpResponseBase:
    """The drawing alone, in the colours of paper, for a report."""
    asked = _asked(request)
    rows = shown.rows(asked.map, asked.chosen, asked.by, asked.words)
    title = shown.heading(asked.chosen, asked.by, asked.words)
    note = shown.day_words(asked.map)
    response = HttpResponse(standalone(rows, title, note), content_type="image/svg+xml")
    response.headers["Content-Disposition"] = 'attachment; filename="skill-map.svg"'
    return response
