"""What the rules of a call say of a proposal: in words, gravest first, and where to mend it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from twoshores.engines.eligibility import Answer, Finding
from twoshores.projects.views.basics import reader_language

from ..eligibility_texts import worded
from ..models import Proposal
from ..selectors.call_texts import groups_in

TAGS = {Answer.NOT_MET: "bad", Answer.NOT_KNOWN: "mind", Answer.MET: "go"}
# Rules that are mended where money is asked for, in the budget, in the project's own facts; all
# others are about partners.
ASKED = {"grant", "share_most", "cofinancing"}
BUDGET = {"ceiling"}
FACTS = {"duration"}


def told(findings: Iterable[Finding], proposal: Proposal, *, linked: bool) -> list[dict[str, Any]]:
    """[{answer, kind, tag, wanted, countries, found, mend, label, href}]: what is not met first,
    then what is not known. linked: for somebody who changes the project."""
    order = [Answer.NOT_MET, Answer.NOT_KNOWN, Answer.MET]
    groups = groups_in(proposal.call, reader_language())
    return [
        _row(row, proposal, linked, groups)
        for row in sorted(findings, key=lambda x: order.index(x.answer))
    ]


def _row(
    finding: Finding, proposal: Proposal, linked: bool, groups: Mapping[str, str]
) -> dict[str, Any]:
    words = worded(finding, proposal.call.currency, groups)
    label, href = _place(finding, proposal)
    return {
        "answer": finding.answer.value,
        "met": finding.answer is Answer.MET,
        "kind": TAGS[finding.answer],
        "tag": words.answer,
        "wanted": words.wanted,
        "countries": words.countries,
        "found": words.found,
        "mend": words.mend,
        "label": label,
        "href": href if linked and words.mend else "",
    }


def _place(finding: Finding, proposal: Proposal) -> tuple[str, str]:
    """Where it is mended: its name and address. One partner alone leads to its own page."""
    project = [proposal.project_id]
    if finding.name in ASKED and finding.code != "no-budget":
        return _("Who asks for what"), "#money"
    if finding.name in BUDGET | ASKED:
        return _("Budget"), reverse("workbench_budget", args=project)
    if finding.name in FACTS:
        return _("First and last day"), reverse("project_edit", args=project)
    if len(finding.subjects) == 1:
        return _("This partner"), reverse("partner_edit", args=[*project, finding.subjects[0]])
    return _("Partners"), reverse("workbench_partners", args=project)
