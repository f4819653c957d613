"""A design as it leaves for Word and Excel: one reading of everything that these files hold."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from django.db.models import F

from ..models import (
    Activity,
    ActivityPartner,
    Assumption,
    BudgetLine,
    Dependency,
    Indicator,
    Project,
    Result,
    Target,
)
from ..office.state import Row, State, clean_text, plain, unique_names, value_text, yes_no
from ..values import baseline_of, value_of
from .chain import Chain, Node, chain_of

Part = ActivityPartner.Part


def state_of(project: Project) -> State:
    """The design as canonical rows. Eight queries, whatever its size (partners by prefetch)."""
    periods = unique_names((str(row.pk), row.name) for row in project.periods.all())
    partners = unique_names((f"partner:{row.pk}", row.name) for row in project.partners.all())
    chain = chain_of(project)
    rows = [*_logframe(project, chain), *_activities(project, chain), *_lines(project)]
    return State(str(project.pk), {row.id: row for row in rows}, periods, partners)


def _logframe(project: Project, chain: Chain) -> Iterator[Row]:
    """A goal, what it is measured by and assumes, then what serves it; loose ones last."""
    targets: dict[object, dict[str, str]] = defaultdict(dict)
    for target in Target.objects.filter(indicator__project=project):
        targets[target.indicator_id][f"target:{target.period_id}"] = value_text(value_of(target))
    for node in (*chain.goals, *chain.loose):
        yield from _node(node, targets)
    yield from (_indicator(row, targets) for row in chain.indicators)
    yield from (_assumption(row) for row in chain.assumptions)


def _node(node: Node, targets: dict[object, dict[str, str]]) -> Iterator[Row]:
    yield _result(node.result)
    yield from (_indicator(row, targets) for row in node.indicators)
    yield from (_assumption(row) for row in node.assumptions)
    for child in node.children:
        yield from _node(child, targets)


def _result(row: Result) -> Row:
    fields = {
        "level": row.level,
        "text": clean_text(row.text),
        "verification": clean_text(row.verification),
    }
    if row.level != Result.Level.GOAL:
        fields["parent"] = _key("result", row.parent_id)
    return Row(f"result:{row.pk}", row.level, row.version, fields)


def _assumption(row: Assumption) -> Row:
    fields = {
        "level": "assumption",
        "text": clean_text(row.text),
        "parent": _key("result", row.result_id),
        "verification": clean_text(row.verification),
    }
    return Row(f"assumption:{row.pk}", "assumption", row.version, fields)


def _indicator(row: Indicator, targets: dict[object, dict[str, str]]) -> Row:
    fields = {
        "level": "indicator",
        "text": clean_text(row.text),
        "parent": _key("result", row.result_id),
        "verification": clean_text(row.means),
        "kind": row.kind,
        "unit": clean_text(row.unit),
        "baseline": value_text(baseline_of(row)),
        "baseline_date": row.baseline_date.isoformat() if row.baseline_date else "",
        "baseline_source": clean_text(row.baseline_source),
        "numerator_label": clean_text(row.numerator_label),
        "denominator_label": clean_text(row.denominator_label),
        "definition": clean_text(row.definition),
        "disaggregations": "\n".join(clean_text(str(way)) for way in row.disaggregations),
        "counts_people": yes_no(row.counts_people),
        "scale_least": plain(row.scale_least),
        "scale_most": plain(row.scale_most),
        "adds": row.adds,
        "aim": row.aim,
        **targets[row.pk],
    }
    return Row(f"indicator:{row.pk}", "indicator", row.version, fields)


def _in_order(chain: Chain) -> list[Activity]:
    """Every activity of the chain, in the order of the work plan."""
    found = list(chain.activities)
    nodes = [*chain.goals, *chain.loose]
    while nodes:
        node = nodes.pop()
        found += node.activities
        nodes += node.children
    return sorted(found, key=lambda row: (row.position, str(row.pk)))


def _activities(project: Project, chain: Chain) -> Iterator[Row]:
    responsible: dict[object, str] = {}
    contributing: dict[object, list[str]] = defaultdict(list)
    for part in ActivityPartner.objects.filter(activity__project=project).order_by("pk"):
        key = f"partner:{part.partner_id}"
        if part.part == Part.RESPONSIBLE:
            responsible[part.activity_id] = key
        else:
            contributing[part.activity_id].append(key)
    waits: dict[object, list[str]] = defaultdict(list)
    for link in Dependency.objects.filter(before__project=project):
        waits[link.after_id].append(wait(f"activity:{link.before_id}", link.lag_days))
    for row in _in_order(chain):
        fields = _activity(row) | {
            "responsible": responsible.get(row.pk, ""),
            "contributing": "\n".join(sorted(contributing[row.pk])),
            "waits_for": "\n".join(sorted(waits[row.pk])),
        }
        yield Row(f"activity:{row.pk}", "activity", row.version, fields)


def _activity(row: Activity) -> dict[str, str]:
    return {
        "text": clean_text(row.title),
        "parent": _key("result", row.result_id),
        "starts": row.starts.isoformat() if row.starts else "",
        "ends": row.ends.isoformat() if row.ends else "",
        "milestone": yes_no(row.is_milestone),
        "volunteers": yes_no(row.has_volunteers),
        "description": clean_text(row.description),
    }


def wait(key: str, lag_days: int) -> str:
    """ "activity:7 +5": waits for that one and five days more."""
    return f"{key} +{lag_days}" if lag_days else key


def _lines(project: Project) -> Iterator[Row]:
    """Lines with their amounts, in one query: a line comes once for each of its amounts."""
    joined: Iterable[Any] = project.budget_lines.annotate(
        in_period=F("amounts__period_id"),
        planned=F("amounts__amount"),
        units=F("amounts__quantity"),
    )
    for _pk, rows in groupby(joined, key=lambda row: row.pk):
        line, *more = rows
        fields = _line(line)
        for each in (line, *more):
            if each.in_period is not None:
                fields[f"amount:{each.in_period}"] = plain(each.planned)
            if each.units is not None:
                fields[f"quantity:{each.in_period}"] = plain(each.units)
        yield Row(f"line:{line.pk}", "line", line.version, fields)


def _line(row: BudgetLine) -> dict[str, str]:
    return {
        "text": clean_text(row.text),
        "category": row.category,
        "source": row.source,
        "partner": f"partner:{row.partner_id}",
        "activity": _key("activity", row.activity_id),
        "unit": clean_text(row.unit),
        "currency": row.currency,
        "how_valued": clean_text(row.how_valued),
    }


def _key(model: str, pk: object) -> str:
    return f"{model}:{pk}" if pk else ""
