"""News of a project: the list, and one to write or change."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from twoshores.common.decisions import access

from ..forms.news import NEWS_FACTS, NewsForm
from ..models import ProjectUpdate
from ..selectors.chain import part_or_404
from ..selectors.documents import pictures_of
from ..selectors.news import news_of
from ..services import news as services
from . import news_page
from .basics import reader_language
from .parts import part_page
from .row_pages import answer
from .workspace import desk_or_404

PAGE_LENGTH = 20


@access("object")
@require_safe
def updates(request: HttpRequest, pk: str) -> HttpResponseBase:
    """All news, newest first."""
    desk = desk_or_404(request, pk)
    page = Paginator(news_of(desk.project), PAGE_LENGTH).get_page(request.GET.get("page"))
    context = desk.head("updates") | {
        "page": page,
        "news": [news_page.item(row) for row in page],
        "shows_news": "news" in desk.project.shown,
    }
    return render(request, "projects/updates.html", context)


@access("object")
def update_edit(request: HttpRequest, pk: str, update: str | None = None) -> HttpResponseBase:
    """Write, change or take out a piece of news."""
    desk = desk_or_404(request, pk, to_write=True)
    row = part_or_404(desk.project.updates.all(), update) if update is not None else None
    pictures = list(pictures_of(desk.project))
    before = {"on": timezone.localdate(), "language": reader_language()}
    if row is not None:
        before = {"pictures": [str(one.pk) for one in row.pictures.all()]}

    def make(data: Any, initial: dict[str, Any] | None = None) -> NewsForm:
        return NewsForm(
            data,
            request.FILES if data is not None else None,
            initial=before | (initial or {}),
            pictures=pictures,
            reader_language=reader_language(),
        )

    def sent() -> dict[str, Any]:
        bound = make(request.POST)
        bound.full_clean()
        return {"pictures": bound.chosen(), "upload": bound.upload()}

    def create(facts: dict[str, Any]) -> ProjectUpdate:
        return services.news_create(by=desk.user, project=desk.project, facts=facts, **sent())

    def change(row: ProjectUpdate, facts: dict[str, Any], version: int) -> ProjectUpdate:
        return services.news_update(
            by=desk.user,
            project=desk.project,
            row=row,
            opened_version=version,
            facts=facts,
            **sent(),
        )

    page = part_page(
        desk,
        row=row,
        model=ProjectUpdate,
        names=NEWS_FACTS,
        make=make,
        title=_("News"),
        tab="updates",
        back=reverse("workbench_updates", args=[pk]),
        create=create,
        update=change,
    )
    return answer(request, desk, page)
