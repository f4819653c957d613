"""How facts of a project are said: countries with their part, capital with its reading."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from twoshores.catalogue.handbook import section_words
from twoshores.common.formatting import join_words
from twoshores.common.models import Translation
from twoshores.common.territories import country_name
from twoshores.common.translations import Facing

from ..models import Capital, Project, ProjectCountry

Role = ProjectCountry.Role
Reading = Project.CapitalReading


def countries_of(project: Project, *roles: str) -> list[ProjectCountry]:
    return [row for row in project.countries.all() if row.role in roles]


def names(countries: Iterable[ProjectCountry]) -> str:
    return join_words(country_name(row.country) for row in countries)


def pair(project: Project) -> dict[str, str]:
    """The two shores, for components/pair.html. A country that is neither is told apart."""
    return {
        "origin": names(countries_of(project, Role.ORIGIN)),
        "residence": names(
            countries_of(project, Role.RESIDENCE) or countries_of(project, Role.OTHER)
        ),
    }


def third(project: Project) -> str:
    """Countries that are neither shore of the project, in words; mostly nothing."""
    countries = countries_of(project, Role.OTHER)
    if not countries or not countries_of(project, Role.RESIDENCE):
        return ""
    return _("with a partner in %(countries)s") % {"countries": names(countries)}


def capital(project: Project) -> str:
    """The capital and where it was read; "not known" where neither chapter nor title says it."""
    if project.capital == Capital.NOT_KNOWN:
        return _("not known: no chapter on one capital discusses it, and its title does not say")
    said = str(project.get_capital_display())
    if project.capital_reading == Reading.SECTION:
        return _("%(capital)s – from the chapter that discusses it, %(section)s") % {
            "capital": said,
            "section": section_words(project.capital_basis),
        }
    if project.capital_reading == Reading.TITLE:
        return _("%(capital)s – from the words of its title: %(words)s") % {
            "capital": said,
            "words": project.capital_basis,
        }
    return said


def sections(project: Project, relation: str) -> list[str]:
    return [row.section for row in project.sections.all() if row.relation == relation]


def box(project: Project) -> str:
    """Where the handbook tells of the project at length, or nothing.

    Its numbers are names of places in a book: they stay in the digits that the book prints.
    """
    if project.text_box is None:
        return ""
    return _("text box %(number)s, in %(section)s") % {
        "number": project.text_box,
        "section": section_words(project.text_box_section),
    }


def translation_tag(facing: Facing) -> dict[str, str] | None:
    """The status of what is shown, or None for an original."""
    if not facing.is_translation:
        return None
    if facing.status == Translation.Status.HUMAN:
        return {"kind": "go", "text": _("Translated by a person")}
    return {"kind": "mind", "text": _("Machine translation, not checked")}
