"""Who could help: the engine's answer with what a page needs to show, in bounded queries."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import F, FilteredRelation, Q, QuerySet

from twoshores.actors.models import Tie
from twoshores.engines.matching import FIRST_PHRASE, WORDS, Match, RelationTable
from twoshores.engines.teams import candidates_for

from ..models import Need, NeedRequirement, Profile, ProfileSkill
from .found import Found, found_of
from .marks import NO_MARK, Mark, Marks, marks_of
from .need import Question, question_of
from .relations import relations_of
from .roster_index import Roster, current_roster

SHORTLIST_LENGTH = 200


@dataclass(slots=True)
class Entry:
    """One person on a shortlist: pseudonymous facts and every reason."""

    found: Found
    match: Match
    mark: Mark = NO_MARK
    # By the claimed concept or phrase.
    answers: dict[int, ProfileSkill] = field(default_factory=dict)
    ties: list[Tie] = field(default_factory=list)

    @property
    def profile(self) -> Profile:
        """With its person and their home; made when first asked for, without a query."""
        return self.found.profile

    @property
    def languages(self) -> list[str]:
        """Codes in the order of the alphabet: old SQLite cannot order inside an aggregate."""
        return sorted((self.found["language_codes"] or "").split())

    @property
    def meets_all(self) -> bool:
        return self.match.covered == self.match.required


@dataclass(slots=True)
class Shortlist:
    """The best entries in rank order; `question` says what each point was for.

    `roster` is what was searched. `candidates`: who might join a team, if that was asked.
    """

    need: Need
    question: Question | None
    relations: RelationTable
    entries: list[Entry]
    roster: Roster | None = None
    candidates: list[Entry] = field(default_factory=list)

    def line(self, concept: int) -> NeedRequirement:
        assert self.question is not None
        return self.question.lines[concept]

    @property
    def meeting_all(self) -> int:
        return sum(entry.meets_all for entry in self.entries)


def shortlist_of(
    need: Need,
    *,
    top: int = SHORTLIST_LENGTH,
    teams: bool = False,
    marks: Marks | None = None,
    change: int | None = None,
) -> Shortlist:
    """Search and explain. Only people whose consent holds at this moment are in it.

    teams: where nobody covers all that must be met, find those who might join a team too; they
    are read in the same query as the entries. marks and the change number are read unless they
    are given.
    """
    question = question_of(need)
    if question is None:
        return Shortlist(need, None, RelationTable(), [])
    roster = current_roster(change)
    (relations,) = relations_of([question], roster)
    asked = (question.need, relations.key)
    matches = roster.answer(
        ("shortlist", top, *asked),
        lambda: roster.index.shortlist(
            question.need, top=top, relations=relations, delta=roster.delta
        ),
    )
    others: tuple[Match, ...] = ()
    if teams and matches and not any(match.covered == match.required for match in matches):
        # A list that is short of its length and without strict requirements holds everybody.
        strict = any(requirement.strict for requirement in question.need.requirements)
        others = (
            matches
            if len(matches) < top and not strict
            else roster.answer(
                ("candidates", *asked),
                lambda: candidates_for(
                    roster.index, question.need, relations=relations, delta=roster.delta
                ),
            )
        )
    profiles = found_of({match.profile for match in (*matches, *others)})
    marks = marks_of(need) if marks is None else marks
    return Shortlist(
        need,
        question,
        relations,
        _entries(matches, profiles, marks),
        roster,
        _entries(others, profiles, marks),
    )


def _entries(matches: tuple[Match, ...], found: dict[int, Found], marks: Marks) -> list[Entry]:
    there = ((found[match.profile], match) for match in matches if match.profile in found)
    return [Entry(who, match, marks.get(who["person_id"], NO_MARK)) for who, match in there]


def add_words(entries: list[Entry]) -> None:
    """Their own words for each skill, and their ties, for entries that a page shows (2 queries)."""
    people = {entry.profile.pk: entry for entry in entries}
    for skill in _claiming(people):
        answers = people[skill.profile_id].answers
        if skill.concept_id is not None:
            answers[skill.concept_id] = skill
        if skill.phrase is not None:
            answers[FIRST_PHRASE + skill.phrase] = skill
    ties: dict[UUID, list[Tie]] = defaultdict(list)
    for tie in Tie.objects.filter(actor__in=people, place__isnull=False).select_related(
        "place__parent__parent"
    ):
        ties[tie.actor_id].append(tie)
    for key, entry in people.items():
        entry.ties = ties[key]


def _claiming(people: Mapping[UUID, Entry]) -> QuerySet[ProfileSkill, Any]:
    """Their skills, the strongest claim of each concept and phrase last.

    `phrase`: the key of one by which the skill answers, or None; a skill stands once for each.
    """
    answering = {
        row.claimed - FIRST_PHRASE
        for entry in people.values()
        for row in entry.match.rows
        if row.relation in WORDS and row.claimed is not None
    }
    # No phrase has the key 0; an empty condition would leave out everybody.
    used = FilteredRelation("phrase_uses", condition=Q(phrase_uses__phrase__in=answering or {0}))
    skills = ProfileSkill.objects.filter(profile__in=people)
    skills = skills.annotate(use=used).annotate(phrase=F("use__phrase"))
    return skills.filter(Q(concept__isnull=False) | Q(phrase__isnull=False)).order_by("level")
