"""What everything that a list says of people depends on, told by one small query.

Lists remember what they drew (`common.drawn`) under the moment at which they read it. No process
has to tell another one anything: whoever withdraws, or whose consent runs out, moves the moment
in the database, and the next request of every process finds nothing under the new one.
"""

from datetime import datetime
from typing import NamedTuple

from django.db import connection
from django.utils import timezone

from twoshores.actors.models import Person
from twoshores.engines.matching import IndexMissing, current_version

from ..models import RosterChange
from .roster_index import index_folder


class Moment(NamedTuple):
    """Two equal moments have the same people listed and matched, saying the same.

    change: the last entry of the roster's log, which every write of what lists and matching show
    of people adds to, in its transaction; so do merged places and an imported taxonomy.
    listed, matched: the latest end of a consent that has passed. It differs as soon as one more
    has run out, without anything written. folder, version: the match index in force.
    """

    folder: str
    version: str
    change: int
    listed: datetime | str | None
    matched: datetime | str | None


def roster_moment() -> Moment:
    """Of now. Read before what is remembered under it: that is newer, never older."""
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(_statement(), [now, now])
        change, listed, matched = cursor.fetchone()
    return Moment(str(index_folder()), _index(), change or 0, listed, matched)


def _statement() -> str:
    """Written out: three aggregates take the ORM a millisecond to put together, and this is asked
    by every list. Each part is one look into an index."""
    people, changes = Person._meta.db_table, RosterChange._meta.db_table

    def past(end: str) -> str:
        return f"(SELECT MAX({end}) FROM {people} WHERE {end} <= %s)"  # noqa: S608 - our models

    change = f"(SELECT MAX(id) FROM {changes})"  # noqa: S608 - our models
    return f"SELECT {change}, {past('listed_until')}, {past('matched_until')}"


def _index() -> str:
    try:
        return current_version(index_folder())
    except IndexMissing:
        return ""
