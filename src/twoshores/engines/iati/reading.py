"""Reading IATI activity files that nobody vouches for, one activity at a time.

1. The size is compared with the limit before anything is parsed.
2. A parser that knows nothing but syntax looks at the beginning only: a document type is refused
   where it starts, before an entity of it is read; root and version are looked at.
3. lxml streams the rest: no network, no DTD, no entities, libxml2's limits on depth and length.
   Each activity is validated, taken, and freed before the next one is read, so memory is that of
   the largest activity.
"""

import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import IO, Any
from xml.parsers import expat

from lxml import etree

from .model import Activity, Party
from .pieces import left_counts
from .problems import Reason, Refused, Trouble
from .rules import RuleProblem, rule_problems
from .schema import SchemaProblem, schema_problems
from .taking import take_activity

# Later 2.x versions only add to earlier ones: what 2.01 allows 2.03 allows too.
VERSIONS = ("2.01", "2.02", "2.03")
MOST_BYTES = 50_000_000
_CHUNK = 4_096


@dataclass(slots=True)
class Read:
    """An activity with what is to be said of it. done: share of the file read so far, 0 to 1.

    left: how many elements of each kind had no place and stay in some `rest`.
    """

    activity: Activity
    schema: list[SchemaProblem] = field(default_factory=list)
    rules: list[RuleProblem] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)
    done: float = 0.0


def read_activities(
    source: IO[bytes] | bytes, *, today: date, max_bytes: int = MOST_BYTES
) -> Iterator[Read]:
    """Every activity of a file, in order. Raises Refused, also in the middle of a broken file.

    source: bytes or a seekable binary file. An activity that breaks the schema comes with its
    problems and nothing taken but its identifier.
    """
    stream = io.BytesIO(source) if isinstance(source, bytes) else source
    size = _check_size(stream, max_bytes)
    _look_at_the_beginning(stream)
    stream.seek(0)
    found = False
    for element in _activities(stream):
        found = True
        read = _read(element, today)
        read.done = min(stream.tell() / size, 1.0)
        yield read
    if not found:
        raise Refused(Reason.NO_ACTIVITY)


def _check_size(stream: IO[bytes], max_bytes: int) -> int:
    size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    if size > max_bytes:
        raise Refused(Reason.TOO_LARGE, str(max_bytes))
    if size == 0:
        raise Refused(Reason.EMPTY)
    return size


class _Enough(Exception):
    """The root has been seen."""


def _look_at_the_beginning(stream: IO[bytes]) -> None:
    """Refuse a document type, another root, another version; reads no further than the root."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = _refuse_dtd
    parser.StartElementHandler = _check_root
    try:
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except _Enough:
        return
    except (expat.ExpatError, LookupError, ValueError) as error:
        line = getattr(error, "lineno", 0)
        raise Refused(Reason.NOT_XML, str(error), line) from error


def _refuse_dtd(name: str, system_id: object, public_id: object, has_subset: bool) -> None:
    raise Refused(Reason.HAS_DTD)


def _check_root(name: str, attributes: dict[str, str]) -> None:
    space, _blank, local = name.rpartition(" ")
    if local == "iati-organisations":
        raise Refused(Reason.ORGANISATIONS)
    if local != "iati-activities":
        raise Refused(Reason.OTHER_ROOT, local[:60])
    if space:
        raise Refused(Reason.NAMESPACE, space[:120])
    version = attributes.get("version", "").strip()
    if not version:
        raise Refused(Reason.NO_VERSION)
    if version not in VERSIONS:
        raise Refused(Reason.OTHER_VERSION, version[:20])
    raise _Enough


def _activities(stream: IO[bytes]) -> Iterator[Any]:
    """The `iati-activity` elements; each is freed when the next is asked for."""
    events = etree.iterparse(
        stream,
        events=("end",),
        tag="iati-activity",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for _event, element in events:
            parent = element.getparent()
            if parent is None or parent.getparent() is not None:
                continue  # inside something else: the schema says so of what holds it
            yield element
            element.clear()
            while element.getprevious() is not None:
                del parent[0]
    except etree.XMLSyntaxError as error:
        raise Refused(Reason.NOT_XML, error.msg or "", error.lineno or 0) from error


def _read(element: Any, today: date) -> Read:
    line = element.sourceline or 0
    broken = schema_problems(element)
    if broken:
        identifier = (element.findtext("iati-identifier") or "").strip()
        return Read(Activity(identifier, Party(), "", line=line), schema=broken)
    rules = rule_problems(element, today=today)
    activity, troubles = take_activity(element)
    return Read(activity, rules=rules, troubles=troubles, left=_left(activity))


def _left(activity: Activity) -> Counter[str]:
    counts = left_counts("", activity.rest)
    for name, rows in (
        ("reporting-org", [activity.reporter]),
        ("participating-org", activity.parties),
        ("recipient-country", activity.countries),
        ("sector", activity.sectors),
        ("tag", activity.tags),
        ("policy-marker", activity.markers),
        ("transaction", activity.transactions),
        ("result", activity.results),
        ("indicator", list(activity.indicators())),
        ("period", [period for one in activity.indicators() for period in one.periods]),
    ):
        for row in rows:
            counts += left_counts(name, row.rest)
    return counts
