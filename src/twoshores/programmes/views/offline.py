"""The script of the pages where answers are written: keeps them while there is no line."""

from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from twoshores.common.decisions import access
from twoshores.common.script import send_script

SCRIPT = Path(__file__).parent.parent / "data" / "offline_answers.js"


@access("public")
@require_safe
def offline_script(request: HttpRequest, digest: str) -> HttpResponse:
    return send_script(request, digest, SCRIPT)
