"""Rules about the chosen building blocks (chapters 2-5). Most ask what no other field holds."""

from collections.abc import Callable
from dataclasses import dataclass

from .design import ORIGIN, RESIDENCE, Design
from .verdict import HOLDS, NOT_CONCERNED, Rules, Severity, Verdict, fails, judged, unknown

CREDIT = frozenset(
    {"micro-credit", "local-businesses", "cooperatives", "savings-groups", "revolving-credit"}
)
PRODUCTS = frozenset({"transfer-tools", "micro-credit", "saving-schemes", "insurance"})
BUSINESSES = CREDIT | {"business-support"}
TRAINING = frozenset({"md-training", "experts-trainers", "upskilling", "financial-literacy"})
SERVICES = frozenset(
    {
        "services-before-departure",
        "services-transit-destination",
        "services-families",
        "services-return",
    }
)
DATABASES = frozenset({"skill-mapping", "job-placement"})
CAMPAIGN = frozenset({"information-campaigns"})
FINANCIAL_ACTORS = frozenset({"bank", "microfinance", "savings_cooperative"})
EMPLOYING = frozenset({"employers", "chamber", "company"})
RESEARCHED = PRODUCTS | CAMPAIGN | SERVICES | {"financial-literacy", "upskilling"}
RULES = Rules()
# Question -> blocks that it is about, None: every design. Filled here, asked by the app.
QUESTIONS: dict[str, frozenset[str] | None] = {
    "tie": None,
    "local-authority": None,
    "plan-served": None,
    "lessons": None,
    "meetings": None,
    "one-language": None,
}

type Known = Callable[[Design], bool]


@dataclass(frozen=True, slots=True)
class Asked:
    """A rule that holds by an answer, or by facts that already say so.

    holds_on: the answer that is wanted; expecting revenue, for one, is not.
    """

    id: str
    section: str
    severity: Severity
    question: str
    blocks: frozenset[str]
    known: Known | None = None
    holds_on: bool = True

    def __call__(self, design: Design) -> Verdict:
        if design.blocks is None:
            return unknown("blocks")
        chosen = design.blocks & self.blocks
        if not chosen:
            return NOT_CONCERNED
        if self.known is not None and self.known(design):
            return HOLDS
        answer = design.answers.get(self.question)
        field = f"answers.{self.question}"
        if answer is None:
            return unknown(field)
        if answer is self.holds_on:
            return HOLDS
        return fails(self.id, field, blocks=tuple(sorted(chosen)))


def _has_partner(kinds: frozenset[str]) -> Known:
    return lambda design: any(partner.kind in kinds for partner in design.partners or ())


def _uses(*blocks: str) -> Known:
    return lambda design: bool(set(blocks) & (design.blocks or set()))


def _travels(design: Design) -> bool:
    return any(line.category == "travel" for line in design.lines or ())


def _on_both_shores(*blocks: str) -> Known:
    """Activities of the blocks take place on both shores."""

    def known(design: Design) -> bool:
        where = {row.country for row in design.activities or () if row.block in blocks}
        roles = {country.role for country in design.countries or () if country.code in where}
        return {ORIGIN, RESIDENCE} <= roles

    return known


