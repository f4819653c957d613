"""WHAT is done. An example project and a project being designed are the same record."""

from .budget import BudgetAmount, BudgetLine, Ceiling, CostCategory, Expense, OwnRate
from .chain import Assumption, DraftingPart, Result
from .context import Alignment, DesignAnswer, MigrantsPart, ProjectBlock, Risk, SkillNeed
from .exchange import PublishedBudget, PublishedRecord, Transaction
from .indicators import STANDING, Indicator, Measurement, MeasurementPart, Period, Target
from .plan import Activity, ActivityPartner, Dependency, ProgressNote
from .project import Capital, Project, ProjectCountry, ProjectPartner, ProjectSection
from .reports import Report, ReportMove
from .running import Amendment, Decision, Document, ProjectUpdate, ReachedCount, ReachedPerson

__all__ = [
    "STANDING",
    "Activity",
    "ActivityPartner",
    "Alignment",
    "Amendment",
    "Assumption",
    "BudgetAmount",
    "BudgetLine",
    "Capital",
    "Ceiling",
    "CostCategory",
    "Decision",
    "Dependency",
    "DesignAnswer",
    "Document",
    "DraftingPart",
    "Expense",
    "Indicator",
    "Measurement",
    "MeasurementPart",
    "MigrantsPart",
    "OwnRate",
    "Period",
    "ProgressNote",
    "Project",
    "ProjectBlock",
    "ProjectCountry",
    "ProjectPartner",
    "ProjectSection",
    "ProjectUpdate",
    "PublishedBudget",
    "PublishedRecord",
    "ReachedCount",
    "ReachedPerson",
    "Report",
    "ReportMove",
    "Result",
    "Risk",
    "SkillNeed",
    "Target",
    "Transaction",
]
