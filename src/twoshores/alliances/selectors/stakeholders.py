"""Stakeholders of a project that the reader was let into, and what people think of them."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from twoshores.accounts.models import User
from twoshores.actors.models import Membership
from twoshores.actors.permissions.people import WRITERS
from twoshores.engines.stakeholdergrid import Opinion, Standing, lost_interest, standings_of
from twoshores.projects.models import Project

from ..models import (
    ScoringRound,
    Stakeholder,
    StakeholderLink,
    StakeholderScore,
    StakeholderStep,
)
from ..permissions.scores import offices_in


@dataclass(frozen=True, slots=True)
class Map:
    """All stakeholders, where they stand, what rests on them, and how the last round goes.

    letters: A, B, ... in the order of names. open_round: None where none is open. done, of: how
    many of those who may speak have spoken in it of everybody. mine: of how many the reader has.
    """

    rows: list[Stakeholder]
    letters: dict[UUID, str]
    standings: dict[str, Standing]
    rests: dict[UUID, list[StakeholderLink]]
    steps: dict[UUID, list[StakeholderStep]]
    rounds: list[ScoringRound]
    open_round: ScoringRound | None
    done: int
    of: int
    mine: int

    def breaks(self) -> list[Stakeholder]:
        """Those who withdrew or lost interest, and on whom something rests."""
        return [
            row
            for row in self.rows
            if self.rests.get(row.pk) and (row.withdrew_on or self.lost(row))
        ]

    def lost(self, row: Stakeholder) -> bool:
        standing = self.standings.get(str(row.pk))
        return standing is not None and lost_interest(standing)


def map_of(project: Project, reader: User) -> Map:
    """Six queries, whatever the number of stakeholders and opinions."""
    rows = list(project.stakeholders.select_related("organisation"))
    rounds = list(project.rounds.filter(kind=ScoringRound.Kind.STAKEHOLDERS))
    numbers = {row.pk: row.number for row in rounds}
    scores = list(
        StakeholderScore.objects.filter(round__in=list(numbers)).values_list(
            "stakeholder", "round", "by", "interest", "influence"
        )
    )
    open_round = next((row for row in rounds if row.closed_on is None), None)
    open_number = open_round.number if open_round is not None else None
    spoken: dict[object, set[object]] = defaultdict(set)
    for stakeholder, round_id, by, _interest, _influence in scores:
        if open_round is not None and round_id == open_round.pk:
            spoken[by].add(stakeholder)
    rests: dict[UUID, list[StakeholderLink]] = defaultdict(list)
    links = StakeholderLink.objects.filter(stakeholder__project=project)
    for link in links.select_related("assumption", "risk", "activity"):
        rests[link.stakeholder_id].append(link)
    steps: dict[UUID, list[StakeholderStep]] = defaultdict(list)
    for step in project.stakeholder_steps.filter(done_on=None).select_related("partner"):
        steps[step.stakeholder_id].append(step)
    present = {row.pk for row in rows if row.withdrew_on is None}
    return Map(
        rows=rows,
        letters={row.pk: _letter(place) for place, row in enumerate(rows)},
        standings=standings_of(
            Opinion(str(who), numbers[round_id], interest, influence)
            for who, round_id, _by, interest, influence in scores
            # Nobody follows another: what was said in the open round is read after speaking.
            if numbers[round_id] != open_number or who in spoken[reader.pk]
        ),
        rests=rests,
        steps=steps,
        rounds=rounds,
        open_round=open_round,
        done=sum(present <= said for said in spoken.values()) if present else 0,
        of=_may_speak(project),
        mine=len(spoken[reader.pk] & present),
    )


def _letter(place: int) -> str:
    """A to Z, then A1, B1, ..."""
    again, letter = divmod(place, 26)
    return chr(ord("A") + letter) + (str(again) if again else "")


def _may_speak(project: Project) -> int:
    """How many people may give an opinion. One query."""
    offices = Membership.objects.filter(organisation__in=offices_in(project), role__in=WRITERS)
    return offices.values("user").distinct().count()


def opinions_of(
    stakeholder: Stakeholder, reader: User
) -> list[tuple[ScoringRound, list[StakeholderScore]]]:
    """Opinions by round, the last first, without saying whose: sorted by what they say.

    Those of an open round are shown to whoever has spoken in it. One query.
    """
    scores = StakeholderScore.objects.filter(stakeholder=stakeholder).select_related("round")
    by_round: dict[int, list[StakeholderScore]] = defaultdict(list)
    spoke: set[int] = set()
    for score in scores:
        by_round[score.round_id].append(score)
        if score.by_id == reader.pk:
            spoke.add(score.round_id)
    shown = [
        (rows[0].round, sorted(rows, key=lambda row: (row.interest, row.influence, row.reason)))
        for pk, rows in by_round.items()
        if rows[0].round.closed_on is not None or pk in spoke
    ]
    return sorted(shown, key=lambda pair: -pair[0].number)


def own_scores(round_: ScoringRound, reader: User) -> dict[UUID, StakeholderScore]:
    """What the reader has said in a round. One query."""
    return {
        row.stakeholder_id: row for row in StakeholderScore.objects.filter(round=round_, by=reader)
    }
