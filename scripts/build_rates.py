"""Make src/twoshores/common/data/rates.csv.xz from the IMF's annual exchange rates.

    .venv/bin/python scripts/build_rates.py imf_exchangerates_A_ENDA_USD.csv

The file is the one of the codeforIATI/imf-exchangerates repository (branch gh-pages): national
currency for one US dollar, average of the period (ENDA), annual. Source: International Monetary
Fund. The IMF writes all years of a country in its present currency.

1. Years before 1990 are left out; so are rates under 0.00001, which ten decimals cannot hold.
2. Where several countries list one currency, the issuing area's row is taken (the euro area, the
   two CFA unions, the country whose code begins the currency's); the dollar is 1. The source has
   at least one wrong row that this drops: Haiti's rates stand under USD.
3. A currency without an issuer's row is taken only if its rows agree within a thousandth.
"""

import csv
import io
import lzma
import sys
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

OUT = Path(__file__).parent.parent / "src/twoshores/common/data/rates.csv.xz"
FIRST_YEAR = 1990
LEAST = Decimal("0.00001")
TEN_PLACES = Decimal("1e-10")
AREAS = {
    "EUR": "Euro Area (EA)",
    "XOF": "West African Economic and Monetary Union (WAEMU)",
    "XAF": "Central African Economic and Monetary Community (CEMAC)",
    "XCD": "Eastern Caribbean Currency Union (ECCU)",
}
SOURCE = "International Monetary Fund"

Listed = list[tuple[str, str, Decimal]]  # country code, country, rate


def read(path: Path) -> dict[tuple[str, int], Listed]:
    listed: dict[tuple[str, int], Listed] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            year = int(row["Date"][:4])
            if row["Frequency"] == "A" and year >= FIRST_YEAR:
                entry = (row["Country code"], row["Country"], Decimal(row["Rate"]))
                listed[row["Currency"], year].append(entry)
    return listed


def chosen(currency: str, listed: Listed) -> Decimal | None:
    """The one rate of a currency in a year, or None where the rows do not settle it."""
    if currency == "USD":
        return Decimal(1)
    for code, country, rate in listed:
        if country == AREAS.get(currency) or code == currency[:2]:
            return rate
    rates = [rate for _, _, rate in listed]
    return rates[0] if max(rates) - min(rates) <= max(rates) / 1000 else None


def main() -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["currency", "year", "per_usd", "kind", "source"])
    kept, refused = 0, []
    for (currency, year), listed in sorted(read(Path(sys.argv[1])).items()):
        rate = chosen(currency, listed)
        if rate is None or rate < LEAST:
            refused.append(f"{currency} {year}")
            continue
        value = f"{rate.quantize(TEN_PLACES):f}".rstrip("0").rstrip(".")
        writer.writerow([currency, year, value, "annual_average", SOURCE])
        kept += 1
    OUT.write_bytes(lzma.compress(text.getvalue().encode(), preset=9 | lzma.PRESET_EXTREME))
    print(f"{OUT.name}: {kept} rates, {OUT.stat().st_size} bytes; left out: {refused or 'none'}")


if __name__ == "__main__":
    main()
