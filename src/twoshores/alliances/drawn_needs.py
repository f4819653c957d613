"""What a design asks of its partners, read from the design itself (handbook, section 6.2)."""

from collections.abc import Iterator
from typing import Any

from babel.languages import get_official_languages
from django.utils.translation import gettext as _
from django.utils.translation import override

from twoshores.catalogue.selectors import blocks_for_design
from twoshores.common.languages import language_name
from twoshores.common.territories import country_name
from twoshores.projects.models import Project

from .models import Subject


def drawn_from(project: Project, language: str) -> list[dict[str, Any]]:
    """Facts of `PartnerNeed` rows, each with where it was read, written in a language.

    1. Presence in every country of the project, and its first official language (CLDR).
    2. Reach to the migrants of each country of origin in each country of residence, to the people
       of the place, the ear of the authorities of each country of origin.
    3. Knowing each building block; each skill that the project lacks; administering the money.

    Three queries.
    """
    with override(language):
        return [*_countries(project, language), *_reach(project), *_technical(project, language)]


def _fact(source: str, subject: Subject, text: str, **more: Any) -> dict[str, Any]:
    return {"drawn_from": source, "subject": subject, "text": text[:200]} | more


def _by_role(project: Project, role: str) -> list[str]:
    return [row.country for row in project.countries.all() if row.role == role]


def _countries(project: Project, language: str) -> Iterator[dict[str, Any]]:
    spoken: set[str] = set()
    for row in project.countries.all():
        name = country_name(row.country)
        yield _fact(
            f"country:{row.country}",
            Subject.PRESENCE,
            _("Being present: %(country)s") % {"country": name},
            country=row.country,
        )
        official = get_official_languages(row.country, de_facto=True)
        if official and (code := official[0].split("_")[0]) not in spoken:
            spoken.add(code)
            name = language_name(code, language)
            yield _fact(f"language:{code}", Subject.LANGUAGE, name, spoken=code)


def _reach(project: Project) -> Iterator[dict[str, Any]]:
    for origin in _by_role(project, "origin"):
        home = country_name(origin)
        for abroad in _by_role(project, "residence"):
            words = _("Reach to migrants: %(origin)s – %(abroad)s")
            yield _fact(
                f"migrants:{origin}-{abroad}",
                Subject.GROUP,
                words % {"origin": home, "abroad": country_name(abroad)},
            )
        yield _fact(
            f"authority:{origin}",
            Subject.AUTHORITY,
            _("The ear of the authorities: %(country)s") % {"country": home},
            country=origin,
        )
    if project.place is not None:
        yield _fact(
            f"place:{project.place_id}",
            Subject.PLACE,
            _("Reach to the people of %(place)s") % {"place": project.place.name},
            place=project.place,
        )


def _technical(project: Project, language: str) -> Iterator[dict[str, Any]]:
    keys = [row.block for row in project.blocks.all()]
    for key, block in blocks_for_design(keys, language).items():
        yield _fact(f"block:{key}", Subject.SECTOR, block.title)
    for skill in project.skill_needs.all():
        yield _fact(f"skill:{skill.pk.hex}", Subject.SKILL, skill.text)
    yield _fact("money", Subject.MONEY, _("Administering a donor's money"), weight=2)
