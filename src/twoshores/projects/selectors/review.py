"""A project that the reader was let into, as the facts that the rules of the review read.

A design of one's own is whole in its own eyes: what stands empty in it is known to be empty. Of an
example and of a reconstruction only what is written is known; the rest stays "not known".
Rows are read together with what hangs on them, so that a review stays within a page's queries.
"""

import json
import uuid
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Count,
    F,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat, Round

from twoshores.catalogue.selectors import blocks_using
from twoshores.common.made_once import MadeOnce, day_of, flag_of
from twoshores.engines import review
from twoshores.engines.budget import Amount, Rates

from .. import reviewing
from ..models import (
    ActivityPartner,
    BudgetAmount,
    BudgetLine,
    Capital,
    Indicator,
    Project,
    ProjectPartner,
    Risk,
    Target,
)
from .budget import rates_of

EURO = "EUR"
NOTHING, NOWHERE = Value("", CharField()), Value(0, IntegerField())


@dataclass(frozen=True, slots=True)
class _Reading:
    """How to read what stands empty: as known to be empty, or as not known."""

    is_own: bool

    def text(self, value: object) -> str | None:
        return str(value or "").strip() or ("" if self.is_own else None)

    def flag(self, value: bool) -> bool | None:
        return value or (False if self.is_own else None)

    def names(self, values: Any) -> frozenset[str] | None:
        return frozenset(values) if values or self.is_own else None


def reviewed(project: Project) -> review.Review:
    """Every rule over a project. Countries and partners may be prefetched; nine queries more."""
    return review.review(design_of(project))


def design_of(project: Project) -> review.Design:
    """The design in the engine's terms, with what higher apps know of it."""
    design = _read(project)
    for complete in reviewing.ADDED.facts:
        design = complete(project, design)
    return design


def _read(project: Project) -> review.Design:
    """What stands in the project itself, whatever its size."""
    reading = _Reading(bool(project.stage) and project.rebuilt_from_id is None)
    partners = [row for row in project.partners.all() if row.left_on is None]
    hanging = _hanging(project)
    said = {kind: {key: value for key, value, _n in rows} for kind, rows in hanging.items()}
    lines, euros = _money(project)
    risks = tuple(_risk(row) for row in project.risks.all() if row.closed_on is None)
    capital = None if project.capital == Capital.NOT_KNOWN else frozenset({project.capital})
    countries = tuple(review.Country(row.country, row.role) for row in project.countries.all())
    return review.Design(
        starts=project.starts,
        ends=project.ends,
        blocks=_blocks(project, said.get("block", {})),
        capitals=capital,
        countries=countries or None,
        partners=tuple(_partner(row, reading) for row in partners) or None,
        results=_results(project, reading),
        activities=_activities(project, hanging.get("part", []), reading),
        indicators=_indicators(project, hanging.get("target", []), reading),
        lines=lines or None,
        risks=risks if risks or reading.is_own else None,
        drafting=frozenset(said.get("drafting", ())) or None,
        alignments=frozenset(said.get("alignment", ())) or None,
        says=said.get("phase", {}),
        answers=_answers(project, said),
        euros=euros,
    )


type Row = tuple[str, str, int]
type Rows = dict[str, list[Row]]


def _text(column: str) -> Cast:
    """A key or number as the database writes it, which costs Django no object for each."""
    return Cast(column, CharField())


@lru_cache(maxsize=4096)
def _id(key: str | None) -> str:
    """A key as everything else writes it: SQLite leaves out the dashes. Nothing for None."""
    return str(uuid.UUID(key)) if key else ""


