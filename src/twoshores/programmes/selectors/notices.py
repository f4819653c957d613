"""Organisations that look for partners for a call, or could join, and how they fit a project."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404

from twoshores.accounts.models import User
from twoshores.actors.models import Introduction, Membership
from twoshores.actors.permissions.people import WRITERS
from twoshores.actors.selectors.introductions import introductions_about
from twoshores.alliances.fitting import fits
from twoshores.alliances.selectors.register import asked_of, facts_of_organisations
from twoshores.projects.models import Project

from ..models import Call, PartnerNotice, Proposal

SUBJECT_KIND = "programmes.call"
MOST = 200


@dataclass(frozen=True, slots=True)
class Filters:
    """kind, country: codes; theme: an id. "" is any."""

    kind: str = ""
    theme: str = ""
    country: str = ""


def notices_of(call: Call, filters: Filters) -> QuerySet[PartnerNotice]:
    """What stands on the call's page, the newest first: an organisation's name is seen with what
    it publishes here. One query."""
    rows = call.notices.select_related("organisation", "theme")
    if filters.kind in PartnerNotice.Kind.values:
        rows = rows.filter(kind=filters.kind)
    if filters.theme.isdecimal() and len(filters.theme) < 10:
        rows = rows.filter(theme=int(filters.theme))
    if filters.country:
        rows = rows.filter(organisation__country=filters.country)
    return rows.order_by("-at", "pk")


def notice_or_404(call: Call, pk: str | UUID) -> PartnerNotice:
    try:
        return call.notices.select_related("organisation", "theme").get(pk=pk)
    except (PartnerNotice.DoesNotExist, ValidationError, ValueError) as error:
        raise Http404 from error


def own_ids(user: User) -> set[UUID]:
    """Organisations that the reader writes for. One query."""
    rows = Membership.objects.filter(user=user, role__in=WRITERS)
    return set(rows.values_list("organisation_id", flat=True))


def introductions_for(call: Call, own: set[UUID]) -> dict[UUID, Introduction]:
    """Introductions of the reader's organisations about this call, by the other side. One query."""
    return introductions_about(own, SUBJECT_KIND, str(call.pk))


def drafts_for(user: User, call: Call) -> list[Proposal]:
    """Proposals to this call that the reader's organisations keep. One query."""
    rows = Proposal.objects.filter(call=call, project__owner__in=own_ids(user))
    return list(rows.exclude(state=Proposal.State.WITHDRAWN).select_related("project"))


def what_each_brings(project: Project, notices: Sequence[PartnerNotice]) -> dict[UUID, list[str]]:
    """What the project needs of partners and an organisation states that it has, by organisation,
    in the words of the needs. Six queries; none where the project says of nothing that it needs it.
    """
    needs = list(project.partner_needs.filter(dropped=False))
    if not needs or not notices:
        return {}
    facts = facts_of_organisations([row.organisation for row in notices])
    found: dict[UUID, list[str]] = {pk: [] for pk in facts}
    for need, asked in zip(needs, asked_of(needs, facts.values()), strict=True):
        for pk, fact in facts.items():
            if fits(asked, fact):
                found[pk].append(need.text)
    return found


def partners_already(project: Project) -> set[UUID]:
    rows = project.partners.filter(left_on=None, organisation__isnull=False)
    return {pk for pk in rows.values_list("organisation_id", flat=True) if pk is not None}
