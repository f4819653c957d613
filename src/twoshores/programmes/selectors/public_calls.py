"""Calls as everybody reads them."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from twoshores.common.folding import fold

from ..call_phases import Phase, phase_of
from ..call_states import SHOWN
from ..models import Call, CallDocument, CallVersion


def calls_shown() -> QuerySet[Call]:
    """All calls that are public, with programme and organisation."""
    return Call.objects.filter(state__in=SHOWN).select_related("programme__organisation")


def shown_call_or_404(code: str) -> Call:
    found = calls_shown().filter(code=code).first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True, slots=True)
class Asked:
    """What narrows the list; "" for anything."""

    query: str = ""
    phase: str = ""
    country: str = ""
    theme: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """calls: those that fit, open ones first, then by their next date. counts: by the name of a
    filter, how many there would be for each value with the other filters as they are."""

    calls: list[Call]
    counts: dict[str, Counter[str]]


def calls_found(asked: Asked, now: datetime) -> Found:
    """All public calls that fit. Two queries; a platform has tens of calls, not thousands."""
    rows = list(calls_shown().prefetch_related("themes"))
    facets = {row.pk: _facets(row, now) for row in rows}
    words = fold(asked.query).split()
    rows = [row for row in rows if all(word in _searched(row) for word in words)]
    wanted = {"phase": asked.phase, "country": asked.country, "theme": asked.theme}
    counts: dict[str, Counter[str]] = {name: Counter() for name in wanted}
    found = []
    for row in rows:
        fits = {name: not value or value in facets[row.pk][name] for name, value in wanted.items()}
        for name in wanted:
            if all(fit for other, fit in fits.items() if other != name):
                counts[name].update(facets[row.pk][name])
        if all(fits.values()):
            found.append(row)
    return Found(sorted(found, key=lambda row: _order(row, now)), counts)


def _facets(call: Call, now: datetime) -> dict[str, set[str]]:
    return {
        "phase": {phase_of(call, now).value},
        "country": countries_named(call),
        "theme": {theme.title for theme in call.themes.all()},
    }


def countries_named(call: Call) -> set[str]:
    """Countries that any rule of the call names."""
    rules = (rule for rule in call.rules if isinstance(rule, dict))
    return {code for rule in rules for code in rule.get("countries", ())}


def _searched(call: Call) -> str:
    parts = [call.code, call.title, call.summary, call.about, call.programme.organisation.name]
    return fold(" ".join([*parts, *(theme.title for theme in call.themes.all())]))


def _order(call: Call, now: datetime) -> tuple[Any, ...]:
    phase = phase_of(call, now)
    place = [Phase.OPEN, Phase.COMING, Phase.CLOSED, Phase.CANCELLED].index(phase)
    moment = call.opens_at if phase == Phase.COMING else call.deadline
    stamp = moment.timestamp() if moment else 0.0
    # The next to end first among open calls, the last to have ended first among closed ones.
    return place, stamp if place < 2 else -stamp, call.code


def version_or_404(call: Call, number: int) -> CallVersion:
    found = call.versions.filter(number=number).first()
    if found is None:
        raise Http404
    return found


def document_of_any_version(call: Call, digest: str) -> CallDocument:
    """A document that some version of a public call names, by its SHA-256; it may have been taken
    out since, and is still what applicants read then. Http404 for any other."""
    for version in call.versions.all():
        for row in version.body.get("documents", ()):
            if row.get("file_sha256") == digest:
                return CallDocument(
                    call=call,
                    title=row["title"],
                    language=row["language"],
                    file_name=row["file_name"],
                    file_size=row["file_size"],
                    file_sha256=digest,
                )
    raise Http404
