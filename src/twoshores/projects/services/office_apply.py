"""Writing what a returned file changes, through the services of each subject, all or nothing."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model, ProtectedError
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.common.formatting import isolated

from ..models import Activity, Assumption, BudgetLine, Indicator, Period, Project, Result
from ..office.columns import SECTION_OF, base_of, head_words, period_of
from ..office.state import State, value_from
from ..values import COLUMNS
from . import budget, chain, indicators, plan
from .rows import row_create, row_remove, row_update

KIND_ORDER = ("goal", "outcome", "output", "assumption", "indicator", "activity", "line")
# What a sum over periods means for a new indicator, as long as nobody says otherwise.
ADDS = {"number": "new", "percentage": "stock", "scale": "stock", "yes_no": "stock"}
FACT_NAMES = {
    "indicator": {"verification": "means", "parent": "result"},
    "assumption": {"parent": "result"},
    "activity": {
        "text": "title",
        "parent": "result",
        "milestone": "is_milestone",
        "volunteers": "has_volunteers",
    },
}
PARTS = {"responsible", "contributing", "waits_for"}
OTHER_ROWS = {"parent", "activity", "partner"}


@dataclass(frozen=True, slots=True)
class Orders:
    """updates, added: row id -> fields as canonical texts. kinds: of the added rows.

    removed: row ids. numbers: what people call the rows.
    """

    updates: Mapping[str, Mapping[str, str]]
    added: Mapping[str, Mapping[str, str]]
    kinds: Mapping[str, str]
    removed: list[str]
    numbers: Mapping[str, str] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """Cells changed, rows added, rows taken out."""
        cells = sum(len(fields) for fields in self.updates.values())
        return cells + len(self.added) + len(self.removed)

    def sections(self) -> list[str]:
        kinds = [*self.kinds.values(), *(kind_of_id(key) for key in (*self.updates, *self.removed))]
        return sorted({SECTION_OF.get(kind, "logframe") for kind in kinds})


def kind_of_id(row_id: str) -> str:
    """ "line" for "line:7"; a result's level is not in its id."""
    return row_id.partition(":")[0]


@transaction.atomic
def apply_orders(by: User, project: Project, now: State, orders: Orders) -> None:
    """Raises ValidationError with a sentence for every row that cannot be so, and saves nothing."""
    writer = _Writer(by, project, now, orders)
    writer.write()
    if writer.refused:
        raise ValidationError(writer.refused)


