"""Writes of what an organisation says it can do or reach."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twoshores.accounts.models import User
from twoshores.actors.models import Organisation
from twoshores.actors.permissions.people import writes_for
from twoshores.common import audit
from twoshores.common.decisions import YES, Decision, no, require

from ..models import OrganisationStrength

MOST_STRENGTHS = 40  # of one organisation: a list that nobody reads helps nobody


def can_state_strength(user: User, organisation: Organisation) -> Decision:
    if writes_for(user, organisation):
        return YES
    return no(gettext_lazy("Only those who write for an organisation say what it can do."))


@transaction.atomic
def strength_add(
    *, by: User, organisation: Organisation, facts: Mapping[str, Any]
) -> OrganisationStrength:
    """State a strength. Raises PermissionDenied, or ValidationError by field."""
    from ..tasks import read_words  # tasks import services

    require(can_state_strength(by, organisation))
    if organisation.strengths.count() >= MOST_STRENGTHS:
        raise ValidationError(_("Forty strengths at most. Take one out that says less."))
    row = OrganisationStrength(organisation=organisation, **facts)
    row.full_clean()
    row.save(force_insert=True)
    audit.record("organisationstrength.create", row, by=by, about=organisation, fields=facts)
    read_words.enqueue()  # in this transaction: the task is there exactly if the strength is
    return row


@transaction.atomic
def strength_remove(*, by: User, row: OrganisationStrength) -> None:
    require(can_state_strength(by, row.organisation))
    audit.record("organisationstrength.remove", row, by=by, about=row.organisation)
    row.delete()
