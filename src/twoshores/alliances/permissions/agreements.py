"""Who writes, signs and ends agreements: those who change the project they belong to."""

from django.utils.translation import gettext_lazy as _

from twoshores.accounts.models import User
from twoshores.common.decisions import Decision, no
from twoshores.projects.permissions.projects import can_edit_project

from ..models import Agreement, AgreementVersion


def can_change_text(user: User, agreement: Agreement) -> Decision:
    """Texts are changed while they are drafted: what lies before the signatories stays as it is."""
    if agreement.state != Agreement.State.DRAFT:
        return no(_("This text lies before those who sign. Take it back to change it."))
    return can_edit_project(user, agreement.project)


def can_sign(user: User, agreement: Agreement, latest: AgreementVersion) -> Decision:
    """Signatures are noted under the latest version, once it was proposed."""
    if agreement.state != Agreement.State.PROPOSED:
        return no(_("Only what was put forward for signing is signed."))
    if latest.agreement_id != agreement.pk:
        return no(_("This version belongs to another agreement."))
    return can_edit_project(user, agreement.project)
