"""Codes of the IATI lists beside our own words."""

from twoshores.actors.models import OrganisationKind as Org

from ..models import Alignment, Indicator, Project, Result

# OrganisationType. Kinds that IATI has no word for are "90", other.
ORGANISATION_TYPES: dict[str, str] = dict.fromkeys(Org.values, "90") | {
    Org.MIGRANT_ASSOCIATION.value: "22",
    Org.GRASSROOTS_GROUP.value: "22",
    Org.NGO.value: "22",
    Org.LOCAL_AUTHORITY.value: "11",
    Org.CENTRAL_AUTHORITY.value: "10",
    Org.EMBASSY.value: "10",
    Org.UNIVERSITY.value: "80",
    Org.SCHOOL.value: "80",
    Org.MICROFINANCE.value: "70",
    Org.SAVINGS_COOPERATIVE.value: "70",
    Org.BANK.value: "70",
    Org.COMPANY.value: "70",
    Org.INTERNATIONAL.value: "40",
}
KINDS_OF_TYPES: dict[str, str] = {
    "10": Org.CENTRAL_AUTHORITY.value,
    "11": Org.LOCAL_AUTHORITY.value,
    "21": Org.NGO.value,
    "22": Org.NGO.value,
    "23": Org.NGO.value,
    "24": Org.NGO.value,
    "40": Org.INTERNATIONAL.value,
    "80": Org.UNIVERSITY.value,
}

# OrganisationRole
FUNDING, ACCOUNTABLE, EXTENDING, IMPLEMENTING = "1", "2", "3", "4"

# ActivityStatus by stage, the first being what a stage is written as.
STAGE_STATUSES: dict[str, tuple[str, ...]] = {
    Project.Stage.DESIGN.value: ("1",),
    Project.Stage.RUNNING.value: ("2", "3", "6"),
    Project.Stage.CLOSED.value: ("4", "5"),
}
STAGES = {code: stage for stage, codes in STAGE_STATUSES.items() for code in codes}

# ActivityDateType
PLANNED_START, ACTUAL_START, PLANNED_END, ACTUAL_END = "1", "2", "3", "4"

# ResultType
RESULT_TYPES: dict[str, str] = {
    Result.Level.OUTPUT.value: "1",
    Result.Level.OUTCOME.value: "2",
    Result.Level.GOAL.value: "3",
}
LEVELS = {code: level for level, code in RESULT_TYPES.items()}
OTHER_RESULT = "9"

# IndicatorMeasure
UNIT, PERCENT, NOMINAL, ORDINAL, WORDS = "1", "2", "3", "4", "5"
MEASURES: dict[str, str] = {
    Indicator.Kind.NUMBER.value: UNIT,
    Indicator.Kind.PERCENTAGE.value: PERCENT,
    Indicator.Kind.YES_NO.value: NOMINAL,
    Indicator.Kind.SCALE.value: ORDINAL,
    Indicator.Kind.TEXT.value: WORDS,
}
PERCENT_SIGN = "%"

# Vocabularies of tags, sectors and markers.
SDG_GOALS, SDG_TARGETS = "2", "3"
DAC = "1"
SECTOR, MARKER, SDG = Alignment.Kind.DAC_SECTOR, Alignment.Kind.DAC_MARKER, Alignment.Kind.SDG

EXPENDITURE = "4"  # TransactionType
ORIGINAL, INDICATIVE = "1", "1"  # BudgetType, BudgetStatus
LONGEST_BUDGET = 365  # days that a budget's period may last