class _Writer:
    def __init__(self, by: User, project: Project, now: State, orders: Orders) -> None:
        self._by, self._project, self._now, self._orders = by, project, now, orders
        self._rows = _rows_of(project)
        self._periods = {str(row.pk): row for row in project.periods.all()}
        self._parts: dict[Activity, Mapping[str, str]] = {}
        self.refused: list[str] = []

    def write(self) -> None:
        """What others refer to first; what is taken out last, the lowest before what it serves."""
        work = sorted(self._work(), key=lambda each: KIND_ORDER.index(each[0]))
        for kind, row_id in work:
            with self._refusing(row_id):
                self._write(kind, row_id)
        self._write_parts()
        for row_id in sorted(self._orders.removed, key=lambda key: -self._place(key)):
            with self._refusing(row_id):
                self._remove(row_id)

    def _work(self) -> Iterator[tuple[str, str]]:
        for row_id in self._orders.updates:
            yield self._now.rows[row_id].kind, row_id
        for row_id, kind in self._orders.kinds.items():
            yield kind, row_id

    def _place(self, row_id: str) -> int:
        return KIND_ORDER.index(self._now.rows[row_id].kind)

    @contextmanager
    def _refusing(self, row_id: str) -> Iterator[None]:
        """One row's refusal does not hide another's; all are undone together."""
        try:
            with transaction.atomic():
                yield
        except ValidationError as error:
            self._refuse(row_id, error)
        except ProtectedError:
            self._refuse(
                row_id,
                ValidationError(
                    _("This cannot be taken out: money or measurements hang on it, and they stay.")
                ),
            )

    def _refuse(self, row_id: str, error: ValidationError) -> None:
        fields = self._orders.added.get(row_id)
        if fields is None:
            fields = self._now.rows[row_id].fields
        number = self._orders.numbers.get(row_id, "")
        name = isolated(f"{number} {fields.get('text', '')[:80]}".strip())
        for message in _messages(error):
            self.refused.append(f"{name}: {message}")

    def _write(self, kind: str, row_id: str) -> None:
        fields = self._orders.added.get(row_id)
        is_new = fields is not None
        fields = self._orders.updates[row_id] if fields is None else fields
        facts = {
            FACT_NAMES.get(kind, {}).get(name, name): self._fact(name, value)
            for name, value in fields.items()
            if ":" not in name and name not in PARTS | {"level", "baseline"}
        }
        if is_new:
            self._rows[row_id] = self._create(kind, facts, fields)
        else:
            self._update(kind, self._rows[row_id], facts, fields, self._now.rows[row_id].fields)

    def _fact(self, name: str, value: str) -> Any:
        if name in OTHER_ROWS:
            return self._row(value)
        if name in {"starts", "ends", "baseline_date"}:
            return date.fromisoformat(value) if value else None
        if name in {"scale_least", "scale_most"}:
            return int(value) if value else None
        if name == "disaggregations":
            return [way for way in value.split("\n") if way]
        if name in {"milestone", "volunteers", "counts_people"}:
            return {"yes": True, "no": False}.get(value)
        return value

    def _row(self, key: str) -> Any:
        if key and key not in self._rows:
            raise ValidationError(_("What this row refers to is not there (any more)."))
        return self._rows[key] if key else None

    def _create(self, kind: str, facts: dict[str, Any], fields: Mapping[str, str]) -> Any:
        common: dict[str, Any] = {"by": self._by, "project": self._project}
        if kind in {"goal", "outcome", "output"}:
            return chain.result_create(**common, level=kind, facts=facts)
        if kind == "assumption":
            return row_create(**common, model=Assumption, facts=facts)
        if kind == "indicator":
            facts["kind"] = facts.get("kind") or "number"
            facts["adds"] = facts.get("adds") or ADDS.get(facts["kind"], "never")
            facts["aim"] = facts.get("aim") or Indicator.Aim.UP
            facts["counts_people"] = bool(facts.get("counts_people"))
            facts |= _baseline(fields.get("baseline", ""), facts["kind"])
            made = indicators.indicator_create(**common, facts=facts)
            self._set_targets(made, fields)
            return made
        if kind == "activity":
            facts["is_milestone"] = bool(facts.get("is_milestone"))
            _check_days(facts.get("starts"), facts.get("ends"))
            activity = plan.activity_create(**common, facts=facts)
            self._keep_parts(activity, fields, {})
            return activity
        facts["source"] = facts.get("source") or BudgetLine.Source.MONEY
        facts["currency"] = facts.get("currency") or self._currency_of(facts.get("partner"))
        return budget.line_create(**common, facts=facts, amounts=self._amounts(fields, {}))

    def _currency_of(self, partner: Any) -> str:
        return (partner.currency if partner else "") or self._project.currency

    def _update(
        self,
        kind: str,
        row: Any,
        facts: dict[str, Any],
        fields: Mapping[str, str],
        now: Mapping[str, str],
    ) -> None:
        same: dict[str, Any] = {
            "by": self._by,
            "project": self._project,
            "row": row,
            "opened_version": row.version,
            "facts": facts,
        }
        if kind in {"goal", "outcome", "output"}:
            chain.result_update(**same)
        elif kind == "assumption":
            row_update(**same)
        elif kind == "indicator":
            if "baseline" in fields or "kind" in fields:
                baseline = fields.get("baseline", now.get("baseline", ""))
                facts |= _baseline(baseline, facts.get("kind", row.kind))
            if facts:
                indicators.indicator_update(**same)
            self._set_targets(row, fields)
        elif kind == "activity":
            _check_days(facts.get("starts", row.starts), facts.get("ends", row.ends))
            plan.activity_update(**same)
            self._keep_parts(row, fields, now)
        else:
            budget.line_update(**same, amounts=self._amounts(fields, now))

    def _set_targets(self, indicator: Indicator, fields: Mapping[str, str]) -> None:
        targets = {
            self._period(name): value_from(value, indicator.kind)
            for name, value in fields.items()
            if base_of(name) == "target" and (value or not indicator._state.adding)
        }
        if targets:
            indicators.targets_set(by=self._by, indicator=indicator, targets=targets)

    def _period(self, name: str) -> Period:
        period = self._periods.get(period_of(name))
        if period is None:
            raise ValidationError(_("A period of this file is no longer in the project."))
        return period

    def _amounts(self, fields: Mapping[str, str], now: Mapping[str, str]) -> budget.Amounts:
        """What is planned in the periods that the file changed."""
        whole = {**now, **fields}
        touched = {name for name in fields if base_of(name) in {"amount", "quantity"}}
        found: dict[Period, budget.AmountData | None] = {}
        for name in sorted(touched):
            period = period_of(name)
            amount, quantity = whole.get(f"amount:{period}"), whole.get(f"quantity:{period}")
            if quantity and not amount:
                raise ValidationError(
                    _("Say what these cost: a number of units alone plans no money.")
                )
            if amount:
                units = Decimal(quantity) if quantity else None
                found[self._period(name)] = budget.AmountData(Decimal(amount), units)
            elif now.get(f"amount:{period}"):
                found[self._period(name)] = None
        return found

    def _keep_parts(
        self, activity: Activity, fields: Mapping[str, str], now: Mapping[str, str]
    ) -> None:
        if PARTS & set(fields):
            self._parts[activity] = {name: fields.get(name, now.get(name, "")) for name in PARTS}

    def _write_parts(self) -> None:
        """All at once, when every activity is there: two may change places in waiting."""
        made: dict[Activity, plan.PartsData] = {}
        for activity, fields in self._parts.items():
            with self._refusing(f"activity:{activity.pk}"):
                made[activity] = self._parts_data(fields)
        try:
            with transaction.atomic():
                plan.activities_parts_set(by=self._by, project=self._project, parts=made)
        except ValidationError as error:
            self.refused += _messages(error)

    def _parts_data(self, fields: Mapping[str, str]) -> plan.PartsData:
        waits: list[Activity] = []
        lags = {}
        for line in filter(None, fields["waits_for"].split("\n")):
            key, _plus, days = line.partition(" +")
            before = self._row(key)
            if not isinstance(before, Activity):
                raise ValidationError(_("An activity waits for activities alone."))
            waits.append(before)
            lags[before.pk] = int(days or 0)
        return plan.PartsData(
            responsible=self._row(fields["responsible"]),
            contributing=[self._row(key) for key in fields["contributing"].split("\n") if key],
            waits_for=waits,
            lags=lags,
        )

    def _remove(self, row_id: str) -> None:
        row = self._rows[row_id]
        # Rows of the database would go with it, which nobody was asked about.
        if isinstance(row, Result) and row.children.exists():
            raise ValidationError(_("Something serves this result. Take that out too, or move it."))
        if isinstance(row, Indicator) and row.measurements.exists():
            raise ValidationError(
                _("This cannot be taken out: money or measurements hang on it, and they stay.")
            )
        row_remove(by=self._by, project=self._project, row=row)


