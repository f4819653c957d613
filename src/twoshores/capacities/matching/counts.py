"""How many people could help with each of some needs, for pages that only name the number."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.utils import timezone

from twoshores.engines.matching import IndexDamaged, IndexMissing, open_index

from ..models import Need, Profile
from .need import questions_of
from .relations import relations_of
from .roster_index import change_number, current_roster, index_folder
from .shortlist import SHORTLIST_LENGTH

FEWEST = 5  # a smaller number is never told outside the organisation that has the need
MOST_KEPT = 500
_kept: dict[tuple[UUID, int, int, int], int] = {}


def could_help(needs: Sequence[Need]) -> dict[UUID, int]:
    """Per need the people who could do all or part of it; 200 stands for 200 or more.

    That is: who pass every filter (consent, how and when, a language in common) and cover at least
    one of the things that must be met, or answer anything at all where nothing must be.

    Requirements should be prefetched. The number holds for this version of the need and of the
    roster, and for today: one query while they last, more when some are counted anew. Without an
    index in force nothing is said: a page does not wait until one is built.
    """
    number, today = change_number(), timezone.localdate().toordinal()
    keys = {need.pk: (need.pk, need.version, number, today) for need in needs}
    missing = [need for need in needs if keys[need.pk] not in _kept]
    if missing and _is_ready():
        if len(_kept) > MOST_KEPT:
            _kept.clear()
        for pk, count in _count(missing).items():
            _kept[keys[pk]] = count
    return {pk: _kept[key] for pk, key in keys.items() if key in _kept}


def _is_ready() -> bool:
    try:
        open_index(index_folder())
    except (IndexMissing, IndexDamaged):
        return False
    return True


def _count(needs: Iterable[Need]) -> dict[UUID, int]:
    questions = questions_of(needs)
    roster = current_roster()
    tables = relations_of(list(questions.values()), roster)
    found = {
        pk: {
            match.profile
            for match in roster.index.shortlist(
                question.need,
                top=SHORTLIST_LENGTH,
                relations=relations,
                delta=roster.delta,
                kernel_name="ready",  # a home page does not wait for numba
            )
            if match.covered or not match.required
        }
        for (pk, question), relations in zip(questions.items(), tables, strict=True)
    }
    now = timezone.now()
    live = set(
        Profile.objects.filter(
            number__in=set().union(*found.values()),
            person__matched_until__gt=now,
            person__listed_until__gt=now,
            person__erased_at=None,
        ).values_list("number", flat=True)
    )
    return {pk: len(numbers & live) for pk, numbers in found.items()}
