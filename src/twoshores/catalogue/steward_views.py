"""What stewards do with a building block, and how it read before (open to everybody)."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from twoshores.accounts.models import User
from twoshores.common.conflict_words import in_words
from twoshores.common.decisions import access
from twoshores.common.editing import StaleVersion, version_of

from . import pages
from .forms import BlockTextForm, line_label
from .selectors import block_or_404, text_to_edit_or_404, version_or_404, versions_of
from .services import block_text_edit, block_withdraw


@access("steward")
def block_edit(request: HttpRequest, key: str, language: str) -> HttpResponseBase:
    """The form; after a save on an older version both texts, for a person to decide."""
    assert isinstance(request.user, User)
    text = text_to_edit_or_404(key, language)
    form = BlockTextForm(request.POST or None, text=text)
    version, conflicts = text.version, []
    if request.method == "POST" and form.is_valid():
        try:
            block_text_edit(
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
            return redirect("building_block", key)
    context = {"text": text, "form": form, "version": version, "conflicts": conflicts}
    return render(request, "catalogue/block_edit.html", context)


@access("steward")
@require_POST
def block_in_use(request: HttpRequest, key: str) -> HttpResponseBase:
    """Withdraw a block, or bring it back."""
    assert isinstance(request.user, User)
    withdrawn = request.POST.get("withdrawn") == "1"
    block_withdraw(by=request.user, block=block_or_404(key), withdrawn=withdrawn)
    messages.success(request, _("Done."))
    return redirect("building_block", key)


@access("public")
@require_safe
def block_versions(request: HttpRequest, key: str, language: str) -> HttpResponseBase:
    """How a block read before, newest first."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    block = block_or_404(key)
    context = {
        "record": pages.versions_record(block, language),
        "language": language,
        "versions": pages.listed_versions(
            versions_of(block, language), "building_block_version", key, language
        ),
    }
    return render(request, "catalogue/versions.html", context)


@access("public")
@require_safe
def block_version(request: HttpRequest, key: str, language: str, number: int) -> HttpResponseBase:
    """One former version: what it said, and where the text now says something else."""
    found = version_or_404(key, language, number)
    context = {
        "record": pages.versions_record(found.text.block, language),
        "version": found,
        "language": language,
        "changes": pages.changes_since(found, line_label),
    }
    return render(request, "catalogue/version.html", context)
