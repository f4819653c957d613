"""Hand-overs: a signatory or coordinator goes, and the next one must be told."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.actors.hooks import MembershipChange
from twoshores.actors.models import Membership
from twoshores.common import audit
from twoshores.projects.models import Project, ProjectPartner
from twoshores.projects.services.rows import row_update

from ..agreement_states import S
from ..models import Agreement, HandOver, Signature

COORDINATOR = Membership.Role.COORDINATOR


def hand_overs_raise(change: MembershipChange) -> None:
    """Raise what a change of members asks for, in every project that is not finished.

    A coordinator who is none any more: in each project under way. Somebody who signed and left,
    or lost a role: for each agreement that holds. What is open already is not raised twice. Runs
    inside the change's transaction, which has locked the organisation.
    """
    if change.after == COORDINATOR:
        return
    partners = ProjectPartner.objects.filter(
        organisation=change.organisation, left_on=None, project__is_example=False
    )
    if change.before == COORDINATOR:
        for partner in partners.filter(project__stage=Project.Stage.RUNNING):
            _raise(partner, HandOver.Why.COORDINATOR, None)
    signed = Signature.objects.filter(
        signatory=change.user,
        party__partner__in=partners.exclude(project__stage=Project.Stage.CLOSED),
        version__agreement__state__in=(S.PROPOSED, S.SIGNED),
    ).select_related("party__partner__project", "version__agreement")
    for row in signed:
        signing = row.party.partner
        assert signing is not None
        _raise(signing, HandOver.Why.SIGNATORY, row.version.agreement)


def _raise(partner: ProjectPartner, why: str, agreement: Agreement | None) -> None:
    row, made = HandOver.objects.get_or_create(
        project_id=partner.project_id,
        partner=partner,
        agreement=agreement,
        why=why,
        done_on=None,
    )
    if made:
        audit.record("handover.create", row, by=None, about=partner.project)


@transaction.atomic
def hand_over_close(*, by: User, row: HandOver, opened_version: int, note: str) -> HandOver:
    """Say what the next one was told. Raises StaleVersion, or ValidationError by field."""
    if row.done_on is not None:
        raise ValidationError(_("This was handed over already."))
    if not note.strip():
        raise ValidationError({"note": _("Say what the next one was told.")})
    facts = {"note": note.strip(), "done_on": timezone.localdate()}
    return row_update(
        by=by, project=row.project, row=row, opened_version=opened_version, facts=facts
    )
