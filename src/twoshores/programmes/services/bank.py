"""Statements of a programme's bank: read whole or refused whole, the same file and line once; lines
that say the same in one file are kept apart."""

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twoshores.accounts.models import User
from twoshores.common import audit
from twoshores.common.cells import cell_date
from twoshores.common.decisions import require
from twoshores.common.formatting import format_number
from twoshores.common.languages import parse_digits
from twoshores.common.tables import Limits, Row, Table, read_table
from twoshores.engines.statements import (
    MOST_ENTRIES,
    Entry,
    Reason,
    Refused,
    amount_of,
    numbered,
    read_camt,
)

from ..models import BankFile, BankLine, Programme
from ..permissions.programmes import can_run_programme

MOST_PROBLEMS = 8  # that are told at once
# Headings of banks' tables, folded, in the languages of the site and some more.
ALIASES: dict[str, str] = {
    **dict.fromkeys(
        [
            *("booking date", "transaction date", "day", "jour", "dia", "اليوم"),
            *("date operation", "date de l operation", "date comptable", "fecha"),
            *("fecha operacion", "data", "data movimento", "buchungstag", "datum", "التاريخ"),
        ],
        "date",
    ),
    **dict.fromkeys(["montant", "importe", "montante", "valor", "betrag", "المبلغ"], "amount"),
    **dict.fromkeys(
        [
            "withdrawal",
            "paid out",
            "money out",
            "cargo",
            "adeudo",
            "debe",
            "debito",
            "soll",
            "مدين",
        ],
        "debit",
    ),
    **dict.fromkeys(
        ["deposit", "paid in", "money in", "abono", "haber", "credito", "دائن"], "credit"
    ),
    **dict.fromkeys(
        ["devise", "monnaie", "divisa", "moneda", "moeda", "wahrung", "العملة"], "currency"
    ),
    **dict.fromkeys(["ref", "referencia", "referenz", "المرجع"], "reference"),
    "transaction id": "id",
    **dict.fromkeys(
        [
            *("description", "details", "communication", "libelle", "motif", "concepto"),
            *("descripcion", "descricao", "verwendungszweck", "purpose", "البيان"),
            *("texte", "texto", "النص"),
        ],
        "text",
    ),
    **dict.fromkeys(
        [
            *("beneficiary", "counterparty", "payee", "beneficiaire", "nom", "beneficiario"),
            *("nombre", "nome", "empfanger", "المستفيد", "الاسم"),
        ],
        "name",
    ),
}
REASONS: dict[Reason, str | Promise] = {
    Reason.NOT_XML: gettext_lazy("This file is broken, or it is no statement. Fetch it again."),
    Reason.HAS_DTD: gettext_lazy(
        "This file has a document type, which no bank's statement has. It was not read."
    ),
    Reason.OTHER_ROOT: gettext_lazy(
        "This is XML of another kind. Send a statement (camt.053), or a table."
    ),
    Reason.TOO_MANY: gettext_lazy("This statement has too many lines. Split it."),
    Reason.BAD_ENTRY: gettext_lazy("A line of this statement has no day, amount or currency."),
    Reason.EMPTY: gettext_lazy("This statement has no booked lines."),
}


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What came of a file. known: lines that were there already, from another file, or twice with
    the bank's own id."""

    file: BankFile
    added: int
    known: int


