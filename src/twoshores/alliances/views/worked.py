"""The partnership of a worked example: what each brought, how even it was, what was written."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from twoshores.common.decisions import access
from twoshores.common.formatting import format_share
from twoshores.common.territories import country_name
from twoshores.engines.complementarity import Coverage, Verdict
from twoshores.projects.views.basics import reader_language
from twoshores.projects.views.project_record import record

from ..selectors.worked import WorkedPartnership, worked_partnership_or_404
from ..worked_words import ORIGINAL
from . import coverage_page


@access("public")
@require_safe
def worked_partnership(request: HttpRequest, code: str) -> HttpResponseBase:
    """Read by everybody, to learn from: in their language, or ?original=1."""
    language = ORIGINAL if "original" in request.GET else reader_language()
    found = worked_partnership_or_404(request.user, code, language)
    return render(request, "alliances/worked.html", context(found))


def context(found: WorkedPartnership) -> dict[str, Any]:
    """For the page. No queries but the project's record."""
    alliance = found.alliance
    page = coverage_page.context(alliance, [], untold=True)
    names = {row.pk: row.name for row in alliance.partners}
    coverage = alliance.coverage
    return page | {
        "project": found.project,
        "record": record(found.project),
        "language": found.language,
        "status": {
            "kind": "unknown",
            "text": _("Translated by machine, not read by a native reader"),
        }
        if found.is_translation
        else None,
        "story": found.story,
        "uneven": _uneven(coverage, {str(pk): name for pk, name in names.items()}),
        "evidence": [
            {"need": need.text, "partner": names[row.partner_id], "words": row.evidence}
            for need in alliance.needs
            for partner in alliance.partners
            if (row := alliance.strengths.get((need.pk, partner.pk))) and row.evidence
        ],
        "differences": found.differences,
        "written": found.written,
        "meetings": found.answers.get("meetings", ""),
        "transfers": found.learning.transfers,
        "stakeholders": [
            {"row": row, "country": country_name(row.country)} for row in found.stakeholders
        ],
        "writes": False,
    }


def _uneven(coverage: Coverage, names: dict[str, str]) -> list[dict[str, Any]]:
    """Each partner's part of what is covered, and how many needs hang on it alone."""
    alone = [row.holders[0] for row in coverage.needs if row.verdict == Verdict.ONLY_ONE]
    whole = float(coverage.covered)
    return [
        {
            "name": names[share.partner],
            "share": format_share(float(share.fair) / whole) if whole else _("not known"),
            "part": float(share.fair) / whole if whole else None,
            "alone": alone.count(share.partner),
        }
        for share in coverage.shares
    ]
