"""Who may do what with places.

The kernel stands below accounts: a user is a model row here, with `is_authenticated` and
`is_steward` where it has them.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from ..decisions import YES, Decision, no


def can_add_place(user: Any) -> Decision:
    return YES if user.is_authenticated else no(_("Sign in to add a place."))


def can_merge_places(user: Any) -> Decision:
    if user.is_authenticated and getattr(user, "is_steward", False):
        return YES
    return no(_("Only stewards confirm and merge places."))
