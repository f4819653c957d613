"""What this app tells the audit page: verbs, fields, names, and whose history is whose."""

import uuid
from collections.abc import Collection, Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twoshores.accounts.models import User
from twoshores.common.history import Named, Scope

from .models import Membership, Organisation, Person

VERBS = {
    "organisation.create": gettext_lazy("Organisation made"),
    "organisation.update": gettext_lazy("Organisation changed"),
    "membership.invite": gettext_lazy("Somebody invited"),
    "membership.uninvite": gettext_lazy("Invitation taken back"),
    "membership.accept": gettext_lazy("Invitation accepted"),
    "membership.role": gettext_lazy("Role of a member changed"),
    "membership.end": gettext_lazy("Membership ended"),
    "claim.ask": gettext_lazy("Claim to act for the organisation"),
    "claim.grant": gettext_lazy("Claim granted"),
    "claim.refuse": gettext_lazy("Claim refused"),
    "tie.add": gettext_lazy("Tie stated"),
    "tie.remove": gettext_lazy("Tie removed"),
}
FIELDS = {
    "name": gettext_lazy("name"),
    "name_language": gettext_lazy("language of the name"),
    "organisation_kind": gettext_lazy("kind"),
    "recognition": gettext_lazy("legal recognition"),
    "recognised_since": gettext_lazy("year of recognition"),
    "description": gettext_lazy("description"),
    "description_language": gettext_lazy("language of the description"),
    "languages": gettext_lazy("languages"),
    "sectors": gettext_lazy("fields of work"),
    "website": gettext_lazy("website"),
    "contact_email": gettext_lazy("contact address"),
    "country": gettext_lazy("country"),
    "visibility": gettext_lazy("who may see it"),
    "places": gettext_lazy("places"),
    "email": gettext_lazy("e-mail address"),
    "role": gettext_lazy("role"),
    "full_name": gettext_lazy("name"),
    "phone": gettext_lazy("telephone"),
    "language": gettext_lazy("language"),
    "residence": gettext_lazy("residence"),
    "sex": gettext_lazy("sex"),
    "age_band": gettext_lazy("age"),
    "listed": gettext_lazy("being listed"),
    "matched": gettext_lazy("being compared"),
    "asked": gettext_lazy("being asked"),
    "statistics": gettext_lazy("statistics"),
}


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
