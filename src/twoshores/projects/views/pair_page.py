"""The page of one pair of countries, built from what was read. No queries."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse

from twoshores.common.territories import country_name
from twoshores.common.translations import Facing

from ..models import Project
from ..selectors.shores import Pair, Role, Shores
from . import project_list


def context(
    origin: str,
    abroad: str,
    projects: Sequence[Project],
    texts: Mapping[object, Facing],
    shores: Shores,
) -> dict[str, Any]:
    """origin and abroad are ISO 3166-1 alpha-2 codes."""
    others = [pair for pair in shores.pairs if (pair.origin, pair.abroad) != (origin, abroad)]
    here = next((p for p in shores.pairs if (p.origin, p.abroad) == (origin, abroad)), None)
    return {
        "pair": {"origin": country_name(origin), "residence": country_name(abroad)},
        "is_third": here is not None and here.role == Role.OTHER,
        "total": len(projects),
        "projects": [project_list.item(project, texts[project.pk]) for project in projects],
        "same_origin": [shown(pair) for pair in others if pair.origin == origin],
        "same_abroad": [shown(pair) for pair in others if pair.abroad == abroad],
        "crumbs": [
            {"label": project_list.PROJECTS, "href": reverse("projects")},
            {"label": country_name(origin), "href": f"{reverse('projects')}?origin={origin}"},
            {"label": country_name(abroad)},
        ],
    }


def shown(pair: Pair) -> dict[str, Any]:
    return {
        "origin": country_name(pair.origin),
        "residence": country_name(pair.abroad),
        "href": reverse("project_pair", args=[pair.origin, pair.abroad]),
        "projects": pair.projects,
        "is_third": pair.role == Role.OTHER,
    }
