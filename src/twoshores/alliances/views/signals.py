"""Early signs of trouble between partners, what others did about it, and mediation."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from twoshores.catalogue.selectors import threats_in
from twoshores.common.decisions import access
from twoshores.projects.views.basics import reader_language
from twoshores.projects.views.workspace import desk_or_404

from ..permissions.mediations import partners_written_for
from ..selectors.mediations import mediations_visible_to
from ..selectors.signals import signs_at
from . import sign_words

TAB = "signals"


@access("object")
@require_safe
def signals(request: HttpRequest, pk: str) -> HttpResponseBase:
    """What the record shows, threat by threat; then mediation."""
    desk = desk_or_404(request, pk)
    mediations = list(mediations_visible_to(desk.user, desk.project))
    signs = signs_at(desk.project, mediations, timezone.localdate())
    threats = threats_in(reader_language())
    context = desk.head(TAB) | {
        "found": sign_words.by_threat(signs, threats, desk.project),
        "others": sign_words.without_sign(signs, threats),
        "mediations": mediations,
        "may_ask": bool(partners_written_for(desk.user, desk.project)),
    }
    return render(request, "alliances/signals.html", context)
