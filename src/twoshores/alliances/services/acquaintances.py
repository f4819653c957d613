"""Asking whom one should know for an introduction, or putting the suggestion aside."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twoshores.accounts.models import User
from twoshores.accounts.readers import Reader
from twoshores.actors.models import Introduction, Organisation
from twoshores.actors.permissions.people import writes_for
from twoshores.actors.services.introductions import introduction_ask
from twoshores.common import audit
from twoshores.common.decisions import YES, Decision, no, require

from ..models import PutAside
from ..selectors.acquaintances import acquaintances_of

SUBJECT_KIND = "alliances.organisation"
ONLY_WRITERS = gettext_lazy("Only coordinators and officers see whom an organisation should know.")


def can_get_to_know(user: Reader, organisation: Organisation) -> Decision:
    if writes_for(user, organisation):
        return YES
    return no(ONLY_WRITERS)


@transaction.atomic
def acquaintance_ask(
    *, by: User, organisation: Organisation, other: Organisation, message: str, language: str
) -> Introduction:
    """Ask for an introduction in the organisation's name; it is what the introduction is about.

    Raises PermissionDenied, or ValidationError (not suggested, no message).
    """
    require(can_get_to_know(by, organisation))
    _check_suggested(organisation, other)
    return introduction_ask(
        by=by,
        asking=organisation,
        asked=other,
        subject_kind=SUBJECT_KIND,
        subject_id=str(organisation.pk),
        message=message,
        language=language,
    )


@transaction.atomic
def acquaintance_put_aside(*, by: User, organisation: Organisation, other: Organisation) -> None:
    """It is not suggested again. Doing it twice changes nothing."""
    require(can_get_to_know(by, organisation))
    row, made = PutAside.objects.get_or_create(organisation=organisation, other=other)
    if made:
        audit.record("acquaintance.put_aside", row, by=by, about=organisation)


def _check_suggested(organisation: Organisation, other: Organisation) -> None:
    if all(row.other.id != str(other.pk) for row in acquaintances_of(organisation)):
        raise ValidationError(_("This organisation is not suggested any more."))
