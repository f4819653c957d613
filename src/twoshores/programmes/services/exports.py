"""Grants of a programme leaving as files: who may fetch them, and that they were fetched."""

from django.db import transaction
from django.utils import timezone

from twoshores.accounts.models import User
from twoshores.common import audit
from twoshores.common.decisions import require

from ..exchange.giving import package_of
from ..models import Programme
from ..permissions.programmes import can_read_programme
from ..selectors.awarded import awarded_in


@transaction.atomic
def giving_export(*, by: User, programme: Programme) -> dict[str, object]:
    """The grants that may be told, as a package of 360Giving. Raises PermissionDenied, NotReady."""
    require(can_read_programme(by, programme))
    data = package_of(programme, awarded_in(programme), timezone.now())
    _noted(by, programme, "giving")
    return data


def _noted(by: User, programme: Programme, kind: str) -> None:
    audit.record("programme.export", programme, by=by, about=programme.organisation, fields=[kind])
