"""From a need's record to the engine's need."""

from dataclasses import dataclass

from django.utils import timezone

from twoshores.common.models import Place
from twoshores.engines.matching import FIRST_DAY, LAST_DAY, Requirement, spread
from twoshores.engines.matching import Need as EngineNeed

from ..models import Need, NeedRequirement, ProfileSkill
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
    """None if nothing is asked yet. A requirement without a concept stays, and earns 0.

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
    chain = place_chain(need.place)
    question = EngineNeed(
        requirements=requirements,
        modes=mode_mask(need.modes),
        languages=language_mask(need.languages),
        first_day=day_number(need.starts, FIRST_DAY),
        last_day=day_number(need.ends, LAST_DAY),
        excluded=frozenset(country_number(code) for code in need.excluded_countries),
        locality=chain.get(Place.Kind.LOCALITY, 0),
        region=chain.get(Place.Kind.REGION, 0),
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
