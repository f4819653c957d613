"""What the page of the audit trail asks this app: whose history, what names, who acted."""

import uuid
from collections.abc import Collection, Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.common.history import Named, Scope

from ..models import Membership, Organisation, Person


def scopes(user: User) -> Sequence[Scope]:
    """One's own person, and the organisations that one is a member of."""
    own = Person.objects.filter(user=user, erased_at=None).values_list("pk", "pseudonym")
    found = [Scope(str(pk), _("You (%(pseudonym)s)") % {"pseudonym": name}) for pk, name in own]
    memberships = Membership.objects.filter(user=user).select_related("organisation")
    return [
        *found,
        *(
            Scope(str(each.organisation_id), each.organisation.name)
            for each in memberships.order_by("organisation__name")
        ),
    ]


def organisation_names(ids: Collection[str]) -> Mapping[str, Named]:
    rows = Organisation.objects.filter(pk__in=ids).values_list("pk", "name")
    return {str(pk): Named(name, reverse("organisation", args=[pk])) for pk, name in rows}


def person_names(ids: Collection[str]) -> Mapping[str, Named]:
    rows = Person.objects.filter(pk__in=ids, erased_at=None).values_list("pk", "pseudonym")
    return {str(pk): Named(pseudonym) for pk, pseudonym in rows}


def who(ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, str]:
    """Users by the office that they hold, never by name: "Officer, Association of Kita"."""
    found: dict[uuid.UUID, str] = {
        pk: _("a steward")
        for pk in User.objects.filter(pk__in=ids, is_steward=True).values_list("pk", flat=True)
    }
    for each in Membership.objects.filter(user__in=ids).select_related("organisation"):
        words = {"role": each.get_role_display(), "organisation": each.organisation.name}
        found.setdefault(each.user_id, _("%(role)s, %(organisation)s") % words)
    return found
