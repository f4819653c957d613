"""A proposal as it was handed in, for reading: what stood in the body on that day."""

from decimal import Decimal
from typing import Any

from twoshores.projects.selectors.design import tables_in
from twoshores.projects.views import design_words

from ..models import Submission
from ..selectors.sealed import asked_in


def shown(submission: Submission | None) -> dict[str, Any]:
    """partners with what each asks, the total or None, answers by question, the design."""
    if submission is None:
        return {}
    body = submission.body
    partners, shares = body.get("partners") or [], body.get("shares") or []
    by_partner = {row["partner"]: row for row in shares}
    design = body.get("design") or {}
    return {
        "title": (body.get("project") or {}).get("title", ""),
        "language": (body.get("project") or {}).get("language", ""),
        "theme": body.get("theme"),
        "partners": [row | _share(by_partner.get(row["id"])) for row in partners],
        "asked": asked_in(shares, partners),
        "answers": answers_in(body),
        "sections": design_words.sections(tables_in(design)) if design.get("parts") else [],
    }


def _share(row: dict[str, Any] | None) -> dict[str, Any]:
    if row is None:
        return {"asked": None, "own": None, "money": ""}
    return {
        "asked": None if row["asked"] is None else Decimal(row["asked"]),
        "own": None if row["own"] is None else Decimal(row["own"]),
        "money": row["currency"],
    }


def answers_in(body: dict[str, Any]) -> list[dict[str, Any]]:
    """Questions in their order, each with its answers and who gave them."""
    names = {row["id"]: row["name"] for row in body.get("partners") or []}
    found: dict[Any, dict[str, Any]] = {}
    for row in body.get("answers") or []:
        if not row.get("text"):
            continue
        one = found.setdefault(row["question"], {"asked": row["asked"], "answers": []})
        one["answers"].append(
            {
                "text": row["text"],
                "language": row["language"],
                "of": names.get(row.get("partner"), ""),
            }
        )
    return list(found.values())
