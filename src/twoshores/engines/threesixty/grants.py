"""Awards as a package of 360Giving: plain data for JSON, nothing that was not said.

What is not known is left out of a grant, never written as nothing. Amounts stay in the grant's
own currency; nothing is added up. Source: 360Giving Data Standard, schema of grants and packages
(`data/README.md`).
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
VERSION = "1.0"
PREFIX = re.compile(r"360G-[A-Za-z0-9_]+")  # what 360Giving gives to a publisher
_NOT_IN_IDENTIFIERS = re.compile(r"[^A-Za-z0-9._-]+")


class Fault(StrEnum):
    """What keeps a grant out of a package."""

    NO_TITLE = "no_title"
    NO_DESCRIPTION = "no_description"
    NO_AWARD_DATE = "no_award_date"
    CURRENCY = "currency"  # not one of 360Giving's list
    NO_FUNDER = "no_funder"  # the funding organisation has no identifier
    NO_RECIPIENT = "no_recipient"  # the recipient has neither identifier nor key
    AMOUNT = "amount"  # more digits than a number of JSON holds


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation. identifier: its public one (org-id.guide), "" where none is known; key: the
    publisher's own, used behind the publisher's prefix where there is no public one."""

    name: str
    identifier: str = ""
    key: str = ""
    country: str = ""  # ISO 3166-1 alpha-2
    website: str = ""


@dataclass(frozen=True, slots=True)
class Award:
    """A grant. amount, paid: exact, in `currency`. countries: (code, name) where something shall
    change. sectors: (vocabulary, code). related: numbers of other grants of the same project."""

    number: str
    title: str
    description: str
    currency: str
    amount: Decimal
    awarded_on: date | None
    recipient: Party
    funder: Party
    starts: date
    ends: date
    paid: Decimal | None = None
    programme: str = ""
    programme_code: str = ""
    countries: Sequence[tuple[str, str]] = ()
    sectors: Sequence[tuple[str, str]] = ()
    related: Sequence[str] = ()
    url: str = ""
    source: str = ""  # address of a page on which the award can be seen
    modified: datetime | None = None  # with a time zone


@dataclass(frozen=True, slots=True)
class Package:
    """What is said of the file. prefix: as in PREFIX; licence: its address, "" where none; part:
    of which part of the publisher's grants it is, so that two of one second are told apart."""

    prefix: str
    title: str
    publisher: Party
    issued: datetime
    licence: str = ""
    description: str = ""
    awards: Sequence[Award] = field(default=())
    part: str = ""


def faults_of(award: Award) -> list[Fault]:
    """What keeps an award out; a package of awards without faults is valid."""
    lists = _lists()
    found = {
        Fault.NO_TITLE: not award.title.strip(),
        Fault.NO_DESCRIPTION: not award.description.strip(),
        Fault.NO_AWARD_DATE: award.awarded_on is None,
        Fault.CURRENCY: award.currency not in lists["currencies"],
        Fault.NO_FUNDER: not award.funder.identifier.strip(),
        Fault.NO_RECIPIENT: not (award.recipient.identifier.strip() or award.recipient.key),
        Fault.AMOUNT: any(not _fits(sum_) for sum_ in (award.amount, award.paid)),
    }
    return [fault for fault, is_so in found.items() if is_so]


def package(about: Package) -> dict[str, Any]:
    """The whole file as data for JSON. Raises ValueError for a wrong prefix, for no award, and for
    awards with faults: nothing leaves that does not hold to the schema."""
    if not PREFIX.fullmatch(about.prefix):
        raise ValueError("not a publisher's prefix")
    if not about.awards or any(faults_of(award) for award in about.awards):
        raise ValueError("no award, or one with faults")
    whose = "-".join(one for one in (about.prefix, clean(about.part)) if one)
    found: dict[str, Any] = {
        "version": VERSION,
        "title": about.title,
        "description": about.description,
        "identifier": f"{whose}-{about.issued:%Y-%m-%dT%H%M%SZ}",
        "issued": moment(about.issued),
        "modified": moment(about.issued),
        "publisher": _said(
            {
                "name": about.publisher.name,
                "identifier": about.publisher.identifier,
                "website": about.publisher.website,
            }
        ),
        "license": about.licence,
        "grants": [_grant(award, about.prefix) for award in about.awards],
    }
    return _said(found)


def party_identifier(party: Party, prefix: str) -> str:
    """Its public identifier, else the publisher's prefix and its key there."""
    return party.identifier.strip() or f"{prefix}-ORG-{clean(party.key)}"


def clean(text: str) -> str:
    """Without what identifiers must not hold: "C/1 7" becomes "C-1-7"."""
    return _NOT_IN_IDENTIFIERS.sub("-", text.strip()).strip("-")


def moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def exact(value: Decimal) -> int | float:
    """A number of JSON. Raises ValueError where a double does not hold it to the last digit."""
    if value == value.to_integral_value():
        return int(value)
    if not _fits(value):
        raise ValueError("more digits than a number of JSON holds")
    return float(value)


def _fits(value: Decimal | None) -> bool:
    if value is None or value == value.to_integral_value():
        return True
    return Decimal(repr(float(value))) == value


def _grant(award: Award, prefix: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": f"{prefix}-{clean(award.number)}",
        "title": award.title.strip(),
        "description": award.description.strip(),
        "currency": award.currency,
        "amountAwarded": exact(award.amount),
        "amountDisbursed": None if award.paid is None else exact(award.paid),
        "awardDate": award.awarded_on.isoformat() if award.awarded_on else None,
        "plannedDates": [
            {"startDate": award.starts.isoformat(), "endDate": award.ends.isoformat()}
        ],
        "recipientOrganization": [_organisation(award.recipient, prefix)],
        "fundingOrganization": [_organisation(award.funder, prefix)],
        "grantProgramme": [_said({"code": award.programme_code, "title": award.programme})],
        "beneficiaryLocation": [_place(code, name) for code, name in award.countries],
        "classifications": [
            {"vocabulary": vocabulary, "code": code} for vocabulary, code in award.sectors
        ],
        "relatedActivity": [f"{prefix}-{clean(number)}" for number in award.related],
        "fromOpenCall": "Yes",
        "url": award.url,
        "dataSource": award.source,
        "dateModified": moment(award.modified) if award.modified else None,
    }
    return _said(found)


def _organisation(party: Party, prefix: str) -> dict[str, Any]:
    country = party.country if party.country in _lists()["countries"] else ""
    return _said(
        {
            "id": party_identifier(party, prefix),
            "name": party.name,
            "url": party.website,
            "addressCountry": country,
        }
    )


def _place(code: str, name: str) -> dict[str, Any]:
    """A country that is not on 360Giving's list is named without its code."""
    return _said({"name": name, "countryCode": code if code in _lists()["countries"] else ""})


def _said(row: Mapping[str, Any]) -> dict[str, Any]:
    """What is said: blanks, empty lists and None left out; zero stays."""
    return {
        key: value
        for key, value in row.items()
        if value not in ("", None) and value not in ([], {})
    }


@cache
def _lists() -> dict[str, frozenset[str]]:
    """Currencies and countries that the schema knows."""
    known = json.loads((DATA / "360-giving-schema.json").read_text(encoding="utf-8"))["definitions"]
    return {
        "currencies": frozenset(known["currency"]["enum"]),
        "countries": frozenset(known["Location"]["properties"]["countryCode"]["enum"]),
    }
