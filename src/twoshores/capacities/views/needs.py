"""The list of needs, one need, its introductions and its history."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from twoshores.accounts.models import User
from twoshores.actors.selectors.introductions import introductions_visible_to
from twoshores.common.decisions import access
from twoshores.common.models import AuditEvent
from twoshores.common.remembered import counted_pages
from twoshores.common.translations import facing_lists
from twoshores.taxonomy.selectors import labels_of

from ..need_states import MACHINE
from ..permissions.needs import can_create_need
from ..selectors.need_lists import NeedFilters, needs_listed
from ..selectors.needs import need_or_404, needs_owned_by
from ..services.engagements import NEED_KIND
from ..services.needs import need_move, need_publish
from . import need_list, need_record
from .shortlist import own_need_or_404

PAGE_LENGTH = 20


def _reader() -> str:
    return (get_language() or "en").split("-")[0]


@access("public")
@require_safe
def needs(request: HttpRequest) -> HttpResponseBase:
    """Open needs, newest first, with filters as links."""
    filters = NeedFilters.of(request.GET.dict())
    found = needs_listed(request.user, filters)
    page = counted_pages(found.needs, PAGE_LENGTH, found.total).get_page(request.GET.get("page"))
    texts = facing_lists(list(page.object_list), ("title",), _reader())
    context = need_list.context(request, found, page, texts)
    return render(request, "capacities/needs.html", context)


@access("public")
@require_safe
def needs_csv(request: HttpRequest) -> HttpResponseBase:
    """The filtered list as CSV: public facts only."""
    found = needs_listed(request.user, NeedFilters.of(request.GET.dict()))
    return need_list.csv(found)


@access("signed_in")
@require_safe
def own_needs(request: HttpRequest) -> HttpResponseBase:
    """Needs of the reader's organisations, drafts and closed ones too."""
    assert isinstance(request.user, User)
    rows = needs_owned_by(request.user).order_by("state", "-created_at")
    page = Paginator(rows, PAGE_LENGTH).get_page(request.GET.get("page"))
    return render(request, "capacities/own_needs.html", {"page": page})


@access("public")
@require_safe
def need(request: HttpRequest, pk: str) -> HttpResponseBase:
    """One need, for everybody who may see it."""
    found = need_or_404(request.user, pk)
    member = need_record.is_member(request.user, found)
    lines = list(found.requirements.all())
    labels = labels_of({line.concept_id for line in lines if line.concept_id}, _reader())
    context = need_record.head(found, tab="need", member=member) | {
        "writes": member and bool(can_create_need(request.user, found.organisation)),
        "moves": MACHINE.open_moves(found.state),
        "requirements": [(line, labels.get(line.concept_id or 0, "")) for line in lines],
    }
    return render(request, "capacities/need.html", context)


@access("object")
@require_POST
def need_state(request: HttpRequest, pk: str) -> HttpResponseBase:
    """Publish, fill, close or reopen."""
    from django.contrib import messages
    from django.core.exceptions import ValidationError

    user, found = own_need_or_404(request, pk)
    move = request.POST.get("move", "")
    try:
        if move == "publish":
            need_publish(by=user, need=found)
        else:
            need_move(by=user, need=found, move=move)
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
        return redirect("need", found.pk)
    messages.success(request, _("Done."))
    return redirect("need_who" if move == "publish" else "need", found.pk)


@access("object")
@require_safe
def need_introductions(request: HttpRequest, pk: str) -> HttpResponseBase:
    """Who was asked about this need, and where each ask stands."""
    user, found = own_need_or_404(request, pk)
    asked = list(
        introductions_visible_to(user).filter(subject_kind=NEED_KIND, subject_id=str(found.pk))
    )
    context = need_record.head(found, tab="asked", member=True, asked=len(asked))
    return render(request, "capacities/need_introductions.html", context | {"asked": asked})


@access("object")
@require_safe
def need_history(request: HttpRequest, pk: str) -> HttpResponseBase:
    """What was done with this need: who did what is known to its organisation by field names."""
    _user, found = own_need_or_404(request, pk)
    events = AuditEvent.objects.filter(
        subject_kind="capacities.need", subject_id=str(found.pk)
    ).order_by("-at")
    context: dict[str, Any] = need_record.head(found, tab="history", member=True)
    page = Paginator(events, 50).get_page(request.GET.get("page"))
    context |= {"page": page, "events": need_list.history_rows(page.object_list)}
    return render(request, "capacities/need_history.html", context)
