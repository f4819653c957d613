"""Coverage in words and cells. No queries."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twoshores.common.formatting import format_number, isolated, join_words
from twoshores.engines.complementarity import (
    Grade,
    Need,
    NeedCoverage,
    Partner,
    Verdict,
    worths,
)

from ..meanings import Through
from ..models import Candidate, PartnerNeed, PartnerStrength
from ..selectors.coverage import GRADES, Alliance
from ..selectors.register import Suggestions

MARKS = {
    "shown": ("disc-mark", gettext_lazy("shown, with evidence")),
    "said": ("ring-mark", gettext_lazy("said, no evidence yet")),
    "would": ("diamond-mark", gettext_lazy("would bring it")),
    "none": ("dash-mark", gettext_lazy("none")),
}
TAGS = {
    Verdict.GAP: "bad",
    Verdict.ONLY_SAID: "unknown",
    Verdict.ONLY_ONE: "mind",
    Verdict.COVERED: "",
}


UNTOLD = MARKS | {"none": ("dash-mark", gettext_lazy("nothing is told"))}


def context(alliance: Alliance, missing: list[str], *, untold: bool = False) -> dict[str, Any]:
    """groups, partners, candidates, shares, covered, gaps, alone, missing_shores.

    untold: what stands empty is not known to be missing (a worked example).
    """
    found = alliance.coverage
    names = {str(row.pk): row.name for row in alliance.partners}
    rows = {row.need: row for row in found.needs}
    groups = []
    for technical, title in ((True, _("Technical")), (False, _("Across the shores"))):
        needs = [need for need in alliance.needs if need.is_technical is technical]
        if needs:
            cells = [_row(need, rows[str(need.pk)], alliance, names, untold) for need in needs]
            groups.append({"title": title, "rows": cells})
    return {
        "groups": groups,
        "partners": alliance.partners,
        "candidates": [_candidate(row, alliance) for row in alliance.candidates],
        "shares": [
            {
                "name": names[share.partner],
                "fair": part(share.fair),
                "alone": part(share.alone),
                "only": part(share.only),
            }
            for share in found.shares
        ],
        "covered": part(found.covered),
        "possible": format_number(found.possible),
        "gaps": alliance.gaps,
        "missing_shores": [_shore(name) for name in missing],
        "marks": _key(untold),
    }


def _key(untold: bool) -> list[dict[str, Any]]:
    """The marks that a reader may meet. In a worked example nothing is merely said."""
    names = ("shown", "none") if untold else ("shown", "said", "would")
    marks = UNTOLD if untold else MARKS
    return [{"mark": marks[name][0], "label": marks[name][1]} for name in names]


def part(value: Fraction) -> str:
    """A part of needs in the reader's notation, two places at most."""
    return format_number(round(float(value), 2))


def _row(
    need: PartnerNeed,
    row: NeedCoverage,
    alliance: Alliance,
    names: dict[str, str],
    untold: bool,
) -> dict[str, Any]:
    is_gap = row.verdict == Verdict.GAP
    marks = UNTOLD if untold else MARKS
    cells = []
    for partner in alliance.partners:
        strength = alliance.strengths.get((need.pk, partner.pk))
        mark, label = marks[strength.grade if strength else "none"]
        note = strength.evidence if strength else ""
        cells.append({"mark": mark, "label": label, "note": note, "partner": partner.name})
    would = alliance.would.get(need.pk, {})
    more = []
    for candidate in alliance.candidates:
        mark, label = MARKS["would" if candidate.organisation_id in would else "none"]
        name = candidate.organisation.name
        more.append({"mark": mark, "label": label, "partner": name})
    return {
        "need": need,
        "cells": cells,
        "more": more,
        "verdict": _("Not told") if is_gap and untold else verdict_words(row, names),
        "kind": "unknown" if is_gap and untold else TAGS[row.verdict],
        "is_gap": is_gap and not untold,
    }


