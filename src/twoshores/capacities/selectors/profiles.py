"""Somebody's own offer: read by the person (own pages) and by who registers them."""

from typing import Any

from twoshores.actors.models import Person, Tie

from ..models import Profile


def offer_of(person: Person) -> Profile | None:
    """The offer with its lines fetched. The caller has been scoped to their own record."""
    return (
        Profile.objects.filter(person=person)
        .prefetch_related("skills__concept", "languages")
        .first()
    )


def place_ties_of(person: Person) -> list[Tie]:
    """Ties to places, where the person comes from first."""
    ties = list(
        Tie.objects.filter(actor=person.pk, place__isnull=False)
        .select_related("place__parent")
        .order_by("pk")
    )
    return sorted(ties, key=lambda tie: tie.kind != Tie.Kind.ORIGIN)


def offer_export(person: Person) -> dict[str, Any]:
    """The offer as the file of own data holds it; empty without one."""
    offer = offer_of(person)
    if offer is None:
        return {}
    names = (
        *("language", "headline", "second_language", "second_headline", "modes", "times"),
        *("hours_per_week", "available_from", "available_until", "terms", "has_trained"),
        *("state", "confirmed_at", "asked_to_confirm_at"),
    )
    line = (
        *("said", "language", "second_said", "second_language", "kind", "linked", "level"),
        *("years", "recognised", "working_below"),
    )
    return {name: getattr(offer, name) for name in names} | {
        "skills": [
            {name: getattr(skill, name) for name in line}
            | {"concept": skill.concept.uri if skill.concept else ""}
            for skill in offer.skills.all()
        ],
        "languages": {spoken.language: spoken.level for spoken in offer.languages.all()},
    }


def languages_read(person: Person) -> list[str]:
    """Those of their offer's texts, then those that they speak, best first. No more are told."""
    offer = Profile.objects.filter(person=person).first()
    if offer is None:
        return []
    spoken = offer.languages.order_by("-level", "pk").values_list("language", flat=True)
    return [code for code in (offer.language, offer.second_language, *spoken) if code]
