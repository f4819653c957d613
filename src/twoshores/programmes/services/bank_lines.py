"""Lines of the bank that are no payment of a grant: put aside, and brought back."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.common import audit
from twoshores.common.decisions import require
from twoshores.common.states import WrongState

from ..models import BankLine, Payment
from ..permissions.programmes import can_run_programme

ASIDE = ("aside_at", "aside_because", "aside_by")


@transaction.atomic
def line_put_aside(*, by: User, line: BankLine, why: str) -> BankLine:
    """Let a line wait no longer: a fee, another business of the bank's account.

    Raises PermissionDenied; WrongState where it was put aside meanwhile; ValidationError without a
    reason, or for a line that was matched.
    """
    locked = _lock(by, line)
    if not why.strip():
        raise ValidationError({"why": _("Say why.")})
    if Payment.objects.filter(bank_line=locked).exists():
        raise ValidationError(_("This line was matched already."))
    if locked.aside_at is not None:
        raise WrongState(_("This has moved on in the meantime. Look at the page again."))
    locked.aside_at, locked.aside_because, locked.aside_by = timezone.now(), why.strip(), by
    locked.full_clean()
    locked.save(update_fields=ASIDE)
    _note("bankline.put_aside", locked, by)
    return locked


@transaction.atomic
def line_bring_back(*, by: User, line: BankLine) -> BankLine:
    """Let it wait again. Raises PermissionDenied, and WrongState where it waits already."""
    locked = _lock(by, line)
    if locked.aside_at is None:
        raise WrongState(_("This has moved on in the meantime. Look at the page again."))
    locked.aside_at, locked.aside_because, locked.aside_by = None, "", None
    locked.save(update_fields=ASIDE)
    _note("bankline.bring_back", locked, by)
    return locked


def _lock(by: User, line: BankLine) -> BankLine:
    locked = (
        BankLine.objects.select_for_update(of=("self",))
        .select_related("programme__organisation")
        .get(pk=line.pk)
    )
    require(can_run_programme(by, locked.programme))
    return locked


def _note(verb: str, line: BankLine, by: User) -> None:
    audit.record(verb, line, by=by, about=line.programme.organisation, fields=["aside_because"])
