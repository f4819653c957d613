"""Who runs a programme, who reads it, who follows its projects, who appraises.

Coordinators and officers of its organisation run it; its viewers read it. Focal points read the
projects of their countries and help their partners; assessors read what was given to them. The
platform's stewards have no part in it.
"""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from twoshores.accounts.readers import Reader
from twoshores.actors.models import Membership, Organisation
from twoshores.actors.permissions.people import WRITERS, writes_for
from twoshores.common.decisions import YES, Decision, no

from ..models import Office, Programme


@dataclass(frozen=True, slots=True)
class Standing:
    """A reader's part in a programme. `offices` are those that last."""

    runs: bool = False
    reads: bool = False  # all of it, as those who run it do
    coordinates: bool = False  # answers for its organisation
    offices: tuple[Office, ...] = field(default=())

    @property
    def focal_point(self) -> Office | None:
        return next((row for row in self.offices if row.role == Office.Role.FOCAL_POINT), None)

    @property
    def assessor(self) -> Office | None:
        return next((row for row in self.offices if row.role == Office.Role.ASSESSOR), None)

    @property
    def is_inside(self) -> bool:
        return self.reads or bool(self.offices)


def standing_with(user: Reader, programme: Programme) -> Standing:
    """Two queries."""
    if not user.is_authenticated:
        return Standing()
    membership = Membership.objects.filter(
        user=user, organisation_id=programme.organisation_id
    ).first()
    offices = tuple(programme.offices.filter(user=user, ended_on__isnull=True))
    return Standing(
        runs=membership is not None and membership.role in WRITERS,
        reads=membership is not None,
        coordinates=membership is not None and membership.role == Membership.Role.COORDINATOR,
        offices=offices,
    )


def can_create_programme(user: Reader, organisation: Organisation) -> Decision:
    if writes_for(user, organisation):
        return YES
    return no(_("Only coordinators and officers of an organisation begin its programmes."))


def can_run_programme(user: Reader, programme: Programme) -> Decision:
    """Calls, decisions, contracts, money: those who write for the programme's organisation."""
    if standing_with(user, programme).runs:
        return YES
    return no(_("Only those who write for the programme's organisation do this."))


def can_read_programme(user: Reader, programme: Programme) -> Decision:
    """The whole of it, and the files of its grants: members of the programme's organisation."""
    if standing_with(user, programme).reads:
        return YES
    return no(_("Only members of the programme's organisation do this."))


def can_write_off(user: Reader, programme: Programme) -> Decision:
    """Money given up for good: whoever answers for the organisation, not every officer."""
    if standing_with(user, programme).coordinates:
        return YES
    return no(_("Only a coordinator of the programme's organisation writes money off."))
