"""What the home page shows of the needs."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.models import AnonymousUser

from twoshores.capacities.matching.counts import could_help
from twoshores.capacities.models import Need
from twoshores.capacities.selectors.needs import needs_visible_to
from twoshores.common.translations import Facing, facing_lists

SHOWN = 3


@dataclass(frozen=True, slots=True)
class LatestNeeds:
    """The needs published last, their texts for this reader, and who could help."""

    needs: list[Need]
    texts: dict[object, Facing]
    numbers: dict[UUID, int]  # how many could help; a need may be missing
    total: int


def latest_needs(language: str) -> LatestNeeds:
    """Open needs that everybody may see, whoever looks. Five queries, five more when counting."""
    public = needs_visible_to(AnonymousUser()).filter(state=Need.State.OPEN)
    needs = list(
        public.order_by("-opened_at", "pk").prefetch_related("requirements__concept")[:SHOWN]
    )
    total = public.count() if len(needs) == SHOWN else len(needs)
    return LatestNeeds(
        needs, facing_lists(needs, ("title",), language), could_help(needs) if needs else {}, total
    )
