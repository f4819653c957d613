"""From a need's record to the engine's need."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from twoshores.common.models import Place
from twoshores.engines.matching import FIRST_DAY, LAST_DAY, Requirement, spread
from twoshores.engines.matching import Need as EngineNeed

from ..models import Need, NeedRequirement, ProfileSkill
from ..selectors.places_shown import tellable_ties
from .codes import country_number, day_number, language_mask, mode_mask, time_mask

UNLINKED_FROM = 2**32 - 1  # downwards: concepts that nobody can claim


@dataclass(frozen=True, slots=True)
class Question:
    """The engine's need and, by concept number, the requirement it came from."""

    need: EngineNeed
    lines: dict[int, NeedRequirement]

    @property
    def concepts(self) -> dict[int, str]:
        """Concepts that the taxonomy knows, with their URIs."""
        return {
            number: line.concept.uri
            for number, line in self.lines.items()
            if line.concept is not None
        }

    @property
    def also(self) -> dict[int, list[int]]:
        """Other readings of words that nobody has confirmed."""
        return _also(self.lines)


def question_of(need: Need) -> Question | None:
    """None if nothing is asked yet; see `questions_of`."""
    return questions_of([need]).get(need.pk)


def questions_of(needs: Iterable[Need]) -> dict[UUID, Question]:
    """What each need asks, by its key; without those that ask nothing yet.

    A need asks for ties to its town or region only while at least five listed people have them.
    What is not asked earns no points, so that neither the reasons nor the points of a person tell
    a place that their consent keeps. It is decided as the question is asked, not in the index:
    who leaves, or whose consent runs out, counts at once for all others of the place. One query
    for all needs, if their places and requirements are fetched.
    """
    chains = {need: place_chain(need.place) for need in needs}
    near = (Place.Kind.LOCALITY, Place.Kind.REGION)
    told = tellable_ties(chain[kind] for chain in chains.values() for kind in near if kind in chain)
    found = ((need.pk, _question(need, chain, told)) for need, chain in chains.items())
    return {pk: question for pk, question in found if question is not None}


def _question(need: Need, chain: dict[str, int], told: Collection[int]) -> Question | None:
    """A requirement without a concept stays, and earns points by its words alone.

    Two requirements that were linked to one concept count once, with both weights.
    """
    lines: dict[int, NeedRequirement] = {}
    weights: dict[int, int] = {}
    for line in need.requirements.all():
        number = line.concept_id or UNLINKED_FROM - line.position
        lines.setdefault(number, line)
        weights[number] = weights.get(number, 0) + line.weight
    if not lines:
        return None
    points = dict(zip(weights, spread(list(weights.values())), strict=True))
    requirements = tuple(
        Requirement(number, points[number], required=line.required, strict=_filters(line))
        for number, line in lines.items()
    )
    locality, region = chain.get(Place.Kind.LOCALITY, 0), chain.get(Place.Kind.REGION, 0)
    question = EngineNeed(
        requirements=requirements,
        modes=mode_mask(need.modes),
        languages=language_mask(need.languages),
        first_day=day_number(need.starts, FIRST_DAY),
        last_day=day_number(need.ends, LAST_DAY),
        excluded=frozenset(country_number(code) for code in need.excluded_countries),
        locality=locality if locality in told else 0,
        region=region if region in told else 0,
        country=chain.get(Place.Kind.COUNTRY, 0),
        times=time_mask(need.times),
        today=timezone.localdate().toordinal(),
    )
    return Question(question, lines)


def _filters(line: NeedRequirement) -> bool:
    """Nobody is left out because of a reading of words that no person has confirmed."""
    return line.strict and line.linked == ProfileSkill.Linked.CONFIRMED


def _also(lines: dict[int, NeedRequirement]) -> dict[int, list[int]]:
    confirmed = ProfileSkill.Linked.CONFIRMED
    return {number: line.also for number, line in lines.items() if line.linked != confirmed}


def place_chain(place: Place | None) -> dict[str, int]:
    """Ids by kind of a place and of what contains it."""
    chain: dict[str, int] = {}
    while place is not None:
        chain[place.kind] = place.pk
        place = place.parent
    return chain
