"""Skills that a project lacks, with the needs and engagements that the reader may see."""

from dataclasses import dataclass

from twoshores.accounts.models import User

from ..models import Project, SkillNeed
from ..staffing import NeedShown, provider


@dataclass(frozen=True, slots=True)
class Skill:
    """published: there is a need, whether or not this reader may see it (`need`)."""

    row: SkillNeed
    need: NeedShown | None

    @property
    def published(self) -> bool:
        return self.row.need_id is not None


def skills_of(project: Project, reader: User) -> list[Skill]:
    """In the order in which they were written. Three queries at most."""
    rows = list(project.skill_needs.select_related("activity"))
    ids = [row.need_id for row in rows if row.need_id is not None]
    staffing = provider()
    shown = staffing.show(reader, ids) if staffing is not None and ids else {}
    return [Skill(row, shown.get(row.need_id) if row.need_id else None) for row in rows]
