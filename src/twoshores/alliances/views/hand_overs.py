"""One hand-over: what the next one must be told, and that it was."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from twoshores.common.decisions import access
from twoshores.common.formatting import isolated
from twoshores.projects.selectors.chain import part_or_404
from twoshores.projects.views.row_pages import RowPage, answer
from twoshores.projects.views.workspace import desk_or_404

from ..forms.agreements import HandOverForm
from ..selectors import agreements as selectors
from ..services import hand_overs as services
from .agreements import TAB


@access("object")
def hand_over(request: HttpRequest, pk: str, hand_over: int) -> HttpResponseBase:
    """Read what is to be told; those who write say that it was."""
    desk = desk_or_404(request, pk, to_write=request.method == "POST")
    rows = desk.project.hand_overs.filter(done_on=None).select_related("partner", "agreement")
    row = part_or_404(rows, hand_over)
    row.project = desk.project

    def save(cleaned: dict[str, Any], version: int) -> None:
        services.hand_over_close(
            by=desk.user, row=row, opened_version=version, note=cleaned["note"]
        )

    page = RowPage(
        title=_("Hand over: %(who)s") % {"who": isolated(row.partner.name)},
        tab=TAB,
        make_form=HandOverForm,
        save=save,
        back=reverse("alliance_agreements", args=[pk]),
        version=row.version,
        extra={"hand_over": row, "to_tell": selectors.told_to_next(row, timezone.localdate())},
        template="alliances/hand_over.html",
    )
    return answer(request, desk, page)
