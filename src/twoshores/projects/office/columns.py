"""The tables of an exchange file: their columns, and the words for them in five languages.

A column is found by its head, in whichever of the languages it is written; its key never changes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from django.conf import settings
from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from twoshores.common.folding import fold

from ..models import BudgetLine, CostCategory, Indicator, Report, Result
from ..values import WAYS


class Kind(StrEnum):
    """What stands in the cells of a column."""

    TEXT = "text"
    NUMBER = "number"  # two places
    WHOLE = "whole"
    LANGUAGE = "language"
    WAYS = "ways"  # of counting apart, several
    DAY = "day"
    YES_NO = "yes_no"
    CHOICE = "choice"
    CURRENCY = "currency"
    ROW = "row"  # the number of another row
    ROWS = "rows"  # several of these, with days in between
    PARTNER = "partner"
    PARTNERS = "partners"
    VALUE = "value"  # of the row's indicator
    OWN = "own"  # the row's own number: ours to give
    SUM = "sum"  # a formula of ours, not read


LOGFRAME, PLAN, BUDGET = "logframe", "plan", "budget"
WORDS, SAID, RESULTS, DONE, SPENT, RATES = "words", "said", "results", "done", "spent", "rates"
ANSWERS = "answers"
DAYS = "days"
SECTIONS: dict[str, str | Promise] = {
    LOGFRAME: _("Logframe"),
    PLAN: _("Work plan"),
    BUDGET: _("Budget"),
    WORDS: _("The report in words"),
    SAID: _("What the partners wrote"),
    RESULTS: _("Results"),
    DONE: _("Activities"),
    SPENT: _("Money"),
    RATES: _("Converted at"),
    ANSWERS: _("Answers to the call"),
    DAYS: _("Days of this report"),
}
DESIGN = (LOGFRAME, PLAN, BUDGET)
REPORT = (WORDS, SAID, RESULTS, DONE, SPENT, RATES, DAYS)
# Tables whose rows are given: nobody adds one.
GIVEN = frozenset({WORDS, ANSWERS})
# What a file shows and nobody changes there: it was noted elsewhere.
SEEN_SECTIONS = frozenset(REPORT) - {WORDS}


class RowKind(TextChoices):
    """What a row of a table is. The first five stand in the logframe."""

    GOAL = "goal", Result.Level.GOAL.label
    OUTCOME = "outcome", Result.Level.OUTCOME.label
    OUTPUT = "output", Result.Level.OUTPUT.label
    INDICATOR = "indicator", _("Indicator")
    ASSUMPTION = "assumption", _("Assumption")
    ACTIVITY = "activity", _("Activity")
    LINE = "line", _("Line of the budget")


class ReportPart(TextChoices):
    """What people fill in of a report, by the name of the field."""

    DONE = "done", Report._meta.get_field("done").verbose_name
    CHANGED = "changed", Report._meta.get_field("changed").verbose_name
    DIFFICULTIES = "difficulties", Report._meta.get_field("difficulties").verbose_name
    LESSONS = "lessons", Report._meta.get_field("lessons").verbose_name
    FOLLOWING = "following", Report._meta.get_field("following").verbose_name
    LANGUAGE = "language", _("Language it is written in")


# Words of rows that add up what stands above them, by their kind.
SUM_WORDS: dict[str, str | Promise] = {
    "sum": _("All together"),
    "converted": _("All together, converted"),
}
# Words of the days of a report, by the kind of their row.
DAY_WORDS: dict[str, str | Promise] = {
    "period": _("Period"),
    "due": _("Due on"),
}
OUR_WORDS = SUM_WORDS | DAY_WORDS
SECTION_OF = {
    **dict.fromkeys(("goal", "outcome", "output", "indicator", "assumption"), LOGFRAME),
    "activity": PLAN,
    "line": BUDGET,
    **{"part": WORDS, "tongue": WORDS, "said": SAID, "measure": RESULTS, "task": DONE},
    **{"cost": SPENT, "sum": SPENT, "converted": SPENT, "rate": RATES},
    "answer": ANSWERS,
    **dict.fromkeys(DAY_WORDS, DAYS),
}
# The beginning of a row's number.
LETTERS = {
    "goal": "G",
    "outcome": "OC",
    "output": "OP",
    "indicator": "I",
    "assumption": "S",
    "activity": "A",
    "line": "B",
}


@dataclass(frozen=True, slots=True)
class Column:
    """width: in letters. longest: of a text. choices: of a choice."""

    key: str
    label: str | Promise
    kind: Kind
    width: int = 14
    longest: int = 0
    choices: type[TextChoices] | None = None


# Heads of columns that stand once for each period.
TARGET, AMOUNT, UNITS = "target", "amount", "quantity"
PERIOD_HEADS: dict[str, str | Promise] = {
    TARGET: _("Target: %(period)s"),
    AMOUNT: _("Amount: %(period)s"),
    UNITS: _("Units: %(period)s"),
}
PERIOD_KINDS = {TARGET: Kind.VALUE, AMOUNT: Kind.NUMBER, UNITS: Kind.NUMBER}

COLUMNS: dict[str, tuple[Column, ...]] = {
    LOGFRAME: (
        Column("number", _("No."), Kind.OWN, 7),
        Column("level", _("Level"), Kind.CHOICE, 13, choices=RowKind),
        Column("text", pgettext_lazy("column", "What"), Kind.TEXT, 52, 600),
        Column("parent", _("Belongs to"), Kind.ROW, 11),
        Column("verification", _("Means of verification"), Kind.TEXT, 34, 600),
        Column("kind", _("Kind"), Kind.CHOICE, 17, choices=Indicator.Kind),
        Column("unit", _("Unit"), Kind.TEXT, 12, 60),
        Column("baseline", _("Baseline"), Kind.VALUE, 14),
        Column("baseline_date", _("Baseline: measured on"), Kind.DAY, 13),
        Column("baseline_source", _("Baseline: source"), Kind.TEXT, 22, 300),
        Column(TARGET, "", Kind.VALUE, 14),
        Column("numerator_label", _("What is counted above the line"), Kind.TEXT, 26, 200),
        Column("denominator_label", _("Out of what"), Kind.TEXT, 26, 200),
        Column("definition", _("What counts, exactly"), Kind.TEXT, 34, 2000),
        Column("disaggregations", _("It is counted apart"), Kind.WAYS, 24),
        Column("counts_people", _("It counts people"), Kind.YES_NO, 11),
        Column("scale_least", _("For a scale: its lowest point"), Kind.WHOLE, 12),
        Column("scale_most", _("For a scale: its highest point"), Kind.WHOLE, 12),
        Column("adds", _("What a sum over periods means"), Kind.CHOICE, 24, choices=Indicator.Adds),
        Column("aim", _("What is better"), Kind.CHOICE, 16, choices=Indicator.Aim),
    ),
    PLAN: (
        Column("number", _("No."), Kind.OWN, 7),
        Column("text", _("What is done"), Kind.TEXT, 46, 300),
        Column("parent", _("Output"), Kind.ROW, 10),
        Column("starts", pgettext_lazy("period", "From"), Kind.DAY, 12),
        Column("ends", pgettext_lazy("period", "Until"), Kind.DAY, 12),
        Column("milestone", _("A milestone"), Kind.YES_NO, 11),
        Column("responsible", _("Responsible"), Kind.PARTNER, 24),
        Column("contributing", _("Contributes"), Kind.PARTNERS, 26),
        Column("waits_for", _("Waits for"), Kind.ROWS, 13),
        Column("volunteers", _("Volunteers take part"), Kind.YES_NO, 12),
        Column("description", _("How"), Kind.TEXT, 46, 4000),
    ),
    BUDGET: (
        Column("number", _("No."), Kind.OWN, 7),
        Column("text", _("For what"), Kind.TEXT, 40, 300),
        Column("category", _("Kind of cost"), Kind.CHOICE, 24, choices=CostCategory),
        Column("source", _("What it is"), Kind.CHOICE, 20, choices=BudgetLine.Source),
        Column("partner", _("Who pays it"), Kind.PARTNER, 24),
        Column("activity", _("Activity"), Kind.ROW, 10),
        Column("unit", _("Unit"), Kind.TEXT, 12, 60),
        Column("currency", _("Currency"), Kind.CURRENCY, 10),
        Column(AMOUNT, "", Kind.NUMBER, 15),
        Column("total", _("Total"), Kind.SUM, 16),
        Column("how_valued", _("How it was valued"), Kind.TEXT, 34, 300),
    ),
    WORDS: (
        Column("part", _("Part"), Kind.CHOICE, 26, choices=ReportPart),
        Column("text", _("Words"), Kind.TEXT, 90, 6000),
    ),
    SAID: (
        Column("partner", _("Partner"), Kind.TEXT, 24),
        Column("part", _("Part"), Kind.CHOICE, 24, choices=ReportPart),
        Column("text", _("Words"), Kind.TEXT, 80),
    ),
    RESULTS: (
        Column("text", _("What is measured"), Kind.TEXT, 44),
        Column("unit", _("Unit"), Kind.TEXT, 12),
        Column("aimed", _("Aimed at"), Kind.VALUE, 14),
        Column("measured", _("Measured"), Kind.VALUE, 14),
        Column("confirmed", _("Confirmed"), Kind.YES_NO, 13),
        Column("source", _("Source"), Kind.TEXT, 26),
    ),
    DONE: (
        Column("text", _("What is done"), Kind.TEXT, 54),
        Column("starts", pgettext_lazy("period", "From"), Kind.DAY, 13),
        Column("ends", pgettext_lazy("period", "Until"), Kind.DAY, 13),
        Column("share", _("Done, of a hundred"), Kind.VALUE, 12),
    ),
    SPENT: (
        Column("text", _("For what"), Kind.TEXT, 40),
        Column("partner", _("Partner"), Kind.TEXT, 24),
        Column("currency", _("Currency"), Kind.TEXT, 10),
        Column("planned", _("Planned"), Kind.NUMBER, 15),
        Column("spent", _("Spent"), Kind.NUMBER, 15),
        Column("confirmed", _("Confirmed"), Kind.YES_NO, 13),
    ),
    RATES: (
        Column("currency", _("Currency"), Kind.TEXT, 10),
        Column("per_unit", _("For one unit of the project's currency"), Kind.VALUE, 18),
        Column("on", _("Of which day"), Kind.DAY, 13),
        Column("source", _("Source"), Kind.TEXT, 40),
    ),
    # Of a proposal, by a higher app: the question is ours, the words are theirs.
    ANSWERS: (
        Column("partner", _("Partner"), Kind.TEXT, 20, 300),
        Column("part", _("Question"), Kind.TEXT, 40, 300),
        Column("text", _("Answer"), Kind.TEXT, 80, 10_000),
    ),
    DAYS: (
        Column("text", pgettext_lazy("column", "What"), Kind.TEXT, 40),
        Column("starts", pgettext_lazy("period", "From"), Kind.DAY, 13),
        Column("ends", pgettext_lazy("period", "Until"), Kind.DAY, 13),
    ),
}
TONGUE = Column("text", "", Kind.LANGUAGE)
BY_KEY = {section: {c.key: c for c in columns} for section, columns in COLUMNS.items()}
_RESULT = ("level", "text", "parent", "verification")
# Which columns a row of a kind has. A goal belongs to nothing.
FIELDS: dict[str, tuple[str, ...]] = {
    "goal": ("level", "text", "verification"),
    "outcome": _RESULT,
    "output": _RESULT,
    "assumption": _RESULT,
    "indicator": (
        *(*_RESULT, "kind", "unit", "baseline", "baseline_date", "baseline_source", TARGET),
        *("numerator_label", "denominator_label", "definition", "disaggregations"),
        *("counts_people", "scale_least", "scale_most", "adds", "aim"),
    ),
    "activity": tuple(c.key for c in COLUMNS[PLAN] if c.kind != Kind.OWN),
    "line": (
        *(c.key for c in COLUMNS[BUDGET] if c.kind not in {Kind.OWN, Kind.SUM}),
        UNITS,
    ),
    **{
        kind: tuple(column.key for column in COLUMNS[section])
        for kind, section in SECTION_OF.items()
        if section in REPORT or section == ANSWERS
    },
}
# What an indicator's own words may be shorter than (`verification` is its way of measuring).
LONGEST = {("indicator", "text"): 400, ("indicator", "verification"): 400}


def base_of(key: str) -> str:
    """ "target" for "target:12", which is of the period with that id."""
    return key.partition(":")[0]


def period_of(key: str) -> str:
    return key.partition(":")[2]


def column_of(section: str, key: str) -> Column:
    """The column of a key; of a period's, the one for all periods."""
    base = base_of(key)
    if base == UNITS:
        return Column(UNITS, "", Kind.NUMBER, 10)
    return BY_KEY[section][base]


