"""Loading the dated exchange rates that come with us."""

from django.db import transaction

from . import data, stamps
from .models import ExchangeRate

LIST = "rates.csv.xz"
OWN = "own"
BATCH = 2_000


def rates_load() -> int:
    """Load the annual average rates; returns how many were written.

    Idempotent, as `places_load_default` is. A newer list replaces the rates of the older one;
    what an instance adds has the kind "own" and stays.
    """
    if stamps.is_current(LIST, ExchangeRate.objects.exclude(kind=OWN).count()):
        return 0
    count = _load_all()
    stamps.mark(LIST, count)
    return count


@transaction.atomic
def _load_all() -> int:
    ExchangeRate.objects.exclude(kind=OWN).delete()
    rows = [
        ExchangeRate(
            currency=row.currency,
            date=row.date,
            per_usd=row.per_usd,
            kind=row.kind,
            source=row.source[:120],
        )
        for row in data.read_rates()
    ]
    ExchangeRate.objects.bulk_create(rows, batch_size=BATCH)
    return len(rows)
