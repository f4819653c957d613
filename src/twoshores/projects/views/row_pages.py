"""One page for adding, changing and taking out any part of a project.

A subject gives its form and its services; this gives what all of them need: the version that
was opened, what somebody else changed meanwhile beside what was typed, errors at the field,
a draft that survives a lost line, and the way back.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from twoshores.common.conflict_words import in_words
from twoshores.common.drafts import draft_drop, draft_of, fill_from_draft
from twoshores.common.editing import Conflict, StaleVersion, version_of
from twoshores.common.forms import answer_status

DRAFT = "project_part"


class Headed(Protocol):
    """Whatever page the form stands on: a project's desk, a programme's."""

    def head(self, tab: str) -> dict[str, Any]:
        """What the page's own template needs."""
        ...


@dataclass(frozen=True, slots=True)
class RowPage:
    """What a subject says of its page.

    make_form: makes the form, bound to the data or unbound. save: writes the cleaned facts;
    gets (facts, opened version, 0 for a new row) and may raise ValidationError or StaleVersion.
    remove: takes the row out, None where that cannot be. back: where to go after.
    """

    title: str | Promise
    tab: str
    make_form: Callable[[Any], BaseForm]
    save: Callable[[dict[str, Any], int], Any]
    back: str
    version: int = 0
    remove: Callable[[], None] | None = None
    draft_key: str = ""  # what the draft is of: the row's id, or "<project>:<model>"
    lead: str | Promise = ""
    extra: Mapping[str, Any] = field(default_factory=dict)
    template: str = "projects/row_form.html"


def answer(request: HttpRequest, desk: Headed, page: RowPage) -> HttpResponseBase:
    """The form, what came of sending it, or what came of taking the row out."""
    if request.method == "POST" and "remove" in request.POST and page.remove is not None:
        return _removed(request, page)
    draft = draft_of(request, DRAFT, page.draft_key) if page.draft_key else None
    form = fill_from_draft(page.make_form(request.POST or None), draft)
    version, conflicts = page.version, []
    if request.method == "POST" and form.is_valid():
        try:
            page.save(form.cleaned_data, version_of(request.POST.get("version", "")))
        except StaleVersion as stale:
            version, conflicts = stale.current_version, _worded(stale, form)
        except ValidationError as error:
            add_errors(form, error)
        else:
            if page.draft_key:
                draft_drop(request, DRAFT, page.draft_key)
            messages.success(request, _("Saved."))
            return redirect(page.back)
    context = desk.head(page.tab) | {
        "form": form,
        # Words and flags only: a template calls whatever callable it is given, `remove` too.
        "page": {
            "title": page.title,
            "lead": page.lead,
            "back": page.back,
            "draft_key": page.draft_key,
            "removable": page.remove is not None,
        },
        "version": version,
        "conflicts": conflicts,
        "draft": draft,
        "draft_form": DRAFT,
    }
    status = answer_status(form, conflicts=conflicts)
    return render(request, page.template, context | dict(page.extra), status=status)


def _removed(request: HttpRequest, page: RowPage) -> HttpResponseBase:
    assert page.remove is not None
    try:
        page.remove()
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
    except ProtectedError:
        messages.error(
            request,
            _("This cannot be taken out: money or measurements hang on it, and they stay."),
        )
    else:
        messages.success(request, _("Taken out."))
    return redirect(page.back)


def _worded(stale: StaleVersion, form: BaseForm) -> list[Conflict]:
    labels = {name: made.label or name for name, made in form.fields.items()}
    return in_words(stale.conflicts, labels)


def add_errors(form: BaseForm, error: ValidationError) -> None:
    """Errors of a service at the fields that the form has, the others at its top."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        for one in errors:
            form.add_error(name if name in form.fields else None, one)
