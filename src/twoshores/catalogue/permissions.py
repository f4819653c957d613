"""Who changes the catalogue: stewards. Everybody reads it."""

from django.utils.translation import gettext_lazy as _

from twoshores.accounts.readers import Reader
from twoshores.common.decisions import YES, Decision, no


def can_edit_catalogue(user: Reader) -> Decision:
    if user.is_authenticated and user.is_steward:
        return YES
    return no(_("Only the stewards of this platform change the building blocks."))
