"""Every write of organisations: their facts, who acts for them, claims to act for one."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.common import audit, search
from twoshores.common.decisions import require
from twoshores.common.editing import Conflict, StaleVersion, save_version
from twoshores.common.models import Place, Translation, Visibility
from twoshores.common.places import full_name

from ..models import Membership, Organisation
from ..permissions.organisations import can_create_organisation, can_edit_organisation
from ..selectors.organisations import SEARCH_KIND

MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class OrganisationFacts:
    """What an organisation says of itself. A name, its language and a kind are a must."""

    name: str
    name_language: str
    organisation_kind: str
    recognition: str = Organisation.Recognition.UNKNOWN
    recognised_since: int | None = None  # a year
    description: str = ""
    description_language: str = ""
    languages: list[str] = field(default_factory=list)
    sectors: list[str] = field(default_factory=list)
    website: str = ""
    contact_email: str = ""
    country: str = ""  # ISO 3166-1 alpha-2
    iati_identifier: str = ""
    visibility: str = Visibility.PUBLIC

    def check(self) -> None:
        """Raise ValidationError by field."""
        problems: dict[str, str] = {}
        if not self.name.strip():
            problems["name"] = _("Write the name of the organisation.")
        year = self.recognised_since
        if year is not None and not 1000 <= year <= timezone.now().year:
            problems["recognised_since"] = _("Write a year that has come already.")
        if re.search(r"[\s/&|?]", self.iati_identifier):
            problems["iati_identifier"] = _("No spaces and none of these: / & | ?")
        if max(len(self.languages), len(self.sectors)) > MOST_WORDS:
            problems["sectors"] = _("Name twelve at most.")
        if problems:
            raise ValidationError(problems)


@transaction.atomic
def organisation_create(
    *, by: User, facts: OrganisationFacts, places: Sequence[Place] = ()
) -> Organisation:
    """Make an organisation; whoever makes it becomes its coordinator."""
    require(can_create_organisation(by))
    facts.check()
    organisation = Organisation(kind=Organisation.Kind.ORGANISATION, is_demo=by.is_demo)
    for name, value in _values(facts).items():
        setattr(organisation, name, value)
    organisation.full_clean(exclude=["id", "actor_ptr"])
    organisation.save()
    organisation.places.set(places)
    Membership.objects.create(user=by, organisation=organisation, role=Membership.Role.COORDINATOR)
    organisation_index(organisation)
    audit.record("organisation.create", organisation, by=by, about=organisation)
    return organisation


@transaction.atomic
def organisation_update(
    *,
    by: User,
    organisation: Organisation,
    facts: OrganisationFacts,
    places: Sequence[Place],
    opened_version: int,
) -> list[str]:
    """Change what stands about an organisation; returns the names of the fields changed.

    Raises StaleVersion, with both texts, when somebody else has saved in between.
    """
    require(can_edit_organisation(by, organisation))
    facts.check()
    before = list(organisation.places.all())
    try:
        changed = save_version(organisation, _values(facts), opened_version=opened_version)
    except StaleVersion as stale:
        raise StaleVersion(
            stale.current_version, [*stale.conflicts, *_other_places(before, places)]
        ) from None
    organisation.full_clean(exclude=["id", "actor_ptr"])
    if {place.pk for place in before} != {place.pk for place in places}:
        organisation.places.set(places)
        changed.append("places")
    organisation_index(organisation)
    audit.record("organisation.update", organisation, by=by, about=organisation, fields=changed)
    return changed


def _values(facts: OrganisationFacts) -> dict[str, Any]:
    values = asdict(facts)
    values["name"] = " ".join(facts.name.split())
    values["description"] = facts.description.strip()
    values["description_language"] = facts.description_language or facts.name_language
    values["sectors"] = [word.strip() for word in facts.sectors if word.strip()]
    return values


def _other_places(theirs: Sequence[Place], mine: Sequence[Place]) -> list[Conflict]:
    if {place.pk for place in theirs} == {place.pk for place in mine}:
        return []
    language = (get_language() or "en").split("-")[0]

    def words(places: Sequence[Place]) -> str:
        return "; ".join(full_name(place, language) for place in places)

    return [Conflict("places", _("Places"), words(theirs), words(mine))]


def organisation_index(organisation: Organisation) -> None:
    """Keep what the search finds an organisation by: name and texts in every language."""
    translations = Translation.objects.filter(
        subject_kind=Organisation._meta.label_lower, subject_id=str(organisation.pk)
    ).values_list("text", flat=True)
    texts = [organisation.description, *organisation.sectors, *translations]
    search.put(SEARCH_KIND, organisation.pk, organisation.name, texts)
