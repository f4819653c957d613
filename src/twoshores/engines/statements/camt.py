"""Reading ISO 20022 bank-to-customer statements (camt.053), any version.

1. A parser that knows nothing but syntax looks at the beginning: a document type is refused where
   it starts, before an entity of it is read; so is XML of another kind.
2. lxml streams the rest: no network, no DTD, no entities, libxml2's limits on depth and length.
   Each entry is read and freed before the next.
3. An entry whose details all carry amounts that sum to it is as many lines as it has details (a
   batch); else it is one line.
"""

import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from xml.parsers import expat

from lxml import etree

from .statement import Entry, Reason, Refused

MOST_ENTRIES = 20_000
_CHUNK = 4_096
_ROOT = "Document"


class _Enough(Exception):
    """The root has been seen."""


def read_camt(data: bytes, *, most: int = MOST_ENTRIES) -> list[Entry]:
    """The booked entries of a statement, in its order. Raises Refused."""
    _look_at_the_beginning(data)
    found: list[Entry] = []
    try:
        for element in _entries(data):
            found += _lines(element)
            if len(found) > most:
                raise Refused(Reason.TOO_MANY, str(most))
    except etree.XMLSyntaxError as error:
        raise Refused(Reason.NOT_XML, str(error)[:200]) from error
    if not found:
        raise Refused(Reason.EMPTY)
    return found


def _look_at_the_beginning(data: bytes) -> None:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = _refuse_dtd
    parser.StartElementHandler = _check_root
    try:
        for start in range(0, len(data), _CHUNK):
            parser.Parse(data[start : start + _CHUNK], False)
        parser.Parse(b"", True)
    except _Enough:
        return
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise Refused(Reason.NOT_XML, str(error)[:200]) from error


def _refuse_dtd(name: str, system_id: object, public_id: object, has_subset: bool) -> None:
    raise Refused(Reason.HAS_DTD)


def _check_root(name: str, attributes: dict[str, str]) -> None:
    space, _blank, local = name.rpartition(" ")
    if local != _ROOT or "camt.053" not in space:
        raise Refused(Reason.OTHER_ROOT, local[:60])
    raise _Enough


def _entries(data: bytes) -> Iterator[Any]:
    events = etree.iterparse(
        io.BytesIO(data),
        events=("end",),
        tag="{*}Ntry",
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
    )
    for _event, element in events:
        yield element
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def _lines(entry: Any) -> list[Entry]:
    """[] for what is not booked yet."""
    if _text(entry, "Sts", "Cd") not in ("", "BOOK") or _text(entry, "Sts") not in ("", "BOOK"):
        return []
    sign = {"DBIT": -1, "CRDT": 1}.get(_text(entry, "CdtDbtInd"))
    if sign is None:
        raise Refused(Reason.BAD_ENTRY, "CdtDbtInd")
    on = _day(entry)
    amount, currency = _amount(entry.find("{*}Amt"))
    own = _text(entry, "AcctSvcrRef") or _text(entry, "NtryRef")
    details = entry.findall("{*}NtryDtls/{*}TxDtls")
    parts = [_detail_amount(one) for one in details]
    known = [part for part in parts if part is not None and part[1] == currency]
    is_batch = len(details) > 1 and len(known) == len(details)
    if is_batch and sum(part[0] for part in known) == amount:
        return [
            Entry(
                *(on, sign * part[0], currency, _reference(one, own)[:140], _words(one)[:500]),
                id=_text(one, "Refs", "AcctSvcrRef"),
            )
            for one, part in zip(details, known, strict=True)
        ]
    first = details[0] if details else None
    reference = _reference(first, own) if first is not None else own
    text = _words(first) if first is not None else ""
    text = text or _text(entry, "AddtlNtryInf")
    number = _text(entry, "AcctSvcrRef")  # NtryRef counts within one statement only
    return [Entry(on, sign * amount, currency, reference[:140], text[:500], id=number)]


def _text(element: Any, *path: str) -> str:
    found = element.find("/".join(f"{{*}}{name}" for name in path))
    return " ".join((found.text or "").split()) if found is not None else ""


def _day(entry: Any) -> date:
    for name in ("BookgDt", "ValDt"):
        written = _text(entry, name, "Dt") or _text(entry, name, "DtTm")[:10]
        if written:
            try:
                return date.fromisoformat(written)
            except ValueError as error:
                raise Refused(Reason.BAD_ENTRY, written[:40]) from error
    raise Refused(Reason.BAD_ENTRY, "BookgDt")


def _amount(element: Any) -> tuple[Decimal, str]:
    """Amount and currency of an Amt. Raises Refused."""
    written = (element.text or "").strip() if element is not None else ""
    currency = element.get("Ccy", "") if element is not None else ""
    try:
        amount = Decimal(written)
    except InvalidOperation as error:
        raise Refused(Reason.BAD_ENTRY, written[:40] or "Amt") from error
    fits = amount.is_finite() and 0 <= amount < Decimal(10) ** 15 and amount == round(amount, 2)
    if not fits or len(currency) != 3 or not currency.isascii() or not currency.isupper():
        raise Refused(Reason.BAD_ENTRY, f"{written[:40]} {currency[:3]}")
    return amount, currency


def _detail_amount(detail: Any) -> tuple[Decimal, str] | None:
    for path in ("{*}Amt", "{*}AmtDtls/{*}TxAmt/{*}Amt"):
        found = detail.find(path)
        if found is not None:
            return _amount(found)
    return None


def _reference(detail: Any, own: str) -> str:
    """The bank's own reference and the payer's, if it gave one."""
    end = _text(detail, "Refs", "EndToEndId")
    bank = _text(detail, "Refs", "AcctSvcrRef") or own
    return " ".join(part for part in (bank, end) if part and part != "NOTPROVIDED")


def _words(detail: Any) -> str:
    names = [
        _text(detail, "RltdPties", side, *path)
        for side in ("Cdtr", "Dbtr")
        for path in (("Nm",), ("Pty", "Nm"))
    ]
    written = [" ".join((one.text or "").split()) for one in detail.findall("{*}RmtInf/{*}Ustrd")]
    parts = [part for part in (*names, *written) if part]
    return " · ".join(dict.fromkeys(parts))
