"""The walk of a file that comes back, whatever it holds: sent, compared, confirmed or dropped."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twoshores.common.file_kinds import FileKind
from twoshores.common.formatting import format_number
from twoshores.common.kept_files import FileGone

from ..forms.office import DecisionsForm, OfficeForm
from ..office.raw import FileRefused
from ..office.told import Words
from ..services.office import Check, Decisions, FileMoved
from .workspace import Desk


@dataclass(frozen=True, slots=True)
class Exchange:
    """What a file is compared with, and where its pages stand.

    confirm: (key, stamp, decisions) to how many changes were saved. lead: whose file it is.
    """

    tab: str
    check: Callable[[bytes], Check]
    keep: Callable[[bytes], str]
    look: Callable[[str], Check]
    drop: Callable[[str], None]
    confirm: Callable[[str, str, Decisions], int]
    words: Callable[[Check], Words]
    compare_address: Callable[[str], str]
    upload_address: str
    back: str
    lead: str = ""


def download(made: bytes, kind: FileKind, name: str) -> HttpResponse:
    """A file to be kept under a name of ours."""
    response = HttpResponse(made, content_type=kind.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name.replace(" ", "_")}"'
    return response


def answer_upload(request: HttpRequest, desk: Desk, exchange: Exchange) -> HttpResponseBase:
    """Send a file back. What can be read is compared on the next page; nothing is saved here."""
    form = OfficeForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data["file"]
        try:
            exchange.check(data)
        except FileRefused as error:
            form.add_error("file", str(error))
        else:
            return redirect(exchange.compare_address(exchange.keep(data)))
    context = desk.head(exchange.tab) | {
        "form": form,
        "back": exchange.back,
        "lead": exchange.lead,
    }
    status = 422 if form.errors else 200
    return render(request, "projects/office_upload.html", context, status=status)


def answer_compare(
    request: HttpRequest, desk: Desk, exchange: Exchange, key: str
) -> HttpResponseBase:
    """What a file changes, cell by cell, and the yes."""
    if request.method == "POST" and "drop" in request.POST:
        exchange.drop(key)
        messages.success(request, _("The file was thrown away. Nothing was changed."))
        return redirect(exchange.back)
    try:
        check = exchange.look(key)
        if request.method == "POST":
            return _decided(request, desk, exchange, key, check)
    except FileGone:
        messages.error(request, _("This file is no longer kept. Send it again."))
        return redirect(exchange.upload_address)
    words = exchange.words(check)
    return _page(request, desk, exchange, check, DecisionsForm(check=check, words=words))


def _decided(
    request: HttpRequest, desk: Desk, exchange: Exchange, key: str, check: Check
) -> HttpResponseBase:
    form = DecisionsForm(request.POST, check=check, words=exchange.words(check))
    if form.sent_stamp != check.stamp:
        return _moved(request, desk, exchange, check)
    if not form.is_valid():
        return _page(request, desk, exchange, check, form, 422)
    try:
        count = exchange.confirm(key, form.sent_stamp, form.decisions())
    except FileMoved:
        return _moved(request, desk, exchange, check)
    except ValidationError as error:
        form.add_error(None, error.messages)  # of fields that this form does not have
        return _page(request, desk, exchange, check, form, 422)
    messages.success(
        request,
        ngettext("%(n)s change was saved.", "%(n)s changes were saved.", count)
        % {"n": format_number(count)},
    )
    return redirect(exchange.back)


def _moved(request: HttpRequest, desk: Desk, exchange: Exchange, check: Check) -> HttpResponseBase:
    messages.error(
        request, _("Something was changed in the meantime. Nothing is saved: look once more.")
    )
    form = DecisionsForm(check=check, words=exchange.words(check))
    return _page(request, desk, exchange, check, form, 409)


def _page(
    request: HttpRequest,
    desk: Desk,
    exchange: Exchange,
    check: Check,
    form: DecisionsForm,
    status: int = 200,
) -> HttpResponse:
    words = exchange.words(check)
    context = desk.head(exchange.tab) | {
        "lead": exchange.lead,
        "form": form,
        "changes": list(words.changes(check.found)),
        "added": list(words.added(check.found)),
        "conflicts": form.group("conflict"),
        "questions": form.group("question"),
        "removed": form.group("remove"),
        "vanished": form.group("anew"),
        "troubles": check.reading.troubles,
        "notes": check.reading.notes,
        "is_empty": check.is_empty,
    }
    return render(request, "projects/office_compare.html", context, status=status)
