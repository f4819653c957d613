"""The page of one project, built from what was read. Four queries: the texts in translation,
the building blocks and theirs, and whether it was rebuilt as a design."""

from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from twoshores.catalogue.handbook import section_name
from twoshores.catalogue.selectors import blocks_using, text_in
from twoshores.common.templatetags.ui import language_name
from twoshores.common.territories import country_name
from twoshores.common.translations import facing_texts

from ..models import Project, ProjectCountry, ProjectPartner
from . import words

Role = ProjectCountry.Role


def context(project: Project) -> dict[str, Any]:
    return {
        "project": project,
        "record": record(project),
        "facts": facts(project),
        "partners": [partner(row) for row in project.partners.all()],
        "others": [third_country(row) for row in words.countries_of(project, Role.OTHER)],
        "sections": mentions(project),
        "pairs": pairs(project),
        "blocks": blocks(project),
        "rebuilt": project.reconstructions.first(),
    }


def blocks(project: Project) -> list[dict[str, str]]:
    """Building blocks that the example project used, in the reader's language."""
    if not project.is_example:
        return []
    reader = (get_language() or "en").split("-")[0]
    texts = [text_in(block, reader) for block in blocks_using(project.code)]
    return [
        {
            "title": text.title,
            "language": text.language,
            "href": reverse("building_block", args=[text.block.key]),
        }
        for text in texts
    ]


def record(project: Project) -> dict[str, Any]:
    """For components/record_header.html."""
    reader = (get_language() or "en").split("-")[0]
    facing = facing_texts(project, ("title", "summary"), reader)
    shown: dict[str, Any] = {
        "crumbs": crumbs(project),
        "pair": words.pair(project),
        "notes": [project.code, *filter(None, [words.third(project)])],
        "title": facing.texts["title"],
        "text": facing.texts["summary"],
        "language": facing.language,
        "status": words.translation_tag(facing),
    }
    if project.rebuilt_from_id:
        shown["tags"] = [{"kind": "mind", "text": _("reconstruction")}]
    if facing.is_translation:
        shown["original"] = {
            "title": project.title,
            "text": project.summary,
            "language": project.language,
        }
    elif project.language != reader:
        shown["notes"].append(
            _("Written in %(language)s; not translated yet")
            % {"language": language_name(project.language)}
        )
    return shown


def crumbs(project: Project) -> list[dict[str, str]]:
    found = [{"label": _("Projects"), "href": reverse("projects")}]
    found += [
        {
            "label": country_name(row.country),
            "href": f"{reverse('projects')}?origin={row.country}",
        }
        for row in words.countries_of(project, Role.ORIGIN)
    ]
    return [*found, {"label": project.code}]


def facts(project: Project) -> list[tuple[str, str]]:
    """Countries by their part, capital with its reading, where the handbook tells of it."""
    found = [
        (
            str(Role.ORIGIN.label),
            words.names(words.countries_of(project, Role.ORIGIN)),
        ),
        (
            str(Role.RESIDENCE.label),
            words.names(words.countries_of(project, Role.RESIDENCE)),
        ),
        (_("Capital"), words.capital(project)),
    ]
    if project.text_box is not None:
        found.append((_("Told in the handbook"), words.box(project)))
    return found


def third_country(row: ProjectCountry) -> dict[str, str]:
    """A country that is neither shore of the project, and why it is there at all."""
    return {"name": country_name(row.country), "reason": str(row.get_reason_display())}


def partner(row: ProjectPartner) -> dict[str, str]:
    return {
        "name": row.name,
        "country": country_name(row.country),
    }


def mentions(project: Project) -> list[dict[str, Any]]:
    """Sections that speak of the project, each a link to the other projects there."""
    return [
        {
            "label": section_name(row.section),
            "href": f"{reverse('projects')}?section={row.section}",
            "how": row.get_relation_display(),
        }
        for row in project.sections.all()
    ]


def pairs(project: Project) -> list[dict[str, Any]]:
    """The pairs of countries that the project counts in."""
    return [
        {
            "origin": country_name(home.country),
            "residence": country_name(far.country),
            "href": reverse("project_pair", args=[home.country, far.country]),
            "is_third": far.role == Role.OTHER,
        }
        for home in words.countries_of(project, Role.ORIGIN)
        for far in words.countries_of(project, Role.RESIDENCE, Role.OTHER)
    ]
