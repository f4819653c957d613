"""Writes of "find a partner": notices on a call's page, asking, and taking a partner in."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twoshores.accounts.models import User
from twoshores.accounts.readers import Reader
from twoshores.actors.models import Introduction, Organisation
from twoshores.actors.permissions.people import writes_for
from twoshores.actors.services.introductions import introduction_ask
from twoshores.common import audit
from twoshores.common.decisions import YES, Decision, no, require
from twoshores.common.editing import save_version
from twoshores.projects.models import Project, ProjectPartner
from twoshores.projects.permissions.projects import can_keep_project
from twoshores.projects.services.projects import partner_add
from twoshores.projects.services.rows import check_facts

from ..call_states import SHOWN
from ..deadlines import deadline_of
from ..models import Call, PartnerNotice, Proposal
from ..permissions.programmes import can_run_programme
from ..selectors.notices import SUBJECT_KIND, introductions_for, partners_already

ONLY_WRITERS = gettext_lazy("Only coordinators and officers of the organisation do this.")


def can_write_notice(user: Reader, call: Call, organisation: Organisation) -> Decision:
    """While the call takes proposals."""
    if not writes_for(user, organisation):
        return no(ONLY_WRITERS)
    end = deadline_of(call, Proposal.State.DRAFT)
    if call.state != Call.State.PUBLISHED or (end is not None and timezone.now() >= end):
        return no(_("This call takes no proposals any more."))
    return YES


@transaction.atomic
def notice_write(
    *,
    by: User,
    call: Call,
    organisation: Organisation,
    notice: PartnerNotice | None,
    opened_version: int,
    facts: Mapping[str, Any],
) -> PartnerNotice:
    """Put a notice up, or change it. facts: kind, theme, countries, language, text.

    One of a kind for an organisation. Raises PermissionDenied, StaleVersion, ValidationError.
    """
    require(can_write_notice(by, call, organisation))
    if notice is None:
        notice = PartnerNotice(call=call, organisation=organisation, **facts)
        notice.full_clean()
        notice.save(force_insert=True)
        audit.record("partnernotice.create", notice, by=by, about=organisation, fields=facts)
        return notice
    check_facts(notice, facts)
    changed = save_version(notice, facts, opened_version=opened_version)
    audit.record("partnernotice.update", notice, by=by, about=organisation, fields=changed)
    return notice


@transaction.atomic
def notice_remove(*, by: User, notice: PartnerNotice) -> None:
    """Taken down by its organisation, or by those who run the call."""
    if not writes_for(by, notice.organisation):
        require(can_run_programme(by, notice.call.programme))
    audit.record("partnernotice.remove", notice, by=by, about=notice.organisation)
    notice.delete()


@transaction.atomic
def notice_ask(
    *, by: User, notice: PartnerNotice, asking: Organisation, message: str, language: str
) -> Introduction:
    """Ask the organisation behind a notice for an introduction, about the call.

    Raises PermissionDenied, or ValidationError (no message, asked before).
    """
    require(can_write_notice(by, notice.call, asking))
    return introduction_ask(
        by=by,
        asking=asking,
        asked=notice.organisation,
        subject_kind=SUBJECT_KIND,
        subject_id=str(notice.call_id),
        message=message,
        language=language,
    )


@transaction.atomic
def partner_take_in(*, by: User, proposal: Proposal, notice: PartnerNotice) -> ProjectPartner:
    """Make a partner of an organisation that said yes, or to which we said yes.

    Raises PermissionDenied, or ValidationError (no yes, a partner already).
    """
    project = proposal.project
    require(can_keep_project(by, project))
    organisation = notice.organisation
    Project.objects.select_for_update().get(pk=project.pk)
    own: set[UUID] = {project.owner_id} if project.owner_id else set()
    found = introductions_for(notice.call, own).get(organisation.pk)
    if found is None or found.state != Introduction.State.ACCEPTED:
        raise ValidationError(_("This organisation has not said yes."))
    if organisation.pk in partners_already(project):
        raise ValidationError(_("This organisation is a partner already."))
    return partner_add(
        by=by,
        project=project,
        facts={
            "name": organisation.name,
            "country": organisation.country,
            "organisation": organisation,
            "kind": organisation.organisation_kind,
        },
    )


def may_ask_about_call(user: User, pk: str) -> bool:
    """Anybody, about a call that is shown: whom one may ask in whose name is asked elsewhere."""
    return Call.objects.filter(pk=UUID(pk), state__in=SHOWN).exists()
