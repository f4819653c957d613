"""Where two organisations state the same tie and contradict each other. Pure rules, no queries.

Two ties are versions of one when each leads from one of the two to the other and both are of the
same kind. They contradict each other in

- since: both say a year, not the same;
- until: one says that it ended, the other does not, or another year;
- strength: one calls it loose, the other close (one step apart is a matter of taste);
- direction: one says both ways and the other one way only; who belongs to whom, turned round.
  Ties of partners, of work and of families have no direction. That each supports or serves the
  other are two ties, not two versions of one.
"""

from collections.abc import Iterable
from itertools import product

from .models import Tie

FAR = Tie.Strength.CLOSE - Tie.Strength.LOOSE
UNDIRECTED = frozenset({Tie.Kind.PARTNER, Tie.Kind.WORK, Tie.Kind.FAMILY, Tie.Kind.OTHER})


def contradictions(one: Tie, other: Tie) -> list[str]:
    """Names of the fields in which two versions of a tie contradict each other.

    Empty where these are no two versions of one tie.
    """
    if one.other_id is None or (one.actor_id, one.kind) != (other.other_id, other.kind):
        return []
    if other.actor_id != one.other_id:
        return []
    if one.kind not in UNDIRECTED and _two_ties(one, other):
        return []
    found = []
    if one.since and other.since and one.since != other.since:
        found.append("since")
    if one.until != other.until:
        found.append("until")
    if abs(one.strength - other.strength) >= FAR:
        found.append("strength")
    if one.kind not in UNDIRECTED and _arrows(one) != _arrows(other):
        found.append("direction")
    return found


type Versions = dict[int, list[tuple[Tie, list[str]]]]


def versions_of(mine: Iterable[Tie], theirs: Iterable[Tie]) -> Versions:
    """By the key of each of my ties: the others' versions that contradict it, and in what."""
    found: Versions = {}
    for one, other in product(mine, theirs):
        names = contradictions(one, other)
        if names:
            found.setdefault(one.pk, []).append((other, names))
    return found


def _arrows(tie: Tie) -> set[tuple[object, object]]:
    there, back = (tie.actor_id, tie.other_id), (tie.other_id, tie.actor_id)
    if tie.direction == Tie.Direction.BOTH:
        return {there, back}
    return {back if tie.direction == Tie.Direction.IN else there}


def _two_ties(one: Tie, other: Tie) -> bool:
    """Each says something of its own: "we support them", "we support them too"."""
    return one.kind != Tie.Kind.MEMBER and not _arrows(one) & _arrows(other)
