"""Matching: a need and a roster in, an explained shortlist out. No Django, no database.

index = Index.of(profiles)                     # or open_index(path)
index.shortlist(need, relations=table)         # ranked, every point explained
"""

from twoshores.engines.matching.columns import Columns, pack
from twoshores.engines.matching.index import ChangesMissing, Delta, Index, warm_up
from twoshores.engines.matching.phrases import FIRST_PHRASE, NO_PHRASES, Phrases
from twoshores.engines.matching.problem import (
    DEFAULT_SCALE,
    FIRST_DAY,
    LAST_DAY,
    SKILL_POINTS,
    WORDS,
    Kind,
    Mode,
    Need,
    Profile,
    Relations,
    RelationTable,
    Requirement,
    Scale,
    Times,
    spread,
)
from twoshores.engines.matching.result import Bonus, BonusRow, Hit, Match, Row, merge_top
from twoshores.engines.matching.store import (
    IndexDamaged,
    IndexMissing,
    current_version,
    open_index,
    write_index,
)

__all__ = [
    "DEFAULT_SCALE",
    "FIRST_DAY",
    "FIRST_PHRASE",
    "LAST_DAY",
    "NO_PHRASES",
    "SKILL_POINTS",
    "WORDS",
    "Bonus",
    "BonusRow",
    "ChangesMissing",
    "Columns",
    "Delta",
    "Hit",
    "Index",
    "IndexDamaged",
    "IndexMissing",
    "Kind",
    "Match",
    "Mode",
    "Need",
    "Phrases",
    "Profile",
    "RelationTable",
    "Relations",
    "Requirement",
    "Row",
    "Scale",
    "Times",
    "current_version",
    "merge_top",
    "open_index",
    "pack",
    "spread",
    "warm_up",
    "write_index",
]
