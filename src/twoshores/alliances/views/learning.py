"""Who learns what from whom, in both directions."""

from functools import partial

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from twoshores.common.decisions import access
from twoshores.projects.selectors.chain import part_or_404
from twoshores.projects.views.parts import part_page
from twoshores.projects.views.row_pages import answer
from twoshores.projects.views.workspace import desk_or_404

from ..forms.learning import TRANSFER_FACTS, TransferForm
from ..models import CapacityTransfer
from ..selectors.learning import learning_of
from ..selectors.meetings import partners_of

TAB = "learning"


@access("object")
@require_safe
def learning(request: HttpRequest, pk: str) -> HttpResponseBase:
    """What is planned, what happened, and who only teaches or only learns."""
    desk = desk_or_404(request, pk)
    context = desk.head(TAB) | {
        "learning": learning_of(desk.project),
        "today": timezone.localdate(),
    }
    return render(request, "alliances/learning.html", context)


@access("object")
def transfer(request: HttpRequest, pk: str, transfer: int | None = None) -> HttpResponseBase:
    """Add, change or take out something that a partner learns."""
    desk = desk_or_404(request, pk, to_write=True)
    rows = desk.project.transfers.all()
    page = part_page(
        desk,
        row=part_or_404(rows, transfer) if transfer is not None else None,
        model=CapacityTransfer,
        names=TRANSFER_FACTS,
        make=partial(
            TransferForm,
            partners=partners_of(desk.project),
            activities=desk.project.activities.all(),
            documents=desk.project.documents.all(),
        ),
        title=_("What one partner learns from another"),
        tab=TAB,
        back=reverse("alliance_learning", args=[pk]),
    )
    return answer(request, desk, page)
