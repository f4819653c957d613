"""Pages of organisations: list, record, create, change, ties."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from twoshores.accounts.models import User
from twoshores.common import drafts
from twoshores.common.decisions import access
from twoshores.common.editing import Conflict, StaleVersion
from twoshores.common.forms import answer_status
from twoshores.common.tables import csv_response
from twoshores.common.translations import facing_lists

from ..forms.organisations import OrganisationForm, TieForm, initial_of
from ..models import Actor, Organisation
from ..permissions.organisations import (
    can_claim_organisation,
    can_edit_organisation,
    can_edit_ties,
)
from ..selectors.organisations import (
    OrganisationFilters,
    organisation_or_404,
    organisations_listed,
    organisations_visible_to,
    ties_disputed,
    ties_of,
)
from ..services.organisations import organisation_create, organisation_update
from ..services.ties import tie_add, tie_remove
from . import organisation_page as page_of
from .organisation_head import organisation_head

PAGE_LENGTH = 30
MOST_ROWS = 5_000
DRAFT = "organisation"


@access("public")
@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    """The list, narrowed by links with counts."""
    found = organisations_listed(request.user, OrganisationFilters.of(request.GET.dict()))
    page = Paginator(found.organisations, PAGE_LENGTH).get_page(request.GET.get("page"))
    names = facing_lists(list(page.object_list), ("name",), page_of.reader())
    context = {
        "page": page,
        "query": found.filters.query,
        "chosen": found.filters,
        "filters": page_of.filters(request, found),
        "rows": page_of.list_rows(list(page.object_list), names),
    }
    return render(request, "actors/organisation_list.html", context)


@access("public")
@require_safe
def organisations_csv(request: HttpRequest) -> HttpResponse:
    """The narrowed list as CSV: public facts only."""
    found = organisations_listed(request.user, OrganisationFilters.of(request.GET.dict()))
    rows = page_of.csv_rows(list(found.organisations[:MOST_ROWS]))
    return csv_response("organisations", page_of.CSV_COLUMNS, rows)


@access("public")
@require_safe
def organisation(request: HttpRequest, pk: str) -> HttpResponse:
    """One organisation, for everybody who may know of it."""
    found = organisation_or_404(request.user, pk)
    user = request.user
    context = organisation_head(request, found, "organisation") | {
        "facts": page_of.facts(found),
        "organisation": found,
        "may_edit": isinstance(user, User) and can_edit_organisation(user, found),
        "may_claim": can_claim_organisation(user, found),
    }
    return render(request, "actors/organisation_detail.html", context)


@access("signed_in")
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_new(request: HttpRequest) -> HttpResponseBase:
    """Make an organisation; whoever makes it coordinates it."""
    assert isinstance(request.user, User)
    draft = drafts.draft_of(request, DRAFT)
    initial = {"name_language": request.user.language, "visibility": "public"}
    form = OrganisationForm(request.POST or None, initial=initial | {"recognition": "unknown"})
    if request.method == "POST" and form.is_valid():
        try:
            made = organisation_create(
                by=request.user, facts=form.facts(), places=form.cleaned_data["places"]
            )
        except ValidationError as error:
            _add_errors(form, error)
        else:
            drafts.draft_drop(request, DRAFT)
            messages.success(request, _("Here it is. Now say where your ties are."))
            return redirect("organisation_ties", made.pk)
    form = drafts.fill_from_draft(form, draft)
    context = {"form": form, "draft": draft, "form_name": DRAFT, "subject_id": ""}
    return _form_page(request, context, form)


@access("object")
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_edit(request: HttpRequest, pk: str) -> HttpResponseBase:
    """Change what stands there. Somebody else's change in between is shown beside one's own."""
    assert isinstance(request.user, User)
    found = organisation_or_404(request.user, pk)
    decision = can_edit_organisation(request.user, found)
    if not decision:
        raise PermissionDenied(decision.reason)
    draft = drafts.draft_of(request, DRAFT, str(found.pk))
    form = OrganisationForm(request.POST or None, initial=initial_of(found))
    conflicts: list[Conflict] = []
    key = str(found.pk)
    if request.method == "POST" and form.is_valid():
        try:
            organisation_update(
                by=request.user,
                organisation=found,
                facts=form.facts(),
                places=form.cleaned_data["places"],
                opened_version=form.cleaned_data["version"] or 0,
            )
        except StaleVersion as stale:
            conflicts = stale.conflicts
            form = _reopened(form, found, stale.current_version)
        except ValidationError as error:
            _add_errors(form, error)
        else:
            drafts.draft_drop(request, DRAFT, key)
            messages.success(request, _("Saved."))
            return redirect("organisation", found.pk)
    form = drafts.fill_from_draft(form, draft)
    context = {"form": form, "draft": draft, "form_name": DRAFT, "subject_id": key}
    return _form_page(request, context | {"organisation": found, "conflicts": conflicts}, form)


def _reopened(
    form: OrganisationForm, found: Organisation, current_version: int
) -> OrganisationForm:
    """The same form with what was typed, on the version that stands now."""
    posted: Any = form.data
    typed = posted.copy()
    typed["version"] = str(current_version)
    return OrganisationForm(typed, initial=initial_of(found))


def _form_page(
    request: HttpRequest, context: dict[str, Any], form: OrganisationForm
) -> HttpResponse:
    status = answer_status(form, conflicts=context.get("conflicts", ()))
    return render(request, "actors/organisation_form.html", context, status=status)


def _add_errors(form: Any, error: ValidationError) -> None:
    """A service's refusal, at the fields that it names and the form has."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, problems in error.error_dict.items():
        form.add_error(name if name in form.fields else None, problems)