def verdict_words(row: NeedCoverage, names: dict[str, str]) -> str:
    match row.verdict:
        case Verdict.GAP:
            return _("Gap")
        case Verdict.ONLY_SAID:
            return _("Only said")
        case Verdict.ONLY_ONE:
            return _("Only %(who)s") % {"who": isolated(names[row.holders[0]])}
        case _:
            return _("Covered")


def _candidate(row: Candidate, alliance: Alliance) -> dict[str, Any]:
    adds = alliance.adds(row)
    asked = row.introduction
    return {
        "row": row,
        "state": asked.get_state_display() if asked else _("not asked yet"),
        "accepted": asked is not None and asked.state == "accepted",
        "asked": asked is not None,
        "adds": [need.text for need in adds],
    }


def _shore(name: str) -> str:
    return {
        "origin": _("No partner stands in a country of origin."),
        "abroad": _("No partner stands in a country of residence."),
    }[name]


def through_words(through: Through, labels: Mapping[int, str]) -> str:
    """Why words of two languages meet: a concept of the taxonomy, and what the other wrote."""
    label = labels.get(through.concept) if through.concept is not None else None
    if label is None:
        return _("nearly the same words: “%(words)s”") % {"words": isolated(through.words)}
    facts = {"concept": isolated(label), "words": isolated(through.words)}
    return _("meets through: %(concept)s (“%(words)s”)") % facts


def met(alliance: Alliance, labels: Mapping[int, str]) -> list[dict[str, str]]:
    """Needs and words that answer them though they are not written alike."""
    return [
        {"need": need.text, "who": who, "why": through_words(through, labels)}
        for need, who, through in alliance.through()
    ]


def suggested(
    found: Suggestions | None, alliance: Alliance, labels: Mapping[int, str]
) -> dict[str, Any]:
    """sets of organisations in words; nobody: gaps that no organisation closes."""
    if found is None:
        return {"sets": [], "nobody": [], "nothing_missing": True}
    texts = {str(need.pk): need.text for need in alliance.needs}

    def gaps(pk: str, ids: Iterable[str]) -> list[dict[str, str]]:
        throughs = {gap: fit.through for gap, fit in found.fits[pk].items()}
        return [
            {
                "text": texts[gap],
                "why": through_words(one, labels) if (one := throughs[gap]) else "",
            }
            for gap in ids
        ]

    kept = {str(row.organisation_id) for row in alliance.candidates}
    sets = [
        {
            "members": [
                {
                    "organisation": found.organisations[member.id],
                    "alone": gaps(member.id, member.alone),
                    "also": gaps(member.id, member.also),
                    "instead": [found.organisations[pk] for pk in member.instead],
                    "kept": member.id in kept,
                }
                for member in one.members
            ],
            "grows_to": format_number(len(alliance.partners) + len(one.members)),
            "size": len(one.members),
            "ties": one.ties,
            "shores": join_words(_shore_words(shore) for shore in one.shores),
        }
        for one in found.additions.sets
    ]
    nobody = [texts[gap] for gap in found.additions.nobody]
    return {"sets": sets, "nobody": nobody, "nothing_missing": False}


def _shore_words(name: str) -> str:
    return {"origin": _("a country of origin"), "abroad": _("a country of residence")}[name]


def coalition_rows(alliance: Alliance) -> Iterator[list[Any]]:
    """A line for every coalition: a mark under each member, then what it covers."""
    needs = [Need(str(need.pk), need.weight) for need in alliance.needs]
    partners = [
        Partner(
            str(partner.pk),
            {
                str(need): GRADES[PartnerStrength.Grade(row.grade)]
                for (need, pk), row in alliance.strengths.items()
                if pk == partner.pk
            },
        )
        for partner in alliance.partners
    ]
    yield [*(row.name for row in alliance.partners), _("covered, in needs by weight")]
    for coalition, worth in enumerate(worths(needs, partners)):
        members = ["x" if coalition >> n & 1 else "" for n in range(len(partners))]
        yield [*members, format_number(int(worth) / Grade.SHOWN)]
