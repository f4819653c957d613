"""From the rows of a file to people with offers and consents, or to what must be mended."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import IO

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from twoshores.actors.consent_texts import TEXTS
from twoshores.actors.models import Consent, ConsentPurpose
from twoshores.actors.services.consents import LONGEST, Evidence
from twoshores.actors.services.people import PersonFacts
from twoshores.actors.services.registrations import Entry, Mark, check_entry, mark_of
from twoshores.common.context import LANGUAGE_NAMES
from twoshores.common.folding import fold
from twoshores.common.formatting import format_number
from twoshores.common.tables import Row, Table, read_table
from twoshores.taxonomy.models import Concept

from ..models import ProfileLanguage, ProfileSkill, Terms
from ..services.profiles import MAX_SKILLS, Lines, SkillData, TieData, check_offer
from ..services.registering import Registering
from . import columns
from .cells import Cells
from .places import PlaceBook


@dataclass(slots=True)
class Reading:
    """What a file says. Only if `problems` is empty may anything of it be saved.

    already: rows of people whom the association registers already; `everyone` is without them,
    and either all rows are such rows or they stand among the problems.
    """

    table: Table
    everyone: list[Registering] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    already: int = 0


def read_people(file: IO[bytes], registered: set[str]) -> Reading:
    """Read a whole file. registered: `marks_of_registered` of the association.

    Raises TableError if it cannot be read as a table of these columns at all.
    """
    table = read_table(
        file,
        required=columns.REQUIRED,
        known=columns.KEYS,
        aliases=columns.aliases(),
        limits=columns.limits(),
    )
    reading = Reading(table)
    if not table.rows:
        table.problem(Row(1, {}), "", _("There is nobody in this file: only headings."))
        return reading
    places = PlaceBook((get_language() or "en").split("-")[0])
    seen: dict[str, int] = {}
    known: list[Row] = []
    for row in table.rows:
        read = _read_row(table, row, places)
        mark = _mark(row)
        reading.marks.append(mark)
        _check_doubles(table, row, mark, seen)
        if mark.meets(registered):
            known.append(row)
        elif read is not None:
            reading.everyone.append(read)
    reading.already = len(known)
    if reading.already < len(table.rows):
        for row in known:
            table.problem(row, "", _("You registered this person already. Take the row out."))
    table.problems.sort(key=lambda problem: problem.row)
    return reading


def _read_row(table: Table, row: Row, places: PlaceBook) -> Registering | None:
    cells = Cells(table, row, places)
    if fold(row.cells.get("own_reference", "")) in columns.EXAMPLE_REFERENCES:
        cells.problem("own_reference", _("This is the example of the template. Delete this row."))
        return None
    language = cells.language("language", required=True)
    facts = _facts(cells, language)
    offer, lines = _offer(cells, language), _lines(cells, language)
    choices, evidence = _consents(cells)
    if not cells.is_right or evidence is None:
        return None
    entry = Entry(facts, choices, evidence, cells.text("own_reference", 60))
    try:
        check_entry(entry)
        check_offer(offer, lines)
    except ValidationError as error:
        cells.problem("", " ".join(error.messages))
        return None
    return Registering(entry, offer, lines)


def _facts(cells: Cells, language: str) -> PersonFacts:
    name = cells.text("full_name", 160, required=True)
    email, phone = cells.email("email"), cells.phone("phone")
    written = cells.language("contact_language") or language
    return PersonFacts(
        full_name=name,
        language=written if written in LANGUAGE_NAMES else _reader(),
        email=email,
        phone=phone,
        residence=cells.place("residence"),
        sex=cells.choice("sex", "sex"),
        age_band=cells.choice("age_band", "age_band"),
    )


def _reader() -> str:
    return (get_language() or "en").split("-")[0]


def _offer(cells: Cells, language: str) -> dict[str, object]:
    start, end = cells.day("available_from"), cells.day("available_until")
    if start and end and end < start:
        cells.problem("available_until", _("The end lies before the beginning."))
    return {
        "language": language,
        "headline": cells.text("headline", public=True),
        "modes": cells.choices("modes", "mode", required=True),
        "times": cells.choices("times", "time"),
        "hours_per_week": cells.number("hours_per_week", 1, 80),
        "available_from": start,
        "available_until": end,
        "terms": cells.choice("terms", "terms", Terms.EXPENSES),
        "has_trained": cells.yes_no("has_trained"),
    }


def _lines(cells: Cells, language: str) -> Lines:
    skills = _skills(cells, language)
    if not skills:
        cells.problem("occupation", _("Write an occupation or a skill."))
    elif len(skills) > MAX_SKILLS:
        cells.problem("skills", _("Twelve skills at most: name those that others could use."))
    spoken = dict.fromkeys(cells.languages("other_languages"), int(ProfileLanguage.Level.WORKING))
    spoken[language] = int(ProfileLanguage.Level.FLUENT)
    origin = cells.place("origin")
    return Lines(skills, spoken, [TieData(origin)] if origin else [])


def _skills(cells: Cells, language: str) -> list[SkillData]:
    occupation = cells.text("occupation", public=True)
    level = int(cells.choice("occupation_level", "level") or ProfileSkill.Level.GOOD)
    years = cells.number("occupation_years", 0, 70)
    recognised = cells.yes_no("occupation_recognised")
    below = cells.yes_no("working_below")
    found = []
    if occupation:
        found.append(
            SkillData(
                said=occupation,
                language=language,
                kind=Concept.Kind.OCCUPATION,
                read_later=True,
                level=level,
                years=years,
                recognised=recognised,
                working_below=below,
            )
        )
    found += _graded(cells, "more_occupations", language, Concept.Kind.OCCUPATION)
    return found + _graded(cells, "skills", language, Concept.Kind.SKILL)


def _graded(cells: Cells, key: str, language: str, kind: str) -> list[SkillData]:
    """Words with a level and a number of years behind strokes: "water quality | 4 | 12"."""
    found = []
    for part in cells.parts(key, public=True):
        said, *grades = (piece.strip() for piece in part.split("|"))
        if not said or len(grades) > 2:
            cells.problem(key, _("“%(part)s”: write the words | level | years.") % {"part": part})
            continue
        level, years = (*grades, "", "")[:2]
        found.append(
            SkillData(
                said,
                language,
                kind=kind,
                read_later=True,
                level=int(cells.coded(key, level, "level") or ProfileSkill.Level.GOOD),
                years=cells.whole(key, years, 0, 70),
            )
        )
    return found


def said_lines(said: Iterable[str], language: str, kind: str) -> list[SkillData]:
    """Words that nobody has read yet, as lines of an offer."""
    return [SkillData(each, language, kind=kind, read_later=True) for each in said]


def _consents(cells: Cells) -> tuple[dict[str, datetime | None], Evidence | None]:
    answers = {
        purpose: cells.yes_no(f"consent_{purpose}", required=True)
        for purpose in ConsentPurpose.values
    }
    channel = cells.choice("consent_channel", "channel", required=True)
    witness = cells.text("consent_witness", 120)
    if channel == Consent.Channel.SPOKEN and not witness:
        cells.problem("consent_witness", _("A spoken consent needs a witness: who was present?"))
    day, until = cells.day("consent_date", required=True), cells.day("consent_until")
    version = cells.number("consent_text_version", min(TEXTS), max(TEXTS), required=True)
    language = cells.language("consent_language", required=True)
    if day is None or version is None or not _check_days(cells, day, until):
        return {}, None
    end = consent_end(day, until)
    evidence = Evidence(channel, language, version, witness, at=consent_start(day))
    return {purpose: end if given else None for purpose, given in answers.items()}, evidence


def _check_days(cells: Cells, day: date, until: date | None) -> bool:
    today = timezone.localdate()
    if day > today:
        cells.problem("consent_date", _("A consent cannot be dated in the future."))
        return False
    if until is not None and until > last_day(day):
        message = _("A consent lasts twelve months at most, then it is asked again.")
        cells.problem("consent_until", message)
        return False
    if (until or last_day(day)) < today:
        key = "consent_until" if until else "consent_date"
        cells.problem(key, _("This consent has run out. Ask the person again."))
        return False
    return True


def last_day(given: date) -> date:
    """The last day on which a consent of this day may count."""
    return given + timedelta(days=LONGEST.days - 1)


def consent_start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))


def consent_end(given: date, until: date | None) -> datetime:
    """The last second of the stated day, else of the last day that is allowed."""
    last = until or last_day(given)
    return timezone.make_aware(datetime.combine(last, datetime.max.time().replace(microsecond=0)))


def _mark(row: Row) -> Mark:
    said = {key: row.cells.get(key, "") for key in ("own_reference", "email", "phone", "full_name")}
    return mark_of(
        reference=said["own_reference"],
        email=said["email"],
        phone=said["phone"],
        name=said["full_name"],
    )


def _check_doubles(table: Table, row: Row, mark: Mark, seen: dict[str, int]) -> None:
    """The same person twice in one file: by number, by address, by telephone and name."""
    columns_of = {"r": "own_reference", "e": "email", "c": "phone"}
    for part in mark.parts():
        first = seen.setdefault(part, row.number)
        if first != row.number:
            table.problem(
                row,
                columns_of[part[0]],
                _("The same stands in row %(row)s: is it the same person?")
                % {"row": format_number(first)},
            )
