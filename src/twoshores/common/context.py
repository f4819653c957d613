"""What every page knows: navigation, languages, whether this is the demo."""

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language

LANGUAGE_NAMES = {
    "en": "English",
    "fr": "Français",
    "es": "Español",
    "pt": "Português",
    "ar": "العربية",
}
# Filled by the apps' AppConfig.ready(), in the order of display: (order, label, url name,
# whether only those who are signed in have such a page).
NAVIGATION: list[tuple[int, str | Promise, str, bool]] = []


def add_navigation(
    order: int, label: str | Promise, url_name: str, *, signed_in: bool = False
) -> None:
    """Register a page of the main navigation; signed_in: shown only to those who are."""
    entry = (order, label, url_name, signed_in)
    if entry not in NAVIGATION:
        NAVIGATION.append(entry)
        NAVIGATION.sort(key=lambda known: known[0])


# Public pages that stand only in the menu at the foot of every page: (order, label, url name).
MORE: list[tuple[int, str | Promise, str]] = []


def add_to_menu(order: int, label: str | Promise, url_name: str) -> None:
    """Register a page for everybody that is not one of the main ones."""
    if (order, label, url_name) not in MORE:
        MORE.append((order, label, url_name))
        MORE.sort(key=lambda known: known[0])


# The reader's own pages, in the menu at the foot of every page: (order, label, url name).
OWN_NAVIGATION: list[tuple[int, str | Promise, str]] = []


def add_own_navigation(order: int, label: str | Promise, url_name: str) -> None:
    """Register a page of the reader's own; only those who are signed in see it."""
    if (order, label, url_name) not in OWN_NAVIGATION:
        OWN_NAVIGATION.append((order, label, url_name))
        OWN_NAVIGATION.sort(key=lambda known: known[0])


@cache
def _address(url_name: str) -> str:
    return reverse(url_name)


def page(request: HttpRequest) -> dict[str, Any]:
    """Context processor of the base page."""
    # A request may be refused (a wrong host) before anybody asked who it is from.
    signed_in = getattr(getattr(request, "user", None), "is_authenticated", False)
    nav = []
    for _order, label, url_name, for_users in NAVIGATION:
        if for_users and not signed_in:
            continue
        href = _address(url_name)
        nav.append({"label": label, "href": href, "current": request.path.startswith(href)})
    return {
        "nav": nav,
        "more_nav": [
            {"label": label, "href": _address(url_name)} for _order, label, url_name in MORE
        ],
        "own_nav": [
            {"label": label, "href": _address(url_name)}
            for _order, label, url_name in OWN_NAVIGATION
            if signed_in
        ],
        "languages": list(LANGUAGE_NAMES.items()),
        "current_language": (get_language() or "en").split("-")[0],
        "is_demo": settings.DEMO,
    }
