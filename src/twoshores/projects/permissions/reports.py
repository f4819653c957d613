"""Who writes a report, and who decides on it.

A partner's report is written by those who write for the partner's organisation, or for the
keeper where the partner is not on Twoshores or needs help; the consolidated one by the keeper.
The keeper decides on both: on the consolidated one it notes what the funder said. Reports are
written after the end of a project too, so that its stage does not matter here.
"""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from twoshores.accounts.readers import Reader
from twoshores.actors.models import Membership
from twoshores.actors.permissions.people import WRITERS
from twoshores.common.decisions import YES, Decision, no

from ..models import Project, Report


def can_write_report(user: Reader, report: Report) -> Decision:
    organisations: set[UUID | None] = {report.project.owner_id}
    partner = report.partner
    if partner is not None and partner.left_on is None:
        organisations.add(partner.organisation_id)
    if _writes_for_one(user, organisations):
        return YES
    return no(_("Only those who write for this partner, or for the keeper, write this report."))


def can_decide_on_reports(user: Reader, project: Project) -> Decision:
    if _writes_for_one(user, {project.owner_id}):
        return YES
    return no(_("Only the organisation that keeps the project decides this."))


def _writes_for_one(user: Reader, organisations: set[UUID | None]) -> bool:
    known = [key for key in organisations if key is not None]
    return (
        user.is_authenticated
        and Membership.objects.filter(user=user, organisation__in=known, role__in=WRITERS).exists()
    )