def _asked_hanging(project: Project, _variant: str) -> QuerySet[Any, Any]:
    """What hangs on a project in short rows (kind, key, value, place).

    block, drafting, alignment, phase, answer: what is said. tie: a stated one of a partner's
    organisation, "its seat and the other country". part: activity -> "part partner". target:
    indicator -> number ("" if it is not a number), its place that of the period. Joined to
    activities and indicators these rows would repeat every column of theirs, and Django would
    read each again: that took half the time of a review.
    """

    def rows(
        kind: str, of: QuerySet[Any], key: Any, value: Any = NOTHING, place: Any = NOWHERE
    ) -> QuerySet[Any, Any]:
        return of.order_by().values_list(Value(kind, CharField()), key, value, place)

    yes = Case(When(yes=True, then=Value("yes")), default=Value("no"), output_field=CharField())
    tied = project.partners.filter(left_on=None, organisation__ties__place__isnull=False)
    pair = Concat(F("country"), Value(" "), F("organisation__ties__place__country"))
    parts = ActivityPartner.objects.filter(activity__project=project)
    part = Concat(F("part"), Value(" "), _text("partner_id"))
    targets = Target.objects.filter(indicator__project=project, absent="")
    number = Coalesce(_text("number"), NOTHING)
    asked = (
        rows("block", project.blocks.all(), F("block"))
        .union(
            rows("drafting", project.drafting.all(), F("who")),
            rows("alignment", project.alignments.all(), F("kind")),
            rows("phase", project.migrants_parts.all(), F("phase"), F("say")),
            rows("answer", project.answers.all(), F("key"), yes),
            rows("tie", tied, pair),
            rows("part", parts, _text("activity_id"), part),
            rows("target", targets, _text("indicator_id"), number, F("period__position")),
            all=True,  # what stands twice does no harm, and looking for it takes half the time
        )
        .order_by()
    )
    return asked


_HANGING = MadeOnce(Project, _asked_hanging)


def _hanging(project: Project) -> Rows:
    """What hangs on a project, by kind. One query."""
    found: Rows = defaultdict(list)
    for kind, key, value, place in _HANGING.rows(project.pk):
        found[kind].append((key, value, place))
    return found


def _answers(project: Project, said: dict[str, dict[str, str]]) -> dict[str, bool]:
    """What was answered; a stated tie to another country of the project answers one question."""
    answers = {key: value == "yes" for key, value in said.get("answer", {}).items()}
    codes = {row.country for row in project.countries.all()}
    pairs = [pair.split(" ") for pair in said.get("tie", ())]
    if any(seat != other and {seat, other} <= codes for seat, other in pairs):
        answers.setdefault("tie", True)
    return answers


def _blocks(project: Project, taken: dict[str, str]) -> frozenset[str] | None:
    """Blocks that were taken in; of an example, those of which the catalogue names it."""
    if not taken and project.is_example:
        return frozenset(block.key for block in blocks_using(project.code)) or None
    return frozenset(taken) or None


def _partner(row: ProjectPartner, reading: _Reading) -> review.Partner:
    return review.Partner(
        id=str(row.pk),
        name=row.name,
        country=row.country or None,
        kind=row.kind or None,
        is_lead=reading.flag(row.is_lead),
        role=reading.text(row.role),
        agreement=row.agreement or None,
        mobilises_migrants=row.mobilises_migrants,
    )


def _asked_results(project: Project, _variant: str) -> QuerySet[Any, Any]:
    return project.results.annotate(stated=Count("assumptions")).values_list(
        _text("pk"), "level", "text", "verification", "stated"
    )


_RESULTS = MadeOnce(Project, _asked_results)


def _results(project: Project, reading: _Reading) -> tuple[review.Result, ...] | None:
    return (
        tuple(
            review.Result(
                id=_id(key),
                level=level,
                text=text,
                verification=reading.text(verification),
                assumptions=stated if stated or reading.is_own else None,
            )
            for key, level, text, verification, stated in _RESULTS.rows(project.pk)
        )
        or None
    )


def _asked_activities(project: Project, _variant: str) -> QuerySet[Any, Any]:
    return project.activities.values_list(
        *(_text("pk"), _text("result_id"), "title", "block"),
        *("starts", "ends", _text("times"), "has_volunteers", "country"),
    )


_ACTIVITIES = MadeOnce(Project, _asked_activities)


def _activities(
    project: Project, hanging: list[Row], reading: _Reading
) -> tuple[review.Activity, ...] | None:
    parts: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for key, text, _place in hanging:
        part, _space, partner = text.partition(" ")
        parts[key][part].add(partner)
    rows = _ACTIVITIES.rows(project.pk)
    return tuple(_activity(row, parts[row[0]], reading) for row in rows) or None


def _activity(
    row: tuple[Any, ...], parts: dict[str, set[str]], reading: _Reading
) -> review.Activity:
    key, serves, title, block, starts, ends, times, has_volunteers, country = row
    return review.Activity(
        id=_id(key),
        title=title,
        result=reading.text(_id(serves)),
        block=block or None,
        starts=day_of(starts),
        ends=day_of(ends),
        times=_listed(times),
        has_volunteers=flag_of(has_volunteers),
        country=country or None,
        responsible=reading.text(next(iter(parts["responsible"]), "")),
        contributors=reading.names(parts["contributes"]),
    )


