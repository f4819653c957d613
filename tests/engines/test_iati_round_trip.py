"""Any activity that can be written is valid, and is read back as it was."""

from datetime import UTC, date, datetime
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from twoshores.engines import iati

TODAY = date(2026, 1, 15)
WORDS = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Z", "Cn")), min_size=1, max_size=12
).filter(str.strip)
DAYS = st.dates(date(1990, 1, 1), date(2040, 12, 31))
VALUES = st.decimals(-(10**12), 10**12, places=4, allow_nan=False).map(Decimal.normalize)
SPANS = st.tuples(DAYS, DAYS).map(sorted)
MONEY = st.builds(iati.Money, VALUES, st.sampled_from(["EUR", "XOF", "MAD"]), DAYS)
FIGURES = st.none() | st.builds(iati.Figure, VALUES)
PARTIES = st.builds(iati.Party, WORDS, ref=WORDS, kind=st.sampled_from(["10", "22"]))


@st.composite
def indicators(draw) -> iati.Indicator:
    spans = draw(st.lists(SPANS, max_size=3, unique_by=tuple))
    first = draw(DAYS)
    value = draw(st.none() | VALUES)
    return iati.Indicator(
        draw(WORDS),
        ascending=draw(st.none() | st.booleans()),
        description=draw(st.just("") | WORDS),
        baseline=None if value is None else iati.Baseline(value, "", first.year, first),
        periods=[
            iati.IndicatorPeriod(starts, ends, draw(FIGURES), draw(FIGURES))
            for starts, ends in spans
        ],
    )


RESULTS = st.builds(
    iati.Result,
    st.sampled_from(["1", "2", "3"]),
    WORDS,
    st.just("") | WORDS,
    st.lists(indicators(), min_size=1, max_size=3),
)
BUDGETS = st.builds(lambda span, money: iati.Budget(*span, money, "1", "2"), SPANS, MONEY)
TRANSACTIONS = st.builds(
    iati.Transaction, st.sampled_from(["2", "3", "4"]), DAYS, MONEY, st.just("") | WORDS
)
ACTIVITIES = st.builds(
    iati.Activity,
    identifier=WORDS,
    reporter=PARTIES,
    title=WORDS,
    language=st.sampled_from(["fr", "ar"]),
    currency=st.just("EUR"),
    description=WORDS,
    status=st.just("2"),
    days=st.lists(st.builds(iati.Day, st.just("1"), DAYS), min_size=1, max_size=2),
    parties=st.lists(st.builds(iati.Party, WORDS, role=st.just("4")), min_size=1, max_size=3),
    countries=st.lists(st.builds(iati.Share, st.sampled_from(["ML", "SN"])), max_size=1),
    budgets=st.lists(BUDGETS, max_size=3),
    transactions=st.lists(TRANSACTIONS, max_size=4),
    results=st.lists(RESULTS, max_size=2),
)


def counted(activity: iati.Activity) -> tuple[int, ...]:
    indicators = list(activity.indicators())
    return (
        len(activity.budgets),
        len(activity.transactions),
        len(activity.results),
        len(indicators),
        sum(len(one.periods) for one in indicators),
        len(activity.parties),
        len(activity.days),
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(ACTIVITIES, min_size=1, max_size=3))
def test_counts_and_values_are_kept(activities):
    data = iati.write_document(activities, generated=datetime(2026, 1, 1, tzinfo=UTC))
    assert iati.schema_problems(etree.fromstring(data)) == []
    reads = list(iati.read_activities(data, today=TODAY))
    assert [counted(one.activity) for one in reads] == [counted(one) for one in activities]
    for one, wanted in zip(reads, activities, strict=True):
        got = one.activity
        assert one.troubles == []
        assert (got.title, got.description) == (wanted.title.strip(), wanted.description.strip())
        assert [t.money for t in got.transactions] == [t.money for t in wanted.transactions]
        assert [b.money for b in got.budgets] == [b.money for b in wanted.budgets]
        for mine, theirs in zip(got.indicators(), wanted.indicators(), strict=True):
            assert mine.baseline == theirs.baseline
            assert [(p.target, p.actual) for p in mine.periods] == [
                (p.target, p.actual) for p in theirs.periods
            ]
    assert (
        iati.write_document(
            [one.activity for one in reads], generated=datetime(2026, 1, 1, tzinfo=UTC)
        )
        == data
    )
