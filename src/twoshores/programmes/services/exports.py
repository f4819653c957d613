"""Grants of a programme leaving as files: who may fetch them, and that they were fetched."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.common import audit
from twoshores.common.decisions import require
from twoshores.engines import iati

from ..exchange.activities import PARENT, activities_of, broken_rules, public_results
from ..exchange.gaps import Gap, NotReady
from ..exchange.giving import package_of
from ..exchange.parent import parent_of
from ..models import Call, Programme
from ..permissions.programmes import can_read_programme
from ..selectors.awarded import awarded_in


@transaction.atomic
def giving_export(*, by: User, programme: Programme) -> dict[str, object]:
    """The grants that may be told, as a package of 360Giving. Raises PermissionDenied, NotReady."""
    require(can_read_programme(by, programme))
    data = package_of(programme, awarded_in(programme), timezone.now())
    _noted(by, programme, "giving")
    return data


@transaction.atomic
def call_giving_export(*, by: User, call: Call) -> dict[str, object]:
    """The grants of one call that may be told, as a package of 360Giving. Raises PermissionDenied,
    NotReady."""
    programme = call.programme
    require(can_read_programme(by, programme))
    data = package_of(programme, awarded_in(programme, call), timezone.now(), call)
    audit.record("call.export", call, by=by, about=programme.organisation, fields=["giving"])
    return data


@transaction.atomic
def iati_export(*, by: User, programme: Programme) -> bytes:
    """The programme and its grants that may be told, as a document of IATI 2.03.

    Raises PermissionDenied, NotReady where no grant can leave.
    """
    require(can_read_programme(by, programme))
    today = timezone.localdate()
    told = activities_of(programme, awarded_in(programme), today, public_results)
    if not told.activities:
        raise NotReady(told.gaps or [Gap(_("A signed contract of a call that is decided."))])
    parent = parent_of(programme, told, today)
    if parent is None or broken_rules(parent, today):
        # The grants are whole without it; what they point at would not be there.
        for activity in told.activities:
            activity.related = [row for row in activity.related if row.type_code != PARENT]
        parent = None
    _noted(by, programme, "iati")
    return iati.write_document(
        [*([parent] if parent else []), *told.activities], generated=timezone.now()
    )


def _noted(by: User, programme: Programme, kind: str) -> None:
    audit.record("programme.export", programme, by=by, about=programme.organisation, fields=[kind])