@lru_cache(maxsize=256)
def _listed(written: str) -> frozenset[str] | None:
    """A list as it is kept, as JSON; None for an empty one."""
    return frozenset(json.loads(written)) or None


INDICATOR = (
    *("text", "block", "kind", "adds", "counts_people", "disaggregations"),
    *("baseline_number", "baseline_numerator", "baseline_yes", "baseline_text"),
)


def _indicators(
    project: Project, hanging: list[Row], reading: _Reading
) -> tuple[review.Indicator, ...] | None:
    """Targets stand in the order of their periods."""
    targets: dict[str, list[Decimal | None]] = defaultdict(list)
    for key, number, _place in sorted(hanging, key=lambda row: row[2]):
        targets[key].append(Decimal(number) if number else None)
    rows = project.indicators.values(*INDICATOR, key=_text("pk"), measures=_text("result_id"))
    return tuple(_indicator(row, targets[row["key"]], reading) for row in rows) or None


def _indicator(
    row: dict[str, Any], targets: list[Decimal | None], reading: _Reading
) -> review.Indicator:
    begun = (row["baseline_number"], row["baseline_numerator"], row["baseline_yes"])
    has_baseline = bool(row["baseline_text"]) or any(value is not None for value in begun)
    return review.Indicator(
        id=_id(row["key"]),
        text=row["text"],
        result=reading.text(_id(row["measures"])),
        block=row["block"] or None,
        counts_people=reading.flag(row["counts_people"]),
        splits=reading.names(row["disaggregations"]),
        has_baseline=reading.flag(has_baseline),
        has_target=reading.flag(bool(targets)),
        target=_target(row, [number for number in targets if number is not None]),
    )


def _target(row: dict[str, Any], numbers: list[Decimal]) -> Decimal | None:
    """The sum of what is counted anew in each period, else the last; None where neither counts."""
    if not numbers or row["kind"] != Indicator.Kind.NUMBER or row["adds"] == Indicator.Adds.NEVER:
        return None
    return sum(numbers, Decimal(0)) if row["adds"] == Indicator.Adds.NEW else numbers[-1]


def _risk(row: Risk) -> review.Risk:
    return review.Risk(
        id=str(row.pk),
        text=row.text,
        kind=row.kind,
        weight=row.weight,
        has_owner=row.owner_id is not None,
        has_response=bool(row.response.strip()),
        has_review=row.review_on is not None,
    )


CENT = Decimal("0.01")


def _asked_money(project: Project, _variant: str) -> QuerySet[Any, Any]:
    """(partner, category, source, currency, cents) by line; cents is None where no amount stands.

    Amounts are added up by the database as whole cents: SQLite would add decimals as fractions.
    Line by line, since one grouping of lines joined to amounts sorts whole rows first.
    """
    cents = Cast(Round(F("amount") * 100), BigIntegerField())
    amounts = BudgetAmount.objects.filter(line=OuterRef("pk")).order_by().values("line")
    return project.budget_lines.order_by("position", "pk").values_list(
        *(_text("partner_id"), "category", "source", "currency"),
        Subquery(amounts.annotate(cents=Sum(cents)).values("cents")),
    )


_MONEY = MadeOnce(Project, _asked_money)


def _money(project: Project) -> tuple[tuple[review.Line, ...], Decimal | None]:
    """Lines in the project's currency, and what is paid of them in euros; None without a rate."""
    rows = _MONEY.rows(project.pk)
    if not rows:
        return (), None
    rates = rates_of(project, {currency for _p, _k, _s, currency, _c in rows} | {EURO}).rates
    lines = tuple(_line(row, rates) for row in rows)
    paid = [line.amount for line in lines if line.source == BudgetLine.Source.MONEY]
    known = [amount for amount in paid if amount is not None]
    if not known or len(known) < len(paid):
        return lines, None
    per_unit = Decimal(1) if project.currency == EURO else rates.per_unit.get(EURO)
    return lines, None if per_unit is None else sum(known, Decimal(0)) * per_unit


def _line(row: tuple[Any, ...], rates: Rates) -> review.Line:
    partner, category, source, currency, cents = row
    whole = None if cents is None else cents * CENT
    return review.Line(
        partner=partner,
        category=category,
        source=source,
        amount=None if whole is None else rates.convert(Amount(whole, currency)),
    )
