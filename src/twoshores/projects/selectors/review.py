"""A project that the reader was let into, as the facts that the rules of the review read.

A design of one's own is whole in its own eyes: what stands empty in it is known to be empty. Of an
example and of a reconstruction only what is written is known; the rest stays "not known".
Rows are read together with what hangs on them, so that a review stays within a page's queries.
"""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import BigIntegerField, Case, CharField, Count, F, QuerySet, Sum, Value, When
from django.db.models.functions import Cast, Round

from twoshores.catalogue.selectors import blocks_using
from twoshores.engines import review
from twoshores.engines.budget import Amount, Rates

from ..models import BudgetLine, Capital, Indicator, Project, ProjectPartner, Result, Risk
from .budget import rates_of

EURO = "EUR"


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
    """Every rule over a project. Countries and partners may be prefetched; eight queries more."""
    return review.review(design_of(project))


def design_of(project: Project) -> review.Design:
    """The design in the engine's terms, whatever the size of the project."""
    reading = _Reading(bool(project.stage) and project.rebuilt_from_id is None)
    partners = [row for row in project.partners.all() if row.left_on is None]
    said = _said(project)
    lines, euros = _money(project)
    risks = tuple(_risk(row) for row in project.risks.all() if row.closed_on is None)
    capital = None if project.capital == Capital.NOT_KNOWN else frozenset({project.capital})
    countries = tuple(review.Country(row.country, row.role) for row in project.countries.all())
    return review.Design(
        starts=project.starts,
        ends=project.ends,
        blocks=_blocks(project, said["block"]),
        capitals=capital,
        countries=countries or None,
        partners=tuple(_partner(row, reading) for row in partners) or None,
        results=_results(project, reading),
        activities=_activities(project, reading),
        indicators=_indicators(project, reading),
        lines=lines or None,
        risks=risks if risks or reading.is_own else None,
        drafting=frozenset(said["drafting"]) or None,
        alignments=frozenset(said["alignment"]) or None,
        says=said["phase"],
        answers=_answers(project, said),
        euros=euros,
    )


def _said(project: Project) -> dict[str, dict[str, str]]:
    """What is said in short rows, by kind: block, drafting, alignment, phase, answer, tie.

    One query. A tie is a stated one of a partner's organisation: its seat -> the other country.
    """

    def rows(kind: str, of: QuerySet[Any], key: Any, value: Any) -> QuerySet[Any, Any]:
        return of.order_by().values_list(Value(kind, CharField()), key, value)

    nothing = Value("", CharField())
    yes = Case(When(yes=True, then=Value("yes")), default=Value("no"), output_field=CharField())
    tied = project.partners.filter(left_on=None, organisation__ties__place__isnull=False)
    asked = (
        rows("block", project.blocks.all(), F("block"), nothing)
        .union(
            rows("drafting", project.drafting.all(), F("who"), nothing),
            rows("alignment", project.alignments.all(), F("kind"), nothing),
            rows("phase", project.migrants_parts.all(), F("phase"), F("say")),
            rows("answer", project.answers.all(), F("key"), yes),
            rows("tie", tied, F("country"), F("organisation__ties__place__country")),
        )
        .order_by()
    )
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for kind, key, value in asked:
        found[kind][key if kind != "tie" else f"{key} {value}"] = value
    return found


def _answers(project: Project, said: dict[str, dict[str, str]]) -> dict[str, bool]:
    """What was answered; a stated tie to another country of the project answers one question."""
    answers = {key: value == "yes" for key, value in said["answer"].items()}
    codes = {row.country for row in project.countries.all()}
    pairs = [pair.split(" ") for pair in said["tie"]]
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


def _results(project: Project, reading: _Reading) -> tuple[review.Result, ...] | None:
    rows = project.results.annotate(stated=Count("assumptions"))
    return tuple(_result(row, row.stated, reading) for row in rows) or None


def _result(row: Result, stated: int, reading: _Reading) -> review.Result:
    return review.Result(
        id=str(row.pk),
        level=row.level,
        text=row.text,
        verification=reading.text(row.verification),
        assumptions=stated if stated or reading.is_own else None,
    )


