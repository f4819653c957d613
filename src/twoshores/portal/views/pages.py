"""Home, today, search."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from twoshores.accounts.models import User
from twoshores.common.decisions import access
from twoshores.common.translations import facing_lists
from twoshores.projects.views.shore_map import map_of_shores
from twoshores.taxonomy.linking import link_status

from ..selectors.home import latest_needs
from ..selectors.search import search_everything
from ..selectors.today import today_for
from . import home_page, search_page, today_page

MOST_LETTERS = 200


@access("public")
@require_safe
def home(request: HttpRequest) -> HttpResponseBase:
    """What this is, four doors, the map of shores, needs published lately."""
    context = home_page.context(latest_needs(_reader()), map_of_shores(), link_status())
    return render(request, "portal/home.html", context)


@access("signed_in")
@require_safe
def today(request: HttpRequest) -> HttpResponseBase:
    """What waits for the reader, then what changed."""
    assert isinstance(request.user, User)
    found = today_for(request.user)
    texts = facing_lists(found.needs, ("title",), _reader())
    return render(request, "portal/today.html", today_page.context(found, texts))


@access("public")
@require_safe
def search(request: HttpRequest) -> HttpResponseBase:
    """Needs, projects and organisations, in whatever language they were written."""
    query = request.GET.get("q", "").strip()[:MOST_LETTERS]
    found = search_everything(request.user, query)
    texts = facing_lists(found.needs, ("title",), _reader())
    titles = facing_lists(found.projects, ("title",), _reader())
    return render(request, "portal/search.html", search_page.context(query, found, texts, titles))


def _reader() -> str:
    return (get_language() or "en").split("-")[0]
