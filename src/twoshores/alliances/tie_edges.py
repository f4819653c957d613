"""Ties that organisations state of each other, as edges of the network. Pure rules, no queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from twoshores.actors.models import Tie
from twoshores.actors.tie_versions import contradictions
from twoshores.engines.network import Edge


def tie_edges(ties: Iterable[Tie], public: Collection[Any]) -> Iterator[Edge]:
    """Ties that one organisation states to another, from whom to whom they lead.

    Of versions that contradict each other only what both grant counts (`_sober`).
    """
    rows = [tie for tie in ties if tie.other_id in public and tie.other_id != tie.actor_id]
    of: dict[tuple[Any, Any], list[Tie]] = defaultdict(list)
    for tie in rows:
        of[tie.actor_id, tie.other_id].append(tie)
    for tie in rows:
        back = of.get((tie.other_id, tie.actor_id), ())
        versions = [other for other in back if contradictions(tie, other)]
        directed = [other for other in versions if "direction" in contradictions(tie, other)]
        if directed and any(other.pk < tie.pk for other in directed):
            continue  # the other version stands for both
        yield _sober(tie, versions, directed)


def _sober(tie: Tie, versions: Sequence[Tie], directed: Sequence[Tie]) -> Edge:
    """The later beginning, the earlier end, the weaker bond; the way that both grant, else none."""
    every = [tie, *versions]
    since = max((row.since for row in every if row.since), default=None)
    until = min((row.until for row in every if row.until), default=None)
    if since and until and until < since:
        until = since  # what one says ended before the other says it began: a year of it
    one_way = next((row for row in (tie, *directed) if row.direction != Tie.Direction.BOTH), None)
    turned = len({_arrow(row) for row in (tie, *directed) if row.direction != "both"}) > 1
    source, target = _arrow(one_way or tie)
    return Edge(
        tie.kind,
        str(source),
        str(target),
        since=date(since, 1, 1) if since else None,
        ended=date(until + 1, 1, 1) if until else None,
        directed=one_way is not None and not turned,
        strength=float(min(row.strength for row in every)),
    )


def _arrow(tie: Tie) -> tuple[Any, Any]:
    ends = tie.actor_id, tie.other_id
    return (ends[1], ends[0]) if tie.direction == Tie.Direction.IN else ends
