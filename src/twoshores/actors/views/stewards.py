"""Pages of stewards: what waits, two records of one person, a name for a reason, the audit."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from twoshores.accounts.models import User
from twoshores.common import history
from twoshores.common.decisions import access
from twoshores.common.forms import answer_status
from twoshores.common.jobs import failed_jobs
from twoshores.common.places.selectors import places_to_confirm

from ..forms.stewards import MergeForm, RevealForm
from ..hooks import STEWARD_PAGES
from ..selectors.organisations import claims_to_decide
from ..selectors.stewards import known_of, person_by_pseudonym
from ..services.people import person_merge, person_reveal

PAGE_LENGTH = 50


@access("steward")
@require_safe
def stewards(request: HttpRequest) -> HttpResponse:
    """What waits for a steward, and what only stewards do."""
    context = {
        "places": places_to_confirm().count(),
        "claims": claims_to_decide().count(),
        "failed": sorted(failed_jobs().items()),
        "elsewhere": [
            {"label": label, "href": reverse(url_name), "count": count()}
            for label, url_name, count in STEWARD_PAGES
        ],
    }
    return render(request, "actors/steward_home.html", context)


@access("steward")
@require_http_methods(["GET", "HEAD", "POST"])
def steward_merge(request: HttpRequest) -> HttpResponseBase:
    """Two records of one person become one: looked at first, then said once more."""
    assert isinstance(request.user, User)
    form = MergeForm(request.POST or None, user=request.user)
    records = []
    if request.method == "POST" and form.is_valid():
        keep, drop = form.cleaned_data["kept"], form.cleaned_data["dropped"]
        records = [known_of(keep), known_of(drop)]
        if "sure" in request.POST:
            try:
                person_merge(by=request.user, keep=keep, drop=drop)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                done = _("One record: %(code)s. Of each purpose the stricter consent stays.")
                messages.success(request, done % {"code": keep.pseudonym})
                return redirect("stewards")
    context = {"form": form, "records": records}
    status = answer_status(form)
    return render(request, "actors/steward_merge.html", context, status=status)


@access("steward")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def steward_reveal(request: HttpRequest) -> HttpResponseBase:
    """Open a name for a reason. It stands on the answer to this one request and nowhere else."""
    assert isinstance(request.user, User)
    form = RevealForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        person = form.cleaned_data["person"]
        try:
            identity = person_reveal(
                by=request.user, person=person, reason=form.cleaned_data["reason"]
            )
        except ValidationError as error:
            form.add_error("reason", error)
        else:
            context = {"person": person, "identity": identity}
            return render(request, "actors/steward_revealed.html", context)
    status = answer_status(form)
    return render(request, "actors/steward_reveal.html", {"form": form}, status=status)


@access("steward")
@require_safe
def steward_audit(request: HttpRequest) -> HttpResponse:
    """The audit trail of one record: by its id, of a person by the pseudonym too."""
    assert isinstance(request.user, User)
    query = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    person = person_by_pseudonym(request.user, query) if query else None
    events = history.events_with(str(person.pk) if person else query)
    page = Paginator(events, PAGE_LENGTH).get_page(request.GET.get("page"))
    context = {
        "query": query,
        "page": page,
        "events": history.rows(page, request.user, offices=False),
    }
    return render(request, "actors/steward_audit.html", context)
