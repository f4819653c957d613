"""A third door to somebody's offer: the association that registered them, while its consent lasts.

The pages are the person's own. Once the person signs in, or changes anything by their link, their
word outranks the registrar's, and this door is shut (`can_edit_person`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from twoshores.actors.models import Organisation
from twoshores.actors.permissions.people import can_edit_person
from twoshores.actors.selectors.registrations import registered_person_or_404
from twoshores.actors.views.own_door import Door, OwnPage
from twoshores.common.decisions import access

from .registered import registrar_or_404


@dataclass(frozen=True, slots=True)
class RegistrarDoor(Door):
    """Opened by an officer of the organisation; leads back to its page of registered people."""

    organisation: Organisation | None = None

    def href(self, page: str = "") -> str:
        assert self.organisation is not None
        if not page:
            return reverse("organisation_people", args=[self.organisation.pk])
        name = f"organisation_person_{page}"
        return reverse(name, args=[self.organisation.pk, self.person.pseudonym])


def for_registrar(page: OwnPage) -> Callable[[HttpRequest, str, str], HttpResponseBase]:
    """The page behind the third door: 404 for outsiders, 403 with the reason once it is shut."""

    @access("object")
    @wraps(page)
    def view(request: HttpRequest, pk: str, code: str) -> HttpResponseBase:
        user, organisation = registrar_or_404(request, pk)
        person = registered_person_or_404(user, organisation, code)
        decision = can_edit_person(user, person)
        if not decision:
            raise PermissionDenied(decision.reason)
        return page(request, RegistrarDoor(person, user, organisation=organisation))

    return view


def words(door: Door) -> dict[str, str]:
    """What the first link and the heading are called behind a door."""
    if isinstance(door, RegistrarDoor):
        return {
            "home": _("Registered people"),
            "title": _("The offer of %(code)s") % {"code": door.person.pseudonym},
        }
    return {"home": _("Your page"), "title": _("What you offer")}
