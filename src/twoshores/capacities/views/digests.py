"""Stopping the weekly digest: a page with one button, and what mail programs post to."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from twoshores.actors.views.links import bad_link
from twoshores.common.decisions import access
from twoshores.common.links import BadLink

from ..services.digests import digest_by_token, digest_set


@csrf_exempt  # mail programs post without a cookie; the signed token is the proof (RFC 8058)
@access("link")
def digest_stop(request: HttpRequest, token: str) -> HttpResponseBase:
    """Opening the link changes nothing; one click does."""
    try:
        digest = digest_by_token(token)
    except BadLink as error:
        return bad_link(request, error)
    if request.method == "POST":
        digest_set(digest=digest, stopped="again" not in request.POST)
    return render(request, "capacities/digest_stop.html", {"digest": digest})
