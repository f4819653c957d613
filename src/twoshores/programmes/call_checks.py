"""What a call still needs before it is published, and what its criteria leave out.

That a programme weighs both components and looks at the partnership as a whole are the handbook's
recommendations 1 and 4 for policymakers; how far apart weights may lie is a number of ours.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from twoshores.engines.eligibility import Partners, RulesError

from .models import Call, Criterion, Prompt, Theme
from .selectors.call_rules import rules_of

# The lighter component weighs at least this part of both.
LEAST_SHARE = Decimal("0.4")


class Gap(StrEnum):
    """What stands in the way of publishing."""

    ABOUT = "about"
    OPENS = "opens"
    DEADLINE = "deadline"
    CONCEPT_DEADLINE = "concept_deadline"
    QUESTIONS = "questions_until"
    PAST = "past"
    CONCEPT_PAST = "concept_past"
    GRANT = "grant"
    THEMES = "themes"
    CRITERIA = "criteria"
    WEIGHTS = "weights"
    PROMPTS = "prompts"
    CONCEPT_PROMPTS = "concept_prompts"
    PARTNERS = "partners"
    RULES = "rules"


@dataclass(frozen=True, slots=True)
class Balance:
    """Weights of the criteria: of each component, what is for both counted half to each."""

    migration: Decimal
    development: Decimal

    @property
    def whole(self) -> Decimal:
        return self.migration + self.development

    @property
    def is_uneven(self) -> bool:
        lighter = min(self.migration, self.development)
        return bool(self.whole) and lighter < LEAST_SHARE * self.whole


def balance_of(criteria: Sequence[Criterion]) -> Balance:
    """How the weights share out over migration and development. Exact."""
    found = {name: Decimal(0) for name in Criterion.Component.values}
    for row in criteria:
        found[row.component] += row.weight
    both = found[Criterion.Component.BOTH] / 2
    return Balance(
        found[Criterion.Component.MIGRATION] + both, found[Criterion.Component.DEVELOPMENT] + both
    )


def levels_missing(criteria: Sequence[Criterion]) -> list[str]:
    """Levels at which no criterion with a weight looks."""
    seen = {row.level for row in criteria if row.weight}
    return [level for level in Criterion.Level.values if level not in seen]


def gaps_of(
    call: Call,
    themes: Sequence[Theme],
    criteria: Sequence[Criterion],
    prompts: Sequence[Prompt],
    now: datetime,
) -> list[Gap]:
    """What must be added before the call can be published, in the order of its pages."""
    two = call.stages == Call.Stages.TWO
    stages = {row.stage for row in prompts}
    wanting = {
        Gap.ABOUT: not call.about.strip(),
        Gap.OPENS: call.opens_at is None,
        Gap.DEADLINE: call.deadline is None,
        Gap.CONCEPT_DEADLINE: two and call.concept_deadline is None,
        Gap.QUESTIONS: call.questions_until is None,
        Gap.PAST: call.deadline is not None and call.deadline <= now,
        Gap.CONCEPT_PAST: two
        and call.concept_deadline is not None
        and call.concept_deadline <= now,
        Gap.GRANT: call.grant_most is None,
        Gap.THEMES: not themes,
        Gap.CRITERIA: not criteria,
        Gap.WEIGHTS: bool(criteria) and not any(row.weight for row in criteria),
        Gap.PROMPTS: Prompt.Stage.PROPOSAL not in stages,
        Gap.CONCEPT_PROMPTS: two and Prompt.Stage.CONCEPT not in stages,
    }
    found = [gap for gap, is_missing in wanting.items() if is_missing]
    try:
        rules = rules_of(call)
    except RulesError:
        return [*found, Gap.RULES]
    has_rule = any(isinstance(rule, Partners) for rule in rules)
    return found if has_rule else [*found, Gap.PARTNERS]
