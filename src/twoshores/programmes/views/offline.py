"""Scripts of pages on which one writes without a line, and what they are answered."""

from pathlib import Path

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.views.decorators.http import require_safe

from twoshores.accounts.readers import Reader
from twoshores.common.decisions import access
from twoshores.common.script import script_digest, send_script

DATA = Path(__file__).parent.parent / "data"
SCRIPT = DATA / "offline_answers.js"
KEPT = DATA / "kept_form.js"


@access("public")
@require_safe
def offline_script(request: HttpRequest, digest: str) -> HttpResponse:
    """Of the pages where answers are written."""
    return send_script(request, digest, SCRIPT)


@access("public")
@require_safe
def kept_script(request: HttpRequest, digest: str) -> HttpResponse:
    """Of forms that are kept in the browser until they were saved."""
    return send_script(request, digest, KEPT)


def kept_context(user: Reader, of: str) -> dict[str, str]:
    """What `programmes/kept_here.html` and the script need. of: which form it is."""
    return {"kept": f"{user.pk}:{of}", "script": script_digest(KEPT)}


def answered(request: HttpRequest, reply: HttpResponseBase) -> HttpResponseBase:
    """Where the script goes on after a form was saved; a page that says what is wrong as it is."""
    asked = request.headers.get("Accept", "").startswith("application/json")
    if asked and reply.status_code == 302:
        return JsonResponse({"to": reply.headers["Location"]})
    return reply
