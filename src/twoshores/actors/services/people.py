"""Every write of people: register, change, merge, erase, reveal."""

import secrets
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import batched
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.accounts.services import login_end
from twoshores.common import audit
from twoshores.common.decisions import require
from twoshores.common.models import Place
from twoshores.common.outbox import forget_mails_to
from twoshores.common.remembered import Remembered

from .. import hooks
from ..models import (
    Consent,
    ConsentPurpose,
    Introduction,
    IntroductionMessage,
    Look,
    Organisation,
    Person,
    PersonIdentity,
    Registration,
    Reveal,
)
from ..permissions.people import (
    can_edit_person,
    can_merge_people,
    can_register_people,
    can_reveal_person,
)
from .consents import effective_until, refresh_consents

PSEUDONYM_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"  # no I, O, Q: mistaken for 1 and 0


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What is asked of somebody who registers. Only a name and a language are a must."""

    full_name: str
    language: str
    email: str = ""
    phone: str = ""
    residence: Place | None = None
    sex: str = ""
    age_band: str = ""


def new_pseudonym() -> str:
    """A pseudonym like K7-204 that nobody has; longer when the short ones run out."""
    return new_pseudonyms(1)[0]


def new_pseudonyms(count: int) -> list[str]:
    """So many different pseudonyms that nobody has."""
    found: set[str] = set()
    for digits in (3, 3, 3, 4, 4, 5, 5, 6, 6):
        drawn = {_draw_pseudonym(digits) for _ in range(count - len(found))} - found
        for batch in batched(drawn, 500):
            taken = Person.objects.filter(pseudonym__in=batch).values_list("pseudonym", flat=True)
            found |= set(batch) - set(taken)
        if len(found) == count:
            return list(found)
    raise RuntimeError("no free pseudonym in nine tries")


def _draw_pseudonym(digits: int) -> str:
    letter = secrets.choice(PSEUDONYM_LETTERS)
    return f"{letter}{secrets.randbelow(9) + 1}-{secrets.randbelow(10**digits):0{digits}d}"


@transaction.atomic
def person_register(
    *,
    by: User | None,
    facts: PersonFacts,
    registrar: Organisation | None = None,
    own_reference: str = "",
) -> Person:
    """Make the record of a person: their own (registrar None) or one that `registrar` keeps.

    No consent is given by this: without `consents.consent_record` nobody sees them.
    """
    if registrar is not None:
        require(can_register_people(by, registrar))
    elif by is not None and Person.objects.filter(user=by).exists():
        raise ValidationError(_("You are registered already."))
    check_facts(facts)
    person = Person.objects.create(
        kind=Person.Kind.PERSON,
        pseudonym=new_pseudonym(),
        user=by if registrar is None else None,
        language=facts.language,
        residence=facts.residence,
        sex=facts.sex,
        age_band=facts.age_band,
    )
    PersonIdentity.objects.create(
        person=person, full_name=facts.full_name.strip(), email=facts.email, phone=facts.phone
    )
    if registrar is not None:
        Registration.objects.create(
            person=person, organisation=registrar, own_reference=own_reference
        )
    audit.record("person.register", person, by=by, about=person, fields=facts.__slots__)
    return person


def check_facts(facts: PersonFacts) -> None:
    """Raise ValidationError without a name or without any way to reach the person."""
    if not facts.full_name.strip():
        raise ValidationError(_("Write the name. It is shown to nobody before a yes."))
    if not facts.email and not facts.phone:
        raise ValidationError(_("Give an e-mail address or a telephone number."))


@transaction.atomic
def person_update(*, by: User | None, person: Person, facts: PersonFacts) -> list[str]:
    """Change facts and identity; returns the changed fields. by None: the person's own link.

    Raises PermissionDenied, ValidationError.
    """
    if by is not None:
        require(can_edit_person(by, person))
    check_facts(facts)
    identity = person.identity
    changed = _assign(
        person,
        language=facts.language,
        residence=facts.residence,
        sex=facts.sex,
        age_band=facts.age_band,
    ) + _assign(identity, full_name=facts.full_name.strip(), email=facts.email, phone=facts.phone)
    if changed:
        person.save()
        identity.save()
        note_own_word(by=by, person=person)
        hooks.person_changed(person)
        audit.record("person.update", person, by=by, about=person, fields=changed)
    return changed


def note_own_word(*, by: User | None, person: Person) -> None:
    """Remember that the person changed something themself, from when no registrar does any more.

    by None: the person's own link. Called within the transaction of the change.
    """
    if by is None or by.pk == person.user_id:
        person.own_word_at = timezone.now()
        person.save(update_fields=["own_word_at"])


def _assign(record: models.Model, **values: Any) -> list[str]:
    changed = [name for name, value in values.items() if getattr(record, name) != value]
    for name in changed:
        setattr(record, name, values[name])
    return changed


# Looks of today that certainly stand in the table: a page that is read again writes nothing.
_written: Remembered[bool] = Remembered(most=2_000)


def people_looked_at(
    *,
    organisation: Organisation | None,
    by: User,
    people: Iterable[Person],
    what: str,
    subject: models.Model | None = None,
) -> None:
    """Remember that somebody saw these people, once a day and thing. The people read it.

    organisation is None when a steward looked, or somebody who acts for nobody. One statement,
    so it needs no transaction.
    """
    alone = Look.STEWARD if by.is_steward else Look.ALONE
    viewer = str(organisation.pk) if organisation else alone
    kind, key = (subject._meta.label_lower, str(subject.pk)) if subject else ("", "")
    day = timezone.localdate()
    seen = [person for person in people if person.user_id != by.pk]
    look = (connection.settings_dict["NAME"], viewer, what, kind, key, day)
    looks = (*look, frozenset(person.pk for person in seen))
    if _written.holds(looks):
        return
    Look.objects.bulk_create(
        [
            Look(
                person=person,
                organisation=organisation,
                viewer=viewer,
                what=what,
                subject_kind=kind,
                subject_id=key,
                day=day,
            )
            for person in seen
        ],
        ignore_conflicts=True,
    )
    if not connection.in_atomic_block:  # what is not committed may still be taken back
        _written.get(looks, lambda: True)


@transaction.atomic
def person_reveal(*, by: User, person: Person, reason: str) -> PersonIdentity:
    """A steward opens a name, for a reason that the person reads. Raises without a reason."""
    require(can_reveal_person(by, person))
    if len(reason.strip()) < 10:
        raise ValidationError(_("Say why, in a sentence. The person will read it."))
    Reveal.objects.create(person=person, by=by, reason=reason.strip())
    people_looked_at(organisation=None, by=by, people=[person], what=Look.What.CONTACT)
    audit.record("person.reveal", person, by=by, about=person, fields=["identity"])
    from ..tasks import mail_reveal  # tasks import services

    transaction.on_commit(lambda: mail_reveal.enqueue(str(person.pk)))
    return person.identity


@transaction.atomic
def person_merge(*, by: User, keep: Person, drop: Person) -> Person:
    """Make one record of two; of each purpose the stricter consent stays.

    Raises ValidationError when both have a login of their own: nobody else decides that two
    logins are one person.
    """
    require(can_merge_people(by, keep, drop))
    if keep.user_id and drop.user_id:
        raise ValidationError(_("Both have a login of their own. Only they can close one."))
    strict = _stricter(keep, drop)
    for hook in hooks.PERSON_MERGED:
        hook(keep, drop)
    drop.ties.update(actor=keep)
    _move_introductions(keep, drop)
    for registration in drop.registrations.filter(ended_at=None):
        Registration.objects.get_or_create(
            person=keep,
            organisation=registration.organisation,
            defaults={"own_reference": registration.own_reference},
        )
    if drop.user_id and not keep.user_id:
        user, drop.user = drop.user, None
        drop.save(update_fields=["user"])
        keep.user = user
        keep.save(update_fields=["user"])
    if drop.own_word_at and not keep.own_word_at:
        keep.own_word_at = drop.own_word_at
        keep.save(update_fields=["own_word_at"])
    _keep_strict(keep, strict)
    person_erase(by=by, person=drop)
    audit.record("person.merge", keep, by=by, about=keep)
    return keep


def _move_introductions(keep: Person, drop: Person) -> None:
    """Asks to the dropped record go to the kept one, except what cannot stand there.

    Nobody is introduced to themselves, and of two open asks about one thing the kept record's
    own stays; the other one ends with the dropped record.
    """
    open_states = [Introduction.State.ASKED, Introduction.State.QUESTION]
    same = keep.introductions_in.filter(
        state__in=open_states,
        asking=models.OuterRef("asking"),
        subject_kind=models.OuterRef("subject_kind"),
        subject_id=models.OuterRef("subject_id"),
    )
    moving = drop.introductions_in.exclude(asking=keep)
    stays = moving.filter(models.Exists(same), state__in=open_states).values_list("pk", flat=True)
    moving.exclude(pk__in=list(stays)).update(asked=keep)


def _stricter(keep: Person, drop: Person) -> dict[str, Consent | None]:
    """Of each purpose the row with the earlier end; a no, or None, when either has none."""
    ends = [effective_until(person.consents.all()) for person in (keep, drop)]
    result: dict[str, Consent | None] = {}
    for purpose in ConsentPurpose.values:
        first, second = ends[0][purpose], ends[1][purpose]
        if first is None or second is None:
            result[purpose] = _said_no(keep, drop, purpose)
            continue
        person = keep if first <= second else drop
        result[purpose] = person.consents.filter(
            purpose=purpose, ended_at=None, expires_at=min(first, second)
        ).first()
    return result


def _said_no(keep: Person, drop: Person, purpose: str) -> Consent | None:
    """A no that one of two records holds, the person's own first: it has to go on counting."""
    said = Consent.objects.filter(
        person__in=[keep, drop], purpose=purpose, given=False, ended_at=None
    )
    return said.order_by(models.F("registrar").asc(nulls_first=True), "-at").first()