_B, _M, _A = Severity.BLOCKER, Severity.MIND, Severity.ADVICE
ASKED = (
    Asked("event-without-follow-up", "2.1", _M, "follow-up", frozenset({"networking-events"})),
    Asked("event-same-people", "2.1", _A, "new-contacts", frozenset({"networking-events"})),
    Asked("no-keeper", "2.1, 4.1", _B, "keeper", frozenset({"virtual-spaces"}) | DATABASES),
    Asked(
        "never-face-to-face",
        "2.1",
        _A,
        "face-to-face",
        frozenset({"virtual-spaces"}),
        lambda design: _uses("networking-events")(design) or _travels(design),
    ),
    Asked("registered-for-nothing", "4.1", _M, "gain-for-registered", DATABASES),
    Asked("personal-data-open", "4.1", _B, "personal-data", DATABASES),
    Asked("no-materials", "4.2, 4.3", _M, "materials", TRAINING),
    Asked(
        "training-at-one-end",
        "2.2",
        _M,
        "both-ends",
        frozenset({"md-training"}),
        _on_both_shores("md-training"),
    ),
    Asked("trainers-not-trained", "4.2", _M, "trainers-trained", frozenset({"experts-trainers"})),
    Asked("terms-not-written", "4 in short", _M, "terms", frozenset({"experts-trainers"})),
    Asked(
        "skills-without-needs",
        "4.1",
        _M,
        "needs-known",
        frozenset({"skill-mapping", "experts-trainers", "upskilling"}),
        _uses("needs-assessment"),
    ),
    Asked(
        "no-authorisation",
        "4.2",
        _B,
        "authorisation",
        frozenset({"institutional-collaboration"}),
    ),
    Asked(
        "no-employers",
        "4.3",
        _M,
        "employers",
        frozenset({"job-placement"}),
        _has_partner(EMPLOYING),
    ),
    Asked(
        "literacy-on-one-side",
        "3.1",
        _M,
        "senders-and-receivers",
        frozenset({"financial-literacy"}),
        _on_both_shores("financial-literacy"),
    ),
    Asked(
        "no-financial-actor",
        "3.1",
        _B,
        "financial-actor",
        PRODUCTS,
        _has_partner(FINANCIAL_ACTORS),
    ),
    Asked("credit-without-say", "3.2", _M, "say-in-credit", CREDIT),
    Asked("revenue-expected", "3.2, 3.3", _M, "revenue", BUSINESSES, holds_on=False),
    Asked(
        "support-at-one-end",
        "3.3",
        _M,
        "support-both-ends",
        frozenset({"business-support"}),
        _on_both_shores("business-support"),
    ),
    Asked("support-ends", "3.3", _M, "support-after", frozenset({"business-support"})),
    Asked("not-researched", "3 to 5 in short", _M, "research", RESEARCHED),
    Asked("campaign-in-one-language", "5.1", _M, "languages", CAMPAIGN),
    Asked("campaign-without-audience", "5.1", _M, "audience", CAMPAIGN),
    Asked("no-referral", "5.2", _B, "referral", SERVICES),
    Asked("no-consent", "5.2", _B, "consent", SERVICES),
    Asked("no-access-to-the-vulnerable", "5.2", _M, "access", SERVICES),
)
for _rule in ASKED:
    RULES.add(_rule.id, _rule.section, _rule.severity, f"answers.{_rule.question}")(_rule)
    QUESTIONS[_rule.question] = _rule.blocks


@RULES.add("campaign-without-baseline", "5.1", Severity.MIND, "indicators")
def campaign_without_baseline(design: Design) -> Verdict:
    """What people knew before is measured, or nobody can tell what the campaign changed."""
    if design.blocks is None:
        return unknown("blocks")
    if not design.blocks & CAMPAIGN:
        return NOT_CONCERNED
    if not design.indicators:
        return unknown("indicators")
    theirs = [row for row in design.indicators if row.block in CAMPAIGN]
    # Where indicators are not marked with their block, one baseline at all is the least.
    if not theirs:
        known = [row.has_baseline for row in design.indicators]
        if True in known:
            return HOLDS
        if None in known:
            return unknown("indicators")
        return fails(
            "campaign-without-baseline",
            "indicators",
            subjects=[(row.text, row.id) for row in design.indicators],
        )
    bad = [(row.text, row.id) for row in theirs if row.has_baseline is False]
    is_open = any(row.has_baseline is None for row in theirs)
    return judged("campaign-without-baseline", "indicators", bad, is_open)


def questions_for(design: Design) -> list[str]:
    """Questions that the design's blocks make relevant, in a fixed order; all without blocks known.

    Of a design without blocks, those that concern every design.
    """
    return [
        question
        for question, blocks in QUESTIONS.items()
        if blocks is None or design.blocks is None or blocks & design.blocks
    ]
