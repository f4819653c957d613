"""The programme as an activity above its grants: where and what for, by the money promised."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from twoshores.engines import iati
from twoshores.engines.ledger import shared_out
from twoshores.projects.iati import codes
from twoshores.projects.selectors.budget import NamedRate, published_rates

from ..models import Programme
from .activities import (
    CHILD,
    CLOSED,
    PIPELINE,
    PROGRAMME,
    UNDER_WAY,
    Told,
    days_of,
    organisation_party,
    programme_identifier,
)
from .gaps import Gap

WHOLE = Decimal(100)


def parent_of(programme: Programme, told: Told, today: date) -> iati.Activity | None:
    """The programme, or None and a gap in `told` where a rate lacks that would be needed. One
    query where currencies differ, else none.

    Percentages of countries and sectors are those of the grants, weighed by what is promised,
    converted at one named rate for each currency; the description names the rates.
    """
    if not told.activities:
        return None
    on = programme.rates_on or timezone.localdate()
    wanted = sorted({code for _amount, code in told.amounts} - {programme.currency})
    rates = published_rates(programme.currency, wanted, on) if wanted else {}
    missing = [code for code in wanted if code not in rates]
    if missing:
        text = _("The programme above its grants: no rate is published for %(currencies)s.")
        told.gaps.append(Gap(text % {"currencies": ", ".join(missing)}))
        return None
    weights = [_converted(amount, code, rates) for amount, code in told.amounts]
    starts = programme.starts or min(day.on for row in told.activities for day in row.days)
    giver = organisation_party(programme)
    return iati.Activity(
        identifier=programme_identifier(programme),
        reporter=giver,
        title=programme.title,
        language=programme.language,
        currency=programme.currency,
        description=_described(programme, rates.values()),
        status=_status(starts, programme.ends, today),
        updated=max(row.updated for row in told.activities if row.updated),
        days=days_of(starts, programme.ends, today),
        parties=[
            iati.Party(giver.name, giver.ref, giver.kind, role)
            for role in (codes.FUNDING, codes.ACCOUNTABLE)
        ],
        countries=_shares([row.countries for row in told.activities], weights, ""),
        sectors=_shares([row.sectors for row in told.activities], weights, codes.DAC),
        hierarchy=PROGRAMME,
        related=[iati.Related(row.identifier, CHILD) for row in told.activities],
    )


def _converted(amount: Decimal, code: str, rates: dict[str, NamedRate]) -> Decimal:
    return amount / rates[code].per_unit if code in rates else amount


def _described(programme: Programme, rates: Iterable[NamedRate]) -> str:
    """What it is for, then each rate with its day and source, in signs that need no language."""
    lines = [programme.about.strip() or programme.title]
    for rate in rates:
        named = ", ".join(part for part in (str(rate.on or ""), rate.source) if part)
        value = f"{rate.per_unit.normalize():f} {rate.currency}"
        lines.append(f"1 {programme.currency} = {value} ({named})")
    return "\n".join(lines)


def _status(starts: date, ends: date | None, today: date) -> str:
    if starts > today:
        return PIPELINE
    return CLOSED if ends is not None and ends < today else UNDER_WAY


def _shares(
    rows: list[list[iati.Share]], weights: list[Decimal], vocabulary: str
) -> list[iati.Share]:
    """Percentages that sum to 100 exactly; the only one has no percentage, zero is left out."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for shares, weight in zip(rows, weights, strict=True):
        for share in shares:
            sums[share.code] += weight * (WHOLE if share.percent is None else share.percent)
    if len(sums) == 1 or not any(sums.values()):
        return [iati.Share(code, None, vocabulary) for code in list(sums)[:1]]
    percents = shared_out(WHOLE, list(sums.values()))
    return [
        iati.Share(code, percent, vocabulary)
        for code, percent in zip(sums, percents, strict=True)
        if percent
    ]
