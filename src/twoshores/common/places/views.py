"""Pages of places: find one, add a missing village, merge doubles."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ..decisions import access
from ..forms import answer_status
from ..models import Place
from . import selectors, services
from .fields import SHOWN, PlaceField, place_choices
from .names import coordinates, full_name, name_in
from .permissions import can_merge_places

PAGE_LENGTH = 30
UNDER = (Place.Kind.COUNTRY, Place.Kind.REGION)


def _language() -> str:
    return (get_language() or "en").split("-")[0]


class PlaceAddForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name of the village or town"), max_length=120)
    region = PlaceField(
        label=gettext_lazy("Region that it lies in"),
        help_text=gettext_lazy("If you do not know the region, choose the country."),
        kinds=UNDER,
    )


@access("public")
@require_safe
def places_find(request: HttpRequest) -> HttpResponse:
    """The fragment that a place field fetches while somebody types."""
    field = request.GET.get("field", "")
    kinds = [kind for kind in request.GET.get("kinds", "").split(",") if kind in Place.Kind.values]
    found = selectors.places_found(request.GET.get(f"{field}_text", ""), kinds=kinds)
    found = found.exclude(key__in=request.GET.getlist(field))[:SHOWN]
    several = request.GET.get("type") == "checkbox"
    context = {
        "found": place_choices(list(found)),
        "field": field[:60],
        "type": "checkbox" if several else "radio",
    }
    return render(request, "components/place_found.html", context)


@access("public")
@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """Find a place by any of its names."""
    query = request.GET.get("q", "")
    page = Paginator(selectors.places_found(query), PAGE_LENGTH).get_page(request.GET.get("page"))
    steward = bool(can_merge_places(request.user))
    waiting = selectors.places_to_confirm().count() if steward else 0
    context = {
        "query": query,
        "page": page,
        "rows": [(full_name(place, _language()), place) for place in page],
        "waiting": waiting,
    }
    return render(request, "common/places.html", context)


def _place_or_404(key: str) -> Place:
    found = selectors.place_by_key(key)
    if found is None:
        raise Http404
    return found


@access("public")
@require_safe
def place(request: HttpRequest, key: str) -> HttpResponseBase:
    """One place: its names, where it lies, what lies in it."""
    found = _place_or_404(key)
    if found.key != key:
        return redirect("place", found.key)
    inside = selectors.places_shown().filter(parent=found).order_by("name")
    page = Paginator(inside, PAGE_LENGTH).get_page(request.GET.get("page"))
    steward = bool(can_merge_places(request.user))
    context: dict[str, Any] = {
        "place": found,
        "title": name_in(found, _language()),
        "full": full_name(found, _language()),
        "parent_name": name_in(found.parent, _language()) if found.parent else "",
        "names": sorted(found.names.items()),
        "facts": [
            (_("Kind"), found.get_kind_display()),
            (_("Population"), found.population),
            (_("Latitude, longitude"), coordinates(found)),
        ],
        "page": page,
        "rows": [(name_in(each, _language()), each) for each in page],
        "steward": steward,
        "doubles": [
            (full_name(each, _language()), each) for each in selectors.likely_doubles(found)
        ]
        if steward
        else [],
    }
    return render(request, "common/place.html", context)


@access("signed_in")
@require_http_methods(["GET", "HEAD", "POST"])
def place_add(request: HttpRequest) -> HttpResponseBase:
    """Add a village that the list lacks."""
    user: Any = request.user
    form = PlaceAddForm(request.POST or None, initial={"name": request.GET.get("name", "")})
    if request.method == "POST" and form.is_valid():
        try:
            added = services.place_add(by=user, language=_language(), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Added. You can pick it from now on."))
            return redirect("place", added.key)
    status = answer_status(form)
    return render(request, "common/place_add.html", {"form": form}, status=status)


@access("steward")
@require_safe
def places_waiting(request: HttpRequest) -> HttpResponse:
    """What people added, for stewards to confirm or merge."""
    page = Paginator(selectors.places_to_confirm(), PAGE_LENGTH).get_page(request.GET.get("page"))
    rows = [(full_name(each, _language()), each) for each in page]
    return render(request, "common/places_waiting.html", {"page": page, "rows": rows})


@access("steward")
@require_POST
def place_settle(request: HttpRequest, key: str) -> HttpResponseBase:
    """A steward confirms a place (no `keep`), or merges it into the one that `keep` names."""
    user: Any = request.user
    found = _place_or_404(key)
    keep = request.POST.get("keep", "").strip()
    try:
        if keep:
            services.places_merge(by=user, keep=_place_or_404(keep), drop=found)
            messages.success(request, _("Merged. Everything that pointed to it has moved."))
        else:
            services.place_confirm(by=user, place=found)
            messages.success(request, _("Confirmed."))
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
    return redirect(reverse("places_waiting"))
