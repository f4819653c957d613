"""Whom an organisation should know: for those who write for it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from twoshores.accounts.models import User
from twoshores.actors.models import Organisation, OrganisationKind
from twoshores.actors.permissions.organisations import role_of
from twoshores.actors.permissions.people import WRITERS
from twoshores.actors.selectors.organisations import organisation_or_404
from twoshores.actors.views.organisation_head import organisation_head
from twoshores.common.decisions import access
from twoshores.common.formatting import isolated, join_phrases, join_words, labelled
from twoshores.common.forms import answer_status
from twoshores.common.models import Visibility
from twoshores.common.places import full_name
from twoshores.projects.views.basics import reader_language
from twoshores.projects.views.row_pages import add_errors

from ..forms.coverage import AskForm
from ..selectors.acquaintances import Acquaintance, acquaintances_of
from ..services.acquaintances import ONLY_WRITERS, acquaintance_ask, acquaintance_put_aside

TAB = "organisation_acquaintances"


@access("object")
@require_safe
def organisation_acquaintances(request: HttpRequest, pk: str) -> HttpResponseBase:
    """Each with the reason why, and who could introduce the two."""
    found, _user, role = _writer_or_404(request, pk)
    context = organisation_head(request, found, TAB, role=role) | {
        "rows": [_row(row) for row in acquaintances_of(found)],
        "public": found.visibility == Visibility.PUBLIC,
    }
    return render(request, "alliances/acquaintances.html", context)


@access("object")
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_acquaintance(request: HttpRequest, pk: str, other: str) -> HttpResponseBase:
    """Ask one of them for an introduction, or put the suggestion aside."""
    found, user, role = _writer_or_404(request, pk)
    asked = organisation_or_404(user, other)
    if "aside" in request.POST:
        acquaintance_put_aside(by=user, organisation=found, other=asked)
        messages.success(request, _("It will not be suggested again."))
        return redirect(TAB, found.pk)
    initial = {"language": reader_language()}
    form = AskForm(request.POST or None, initial=initial, reader_language=reader_language())
    form.fields["message"].help_text = _("Who you are, and what you could do together.")
    if request.method == "POST" and form.is_valid():
        try:
            acquaintance_ask(by=user, organisation=found, other=asked, **form.cleaned_data)
        except PermissionDenied as refused:
            form.add_error(None, str(refused))
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("They were asked. The answer comes by mail."))
            return redirect(TAB, found.pk)
    context = organisation_head(request, found, TAB, role=role) | {"form": form, "asked": asked}
    return render(request, "alliances/acquaintance.html", context, status=answer_status(form))


def _writer_or_404(request: HttpRequest, pk: str) -> tuple[Organisation, User, str]:
    """The organisation, the reader, and the reader's role in it."""
    found = organisation_or_404(request.user, pk)
    role = role_of(request.user, found)
    if not isinstance(request.user, User) or not role:
        raise Http404
    if role not in WRITERS:
        raise PermissionDenied(ONLY_WRITERS)
    return found, request.user, role


def _row(row: Acquaintance) -> dict[str, Any]:
    language = (get_language() or "en").split("-")[0]
    through = join_words(isolated(node.label) for node in row.through)
    reasons = [labelled(_("Known to you both"), through)]
    if row.fields:
        reasons.append(labelled(_("You both work on"), join_words(map(isolated, row.fields))))
    if row.kind:
        reasons.append(labelled(_("You are both"), OrganisationKind(row.kind).label))
    if row.places:
        places = join_phrases(full_name(place, language) for place in row.places)
        reasons.append(labelled(_("You both work in, or are tied to"), places))
    return {
        "pk": row.other.id,
        "name": row.other.label,
        "kind": OrganisationKind(row.other.kind).label,
        "country": row.other.country,
        "reasons": reasons,
    }
