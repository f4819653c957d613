"""Pages of importing a file of people: what to write, what to mend, and the confirmation."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from twoshores.accounts.models import User
from twoshores.actors.models import ConsentPurpose, Organisation
from twoshores.common.decisions import access
from twoshores.common.formatting import format_number, labelled
from twoshores.common.forms import answer_status
from twoshores.common.kept_files import FileGone
from twoshores.common.tables import TableError, csv_response
from twoshores.common.territories import country_name

from ..forms.imports import UploadForm
from ..importing import columns
from ..importing.rows import Reading
from ..services.imports import (
    import_check,
    import_confirm,
    import_drop,
    import_keep,
    import_kept,
)
from .registered import consent_words, registrar_or_404


@access("object")
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_import(request: HttpRequest, pk: str) -> HttpResponseBase:
    """Send a file. If all of it is right, it waits for a yes; if not, here is what to mend."""
    user, organisation = registrar_or_404(request, pk)
    if request.method != "POST":
        return _page(request, organisation, UploadForm())
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, organisation, form)
    data = form.cleaned_data["file"]
    try:
        reading = import_check(by=user, organisation=organisation, data=data)
    except TableError as error:
        form.add_error("file", error.messages)
        return _page(request, organisation, form)
    if reading.table.problems or reading.already:
        return _page(request, organisation, form, reading)
    key = import_keep(by=user, organisation=organisation, data=data)
    return redirect("organisation_import_kept", organisation.pk, key)


def _page(
    request: HttpRequest,
    organisation: Organisation,
    form: UploadForm,
    reading: Reading | None = None,
) -> HttpResponse:
    problems = reading.table.problems if reading else []
    context = {
        "organisation": organisation,
        "form": form,
        "columns": columns.explained(),
        "problems": problems,
        "by_column": Counter(
            problem.column for problem in problems if problem.column
        ).most_common(),
        "unchanged": _unchanged(reading) if reading and not problems else "",
    }
    status = 422 if problems else answer_status(form)
    return render(request, "capacities/import.html", context, status=status)


def _unchanged(reading: Reading) -> str:
    """What to say of a file whose people are all registered: nothing was done."""
    if not reading.already:
        return ""
    return ngettext(
        "The person of this file is registered by you already. Nothing was changed.",
        "All %(n)s people of this file are registered by you already. Nothing was changed.",
        reading.already,
    ) % {"n": format_number(reading.already)}


@access("object")
@require_safe
def organisation_import_template(request: HttpRequest, pk: str) -> HttpResponse:
    """An empty file with one example, in the reader's language; the names never change."""
    registrar_or_404(request, pk)
    return csv_response("people", columns.KEYS, [columns.example_row().values()])


@access("object")
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_import_kept(request: HttpRequest, pk: str, key: str) -> HttpResponseBase:
    """A file that is right: who would be registered, and the yes."""
    user, organisation = registrar_or_404(request, pk)
    try:
        if request.method == "POST":
            return _decided(request, user, organisation, key)
        data = import_kept(by=user, organisation=organisation, key=key)
        reading = import_check(by=user, organisation=organisation, data=data)
    except FileGone:
        messages.error(request, _("This file is no longer kept. Send it again."))
        return redirect("organisation_import", organisation.pk)
    if reading.table.problems or reading.already:
        import_drop(by=user, organisation=organisation, key=key)
        return _page(request, organisation, UploadForm(), reading)
    context = {"organisation": organisation, **_summary(reading)}
    return render(request, "capacities/import_confirm.html", context)


def _decided(
    request: HttpRequest, user: User, organisation: Organisation, key: str
) -> HttpResponseBase:
    if "drop" in request.POST:
        import_drop(by=user, organisation=organisation, key=key)
        messages.success(request, _("The file was thrown away. Nobody was registered."))
        return redirect("organisation_people", organisation.pk)
    done = import_confirm(by=user, organisation=organisation, key=key)
    if not done.registered:
        return _page(request, organisation, UploadForm(), done.reading)
    messages.success(
        request,
        ngettext(
            "%(n)s person is registered. What they can do is being read.",
            "%(n)s people are registered. What they can do is being read.",
            done.registered,
        )
        % {"n": format_number(done.registered)},
    )
    return redirect("organisation_people", organisation.pk)


def _summary(reading: Reading) -> dict[str, Any]:
    """What an officer can compare with their own list before they say yes."""
    everyone = reading.everyone
    lives = Counter(
        country_name(each.entry.facts.residence.country)
        for each in everyone
        if each.entry.facts.residence
    )
    consents = Counter(
        purpose for each in everyone for purpose, end in each.entry.choices.items() if end
    )
    words = consent_words()
    return {
        "count": len(everyone),
        "mails": sum(bool(each.entry.facts.email) for each in everyone),
        "facts": [
            (_("Live in"), _listed(lives)),
            (
                _("Agree to"),
                _listed(Counter({words[p]: consents[p] for p in ConsentPurpose.values})),
            ),
            (
                _("Skills and occupations"),
                format_number(sum(len(each.lines.skills or ()) for each in everyone)),
            ),
        ],
    }


def _listed(counts: Counter[str]) -> str:
    return " · ".join(
        labelled(word, format_number(number)) for word, number in counts.most_common()
    )
