"""The design review as a page and as data: findings in words, what is not known, what holds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from twoshores.catalogue.handbook import CHAPTERS, SECTIONS
from twoshores.common.formatting import (
    format_day,
    format_number,
    isolated,
    join_words,
    to_reader_digits,
)
from twoshores.common.territories import country_name
from twoshores.engines.review import Answer, Finding, Judged, Review, Severity

from .. import reviewing
from ..models import Capital, MigrantsPart, Project, ProjectCountry, Risk
from ..review_texts import QUESTIONS, TEXTS

SEVERITIES: dict[Severity, tuple[str, str | Promise]] = {
    Severity.BLOCKER: ("bad", gettext_lazy("mend first")),
    Severity.MIND: ("mind", gettext_lazy("weigh")),
    Severity.ADVICE: ("", gettext_lazy("advice")),
}
# The first word of a field -> what it is called, and its page.
FIELDS: dict[str, tuple[str | Promise, str]] = {
    "basics": (gettext_lazy("First and last day"), "project_edit"),
    "countries": (gettext_lazy("Countries"), "project_edit"),
    "blocks": (gettext_lazy("Building blocks"), "workbench_blocks"),
    "partners": (gettext_lazy("Partners"), "workbench_partners"),
    "people": (gettext_lazy("Migrants' part"), "workbench_people"),
    "chain": (gettext_lazy("Results chain"), "workbench_chain"),
    "drafting": (gettext_lazy("Who took part in drafting"), "workbench_chain"),
    "plan": (gettext_lazy("Work plan"), "workbench_plan"),
    "budget": (gettext_lazy("Budget"), "workbench_budget"),
    "indicators": (gettext_lazy("Indicators"), "workbench_indicators"),
    "risks": (gettext_lazy("Risks"), "workbench_risks"),
    "alignment": (gettext_lazy("Plans it serves"), "workbench_alignment"),
    "answers": (gettext_lazy("Questions"), "workbench_answers"),
}
# Pages of one row, for a finding about a single one: the field's first word -> its page.
ROWS = {
    "partners": "partner_edit",
    "plan": "activity_edit",
    "indicators": "indicator_edit",
    "chain": "result_edit",
    "risks": "risk_edit",
}
# Findings that name rows of another kind than those of their field: what is missing there is new.
OF_OTHER_ROWS = {"partner-without-activity", "outcome-without-indicator", "output-without-activity"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is to be written: its name, and the page for those who work on it."""

    label: str
    href: str


def context(found: Review, project: Project, *, linked: bool) -> dict[str, Any]:
    """linked: for somebody who works on the project, so that findings lead to their fields."""
    groups = [
        {"rows": rows, "label": _group_label(severity, len(rows))}
        for severity in Severity
        if (
            rows := [
                row
                for judged in found.findings
                if judged.rule.severity is severity
                for row in _findings(judged, project, linked)
            ]
        )
    ]
    return {
        "groups": groups,
        "clean": found.is_clean,
        "nothing_found": not groups,
        "missing": _missing(found, project, linked),
        "counts": _counts(found),
    }


def _group_label(severity: Severity, number: int) -> str:
    n = {"n": format_number(number)}
    if severity is Severity.BLOCKER:
        return ngettext("%(n)s thing to mend first", "%(n)s things to mend first", number) % n
    if severity is Severity.MIND:
        return ngettext("%(n)s thing to weigh", "%(n)s things to weigh", number) % n
    return ngettext("%(n)s piece of advice", "%(n)s pieces of advice", number) % n


def _counts(found: Review) -> str:
    """How many rules hold, and how many are about something else."""
    holds, beside = found.counts[Answer.HOLDS], found.counts[Answer.NOT_CONCERNED]
    return _("Of %(all)s rules %(holds)s hold; %(beside)s do not concern this design.") % {
        "all": format_number(len(found.judged)),
        "holds": format_number(holds),
        "beside": format_number(beside),
    }


def _findings(judged: Judged, project: Project, linked: bool) -> list[dict[str, Any]]:
    kind, severity = SEVERITIES[judged.rule.severity]
    label, note, href = section_of(judged.rule.section)
    rows = []
    for finding in judged.verdict.findings:
        told = TEXTS[_code(finding)]
        subjects = () if finding.code in OF_OTHER_ROWS else finding.subjects
        place = place_of(finding.field, project, subjects)
        rows.append(
            _listed(finding, project)
            | {
                "kind": kind,
                "severity": severity,
                "section": label,
                "section_note": note,
                "section_href": href,
                "why": told.why,
                "mend": told.mend,
                "field": place.label,
                "field_href": place.href if linked else "",
            }
        )
    return rows


def statement(finding: Finding) -> str:
    """What was found, in the reader's language."""
    values = {name: _said(name, value) for name, value in finding.params}
    if "names" in values:
        values["names"] = _names(finding)
    return str(TEXTS[_code(finding)].statement) % values


def _listed(finding: Finding, project: Project) -> dict[str, Any]:
    """The statement; several names stand below it, each on a line of its own, in the language of
    those who wrote them: in one sentence, titles of another direction are hard to tell apart."""
    params = dict(finding.params)
    names, count = params.get("names"), params.get("count")
    head, found, tail = str(TEXTS[_code(finding)].statement).partition("%(names)s")
    # Only where the names are what the sentence ends with.
    at_end = found and head.rstrip().endswith(":") and tail.strip() in {"", "."}
    if not (at_end and isinstance(names, tuple) and isinstance(count, int) and count > 1):
        return {"statement": statement(finding)}
    more = count - len(names)
    said = ngettext("%(n)s more", "%(n)s more", more) % {"n": format_number(more)}
    return {
        "statement": head.rstrip() % {name: _said(name, value) for name, value in finding.params},
        "names": names,
        "more": said if more else "",
        # What a partner is called is in no language that we know.
        "language": "" if finding.field.startswith("partners") else project.language,
    }


