"""Keeping and throwing away drafts: by htmx while one types, or by a button."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from . import drafts
from .clocks import shown_here
from .decisions import access


@access("public")
@require_POST
def draft(request: HttpRequest, form: str) -> HttpResponseBase:
    """Keep a draft of a form (or drop it: name="draft" value="drop"). Answers htmx in words."""
    subject = request.GET.get("of", "")[:40]
    dropping = request.POST.get("draft") == "drop"
    try:
        if dropping:
            drafts.draft_drop(request, form, subject)
            said = _("Draft thrown away.")
        else:
            owner = drafts.draft_owner(request, make=True)
            drafts.draft_save(owner, form, subject, request.POST)
            said = _("Draft kept, %(time)s.") % {"time": shown_here(timezone.now()).named}
    except ValidationError as error:
        said = " ".join(error.messages)
        if not request.headers.get("HX-Request"):
            messages.error(request, said)
            return redirect(_back(request))
        return HttpResponse(said, status=422, content_type="text/plain; charset=utf-8")
    if request.headers.get("HX-Request"):
        return HttpResponse(said, content_type="text/plain; charset=utf-8")
    messages.success(request, said)
    return redirect(_back(request))


def _back(request: HttpRequest) -> str:
    came_from = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(came_from, {request.get_host()}, request.is_secure()):
        return came_from
    return "/"
