"""Rules, documents and translations of a call, for those who run it."""

from functools import partial
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from twoshores.common.decisions import access
from twoshores.common.languages import language_name
from twoshores.engines.eligibility import RulesError, parse
from twoshores.projects.views.basics import reader_language
from twoshores.projects.views.row_pages import RowPage, answer

from ..forms.call_rules import TITLES, RuleForm, initial_of_rule
from ..forms.calls import CallDocumentForm, TranslationForm
from ..models import CallDocument
from ..selectors.call_texts import texts_of
from ..services import call_parts
from ..services.calls import call_rules_set
from .call_desk import CallDesk, call_desk
from .call_parts import refused_if_closed


@access("object")
@require_safe
def call_rules(request: HttpRequest, pk: str, call: str) -> HttpResponseBase:
    """Which rule to add."""
    at = call_desk(request, pk, call, to_run=True)
    rows = [
        {"title": title, "text": text, "href": at.to("call_rule_new", name)}
        for name, (title, text) in TITLES.items()
    ]
    back = refused_if_closed(request, at)
    context = at.head("programme_call") | {"kinds": rows}
    return back or render(request, "programmes/call_rules.html", context)


@access("object")
def call_rule_new(request: HttpRequest, pk: str, call: str, rule: str) -> HttpResponseBase:
    """Add a rule of a kind."""
    at = call_desk(request, pk, call, to_run=True)
    if rule not in TITLES:
        raise Http404
    back = refused_if_closed(request, at)
    return back or answer(request, at, _rule_page(at, request, rule, None))


@access("object")
def call_rule_edit(request: HttpRequest, pk: str, call: str, number: int) -> HttpResponseBase:
    """Change a rule, by its place from 1, or take it out."""
    at = call_desk(request, pk, call, to_run=True)
    if not 1 <= number <= len(at.call.rules):
        raise Http404
    name = str(at.call.rules[number - 1].get("rule", ""))
    if name not in TITLES:
        raise Http404
    back = refused_if_closed(request, at)
    return back or answer(request, at, _rule_page(at, request, name, number))


def _rule_page(at: CallDesk, request: HttpRequest, name: str, number: int | None) -> RowPage:
    call, title = at.call, TITLES[name][0]

    def make(data: Any) -> RuleForm:
        return RuleForm(
            data,
            reader_language=reader_language(),
            initial=_initial(at, number),
            rule=name,
            noted=at.noted,
        )

    def save(cleaned: dict[str, Any], version: int) -> None:
        bound = make(request.POST)
        bound.full_clean()
        _set(at, version, number, bound.rule, cleaned.get("note", ""))

    def remove() -> None:
        _set(at, call.version, number, None, _("Taken out: %(title)s") % {"title": title})

    return RowPage(
        title=title,
        lead=TITLES[name][1],
        tab="programme_call",
        make_form=make,
        save=save,
        back=f"{at.address}#rules",
        version=call.version,
        remove=remove if number else None,
    )


def _initial(at: CallDesk, number: int | None) -> dict[str, Any]:
    if number is None:
        return {"least": 1}
    try:
        (rule,) = parse([at.call.rules[number - 1]])
    except RulesError:
        return {}
    return dict(initial_of_rule(rule))


def _set(at: CallDesk, version: int, number: int | None, rule: Any, note: str) -> None:
    """Put a rule in its place, behind the others (number None), or take it out (rule None)."""
    rules = list(parse(at.call.rules))
    if number is None:
        rules.append(rule)
    else:
        rules[number - 1 : number] = [] if rule is None else [rule]
    call_rules_set(by=at.desk.user, call=at.call, opened_version=version, rules=rules, note=note)


@access("object")
def call_document_new(request: HttpRequest, pk: str, call: str) -> HttpResponseBase:
    """Send a paper that everybody may fetch."""
    at = call_desk(request, pk, call, to_run=True)

    def make(data: Any) -> CallDocumentForm:
        return CallDocumentForm(
            data,
            request.FILES if data is not None else None,
            reader_language=reader_language(),
            initial={"language": at.call.language},
            noted=at.noted,
        )

    def save(cleaned: dict[str, Any], _version: int) -> None:
        call_parts.call_document_add(
            by=at.desk.user,
            call=at.call,
            title=cleaned["title"],
            language=cleaned["language"],
            name=str(getattr(request.FILES["file"], "name", "")),
            data=cleaned["file"],
            note=cleaned.get("note", ""),
        )

    page = RowPage(
        title=_("A document of the call"),
        tab="programme_call",
        make_form=make,
        save=save,
        back=f"{at.address}#documents",
    )
    return refused_if_closed(request, at) or answer(request, at, page)


@access("object")
def call_document(request: HttpRequest, pk: str, call: str, document: str) -> HttpResponseBase:
    """A document's bytes; sent back with `remove` it is taken out."""
    at = call_desk(request, pk, call, to_run=request.method == "POST")
    row = _document_or_404(at, document)
    if request.method != "POST":
        return document_file(row)
    note = (_("Taken out: %(title)s") % {"title": row.title})[:300]
    page = RowPage(
        title=row.title,
        tab="programme_call",
        make_form=lambda data: CallDocumentForm(data, noted=False),
        save=lambda _facts, _version: None,
        back=f"{at.address}#documents",
        remove=partial(call_parts.call_part_remove, by=at.desk.user, row=row, note=note),
    )
    if "remove" not in request.POST:
        raise Http404
    return refused_if_closed(request, at) or answer(request, at, page)


def _document_or_404(at: CallDesk, pk: str) -> CallDocument:
    try:
        row = at.call.documents.get(pk=pk)
    except (CallDocument.DoesNotExist, ValidationError, ValueError) as error:
        raise Http404 from error
    row.call = at.call
    return row


def document_file(row: CallDocument) -> FileResponse:
    """The bytes, to be kept and never shown by the browser as a page of ours."""
    try:
        file = default_storage.open(call_parts.document_path(row))
    except FileNotFoundError as error:
        raise Http404 from error
    return FileResponse(file, as_attachment=True, filename=row.file_name)


@access("object")
def call_translation(request: HttpRequest, pk: str, call: str, language: str) -> HttpResponseBase:
    """All texts of the call in another language, each below its original."""
    at = call_desk(request, pk, call, to_run=True)
    if language not in dict(settings.LANGUAGES) or language == at.call.language:
        raise Http404
    texts = texts_of(at.call, language)

    def make(data: Any) -> TranslationForm:
        return TranslationForm(data, texts=[text.of_form() for text in texts])

    def save(cleaned: dict[str, Any], _version: int) -> None:
        said = {(text.record, text.field): cleaned[text.name] for text in texts}
        call_parts.call_translate(by=at.desk.user, call=at.call, language=language, texts=said)

    page = RowPage(
        title=_("The call in another language: %(language)s")
        % {"language": language_name(language, reader_language())},
        lead=_("What stays empty is read in the language it was written in."),
        tab="programme_call",
        make_form=make,
        save=save,
        back=at.address,
        draft_key=f"calltext:{at.call.pk.hex[:24]}:{language}"[:40],
    )
    return answer(request, at, page)
