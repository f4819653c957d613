"""What every page knows: navigation, languages, whether this is the demo."""

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
# Filled by the apps' AppConfig.ready(), in the order of display: (order, label, url name).
NAVIGATION: list[tuple[int, str | Promise, str]] = []


def add_navigation(order: int, label: str | Promise, url_name: str) -> None:
    """Register a page of the main navigation."""
    if (order, label, url_name) not in NAVIGATION:
        NAVIGATION.append((order, label, url_name))
        NAVIGATION.sort(key=lambda entry: entry[0])


def page(request: HttpRequest) -> dict[str, Any]:
    """Context processor of the base page."""
    nav = []
    for _order, label, url_name in NAVIGATION:
        href = reverse(url_name)
        nav.append({"label": label, "href": href, "current": request.path.startswith(href)})
    return {
        "nav": nav,
        "languages": list(LANGUAGE_NAMES.items()),
        "current_language": (get_language() or "en").split("-")[0],
        "is_demo": settings.DEMO,
    }
