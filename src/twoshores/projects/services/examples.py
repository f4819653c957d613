"""Loading the example projects that come with the product."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Model

from twoshores.common import audit, search
from twoshores.common.models import Translation
from twoshores.common.territories import country_name

from ..models import Capital, Project, ProjectCountry, ProjectPartner, ProjectSection

EXAMPLES = Path(__file__).parents[1] / "data" / "example_projects.json"
TITLES = Path(__file__).parents[1] / "data" / "title_translations.json"
SEARCH_KIND = "project"
PARTS = ("countries", "sections", "partners")

type Row = tuple[Any, ...]
type Translated = dict[tuple[str, str], Translation]  # by field and language


@dataclass(frozen=True)
class _Example:
    """One project as the data file has it, in the shape of our rows."""

    given: dict[str, Any]
    titles: dict[str, str]  # language -> translated title

    @cached_property
    def fields(self) -> dict[str, Any]:
        given = self.given
        return {
            "title": given["title"],
            "language": "en",
            "is_example": True,
            "capital": given["capital"] or Capital.NOT_KNOWN,
            "capital_reading": given["capital_reading"] or "",
            "capital_basis": given["capital_basis"] or "",
            "summary": given["summary"] or "",
            "text_box": given["text_box"],
            "text_box_section": given["text_box_section"] or "",
            "notes": given["notes"],
        }

    @cached_property
    def rows(self) -> dict[str, list[Row]]:
        """The rows that belong to the project, by relation, in the order of PART_FIELDS."""
        used, given = set(self.given["handbook_sections"]), self.given
        # A text box that stands in a section speaks of the project there.
        used |= {given["text_box_section"]} - {None}
        cited = set(given["cited_in"]) - used
        return {
            "countries": [(c["country"], c["role"], c["reason"]) for c in given["countries"]],
            "sections": sorted(
                [(section, "used") for section in used] + [(section, "cited") for section in cited]
            ),
            "partners": [
                (position, partner["name"], partner["country"] or "")
                for position, partner in enumerate(given["partners"], start=1)
            ],
        }

    @cached_property
    def translations(self) -> dict[tuple[str, str], str]:
        """(field, language) -> text."""
        found = {
            ("summary", code): text for code, text in self.given["summary_translations"].items()
        }
        return found | {("title", code): text for code, text in self.titles.items()}


PART_FIELDS: dict[str, tuple[type[Model], Row]] = {
    "countries": (ProjectCountry, ("country", "role", "reason")),
    "sections": (ProjectSection, ("section", "relation")),
    "partners": (ProjectPartner, ("position", "name", "country")),
}


@transaction.atomic
def projects_load_examples() -> int:
    """Load the example projects with their translations; returns how many rows were written.

    Only what differs from the data file is written, so it can be run at every start. Facts and
    readings are described in data/README.md. Nothing that the file no longer names is deleted.
    """
    document = json.loads(EXAMPLES.read_text("utf-8"))
    titles = json.loads(TITLES.read_text("utf-8"))["titles"]
    status = Translation.Status(document["summary_translations_status"])
    known = {
        project.code: project
        for project in Project.objects.filter(is_example=True).prefetch_related(*PARTS)
    }
    translated = _translations_of(known.values())
    written = 0
    for given in document["projects"]:
        example = _Example(given, titles.get(given["code"], {}))
        project = known.get(given["code"])
        if project and _is_same(project, example, translated.get(str(project.pk), {})):
            continue
        _write(example, project, status)
        written += 1
    return written


def _translations_of(projects: Iterable[Project]) -> dict[str, Translated]:
    rows = Translation.objects.filter(
        subject_kind=Project._meta.label_lower, subject_id__in=[str(p.pk) for p in projects]
    )
    found: dict[str, Translated] = {}
    for row in rows:
        found.setdefault(row.subject_id, {})[row.field, row.language] = row
    return found


def _is_same(project: Project, example: _Example, translated: Translated) -> bool:
    """Whether nothing is to be written. What a person translated is not compared."""
    human = {key for key, row in translated.items() if row.status == Translation.Status.HUMAN}
    present = {key: row.text for key, row in translated.items() if key not in human}
    if present != {key: text for key, text in example.translations.items() if key not in human}:
        return False
    if any(getattr(project, name) != value for name, value in example.fields.items()):
        return False
    return all(
        [tuple(getattr(row, name) for name in names) for row in getattr(project, part).all()]
        == example.rows[part]
        for part, (_model, names) in PART_FIELDS.items()
    )


def _write(example: _Example, project: Project | None, status: str) -> None:
    if project is None:
        project = Project(code=example.given["code"])
    for name, value in example.fields.items():
        setattr(project, name, value)
    project.save()
    for part, (model, names) in PART_FIELDS.items():
        model._default_manager.filter(project=project).delete()
        model._default_manager.bulk_create(
            model(project=project, **dict(zip(names, row, strict=True)))
            for row in example.rows[part]
        )
    _write_translations(project, example, status)
    search.put(SEARCH_KIND, project.pk, project.title, _search_texts(project, example))
    audit.record("project.load", project, by=None)


def _write_translations(project: Project, example: _Example, status: str) -> None:
    """What a person translated in the meantime stays."""
    kind = project._meta.label_lower
    rows = Translation.objects.filter(subject_kind=kind, subject_id=str(project.pk))
    rows.exclude(status=Translation.Status.HUMAN).delete()
    kept = set(rows.values_list("field", "language"))
    Translation.objects.bulk_create(
        Translation(
            subject_kind=kind,
            subject_id=str(project.pk),
            field=field,
            language=language,
            text=text,
            status=status,
        )
        for (field, language), text in example.translations.items()
        if (field, language) not in kept
    )


def _search_texts(project: Project, example: _Example) -> Sequence[str]:
    """Everything that a reader may look for: any language's words, partners, countries."""
    countries = [
        country_name(country, language)
        for country, _role, _reason in example.rows["countries"]
        for language, _name in settings.LANGUAGES
    ]
    partners = [name for _position, name, _country in example.rows["partners"]]
    return [
        project.code,
        project.summary,
        *example.translations.values(),
        *partners,
        *countries,
    ]
