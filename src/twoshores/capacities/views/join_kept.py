"""What somebody has told so far while registering, kept in their session until the end.

No name and no address is kept here: they come with the last step, which ends the session's copy.
"""

from collections.abc import MutableMapping
from datetime import date
from typing import Any

from twoshores.actors.models import Tie
from twoshores.common.places.selectors import places_by_keys
from twoshores.taxonomy.models import Concept

from ..forms.profiles import HowForm, WhereForm, yes_no_initial
from ..services.profiles import Lines, SkillData, TieData

SESSION_KEY = "join"
PARTS = ("where", "skills", "how")
_SKILL_FIELDS = (
    *("said", "language", "kind", "confirmed", "read_later"),
    *("level", "years", "recognised", "working_below"),
)


class Kept:
    """The session's copy, step by step."""

    def __init__(self, session: MutableMapping[str, Any]) -> None:
        self._session = session
        self._data: dict[str, Any] = dict(session.get(SESSION_KEY) or {})

    def put(self, part: str, value: Any) -> None:
        self._data[part] = value
        self._session[SESSION_KEY] = self._data

    def get(self, part: str) -> Any:
        return self._data.get(part)

    def forget(self) -> None:
        self._session.pop(SESSION_KEY, None)

    @property
    def next_step(self) -> int:
        """The first step that was not done yet, from 1; the last one when all others are."""
        for number, part in enumerate(PARTS, start=1):
            if not self._data.get(part):
                return number
        return len(PARTS) + 1

    @property
    def language(self) -> str:
        return str((self.get("where") or {}).get("language", "en"))

    def skills(self) -> list[SkillData]:
        rows = self.get("skills") or []
        uris = {row["uri"] for row in rows if row["uri"]}
        concepts = {concept.uri: concept for concept in Concept.objects.filter(uri__in=uris)}
        return [
            SkillData(
                concept=concepts.get(row["uri"]), **{name: row[name] for name in _SKILL_FIELDS}
            )
            for row in rows
        ]

    def put_skills(self, lines: list[SkillData]) -> None:
        self.put(
            "skills",
            [
                {name: getattr(line, name) for name in _SKILL_FIELDS}
                | {"uri": line.concept.uri if line.concept else ""}
                for line in lines
            ],
        )


def where_kept(form: WhereForm) -> dict[str, Any]:
    """The first step as the session can hold it; the form reads it back as initial values."""
    places = {
        name: form.cleaned_data[name].key if form.cleaned_data[name] else ""
        for name in ("residence", "origin", "other")
    }
    rest = ("other_kind", "language", "languages")
    return places | {name: form.cleaned_data[name] for name in rest} | {"spoken": form.spoken()}


def how_kept(form: HowForm) -> dict[str, Any]:
    kept = dict(form.cleaned_data)
    for name in ("available_from", "available_until"):
        kept[name] = kept[name].isoformat() if kept[name] else None
    return kept | {"has_trained": yes_no_initial(kept["has_trained"])}


def offer_facts(kept: Kept) -> dict[str, Any]:
    """Fields of the offer from what was kept."""
    facts = dict(kept.get("how"))
    for name in ("available_from", "available_until"):
        facts[name] = date.fromisoformat(facts[name]) if facts[name] else None
    facts["has_trained"] = {"yes": True, "no": False}.get(facts["has_trained"])
    return facts | {"language": kept.language}


def offer_lines(kept: Kept) -> Lines:
    """Skills, languages and ties from what was kept. Places that are gone are left out."""
    where = kept.get("where")
    places = {place.key: place for place in places_by_keys([where["origin"], where["other"]])}
    ties = []
    if where["origin"] in places:
        ties.append(TieData(places[where["origin"]]))
    if where["other"] in places:
        kind = where["other_kind"] or Tie.Kind.OTHER
        ties.append(TieData(places[where["other"]], kind=kind))
    return Lines(skills=kept.skills(), languages=where["spoken"], ties=ties)