def _keep_strict(keep: Person, strict: dict[str, Consent | None]) -> None:
    now = timezone.now()
    keep.consents.filter(ended_at=None).exclude(
        pk__in=[row.pk for row in strict.values() if row]
    ).update(ended_at=now)
    for row in strict.values():
        if row is not None and row.person_id != keep.pk:
            row.pk = uuid.uuid4()
            row.person = keep
            row._state.adding = True
            row.save()
    refresh_consents(keep)


@transaction.atomic
def person_erase(*, by: User | None, person: Person, end_login: bool = False) -> None:
    """Take away everything that says who somebody is or what they can do.

    end_login: their login goes too, with its addresses and its seats in organisations.

    What stays: an empty row under a meaningless mark, the audit trail (ids and field names)
    and the dates of consents, which prove what was allowed when (GDPR article 17(3)(e)).
    """
    login = person.user
    for hook in hooks.PERSON_ERASED:
        hook(person)
    now = timezone.now()
    _erase_identity(person)
    person.ties.all().delete()
    Look.objects.filter(person=person).delete()
    Reveal.objects.filter(person=person).delete()
    person.consents.update(witness="")
    person.consents.filter(ended_at=None).update(ended_at=now)
    person.registrations.update(own_reference="", ended_at=now)
    _erase_introductions(person)
    person.user = None
    person.pseudonym = f"-{secrets.token_hex(5)}"
    person.residence = person.own_word_at = None
    person.sex = person.age_band = ""
    person.link_nonce = uuid.uuid4()
    person.erased_at = now
    person.save()
    refresh_consents(person)
    audit.record("person.erase", person, by=by, about=person)
    if end_login and login is not None:
        login_end(by=by, user=login)


def _erase_identity(person: Person) -> None:
    """Name and contacts, and mails to them that were kept here because none are sent."""
    identity = PersonIdentity.objects.filter(person=person).first()
    if identity is None:
        return
    if identity.email:
        forget_mails_to([identity.email])
    identity.delete()


def _erase_introductions(person: Person) -> None:
    IntroductionMessage.objects.filter(introduction__asked=person).update(text="")
    open_states = [Introduction.State.ASKED, Introduction.State.QUESTION]
    person.introductions_in.filter(state__in=open_states).update(
        state=Introduction.State.DECLINED, answered_at=timezone.now()
    )
    person.introductions_in.update(reason="", message="")
    person.introductions_out.update(reason="", message="")
