"""Every write of somebody's offer: what they can do, how, when, on which terms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.actors.models import Consent, Person, Tie
from twoshores.actors.permissions.people import can_edit_person
from twoshores.actors.selectors.own import people_at_address
from twoshores.actors.services.consents import Evidence, consent_record
from twoshores.actors.services.people import PersonFacts, note_own_word, person_register
from twoshores.actors.tasks import mail_person_link
from twoshores.common import audit
from twoshores.common.decisions import require
from twoshores.common.editing import Conflict, StaleVersion, save_version
from twoshores.common.models import Place
from twoshores.taxonomy.models import Concept

from ..matching.roster_index import lock_roster, note_changes
from ..models import Profile, ProfileLanguage, ProfileSkill, RosterChange, Time, WorkMode
from ..public_text import check_public_text
from .offer_texts import index_offer_texts
from .phrases import phrases_follow_people

MAX_SKILLS = 12
MAX_TIES = 6
FACT_FIELDS = (
    *("language", "headline", "second_language", "second_headline", "modes", "times"),
    *("hours_per_week", "available_from", "available_until", "terms", "has_trained"),
)


@dataclass(frozen=True, slots=True)
class SkillData:
    """A skill or trade in own words. read_later: nobody has tried yet what the words mean."""

    said: str
    language: str
    kind: str = Concept.Kind.SKILL
    concept: Concept | None = None
    confirmed: bool = False
    read_later: bool = False
    level: int = ProfileSkill.Level.GOOD
    years: int | None = None
    recognised: bool | None = None
    working_below: bool | None = None
    second_said: str = ""
    second_language: str = ""

    @property
    def linked(self) -> str:
        if self.concept is None:
            later = ProfileSkill.Linked.PENDING
            return later if self.read_later else ProfileSkill.Linked.NONE
        return ProfileSkill.Linked.CONFIRMED if self.confirmed else ProfileSkill.Linked.SUGGESTED


@dataclass(frozen=True, slots=True)
class TieData:
    """A tie to a place. Where somebody comes from is a tie of kind ORIGIN."""

    place: Place
    kind: str = Tie.Kind.ORIGIN
    since: int | None = None
    strength: int = Tie.Strength.STEADY
    note: str = ""


@dataclass(frozen=True, slots=True)
class Lines:
    """What hangs on a profile. None leaves a kind of line as it is.

    languages: code -> ProfileLanguage.Level.
    """

    skills: Sequence[SkillData] | None = None
    languages: Mapping[str, int] | None = None
    ties: Sequence[TieData] | None = None


@dataclass(frozen=True, slots=True)
class Joining:
    """All that somebody says who registers alone."""

    facts: PersonFacts
    offer: Mapping[str, Any]
    lines: Lines
    consents: Mapping[str, datetime | None] = field(default_factory=dict)
    text_language: str = "en"


@transaction.atomic
def person_join(*, by: User | None, joining: Joining) -> Person | None:
    """Register somebody with their offer and consents, and mail the link to their own page.

    Without a login (by None), an address that is registered already gets a mail that says so,
    nothing is written, and None comes back: the page must answer alike in both cases.
    Raises ValidationError.
    """
    lock_roster()  # pressed twice, or by two at once: the second finds what the first wrote
    if by is None:
        known = people_at_address(joining.facts.email).first()
        if known is not None:
            _mail(known, "again")
            return None
    person = person_register(by=by, facts=joining.facts)
    profile_save(by=by, person=person, facts=joining.offer, lines=joining.lines)
    given = {purpose: until for purpose, until in joining.consents.items() if until}
    if given:
        evidence = Evidence(channel=Consent.Channel.WEB, text_language=joining.text_language)
        consent_record(by=by, person=person, choices=given, evidence=evidence)
    _mail(person, "welcome")
    return person


def _mail(person: Person, what: str) -> None:
    key = str(person.pk)
    transaction.on_commit(lambda: mail_person_link.enqueue(key, what))


@transaction.atomic
def profile_save(
    *,
    by: User | None,
    person: Person,
    facts: Mapping[str, Any],
    lines: Lines | None = None,
    opened_version: int | None = None,
) -> Profile:
    """Make or change somebody's offer; whoever saves it confirms it.

    facts: some of FACT_FIELDS. by None: the person's own link. opened_version is what the form
    was opened on; without it the last writer wins (imports, a form's own small steps).
    Raises PermissionDenied, ValidationError (by field; "skills", "ties" for lines), StaleVersion.
    """
    if by is not None:
        require(can_edit_person(by, person))
    lines = lines or Lines()
    check_offer(facts, lines)
    profile = Profile.objects.filter(person=person).first()
    if profile is None:
        profile = _create(person, facts)
        changed = [name for name in FACT_FIELDS if name in facts]
    else:
        changed = _change(profile, facts, lines, opened_version)
    changed += _write_lines(profile, lines)
    note_own_word(by=by, person=person)
    _confirm(profile)
    index_offer_texts([person.pk])
    phrases_follow_people([person.pk])
    audit.record("profile.save", profile, by=by, about=person, fields=changed)
    return profile


def _create(person: Person, facts: Mapping[str, Any]) -> Profile:
    values = {"language": person.language, **facts}
    return Profile.objects.create(
        person=person, number=free_number(), confirmed_at=timezone.now(), **values
    )


def free_number() -> int:
    """The first of the numbers that no profile ever had. Holds the roster's lock.

    One more than was ever used: the change log remembers numbers of profiles that are gone.
    """
    lock_roster()
    used = Profile.objects.aggregate(last=Max("number"))["last"] or 0
    gone = RosterChange.objects.aggregate(last=Max("profile_number"))["last"] or 0
    return int(max(used, gone)) + 1


def _change(
    profile: Profile, facts: Mapping[str, Any], lines: Lines, opened_version: int | None
) -> list[str]:
    version = profile.version if opened_version is None else opened_version
    try:
        return save_version(profile, facts, opened_version=version)
    except StaleVersion as stale:
        raise StaleVersion(
            stale.current_version, [*stale.conflicts, *_line_conflicts(profile, lines)]
        ) from stale


def _line_conflicts(profile: Profile, lines: Lines) -> list[Conflict]:
    """Lists that differ, each as one field: what stands there now, what was typed."""
    found = []
    if lines.skills is not None:
        now = list(profile.skills.values_list("said", flat=True))
        mine = [line.said for line in lines.skills]
        if now != mine:
            found.append(Conflict("skills", _("Skills and trades"), now, mine))
    if lines.languages is not None:
        spoken = dict(profile.languages.values_list("language", "level"))
        if spoken != dict(lines.languages):
            found.append(Conflict("languages", _("Languages"), sorted(spoken), [*lines.languages]))
    if lines.ties is not None:
        tied = [tie.place for tie in _place_ties(profile).select_related("place")]
        wanted = [line.place for line in lines.ties]
        if tied != wanted:
            labels = [[str(place) for place in places] for places in (tied, wanted)]
            found.append(Conflict("ties", _("Places you are tied to"), *labels))
    return found


def _place_ties(profile: Profile) -> Any:
    return Tie.objects.filter(actor=profile.person_id, place__isnull=False).order_by("pk")


def check_offer(facts: Mapping[str, Any], lines: Lines) -> None:
    """Raise ValidationError, by field, for an offer that cannot be saved."""
    unknown = set(facts) - set(FACT_FIELDS)
    if unknown:
        raise ValueError(f"not fields of an offer: {sorted(unknown)}")
    errors: dict[str, Any] = {}
    for name in ("headline", "second_headline"):
        _collect(errors, name, str(facts.get(name, "")))
    for line in lines.skills or ():
        _collect(errors, "skills", line.said)
        _collect(errors, "skills", line.second_said)
    start, end = facts.get("available_from"), facts.get("available_until")
    if start and end and end < start:
        errors["available_until"] = _("The end lies before the beginning.")
    for name, allowed in (("modes", WorkMode.values), ("times", Time.values)):
        if not set(facts.get(name, ())) <= set(allowed):
            errors[name] = _("Choose from the list.")
    if len(lines.skills or ()) > MAX_SKILLS:
        errors["skills"] = _("Twelve skills at most: name those that others could use.")
    if len(lines.ties or ()) > MAX_TIES:
        errors["ties"] = _("Six places at most.")
    if errors:
        raise ValidationError(errors)


def _collect(errors: dict[str, Any], name: str, text: str) -> None:
    try:
        check_public_text(text)
    except ValidationError as error:
        errors[name] = error.messages
    if len(text) > 300:
        errors[name] = _("This is too long: 300 characters at most.")


def _write_lines(profile: Profile, lines: Lines) -> list[str]:
    """Replace the lines that were given; returns which kinds of them."""
    written = []
    if lines.skills is not None:
        _write_skills(profile, lines.skills)
        written.append("skills")
    if lines.languages is not None:
        profile.languages.all().delete()
        ProfileLanguage.objects.bulk_create(language_rows(profile, lines.languages))
        written.append("languages")
    if lines.ties is not None:
        _place_ties(profile).delete()
        Tie.objects.bulk_create(tie_rows(profile, lines.ties))
        written.append("ties")
    return written


def language_rows(profile: Profile, languages: Mapping[str, int]) -> list[ProfileLanguage]:
    return [
        ProfileLanguage(profile=profile, language=code, level=level)
        for code, level in languages.items()
    ]


def tie_rows(profile: Profile, ties: Sequence[TieData]) -> list[Tie]:
    return [
        Tie(
            actor_id=profile.person_id,
            place=line.place,
            kind=line.kind,
            since=line.since,
            strength=line.strength,
            note=line.note,
        )
        for line in ties
    ]


def _write_skills(profile: Profile, skills: Sequence[SkillData]) -> None:
    profile.skills.all().delete()
    ProfileSkill.objects.bulk_create(skill_rows(profile, skills))


def skill_rows(profile: Profile, skills: Sequence[SkillData]) -> list[ProfileSkill]:
    """Rows not yet saved, in the order of the lines; empty lines are left out."""
    said = [line for line in skills if line.said.strip()]
    return [
        ProfileSkill(
            profile=profile,
            position=position,
            said=line.said.strip(),
            language=line.language,
            second_said=line.second_said.strip(),
            second_language=line.second_language,
            kind=line.concept.kind if line.concept else line.kind,
            concept=line.concept,
            linked=line.linked,
            level=line.level,
            years=line.years,
            recognised=line.recognised,
            working_below=line.working_below,
        )
        for position, line in enumerate(said, start=1)
    ]


def _confirm(profile: Profile) -> None:
    profile.state = Profile.State.ACTIVE
    profile.confirmed_at = timezone.now()
    profile.asked_to_confirm_at = None
    profile.save(update_fields=["state", "confirmed_at", "asked_to_confirm_at"])
    note_changes([profile.number])


@transaction.atomic
def profile_confirm(*, by: User | None, person: Person) -> Profile:
    """Say that the offer still holds as it stands: it is shown again like a new one.

    Raises PermissionDenied; Profile.DoesNotExist when there is no offer.
    """
    if by is not None:
        require(can_edit_person(by, person))
    profile = Profile.objects.select_for_update().get(person=person)
    _confirm(profile)
    audit.record("profile.confirm", profile, by=by, about=person)
    return profile