def _code(finding: Finding) -> str:
    """A tie that lacks between countries that are not named has a text of its own."""
    if finding.code == "no-tie" and not finding.params:
        return "no-tie-open"
    return finding.code


def _names(finding: Finding) -> str:
    """At most three names, isolated, and how many more there are."""
    params = dict(finding.params)
    names, count = params["names"], params["count"]
    assert isinstance(names, tuple)
    assert isinstance(count, int)
    said = [isolated(_within(name)) for name in names]
    if more := count - len(names):
        words = ngettext("%(n)s more", "%(n)s more", more) % {"n": format_number(more)}
        said.append(words)
    return join_words(said)


WORDS: dict[str, Callable[[str], object]] = {
    "roles": lambda code: ProjectCountry.Role(code).label,
    "phases": lambda code: MigrantsPart.Phase(code).label,
    "kinds": lambda code: Risk.Kind(code).label,
    "countries": country_name,
    "blocks": str,
    "names": str,
}


def _said(name: str, value: object) -> str:
    """A parameter of a finding in words. Tuples are lists of codes, by the parameter's name."""
    if isinstance(value, tuple):
        return join_words(WORDS[name](code) for code in value)
    if isinstance(value, date):
        return format_day(value)
    if isinstance(value, int):
        return format_number(value)
    return str(Capital(str(value)).label) if name == "capital" else isolated(_within(str(value)))


def _within(words: str) -> str:
    """What people wrote as a sentence, within one of ours: that one has a full stop of its own."""
    return words.rstrip(" .")


def section_of(section: str) -> tuple[str, str, str]:
    """A rule's source: (what it is, its title, where the blocks drawn from it are listed)."""
    first = section.split(",")[0].strip()
    if first in SECTIONS:
        label = _("Handbook %(section)s") % {"section": to_reader_digits(section)}
        href = f"{reverse('building_blocks')}?section={first}" if first[0] in "2345" else ""
        return label, str(SECTIONS[first]), href
    if section.startswith("final policy "):
        number = to_reader_digits(section.removeprefix("final policy "))
        return _("Recommendation %(number)s for policymakers") % {"number": number}, "", ""
    if section.startswith("final "):
        number = to_reader_digits(section.removeprefix("final "))
        return _("Recommendation %(number)s for small projects") % {"number": number}, "", ""
    chapters = section.removesuffix(" in short")
    label = _("Handbook, chapter %(number)s in short") % {"number": to_reader_digits(chapters)}
    return label, str(CHAPTERS.get(chapters, "")), ""


def place_of(field: str, project: Project, subjects: tuple[str, ...] = ()) -> Place:
    """A field of the design by its code ("people.design", "answers.keeper", "budget.travel")."""
    first, _dot, rest = field.partition(".")
    if (added := reviewing.ADDED.fields.get(first)) is not None:
        label, page, row = added.label, added.page, added.row
    else:
        (label, page), row = FIELDS[first], ROWS.get(first, "")
    args: list[object] = [project.pk]
    if first == "people" and rest:
        label = f"{label} · {MigrantsPart.Phase(rest).label}"
        page = "migrants_part"
        args.append(rest)
    elif first == "answers":
        return Place(str(QUESTIONS[rest]), f"{reverse(page, args=args)}#id_{rest}")
    elif len(subjects) == 1 and row:
        page = row
        args.append(subjects[0])
    return Place(str(label), reverse(page, args=args))


def _missing(found: Review, project: Project, linked: bool) -> list[dict[str, Any]]:
    """What nobody has said yet, each field once, with how many rules wait for it."""
    waiting: dict[str, int] = {}
    for judged in found.not_known:
        for field in judged.verdict.missing:
            field = field.partition(".")[0] if field.startswith("budget") else field
            waiting[field] = waiting.get(field, 0) + 1
    return [
        {
            "label": (place := place_of(field, project)).label,
            "href": place.href if linked else "",
            "rules": ngettext("%(n)s rule waits for it", "%(n)s rules wait for it", number)
            % {"n": format_number(number)},
        }
        for field, number in sorted(waiting.items(), key=lambda pair: -pair[1])
    ]


def as_data(found: Review) -> dict[str, Any]:
    """The review for programs: stable codes, and the findings in the reader's language."""
    return {
        "counts": {answer.value: found.counts[answer] for answer in Answer},
        "clean": found.is_clean,
        "rules": [
            {
                "id": row.rule.id,
                "section": row.rule.section,
                "severity": row.rule.severity.value,
                "answer": row.verdict.answer.value,
                "findings": [_finding_data(finding) for finding in row.verdict.findings],
                "not_known": list(row.verdict.missing),
            }
            for row in found.judged
        ],
    }


def _finding_data(finding: Finding) -> Mapping[str, Any]:
    told = TEXTS[_code(finding)]
    return {
        "code": finding.code,
        "field": finding.field,
        "subjects": list(finding.subjects),
        "statement": statement(finding),
        "why": str(told.why),
        "mend": str(told.mend),
    }
