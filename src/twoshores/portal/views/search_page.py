"""The page of what a search found. No queries."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from twoshores.capacities.views import need_list
from twoshores.common.territories import country_name
from twoshores.common.translations import Facing
from twoshores.projects.views import project_list

from ..selectors.search import Found


def context(
    query: str,
    found: Found,
    needs: Mapping[object, Facing],
    projects: Mapping[object, Facing],
) -> dict[str, Any]:
    asked = urlencode({"q": query})
    return {
        "query": query,
        "total": found.total,
        "needs": [need_list.item(need, needs[need.pk]) for need in found.needs],
        "needs_total": found.needs_total,
        "needs_href": f"{reverse('needs')}?{asked}",
        "projects": [
            project_list.item(project, projects[project.pk]) for project in found.projects
        ],
        "projects_total": found.projects_total,
        "projects_href": f"{reverse('projects')}?{asked}",
        "organisations": [
            {
                "name": organisation.name,
                "language": organisation.name_language,
                "kind": organisation.get_organisation_kind_display(),
                "country": country_name(organisation.country),
                "href": reverse("organisation", args=[organisation.pk]),
            }
            for organisation in found.organisations
        ],
        "organisations_total": found.organisations_total,
        "organisations_href": f"{reverse('organisations')}?{asked}",
    }