ACTIVITY = (
    *("pk", "title", "result_id", "block", "starts", "ends", "times", "has_volunteers", "country"),
    *("partners__part", "partners__partner_id"),
)


def _activities(project: Project, reading: _Reading) -> tuple[review.Activity, ...] | None:
    """One row of the query for each part that a partner has in an activity."""
    facts: dict[Any, dict[str, Any]] = {}
    parts: dict[Any, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in project.activities.values(*ACTIVITY):
        facts[row["pk"]] = row
        if row["partners__part"]:
            parts[row["pk"]][row["partners__part"]].add(str(row["partners__partner_id"]))
    return tuple(_activity(row, parts[key], reading) for key, row in facts.items()) or None


def _activity(
    row: dict[str, Any], parts: dict[str, set[str]], reading: _Reading
) -> review.Activity:
    return review.Activity(
        id=str(row["pk"]),
        title=row["title"],
        result=reading.text(row["result_id"]),
        block=row["block"] or None,
        starts=row["starts"],
        ends=row["ends"],
        times=frozenset(row["times"]) or None,
        has_volunteers=row["has_volunteers"],
        country=row["country"] or None,
        responsible=reading.text(next(iter(parts["responsible"]), "")),
        contributors=reading.names(parts["contributes"]),
    )


INDICATOR = (
    *("pk", "text", "result_id", "block", "kind", "adds", "counts_people", "disaggregations"),
    *("baseline_number", "baseline_numerator", "baseline_yes", "baseline_text"),
    *("targets__pk", "targets__number", "targets__absent"),
)


def _indicators(project: Project, reading: _Reading) -> tuple[review.Indicator, ...] | None:
    """One row of the query for each target of an indicator, in the order of periods."""
    rows: dict[Any, dict[str, Any]] = {}
    targets: dict[Any, list[Decimal | None]] = defaultdict(list)
    asked = project.indicators.order_by("position", "pk", "targets__period__position")
    for row in asked.values(*INDICATOR):
        rows[row["pk"]] = row
        if row["targets__pk"] is not None and not row["targets__absent"]:
            targets[row["pk"]].append(row["targets__number"])
    return tuple(_indicator(row, targets[key], reading) for key, row in rows.items()) or None


def _indicator(
    row: dict[str, Any], targets: list[Decimal | None], reading: _Reading
) -> review.Indicator:
    begun = (row["baseline_number"], row["baseline_numerator"], row["baseline_yes"])
    has_baseline = bool(row["baseline_text"]) or any(value is not None for value in begun)
    return review.Indicator(
        id=str(row["pk"]),
        text=row["text"],
        result=reading.text(row["result_id"]),
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


def _money(project: Project) -> tuple[tuple[review.Line, ...], Decimal | None]:
    """Lines in the project's currency, and what is paid of them in euros; None without a rate.

    Amounts are added up by the database as whole cents: SQLite would add decimals as fractions.
    """
    cents = Cast(Round(F("amounts__amount") * 100), BigIntegerField())
    asked = (
        project.budget_lines.order_by("position", "pk")
        .values("pk", "partner_id", "category", "source", "currency")
        .annotate(cents=Sum(cents))
    )
    rows: list[dict[str, Any]] = [dict(row) for row in asked]
    if not rows:
        return (), None
    rates = rates_of(project, {row["currency"] for row in rows} | {EURO}).rates
    lines = tuple(_line(row, rates) for row in rows)
    paid = [line.amount for line in lines if line.source == BudgetLine.Source.MONEY]
    known = [amount for amount in paid if amount is not None]
    if not known or len(known) < len(paid):
        return lines, None
    per_unit = Decimal(1) if project.currency == EURO else rates.per_unit.get(EURO)
    return lines, None if per_unit is None else sum(known, Decimal(0)) * per_unit


def _line(row: dict[str, Any], rates: Rates) -> review.Line:
    whole = None if row["cents"] is None else row["cents"] * CENT
    return review.Line(
        partner=str(row["partner_id"]),
        category=row["category"],
        source=row["source"],
        amount=None if whole is None else rates.convert(Amount(whole, row["currency"])),
    )
