"""The shared goal, how the partnership came about, and who does what, for those let in."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from uuid import UUID

from twoshores.projects.models import Activity, ActivityPartner, Project, ProjectPartner

from ..models import Consulted, JointVision, PartnershipOrigin, PartnerVision, VisionDifference
from .meetings import partners_of


@dataclass(frozen=True, slots=True)
class Goal:
    """visions: each partner with its own words, or None. open, settled: differences."""

    visions: list[tuple[ProjectPartner, PartnerVision | None]]
    joint: JointVision | None
    agreed_by: set[int]
    open: list[VisionDifference]
    settled: list[VisionDifference]
    origin: PartnershipOrigin | None

    @property
    def not_agreed(self) -> list[ProjectPartner]:
        return [row for row, _vision in self.visions if row.pk not in self.agreed_by]


@dataclass(frozen=True, slots=True)
class Roles:
    """parts: by activity and partner. nobody: activities without anybody responsible; idle:
    partners that carry nothing; loads: of how many activities each is responsible."""

    activities: list[Activity]
    partners: list[ProjectPartner]
    parts: dict[UUID, dict[int, str]]
    nobody: list[Activity]
    idle: list[ProjectPartner]
    loads: dict[int, int]


def goal_of(project: Project) -> Goal:
    """Six queries at most."""
    said = {row.partner_id: row for row in project.visions.all()}
    joint = JointVision.objects.filter(project=project).first()
    agreed = set(joint.agreed_by.values_list("pk", flat=True)) if joint else set()
    differences = list(project.differences.prefetch_related("partners"))
    return Goal(
        visions=[(row, said.get(row.pk)) for row in partners_of(project)],
        joint=joint,
        agreed_by=agreed if joint and joint.agreed_on else set(),
        open=[row for row in differences if row.resolved_on is None],
        settled=[row for row in differences if row.resolved_on is not None],
        origin=PartnershipOrigin.objects.filter(project=project).first(),
    )


def roles_of(project: Project) -> Roles:
    """Three queries, whatever the number of activities."""
    activities = list(project.activities.all())
    partners = partners_of(project)
    parts: dict[UUID, dict[int, str]] = defaultdict(dict)
    rows: list[Consulted | ActivityPartner] = [
        *Consulted.objects.filter(activity__project=project),
        *ActivityPartner.objects.filter(activity__project=project),
    ]
    for row in rows:
        parts[row.activity_id][row.partner_id] = row.part
    answering = {pk for pk, row in parts.items() if "responsible" in row.values()}
    loads = Counter(
        partner for row in parts.values() for partner, part in row.items() if part == "responsible"
    )
    carries = {
        partner
        for row in parts.values()
        for partner, part in row.items()
        if part in ("responsible", "contributes")
    }
    return Roles(
        activities,
        partners,
        parts,
        nobody=[row for row in activities if row.pk not in answering],
        idle=[row for row in partners if row.pk not in carries],
        loads=dict(loads),
    )
