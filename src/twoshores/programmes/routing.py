"""Whose request for help is whose: the focal point of its country who reads its language.

Decentralised help close to practitioners is what recommendation 8 for policymakers asks for
(handbook, final recommendations).
"""

from collections.abc import Iterable, Mapping
from uuid import UUID

from .models import Office


def focal_point_for(
    offices: Iterable[Office], *, country: str, language: str, open_requests: Mapping[UUID, int]
) -> Office | None:
    """The office that a request goes to, or None: then those who run the programme answer.

    1. Only focal points of the country; one without countries follows any.
    2. First those who read the language; then those whose countries name this one, before those
       who follow any; then whoever has fewest open requests (`open_requests` by office id);
       then whoever has the office longest.
    """
    fitting = [
        row
        for row in offices
        if row.role == Office.Role.FOCAL_POINT
        and row.ended_on is None
        and (not row.countries or country in row.countries)
    ]

    def rank(row: Office) -> tuple[bool, bool, int, str, str]:
        reads = not row.languages or language in row.languages
        return (
            not reads,
            country not in row.countries,
            open_requests.get(row.pk, 0),
            row.since.isoformat(),
            str(row.pk),
        )

    return min(fitting, key=rank, default=None)