def column_in(row_kind: str, section: str, key: str) -> Column:
    """The same for a row of a kind: what stands under the words may be a language."""
    return TONGUE if row_kind == "tongue" and key == "text" else column_of(section, key)


def longest(row_kind: str, column: Column) -> int:
    return LONGEST.get((row_kind, column.key), column.longest)


def head_words(section: str, key: str, period: str = "") -> str:
    """A head in the language of this thread."""
    base = base_of(key)
    if base in PERIOD_HEADS:
        return str(PERIOD_HEADS[base]) % {"period": period}
    return str(BY_KEY[section][base].label)


@lru_cache(maxsize=8)
def heads_in_all_languages(section: str) -> Mapping[str, str]:
    """Folded head -> key, for the columns that are not of a period."""
    found: dict[str, str] = {}
    for language in dict(settings.LANGUAGES):
        with override(language):
            for column in COLUMNS[section]:
                if column.key not in PERIOD_HEADS:
                    found.setdefault(fold(str(column.label)), column.key)
    return found


def period_heads_in_all_languages(period: str) -> Mapping[str, str]:
    """Folded head -> its beginning ("target"), for one period's name."""
    found: dict[str, str] = {}
    for language in dict(settings.LANGUAGES):
        with override(language):
            for base, words in PERIOD_HEADS.items():
                found.setdefault(fold(str(words) % {"period": period}), base)
    return found


@lru_cache(maxsize=16)
def codes_of(choices: type[TextChoices]) -> Mapping[str, str]:
    """Folded word in any of the languages, or code -> code."""
    found = {fold(code): code for code in choices.values}
    for language in dict(settings.LANGUAGES):
        with override(language):
            for code, label in choices.choices:
                found.setdefault(fold(str(label)), code)
    return found


@lru_cache(maxsize=1)
def ways_in_all_languages() -> Mapping[str, str]:
    """Folded words for a way of counting apart, in any of the languages, or its code -> code."""
    found = {fold(code): code for code in WAYS}
    for language in dict(settings.LANGUAGES):
        with override(language):
            found |= {fold(str(label)): code for code, label in WAYS.items()}
    return found


def is_total(text: str) -> bool:
    """Whether a row begins as our rows of totals do, in any language: they are not read."""
    return fold(text.split(":")[0]) in _total_words() if text.strip() else False


@lru_cache(maxsize=1)
def _total_words() -> frozenset[str]:
    found = set()
    for language in dict(settings.LANGUAGES):
        with override(language):
            found.add(fold(str(BY_KEY[BUDGET]["total"].label)))
    return frozenset(found)
