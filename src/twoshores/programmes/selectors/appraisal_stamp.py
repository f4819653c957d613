"""Whether anything changed that the scores of a call are made of: one text, read anew each time.

The database makes a digest of every column that counts, so that a change is seen whoever made it
and however: through a service, a command or by hand. Nothing has to remember to say so.
"""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import connection
from django.db.models import (
    Count,
    F,
    Func,
    OuterRef,
    QuerySet,
    StringAgg,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import SHA256, Cast, Coalesce

from twoshores.projects.models import ProjectCountry, ProjectPartner

from ..models import Assessment, Call, Mark, Submission
from .sealed import open_stages


def appraisal_stamp(call: Call, now: datetime) -> str:
    """Differs whenever marks, assessments, criteria, proposals of the call, what was handed in, or
    partners and countries of its projects differ, and once a deadline passes. One query.

    Money and scenarios of the call are not in it, nor any name: they are read for each page.
    """
    at_call = {"project__proposals__call": call}
    marked = Assessment.objects.filter(proposal__call=call).annotate(written=marks_together())
    digests = [
        _digest(call.proposals.all(), ("pk", "project_id", "theme_id", "number", "state")),
        _digest(
            Submission.objects.filter(proposal__call=call),
            ("pk", "proposal_id", "stage", "number", "in_time", "sha256"),
        ),
        _digest(
            ProjectPartner.objects.filter(**at_call), ("pk", "project_id", "position", "left_on")
        ),
        _digest(ProjectCountry.objects.filter(**at_call), ("pk", "project_id", "country", "role")),
        _digest(
            call.criterions.all(),
            ("pk", "position", "level", "component", "weight", "most", "least"),
        ),
        _digest(marked, ("pk", "proposal_id", "office_id", "state", "is_third", "written")),
    ]
    first, *others = (
        rows.annotate(what=Value(number)).values_list("what", "n", "text")
        for number, rows in enumerate(digests)
    )
    found = sorted(first.union(*others, all=True).order_by())
    state = (str(call.pk), call.stages, open_stages(call, now), found)
    return sha256(repr(state).encode()).hexdigest()


def marks_together() -> Subquery:
    """Of an assessment: "criterion:partner:mark" of each of its marks, blanks between them.

    A call has tens of thousands: put together by the database they take a fraction of the time.
    """
    of_one = Mark.objects.filter(assessment=OuterRef("pk")).order_by().values("assessment")
    line = _line(("criterion_id", "partner_id", "mark"))
    together = of_one.annotate(text=StringAgg(line, delimiter=Value(" ")))
    return Subquery(together.values("text"), output_field=TextField())


class _Line(Func):
    """Columns of a row with colons between them, which stand in none of these; "" for null.

    Written flat: the parser of SQLite gives up on a `Concat` of so many.
    """

    template = "(%(expressions)s)"
    arg_joiner = " || ':' || "
    output_field = TextField()


def _line(columns: Iterable[str]) -> _Line:
    return _Line(*(Coalesce(Cast(F(name), TextField()), Value("")) for name in columns))


class _Sha256(SHA256):
    """Without pgcrypto, which Django would ask for and no instance has to have."""

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        template = "ENCODE(SHA256(CONVERT_TO(%(expressions)s, 'UTF8')), 'hex')"
        return self.as_sql(compiler, connection, template=template, **extra)


def _digest(rows: QuerySet[Any], columns: Iterable[str]) -> QuerySet[Any, Any]:
    # SQLite reads in the same order each time; whoever may not is told which.
    told = connection.features.supports_aggregate_order_by_clause
    ordered: Any = {"order_by": "pk"} if told else {}
    text = _Sha256(StringAgg(_line(columns), delimiter=Value(" "), **ordered))
    found: QuerySet[Any, Any] = (
        rows.order_by().annotate(every=Value(1)).values("every").annotate(n=Count("pk"), text=text)
    )
    return found