def _rows_of(project: Project) -> dict[str, Model]:
    queries: Mapping[str, Callable[[], Any]] = {
        "result": project.results.all,
        "assumption": project.assumptions.all,
        "indicator": project.indicators.all,
        "activity": project.activities.all,
        "line": project.budget_lines.all,
        "partner": project.partners.all,
    }
    return {f"{name}:{row.pk}": row for name, rows in queries.items() for row in rows()}


def _baseline(text: str, kind: str) -> dict[str, Any]:
    """All columns of the baseline: what another kind left behind goes."""
    value = value_from(text, kind)
    empty: dict[str, Any] = dict.fromkeys(COLUMNS) | {"text": "", "absent": ""}
    filled = {name: getattr(value, name) for name in COLUMNS} if value else empty
    return {f"baseline_{name}": each for name, each in filled.items()}


def _check_days(starts: date | None, ends: date | None) -> None:
    if starts and ends and ends < starts:
        raise ValidationError({"ends": _("The end lies before the beginning.")})


def _messages(error: ValidationError) -> list[str]:
    """The sentences of an error, those of a field behind its head."""
    if not hasattr(error, "error_dict"):
        return list(error.messages)
    found = []
    for name, errors in error.error_dict.items():
        head = _head_of(name)
        found += [f"{head}: {message}" if head else message
                  for one in errors for message in one.messages]  # fmt: skip
    return found


def _head_of(name: str) -> str:
    for kind, section in (("indicator", "logframe"), ("activity", "plan"), ("line", "budget")):
        own = {fact: key for key, fact in FACT_NAMES.get(kind, {}).items()}
        try:
            return head_words(section, own.get(name, name))
        except KeyError:
            continue
    return ""
