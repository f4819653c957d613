"""Ties between assessors and those who apply: memberships, organisations, stated ties.

A reason is kept as a code with the organisation's id ("member:<id>"), so that it can be told in
the language of whoever reads it, and an organisation that is renamed is not misquoted.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from twoshores.actors.models import Membership, Organisation, Tie
from twoshores.actors.selectors.people import persons_of_logins
from twoshores.alliances.models import Stakeholder
from twoshores.common.formatting import isolated, labelled
from twoshores.projects.models import Project, ProjectPartner

from ..models import Call, ConflictOfInterest, Office, Proposal

# The heaviest first: one reason is kept for each pair.
WORDS: dict[str, str | Promise] = {
    "wrote": _("began this proposal"),
    "member": _("member of an organisation that applies"),
    "stakeholder": _("member of a stakeholder of the project"),
    "tie": _("has a stated tie to an organisation that applies"),
    "near": _("member of an organisation with a stated tie to one that applies"),
}


@dataclass(frozen=True, slots=True)
class Found:
    office: Office
    proposal: Proposal
    reason: str  # code, or code:<organisation id>


def told(row: ConflictOfInterest, names: dict[str, str]) -> str:
    """The reason in the reader's language. names: organisation id -> name."""
    if row.source == ConflictOfInterest.Source.DECLARED:
        return row.reason
    code, _colon, key = row.reason.partition(":")
    words = str(WORDS.get(code, code))
    return labelled(words, isolated(names[key])) if key in names else words


def names_in(rows: Iterable[ConflictOfInterest]) -> dict[str, str]:
    """Names of the organisations that reasons point at. One query."""
    keys = {
        row.reason.partition(":")[2]
        for row in rows
        if row.source == ConflictOfInterest.Source.DETECTED and ":" in row.reason
    }
    found = Organisation.objects.filter(pk__in=keys).values_list("pk", "name")
    return {str(pk): name for pk, name in found}


def conflicts_found(call: Call, offices: list[Office], proposals: list[Proposal]) -> list[Found]:
    """One for each pair with a tie, by its heaviest reason. Six queries, however many pairs."""
    applying = _applying(proposals)
    around = _stakeholders(proposals)
    own = _memberships(offices)
    ties = _ties({*(org for orgs in own.values() for org in orgs)}, _people(offices))
    found = []
    for office in offices:
        user = office.user_id
        mine = own[user]
        near = {other for org in mine for other in ties[org]}
        tied = ties[f"user:{user}"]
        for proposal in proposals:
            reason = _reason(
                user,
                proposal,
                mine,
                tied,
                near,
                applying[proposal.project_id],
                around[proposal.project_id],
            )
            if reason:
                found.append(Found(office, proposal, reason))
    return found


def _reason(
    user: UUID,
    proposal: Proposal,
    mine: set[str],
    tied: set[str],
    near: set[str],
    applying: set[str],
    around: set[str],
) -> str:
    if proposal.created_by_id == user or proposal.project.created_by_id == user:
        return "wrote"
    for code, shared in (
        ("member", mine & applying),
        ("stakeholder", mine & around),
        ("tie", tied & applying),
        ("near", near & applying),
    ):
        if shared:
            return f"{code}:{min(shared)}"
    return ""


def _applying(proposals: list[Proposal]) -> dict[UUID, set[str]]:
    """Project -> its keeper and partners, those who left too: they knew of it."""
    found: dict[UUID, set[str]] = defaultdict(set)
    projects = [row.project_id for row in proposals]
    rows = ProjectPartner.objects.filter(project__in=projects, organisation__isnull=False)
    for project, organisation in rows.values_list("project_id", "organisation_id"):
        found[project].add(str(organisation))
    owners = Project.objects.filter(pk__in=projects, owner__isnull=False)
    for project, owner in owners.values_list("pk", "owner_id"):
        found[project].add(str(owner))
    return found


def _stakeholders(proposals: list[Proposal]) -> dict[UUID, set[str]]:
    found: dict[UUID, set[str]] = defaultdict(set)
    rows = Stakeholder.objects.filter(
        project__in=[row.project_id for row in proposals], organisation__isnull=False
    )
    for project, organisation in rows.values_list("project_id", "organisation_id"):
        found[project].add(str(organisation))
    return found


def _memberships(offices: list[Office]) -> dict[UUID, set[str]]:
    found: dict[UUID, set[str]] = defaultdict(set)
    rows = Membership.objects.filter(user__in=[row.user_id for row in offices])
    for user, organisation in rows.values_list("user_id", "organisation_id"):
        found[user].add(str(organisation))
    return found


def _people(offices: list[Office]) -> dict[str, str]:
    """Person -> "user:<id>" of their login."""
    found = persons_of_logins(row.user_id for row in offices)
    return {str(pk): f"user:{user}" for pk, user in found.items()}


def _ties(organisations: set[str], people: dict[str, str]) -> dict[str, set[str]]:
    """Organisation or "user:<id>" -> actors it has a stated tie to, whoever stated it."""
    ends = {*organisations, *people}
    found: dict[str, set[str]] = defaultdict(set)
    rows = Tie.objects.filter(Q(actor__in=ends) | Q(other__in=ends), other__isnull=False)
    for one, two in rows.values_list("actor_id", "other_id"):
        for here, there in ((str(one), str(two)), (str(two), str(one))):
            if here in ends:
                found[people.get(here, here)].add(there)
    return found