@access("public")
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_ties(request: HttpRequest, pk: str) -> HttpResponseBase:
    """Ties that an organisation states; those who act for it add and remove them."""
    found = organisation_or_404(request.user, pk)
    user = request.user
    writes = isinstance(user, User) and can_edit_ties(user, found)
    form = TieForm(request.POST if "add" in request.POST else None)
    if request.method == "POST":
        if not isinstance(user, User) or not writes:
            raise PermissionDenied(_("Only those who act for it state its ties."))
        done = _change_ties(request, user, found, form)
        if done:
            messages.success(request, done)
            return redirect("organisation_ties", found.pk)
    ties = list(ties_of(found))
    disputed = ties_disputed(user, ties) if writes else {}
    context = organisation_head(request, found, "organisation_ties") | {
        "rows": page_of.tie_rows(ties, disputed),
        "form": form if writes else None,
    }
    status = answer_status(form)
    return render(request, "actors/organisation_ties.html", context, status=status)


def _change_ties(request: HttpRequest, user: User, found: Organisation, form: TieForm) -> str:
    if "remove" in request.POST:
        key = request.POST["remove"]
        tie = get_object_or_404(found.ties, pk=int(key) if key.isdecimal() and len(key) < 19 else 0)
        tie_remove(by=user, tie=tie)
        return _("Removed.")
    if form.is_valid():
        try:
            other = _named(user, form.cleaned_data["other"])
            tie_add(by=user, actor=found, facts=form.facts(other))
        except ValidationError as error:
            _add_errors(form, error)
        else:
            return _("Added.")
    return ""


def _named(user: User, text: str) -> Actor | None:
    """An organisation that the reader may see, by its name or by the address of its page."""
    bare = text.strip().rstrip("/")
    if not bare:
        return None
    visible = organisations_visible_to(user)
    by_name = list(visible.filter(name__iexact=bare)[:2])
    if len(by_name) == 1:
        return by_name[0]
    if by_name:
        raise ValidationError({"other": _("Several have this name. Give the address of its page.")})
    try:
        return visible.get(pk=bare.rpartition("/")[2])
    except (Organisation.DoesNotExist, ValidationError) as error:
        raise ValidationError({"other": _("No organisation of this name is here.")}) from error
