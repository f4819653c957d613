"""What stewards do with a threat of the handbook, and how it read before (open to everybody)."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from twoshores.accounts.models import User
from twoshores.common.conflict_words import in_words
from twoshores.common.decisions import access
from twoshores.common.editing import StaleVersion, version_of
from twoshores.common.forms import answer_status

from . import pages
from .forms import ThreatTextForm, line_label
from .selectors import threat_text_or_404, threat_version_or_404
from .services import threat_text_edit


@access("steward")
def threat_edit(request: HttpRequest, key: str, language: str) -> HttpResponseBase:
    """The form; after a save on an older version both texts, for a person to decide."""
    assert isinstance(request.user, User)
    text = threat_text_or_404(key, language)
    form = ThreatTextForm(request.POST or None, text=text)
    version, conflicts = text.version, []
    if request.method == "POST" and form.is_valid():
        try:
            threat_text_edit(
                by=request.user,
                text=text,
                opened_version=version_of(request.POST.get("version", "")),
                words=form.words(),
            )
        except StaleVersion as stale:
            version = stale.current_version
            labels = {name: field.label or name for name, field in form.fields.items()}
            conflicts = in_words(stale.conflicts, labels)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return redirect(f"{reverse('threats')}#{key}")
    context = {"text": text, "form": form, "version": version, "conflicts": conflicts}
    status = answer_status(form, conflicts=conflicts)
    return render(request, "catalogue/threat_edit.html", context, status=status)


@access("public")
@require_safe
def threat_versions(request: HttpRequest, key: str, language: str) -> HttpResponseBase:
    """How what is said of a threat read before, newest first."""
    text = threat_text_or_404(key, language)
    context = {
        "record": pages.threat_versions_record(text.threat, language),
        "language": language,
        "versions": pages.listed_versions(text.versions.all(), "threat_version", key, language),
    }
    return render(request, "catalogue/versions.html", context)


@access("public")
@require_safe
def threat_version(request: HttpRequest, key: str, language: str, number: int) -> HttpResponseBase:
    """One former version: what it said, and where the text now says something else."""
    found = threat_version_or_404(key, language, number)
    context = {
        "record": pages.threat_versions_record(found.text.threat, language),
        "version": found,
        "language": language,
        "changes": pages.changes_since(found, line_label),
    }
    return render(request, "catalogue/version.html", context)
