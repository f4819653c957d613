"""The page, CSV and JSON of the list of projects, built from what was read. No queries."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from twoshores.catalogue.handbook import section_name
from twoshores.common.filters import kept_filters, with_parameter
from twoshores.common.tables import csv_response
from twoshores.common.territories import country_name
from twoshores.common.translations import Facing

from ..models import Capital, Project
from ..selectors.lists import FACETS, ORDERS, ProjectFilters, ProjectsFound
from . import words

# A title alone is read in the reader's language where it is translated.
LISTED_FIELDS = ("title",)
PROJECTS = gettext_lazy("Projects")
SOURCE = (
    "Migration for Development: a Bottom-Up Approach. A Handbook for Practitioners and "
    "Policymakers. EC-UN Joint Migration and Development Initiative, 2011"
)


def context(
    request: HttpRequest, found: ProjectsFound, page: Page[Project], texts: Mapping[object, Facing]
) -> dict[str, Any]:
    asked = request.GET.urlencode()
    return {
        "page": page,
        "query": found.filters.query,
        "total": page.paginator.count,
        "chosen": chosen(found.filters),
        "filters": filters(request, found),
        "orders": orders(request, found.filters),
        "kept": kept_filters(request, FACETS),
        "narrowed": found.filters != ProjectFilters(order=found.filters.order),
        "projects": [item(project, texts[project.pk]) for project in page.object_list],
        "csv_href": f"{reverse('projects_csv')}?{asked}",
        "json_href": f"{reverse('projects_json')}?{asked}",
    }


def item(project: Project, facing: Facing) -> dict[str, Any]:
    """One project in a list, in the reader's language where its title is translated."""
    return {
        "href": reverse("project", args=[project.code]),
        "code": project.code,
        "pair": words.pair(project),
        "third": words.third(project),
        "title": facing.texts["title"],
        "language": facing.language,
        "original": project.title if facing.is_translation else "",
        "original_language": project.language,
        "capital": project.get_capital_display() if project.capital != Capital.NOT_KNOWN else "",
        "partners": len(project.partners.all()),
        "has_summary": bool(project.summary),
    }


def chosen(filters: ProjectFilters) -> dict[str, str] | None:
    """Both shores, for a heading, if both were chosen."""
    if filters.origin and filters.abroad:
        return {
            "origin": country_name(filters.origin),
            "residence": country_name(filters.abroad),
        }
    return None


def filters(request: HttpRequest, found: ProjectsFound) -> list[dict[str, Any]]:
    titles = {
        "origin": _("Country of origin"),
        "abroad": _("Country abroad"),
        "capital": _("Capital"),
        "section": _("Section of the handbook"),
    }
    return [
        {"title": titles[name], "options": options}
        for name in FACETS
        if (options := _options(request, found, name))
    ]


def _options(request: HttpRequest, found: ProjectsFound, name: str) -> list[dict[str, Any]]:
    say = {
        "origin": country_name,
        "abroad": country_name,
        "capital": lambda value: str(Capital(value).label),
        "section": section_name,
    }[name]
    value_chosen = getattr(found.filters, name)
    options = [
        {
            "label": say(value),
            "href": with_parameter(request, name, value),
            "count": number,
            "current": value == value_chosen,
        }
        for value, number in found.facets[name]
    ]
    if value_chosen:
        anything = pgettext("any value of a filter", "Any")
        options.insert(
            0, {"label": anything, "href": with_parameter(request, name, ""), "count": None}
        )
    return options


def orders(request: HttpRequest, filters: ProjectFilters) -> list[dict[str, Any]]:
    labels = {
        "match": _("best match"),
        "code": _("country of origin"),
        "title": _("title"),
    }
    return [
        {
            "label": labels[name],
            "href": with_parameter(request, "sort", name),
            "current": name == filters.order,
        }
        for name in (ORDERS if filters.query else ORDERS[1:])
    ]


COLUMNS = (
    "code",
    "title",
    "language",
    "origin",
    "residence",
    "other_countries",
    "partners",
    "capital",
    "capital_reading",
    "capital_basis",
    "handbook_sections",
    "cited_in",
    "text_box",
    "text_box_section",
    "summary",
)


def csv(projects: Sequence[Project]) -> HttpResponse:
    """One row a project; several values of a cell are joined by "; ". Codes, not names."""
    return csv_response("projects", COLUMNS, (_row(project) for project in projects))


def _row(project: Project) -> list[Any]:
    facts = record(project)
    by_role: dict[str, list[str]] = {"origin": [], "residence": [], "other": []}
    for country in facts["countries"]:
        by_role[country["role"]].append(country["country"])
    partners = [
        f"{partner['name']} ({partner['country']})" if partner["country"] else partner["name"]
        for partner in facts["partners"]
    ]
    lists = {
        "origin": by_role["origin"],
        "residence": by_role["residence"],
        "other_countries": by_role["other"],
        "partners": partners,
        "handbook_sections": facts["handbook_sections"],
        "cited_in": facts["cited_in"],
    }
    return [
        "; ".join(lists[name]) if name in lists else ("" if facts[name] is None else facts[name])
        for name in COLUMNS
    ]


def json(request: HttpRequest, projects: Sequence[Project]) -> JsonResponse:
    """The same facts as data, with where they come from and the page of each project."""
    document = {
        "source": SOURCE,
        "total": len(projects),
        "projects": [
            record(project)
            | {"url": request.build_absolute_uri(reverse("project", args=[project.code]))}
            for project in projects
        ],
    }
    response = JsonResponse(document, json_dumps_params={"ensure_ascii": False})
    response.headers["Content-Disposition"] = 'inline; filename="projects.json"'
    return response


def record(project: Project) -> dict[str, Any]:
    """Every fact of a project as plain data; null where it is not known."""
    return {
        "code": project.code,
        "title": project.title,
        "language": project.language,
        "countries": [
            {"country": row.country, "role": row.role, "reason": row.reason or None}
            for row in project.countries.all()
        ],
        "partners": [
            {"name": partner.name, "country": partner.country or None}
            for partner in project.partners.all()
        ],
        "capital": None if project.capital == Capital.NOT_KNOWN else project.capital,
        "capital_reading": project.capital_reading or None,
        "capital_basis": project.capital_basis or None,
        "handbook_sections": words.sections(project, "used"),
        "cited_in": words.sections(project, "cited"),
        "text_box": project.text_box,
        "text_box_section": project.text_box_section or None,
        "summary": project.summary or None,
        "notes": project.notes,
    }
