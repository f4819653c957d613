"""Who may change the taxonomy."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from twoshores.common.decisions import YES, Decision, no

if TYPE_CHECKING:
    from twoshores.accounts.models import User


def can_import_taxonomy(user: "User | None") -> Decision:
    """Stewards; None is somebody at the command line of the machine itself."""
    if user is None or user.is_steward:
        return YES
    return no(_("Only stewards of the platform load labels of occupations and skills."))
