"""Teams from a matching index: who may join, then the exact cover over them."""

from __future__ import annotations

from dataclasses import replace

from twoshores.engines.matching import (
    SKILL_POINTS,
    Delta,
    Hit,
    Index,
    Match,
    Need,
    Relations,
    RelationTable,
    Requirement,
)
from twoshores.engines.teams.cover import (
    MOST_CANDIDATES,
    Candidate,
    Teams,
    smallest_teams,
)

NO_RELATIONS = RelationTable()


def candidates_for(
    index: Index,
    need: Need,
    *,
    relations: Relations = NO_RELATIONS,
    delta: Delta | None = None,
    per_requirement: int = 20,
) -> tuple[Match, ...]:
    """People who pass the filters and may join a team for this need, best first.

    The best of the shortlist, and for each required concept the best of those who cover it
    (so that a rare skill is never crowded out), at most 250 in all. Nobody is asked to cover
    everything alone: strict requirements bind the team, not the person.
    """
    loose = replace(need, requirements=tuple(replace(r, strict=False) for r in need.requirements))
    room = min(per_requirement, MOST_CANDIDATES // (len(need.required) + 1))
    found: dict[int, None] = {
        hit.profile: None
        for hit in index.search(loose, top=max(room, 1), relations=relations, delta=delta)
    }
    for requirement in need.required:
        only = Requirement(requirement.concept, SKILL_POINTS, strict=True)
        alone = replace(loose, requirements=(only,))
        for hit in index.search(alone, top=max(room, 1), relations=relations, delta=delta):
            found[hit.profile] = None
    matches = index.explain_profiles(loose, found, relations=relations, delta=delta)
    return tuple(sorted(matches, key=lambda m: Hit(m.profile, m.covered, m.hundredths).rank_key))


def teams_for(
    index: Index,
    need: Need,
    *,
    relations: Relations = NO_RELATIONS,
    delta: Delta | None = None,
    limit: int = 5,
) -> Teams:
    """The smallest teams for a need; exact among the candidates of ``candidates_for``."""
    matches = candidates_for(index, need, relations=relations, delta=delta)
    candidates = [
        Candidate(
            match.profile,
            frozenset(row.concept for row in match.rows if row.required and row.covers),
            match.hundredths,
        )
        for match in matches
    ]
    required = [requirement.concept for requirement in need.required]
    return smallest_teams(required, candidates, limit=limit)
