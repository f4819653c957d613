"""Open needs of a reader's own organisations, to be seen together."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch

from twoshores.accounts.models import User
from twoshores.actors.models import Membership, Organisation
from twoshores.actors.permissions.people import WRITERS

from ..models import Need, NeedRequirement
from .needs import needs_owned_by

MOST_NEEDS = 60


@dataclass(frozen=True, slots=True)
class OwnOpenNeeds:
    """`organisations`: for which the reader acts and which have open needs, the most first.

    `needs`: those of the chosen one, newest first.
    """

    organisations: list[tuple[Organisation, int]]
    chosen: Organisation | None
    needs: list[Need]


def own_open_needs(user: User, organisation_id: str = "") -> OwnOpenNeeds:
    """At most the newest 60 of all together. Two queries. An unknown organisation is ignored."""
    offices = Membership.objects.filter(user=user, role__in=WRITERS).values("organisation")
    rows = (
        needs_owned_by(user)
        .filter(state=Need.State.OPEN, organisation__in=offices)
        .prefetch_related(
            Prefetch("requirements", NeedRequirement.objects.select_related("concept"))
        )
        .order_by("-opened_at", "pk")[:MOST_NEEDS]
    )
    by_owner: dict[UUID, list[Need]] = {}
    for need in rows:
        by_owner.setdefault(need.organisation_id, []).append(need)
    groups = sorted(by_owner.values(), key=len, reverse=True)
    if not groups:
        return OwnOpenNeeds([], None, [])
    chosen = next((g for g in groups if str(g[0].organisation_id) == organisation_id), groups[0])
    counted = [(group[0].organisation, len(group)) for group in groups]
    return OwnOpenNeeds(counted, chosen[0].organisation, chosen)
