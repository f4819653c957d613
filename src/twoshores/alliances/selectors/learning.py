"""Who learns from whom in a project that the reader was let into."""

from collections import Counter
from dataclasses import dataclass

from twoshores.projects.models import Project, ProjectPartner

from ..models import CapacityTransfer
from .meetings import partners_of


@dataclass(frozen=True, slots=True)
class Learning:
    """rows: by teacher, what each partner learns. only_teach, only_learn: knowledge should flow
    in several directions (handbook, section 6.3)."""

    transfers: list[CapacityTransfer]
    only_teach: list[ProjectPartner]
    only_learn: list[ProjectPartner]
    neither: list[ProjectPartner]


def learning_of(project: Project) -> Learning:
    """One query, if the project brought its partners."""
    transfers = list(project.transfers.select_related("learner", "teacher", "activity", "document"))
    teach = Counter(row.teacher_id for row in transfers)
    learn = Counter(row.learner_id for row in transfers)
    partners = partners_of(project)
    return Learning(
        transfers,
        only_teach=[row for row in partners if teach[row.pk] and not learn[row.pk]],
        only_learn=[row for row in partners if learn[row.pk] and not teach[row.pk]],
        neither=[row for row in partners if not learn[row.pk] and not teach[row.pk]],
    )
