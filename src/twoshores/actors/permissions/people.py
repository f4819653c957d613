"""Who may do what with the record of a person."""

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twoshores.accounts.models import User
from twoshores.accounts.readers import Reader
from twoshores.common.decisions import YES, Decision, no

from ..models import Actor, Consent, Membership, Organisation, Person, Registration

WRITERS = (Membership.Role.COORDINATOR, Membership.Role.OFFICER)


def writes_for(user: Reader | None, organisation: Organisation) -> bool:
    """Whether a user acts for an organisation as coordinator or officer."""
    return (
        user is not None
        and user.is_authenticated
        and Membership.objects.filter(
            user=user, organisation=organisation, role__in=WRITERS
        ).exists()
    )


def writes_for_actor(user: Reader | None, actor: Actor) -> bool:
    """Whether a user is this person, or acts for this organisation."""
    if user is None or not user.is_authenticated:
        return False
    if Person.objects.filter(pk=actor.pk, user=user).exists():
        return True
    return Membership.objects.filter(user=user, organisation_id=actor.pk, role__in=WRITERS).exists()


def can_register_people(user: Reader | None, organisation: Organisation) -> Decision:
    if writes_for(user, organisation):
        return YES
    return no(_("Only coordinators and officers of the organisation register people."))


def can_edit_person(user: User, person: Person) -> Decision:
    """The person; or, until the person has signed in or changed anything themself, officers of a
    registrar that holds a consent which lasts."""
    if person.erased_at:
        return no(_("This record was erased."))
    if person.user_id == user.pk:
        return YES
    if _registrar_officer(user, person):
        if not person.speaks_themself:
            return YES
        return no(_("This person changes the offer themself. Tell them what you would change."))
    return no(_("Only the person changes this record, or the association that registered them."))


def _registrar_officer(user: User, person: Person) -> bool:
    lasting = Consent.objects.filter(
        person=OuterRef("person"),
        registrar=OuterRef("organisation"),
        given=True,
        ended_at=None,
        expires_at__gt=timezone.now(),
    )
    return Registration.objects.filter(
        Exists(lasting),
        person=person,
        ended_at=None,
        organisation__memberships__user=user,
        organisation__memberships__role__in=WRITERS,
    ).exists()


def can_reveal_person(user: User, person: Person) -> Decision:
    if user.is_steward and person.erased_at is None:
        return YES
    return no(_("Only stewards may, and they say why."))


def can_merge_people(user: User, keep: Person, drop: Person) -> Decision:
    if keep.pk == drop.pk:
        return no(_("These are the same record."))
    if user.is_steward:
        return YES
    return no(_("Only stewards merge two records of one person."))
