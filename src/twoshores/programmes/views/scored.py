"""The marks of one proposal in words: each assessor's, and together."""

from typing import Any

from twoshores.engines.appraisal import Score

from ..models import Criterion, Proposal
from ..selectors.scores import Appraised


def scored(found: Appraised, row: Proposal) -> dict[str, Any]:
    """readings, score and rows of criteria for `programmes/scored.html`. No query."""
    return {
        "score": found.scores[row.pk],
        "readings": [
            {
                "assessment": one,
                "sheet": found.sheets[one.pk],
                "counts": str(one.office_id) in found.scores[row.pk].counted,
            }
            for one in found.assessments[row.pk]
        ],
        "rows": _rows(row, found),
        "components": components_of(found.scores[row.pk]),
        "levels": [
            (Criterion.Level(name).label, part.percent)
            for name, part in found.scores[row.pk].levels.items()
        ],
        "barred": _barred(row, found),
    }


def components_of(score: Score) -> list[dict[str, Any]]:
    """Migration and development beside each other, weak ones said; None while not complete."""
    both = (Criterion.Component.MIGRATION, Criterion.Component.DEVELOPMENT)
    return [
        {
            "label": name.label,
            "percent": score.components[name].percent if name in score.components else None,
            "weak": name in score.weak,
        }
        for name in both
    ]


def _rows(row: Proposal, found: Appraised) -> list[dict[str, Any]]:
    """A row for each criterion (and organisation): marks by assessor, mean, best mark."""
    readings = found.assessments[row.pk]
    names = found.partners[row.pk]
    places: dict[tuple[str, str], None] = {}
    for one in readings:
        sheet = found.sheets[one.pk]
        places |= dict.fromkeys([*sheet.marks, *sheet.missing])
    titles = {str(criterion.pk): criterion for criterion in found.criteria}
    return [
        {
            "title": titles[criterion].worded.title,
            "of": names.get(of, ""),
            "most": titles[criterion].most,
            "marks": [found.sheets[one.pk].marks.get((criterion, of)) for one in readings],
            "mean": found.scores[row.pk].means.get((criterion, of)),
        }
        for criterion, of in sorted(places, key=lambda place: (titles[place[0]].position, place[1]))
    ]


def _barred(row: Proposal, found: Appraised) -> list[dict[str, Any]]:
    names = found.partners[row.pk]
    titles = {str(criterion.pk): criterion.worded.title for criterion in found.criteria}
    return [
        {
            "title": titles[bar.criterion],
            "of": names.get(bar.of, ""),
            "mark": bar.mark,
            "least": bar.least,
        }
        for bar in found.scores[row.pk].barred
    ]