@transaction.atomic
def bank_file_read(
    *, by: User, programme: Programme, name: str, data: bytes, currency: str = ""
) -> ReadFile:
    """Read a statement (camt.053, or a CSV or Excel table with headings) and keep its lines.

    currency: of the account, for tables without such a column. Raises PermissionDenied, or
    ValidationError at "file": read already, too large, hostile, or with cells to be mended.
    """
    require(can_run_programme(by, programme))
    if len(data) > settings.UPLOAD_MAX_BYTES:
        most = format_number(settings.UPLOAD_MAX_BYTES // 1_000_000)
        raise _refused(_("This file is too large. At most %(most)s MB.") % {"most": most})
    digest = hashlib.sha256(data).hexdigest()
    Programme.objects.select_for_update().get(pk=programme.pk)
    if BankFile.objects.filter(programme=programme, sha256=digest).exists():
        raise _refused(_("This very file was read already. Nothing was added."))
    entries = entries_of(data, currency)
    file = BankFile(programme=programme, name=name[:160] or "-", sha256=digest, by=by)
    file.full_clean()
    file.save(force_insert=True)
    by_key = numbered(entries)
    digests = {digest for digest, _occurrence in by_key}
    there = set(
        BankLine.objects.filter(programme=programme, digest__in=digests).values_list(
            "digest", "occurrence"
        )
    )
    new = {key: entry for key, entry in by_key.items() if key not in there}
    BankLine.objects.bulk_create(_line(file, *key, entry) for key, entry in new.items())
    audit.record("bankfile.read", file, by=by, about=programme.organisation, fields=["lines"])
    return ReadFile(file, len(new), len(entries) - len(new))


def _line(file: BankFile, digest: str, occurrence: int, entry: Entry) -> BankLine:
    return BankLine(
        programme=file.programme,
        file=file,
        digest=digest,
        occurrence=occurrence,
        on=entry.on,
        amount=entry.amount,
        currency=entry.currency,
        reference=entry.reference,
        text=entry.text,
    )


def _refused(words: str) -> ValidationError:
    return ValidationError({"file": words})


def entries_of(data: bytes, currency: str) -> list[Entry]:
    """The lines of a statement. Raises ValidationError at "file"."""
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        try:
            return read_camt(data)
        except Refused as refused:
            raise _refused(str(REASONS.get(refused.reason, refused.reason))) from refused
    try:
        table = read_table(
            io.BytesIO(data), required=["date"], aliases=ALIASES, limits=Limits(rows=MOST_ENTRIES)
        )
    except ValidationError as error:
        raise ValidationError({"file": error.messages}) from error
    return _of_table(table, currency)


def _of_table(table: Table, currency: str) -> list[Entry]:
    if not {"amount", "debit", "credit"} & set(table.columns):
        words = _("There is no column of amounts. Call it “Amount”, or “Debit” and “Credit”.")
        raise _refused(words)
    # What stands in columns that are not read costs nothing and is not judged.
    read = {"date", "amount", "debit", "credit", "currency", "reference", "text", "name", "id"}
    titles = {table.titles.get(key, key) for key in read}
    table.problems = [one for one in table.problems if one.column in titles]
    found = [entry for row in table.rows if (entry := _of_row(table, row, currency)) is not None]
    if table.problems:
        said = [
            _("Row %(row)s, %(column)s: %(message)s")
            % {"row": format_number(one.row), "column": one.column, "message": one.message}
            for one in table.problems[:MOST_PROBLEMS]
        ]
        raise ValidationError({"file": said})
    if not found:
        raise _refused(str(REASONS[Reason.EMPTY]))
    return found


def _of_row(table: Table, row: Row, currency: str) -> Entry | None:
    """None for a row of a sum or a note (no day), or with something to be mended."""
    cells = row.cells

    def cell[T](key: str, read: Callable[[str], T | None]) -> T | None:
        try:
            return read(cells.get(key, ""))
        except ValueError as error:
            message = _("This is no amount.") if read is _amount else str(error)
            table.problem(row, key, message)
            return None

    on = cell("date", cell_date)
    amount: Any = cell("amount", _amount)
    if amount is None:
        paid, came = cell("debit", _amount), cell("credit", _amount)
        amount = (came or 0) - abs(paid or 0) if paid is not None or came is not None else None
    if on is None or amount is None:
        return None
    code = (cells.get("currency", "") or currency).strip().upper()
    if len(code) != 3 or not code.isascii() or not code.isalpha():
        table.problem(row, "currency", _("Which currency? Write its three letters: EUR."))
        return None
    words = [cells.get("name", ""), cells.get("text", "")]
    text = " · ".join(" ".join(part.split()) for part in words if part)
    number = cells.get("id", "")
    return Entry(on, amount, code, (cells.get("reference", "") or number)[:140], text[:500], number)


def _amount(text: str) -> Any:
    return amount_of(parse_digits(text).replace("٫", ".").replace("٬", ","))
