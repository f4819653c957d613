"""Requests for help, scoped to those who asked and those who answer."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet
from django.http import Http404

from twoshores.accounts.models import User
from twoshores.actors.models import Membership
from twoshores.actors.permissions.people import WRITERS
from twoshores.catalogue.models import BlockText
from twoshores.catalogue.selectors import blocks_in_use, text_in
from twoshores.catalogue.services import SEARCH_KIND
from twoshores.common import search
from twoshores.common.folding import fold
from twoshores.projects.models import Project

from ..models import Office, Programme, SupportRequest
from ..permissions.programmes import Standing
from ..support_states import OPEN

SHORTEST_WORD = 5  # letters: shorter ones stand in every text
MOST_WORDS = 6
MOST_BLOCKS = 3


def support_asked_by(user: User, project: Project) -> QuerySet[SupportRequest]:
    """What the reader's organisations asked about a project, newest first."""
    own = Membership.objects.filter(user=user, role__in=WRITERS).values("organisation")
    return project.support_requests.filter(organisation__in=own).select_related("programme")


def support_seen_by(user: User, programme: Programme, standing: Standing) -> QuerySet[Any]:
    """The programme's list: all of it for those who read it, their own for focal points."""
    rows: QuerySet[SupportRequest] = programme.support_requests.select_related(
        "organisation", "project", "routed_to"
    )
    if standing.reads:
        return rows
    own = Q(taken_by=user)
    if standing.focal_point is not None:
        own |= Q(routed_to=standing.focal_point)
    return rows.filter(own)


def support_or_404(user: User, pk: Any) -> SupportRequest:
    """A request that the reader asked, answers or may take, or Http404."""
    written = Membership.objects.filter(user=user, role__in=WRITERS).values("organisation")
    offices = Office.objects.filter(user=user, ended_on__isnull=True)
    shown = (
        Q(organisation__in=written)
        | Q(programme__organisation__in=written)
        | Q(routed_to__in=offices)
        | Q(taken_by=user)
    )
    try:
        return (
            SupportRequest.objects.filter(shown)
            .select_related("programme__organisation", "organisation", "project", "routed_to")
            .prefetch_related("messages")
            .get(pk=pk)
        )
    except (SupportRequest.DoesNotExist, ValidationError, ValueError) as error:
        raise Http404 from error


def open_requests_of(programme: Programme) -> dict[UUID, int]:
    """How many open requests each focal point has. One query."""
    counted = (
        programme.support_requests.filter(state__in=OPEN, routed_to__isnull=False)
        .values("routed_to")
        .annotate(many=Count("pk"))
    )
    return {row["routed_to"]: row["many"] for row in counted}


@dataclass(frozen=True, slots=True)
class Answered:
    """How fast a programme answers. None: nothing was answered yet."""

    asked: int
    answered: int
    usual: timedelta | None  # half were answered sooner
    longest: timedelta | None


def answer_times(rows: QuerySet[SupportRequest]) -> Answered:
    """From asking to the first answer. One query."""
    times = list(rows.values_list("asked_at", "first_answer_at"))
    took = [answered - asked for asked, answered in times if answered is not None]
    usual = timedelta(seconds=median(row.total_seconds() for row in took)) if took else None
    return Answered(len(times), len(took), usual, max(took, default=None))


def blocks_that_may_answer(text: str, language: str) -> list[tuple[str, BlockText]]:
    """(key, text in the reader's language) of building blocks that speak of a question's longer
    words; at most three.

    A hint beside the form, not an answer: a block with a single word in common is left out.
    At most eight queries.
    """
    words = sorted(_words(text), key=lambda word: (-len(word), word))[:MOST_WORDS]
    hits = Counter(key for word in words for key in search.find(SEARCH_KIND, word, limit=30))
    best = [key for key, many in hits.most_common(MOST_BLOCKS) if many > 1]
    if not best:
        return []
    known = {str(row.pk): row for row in blocks_in_use().filter(pk__in=best)}
    return [(known[key].key, text_in(known[key], language)) for key in best if key in known]


def _words(text: str) -> set[str]:
    return {word for word in fold(text).split() if len(word) >= SHORTEST_WORD}


def countries_of(project: Project) -> Sequence[str]:
    """Countries of a project and its partners, for the form. From what was prefetched."""
    countries = [row.country for row in project.countries.all()]
    partners = [row.country for row in project.partners.all() if row.country]
    return list(dict.fromkeys([*countries, *partners]))
