"""The page of the audit trail."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from . import history
from .decisions import access

PAGE_LENGTH = 50


@access("signed_in")
@require_safe
def history_page(request: HttpRequest) -> HttpResponse:
    """What was done about one's own person or organisation; stewards read everything."""
    user = request.user
    assert user.is_authenticated
    scopes = history.scopes_of(user)
    if user.is_steward:
        scopes.append(history.Scope("all", _("Everything")))
    chosen = request.GET.get("about", scopes[0].key if scopes else "")
    known = {scope.key: scope.label for scope in scopes}
    if chosen not in known and not (user.is_steward and chosen):
        if chosen:
            raise Http404
        return render(request, "common/history.html", {"tabs": [], "events": []})
    everything = user.is_steward and chosen == "all"
    events = history.events_all() if everything else history.events_about(chosen)
    page = Paginator(events, PAGE_LENGTH).get_page(request.GET.get("page"))
    tabs = [
        {"label": scope.label, "href": f"?about={scope.key}", "current": scope.key == chosen}
        for scope in scopes
    ]
    context = {
        "tabs": tabs if len(tabs) > 1 else [],
        "page": page,
        "events": history.rows(page, user, offices=chosen in known and not everything),
        "of": known.get(chosen, ""),
    }
    return render(request, "common/history.html", context)
