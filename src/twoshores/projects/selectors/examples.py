"""Example projects as the catalogue shows them beside a building block."""

from collections.abc import Collection, Mapping

from django.urls import reverse

from twoshores.catalogue.examples import Example
from twoshores.common.translations import facing_lists

from .projects import example_projects


def examples_by_code(codes: Collection[str], language: str) -> Mapping[str, Example]:
    """Title and address of example projects. Two queries; one for readers of English."""
    projects = list(example_projects().filter(code__in=codes)) if codes else []
    texts = facing_lists(projects, ("title",), language)
    return {
        project.code: Example(
            code=project.code,
            title=texts[project.pk].texts["title"],
            language=texts[project.pk].language,
            href=reverse("project", args=[project.code]),
        )
        for project in projects
    }
