"""Why a profile scored what it scored, from its own claims, apart from the kernels."""

from __future__ import annotations

from collections.abc import Callable

from twoshores.engines.matching import bonuses
from twoshores.engines.matching.columns import Columns
from twoshores.engines.matching.problem import Kind, Need, Relations, Requirement, Scale, Times
from twoshores.engines.matching.query import Expansion, best_order, covers, expand, worth
from twoshores.engines.matching.result import Bonus, BonusRow, Match, Row, whole_points

Claims = list[tuple[int, int]]
RawBonus = tuple[Bonus, str, int, int]


def explain_row(need: Need, relations: Relations, scale: Scale) -> Callable[[Columns, int], Match]:
    """A function that explains position ``row`` of a roster for this need.

    1. For each requirement, the best of the profile's claims (those that cover it first,
    then by worth, exact before related, high level before low, low concept before high).
    2. The bonuses. 3. Whole points that add up (see ``whole_points``).
    """
    expansions = [expand(requirement, relations, scale) for requirement in need.requirements]
    orders = [best_order(requirement, scale) for requirement in need.requirements]

    def explain(columns: Columns, row: int) -> Match:
        claims = claims_of(columns, row)
        answers = [
            _best(expansion, order, claims)
            for expansion, order in zip(expansions, orders, strict=True)
        ]
        earned = [
            worth(requirement, answer[1], answer[2], scale) if answer else 0
            for requirement, answer in zip(need.requirements, answers, strict=True)
        ]
        raw = raw_bonuses(need, columns, row)
        whole = whole_points([*earned, *(bonus[2] for bonus in raw)])
        rows = tuple(
            _row(requirement, answer, part, points, scale)
            for requirement, answer, part, points in zip(
                need.requirements, answers, earned, whole, strict=False
            )
        )
        extra = tuple(
            BonusRow(name, detail, part, points, possible)
            for (name, detail, part, possible), points in zip(raw, whole[len(rows) :], strict=True)
        )
        return Match(
            profile=int(columns.ids[row]),
            covered=sum(r.covers for r in rows if r.required),
            required=len(need.required),
            hundredths=sum(earned) + sum(bonus[2] for bonus in raw),
            points=sum(whole),
            rows=rows,
            bonuses=extra,
        )

    return explain


def claims_of(columns: Columns, row: int) -> Claims:
    """(concept, level) claims of one profile, concepts rising."""
    start, end = int(columns.claim_offsets[row]), int(columns.claim_offsets[row + 1])
    concepts = columns.claim_concepts[start:end].tolist()
    return list(zip(concepts, columns.claim_levels[start:end].tolist(), strict=True))


def _best(
    expansion: Expansion, order: dict[tuple[Kind, int], int], claims: Claims
) -> tuple[int, Kind, int] | None:
    """(concept, kind, level) of the best answer, or None."""
    answers = [(c, expansion[c], level) for c, level in claims if c in expansion]
    return min(answers, key=lambda answer: order[answer[1], answer[2]], default=None)


def _row(
    requirement: Requirement,
    answer: tuple[int, Kind, int] | None,
    hundredths: int,
    points: int,
    scale: Scale,
) -> Row:
    return Row(
        concept=requirement.concept,
        required=requirement.required,
        strict=requirement.strict,
        claimed=answer[0] if answer else None,
        level=answer[2] if answer else None,
        relation=answer[1] if answer else None,
        covers=answer is not None and covers(answer[1], scale),
        hundredths=hundredths,
        points=points,
        possible=requirement.points,
    )


def raw_bonuses(need: Need, columns: Columns, row: int) -> list[RawBonus]:
    """(bonus, detail, hundredths, possible points) for every bonus that the need asks for."""
    facts = columns.facts
    found: list[RawBonus] = []
    most = bonuses.possible_tie(need)
    if most:
        start, end = int(facts.tie_offsets[row]), int(facts.tie_offsets[row + 1])
        place, earned = bonuses.tie_bonus(need, frozenset(facts.tie_codes[start:end].tolist()))
        found.append((Bonus.TIE, place, earned, most // 100))
    if need.times:
        offered = int(facts.records["times"][row])
        earned = bonuses.time_bonus(int(need.times), offered)
        fit = " ".join(t.name.lower() for t in Times(need.times & offered) if t.name)
        found.append((Bonus.TIME, fit, earned, bonuses.TIME_FIT // 100))
    if need.today:
        confirmed = int(facts.records["confirmed"][row])
        earned = bonuses.freshness_bonus(need.today, confirmed)
        age = str(max(need.today - confirmed, 0)) if confirmed else ""
        found.append((Bonus.FRESHNESS, age, earned, bonuses.FRESH_POINTS[0] // 100))
    return found
