"""What an import did or would not do, as numbers and codes that can be kept as JSON."""

from collections import Counter
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from twoshores.engines import iati

MOST_LISTED = 100


@dataclass(slots=True)
class Problem:
    """A reason why nothing was saved. code: of `words.PROBLEMS`; line 0: of the whole file."""

    code: str
    line: int = 0
    identifier: str = ""
    detail: str = ""


@dataclass(slots=True)
class Note:
    """Something that was kept as published because it could not be taken; code: iati.Kind."""

    code: str
    line: int
    element: str
    text: str


@dataclass(slots=True)
class ImportReport:
    """counts: what the file held. left: elements without a place, by kind. rules: broken rules."""

    created: int = 0
    updated: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    notes: list[Note] = field(default_factory=list)
    notes_count: int = 0
    problems: list[Problem] = field(default_factory=list)
    problems_count: int = 0
    projects: list[str] = field(default_factory=list)  # ids, in the order of the file

    @property
    def is_saved(self) -> bool:
        return not self.problems_count

    def problem(self, problem: Problem) -> None:
        self.problems_count += 1
        if len(self.problems) < MOST_LISTED:
            self.problems.append(problem)

    def note(self, trouble: iati.Trouble) -> None:
        self.notes_count += 1
        if len(self.notes) < MOST_LISTED:
            text = trouble.text[:120]
            self.notes.append(Note(trouble.kind, trouble.line, trouble.element, text))

    def count(self, activity: iati.Activity) -> None:
        self.counts["activities"] += 1
        self.counts["transactions"] += len(activity.transactions)
        self.counts["budgets"] += len(activity.budgets)
        self.counts["results"] += len(activity.results)
        for indicator in activity.indicators():
            self.counts["indicators"] += 1
            self.counts["periods"] += len(indicator.periods)

    def as_json(self) -> dict[str, Any]:
        found = {f.name: getattr(self, f.name) for f in fields(self)}
        for name in ("notes", "problems"):
            found[name] = [asdict(row) for row in found[name]]
        return found

    @classmethod
    def of_json(cls, given: dict[str, Any]) -> "ImportReport":
        found = cls(**given)
        for name in ("counts", "left", "rules"):
            setattr(found, name, Counter(given[name]))
        found.notes = [Note(**note) for note in given["notes"]]
        found.problems = [Problem(**problem) for problem in given["problems"]]
        return found
