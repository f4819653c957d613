"""What the owner of a need thought of people on its shortlist, and asked of them."""

from dataclasses import dataclass, replace
from uuid import UUID

from twoshores.actors.models import Introduction

from ..models import Kept, Need


@dataclass(frozen=True, slots=True)
class Mark:
    """verdict: a `Kept.Verdict`; introduction_state: an `Introduction.State`; or nothing."""

    verdict: str = ""
    introduction_state: str = ""
    introduction_id: UUID | None = None


NO_MARK = Mark()
type Marks = dict[UUID, Mark]


def marks_of(need: Need) -> Marks:
    """By person. Of several introductions about the need the latest counts. One query."""
    kept = Kept.objects.filter(need=need).order_by()
    asked = Introduction.objects.filter(
        subject_kind="capacities.need", subject_id=str(need.pk)
    ).order_by()
    rows = kept.values_list("person_id", "verdict", "need_id", "at").union(
        asked.values_list("asked_id", "state", "pk", "asked_at"), all=True
    )
    marks: Marks = {}
    for person, said, of, _at in sorted(rows, key=lambda row: row[3]):
        known = marks.get(person, NO_MARK)
        if of == need.pk:
            marks[person] = replace(known, verdict=said)
        else:
            marks[person] = replace(known, introduction_state=said, introduction_id=of)
    return marks
