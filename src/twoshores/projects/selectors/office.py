"""A design as it leaves for Word and Excel: one reading of everything that these files hold."""

from collections import defaultdict
from collections.abc import Iterator

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
from .chain import Node, chain_of

Part = ActivityPartner.Part


def state_of(project: Project) -> State:
    """The design as canonical rows. Ten queries, whatever its size (partners by prefetch)."""
    periods = unique_names((str(row.pk), row.name) for row in project.periods.all())
    partners = unique_names((f"partner:{row.pk}", row.name) for row in project.partners.all())
    rows = [*_logframe(project), *_activities(project), *_lines(project)]
    return State(str(project.pk), {row.id: row for row in rows}, periods, partners)


def _logframe(project: Project) -> Iterator[Row]:
    """A goal, what it is measured by and assumes, then what serves it; loose ones last."""
    chain = chain_of(project)
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
        **targets[row.pk],
    }
    return Row(f"indicator:{row.pk}", "indicator", row.version, fields)


def _activities(project: Project) -> Iterator[Row]:
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
    for row in project.activities.all():
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
    for row in project.budget_lines.prefetch_related("amounts"):
        amounts = list(row.amounts.all())
        fields = _line(row)
        fields |= {f"amount:{each.period_id}": plain(each.amount) for each in amounts}
        fields |= {
            f"quantity:{each.period_id}": plain(each.quantity)
            for each in amounts
            if each.quantity is not None
        }
        yield Row(f"line:{row.pk}", "line", row.version, fields)


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
