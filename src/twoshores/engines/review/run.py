"""All rules over one design."""

from collections import Counter
from dataclasses import dataclass

from . import alliance, blocks, partnership, planning, shores
from .design import Design
from .verdict import Answer, Rule, Severity, Verdict

RULES: tuple[Rule, ...] = (
    *shores.RULES.all,
    *partnership.RULES.all,
    *alliance.RULES.all,
    *planning.RULES.all,
    *blocks.RULES.all,
)
_RANK = {severity: rank for rank, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True)
class Judged:
    """A rule and what it says of the design."""

    rule: Rule
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Review:
    """judged: every rule, in a fixed order."""

    judged: tuple[Judged, ...]

    @property
    def findings(self) -> list[Judged]:
        """Rules that the design does not meet, the gravest first."""
        found = [row for row in self.judged if row.verdict.findings]
        return sorted(found, key=lambda row: _RANK[row.rule.severity])

    @property
    def not_known(self) -> list[Judged]:
        """Rules about which facts are missing, the gravest first; some may have findings too."""
        found = [row for row in self.judged if row.verdict.missing]
        return sorted(found, key=lambda row: _RANK[row.rule.severity])

    @property
    def counts(self) -> Counter[Answer]:
        return Counter(row.verdict.answer for row in self.judged)

    @property
    def is_clean(self) -> bool:
        """Nothing is found and nothing that a rule needs is unknown."""
        return not self.findings and not self.not_known


def review(design: Design) -> Review:
    """Ask every rule. Pure: the same design, in whatever order its rows, has the same review."""
    return Review(tuple(Judged(rule, rule.check(design)) for rule in RULES))
