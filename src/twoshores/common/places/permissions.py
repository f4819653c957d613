"""Who may do what with places."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from ..decisions import YES, Decision, no

if TYPE_CHECKING:
    from twoshores.accounts.models import User


def can_add_place(user: "User") -> Decision:
    return YES if user.is_authenticated else no(_("Sign in to add a place."))


def can_merge_places(user: "User") -> Decision:
    if user.is_authenticated and user.is_steward:
        return YES
    return no(_("Only stewards confirm and merge places."))
