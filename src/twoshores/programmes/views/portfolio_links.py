"""Addresses of the portfolio's pages, with what they are narrowed to."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from ..selectors.portfolio import Filters


def link(
    programme: Any, filters: Filters, *, name: str = "programme_portfolio", **more: str
) -> str:
    """Of a page of a programme (its id), narrowed; more: what is narrowed otherwise, or besides."""
    values = {key: getattr(filters, key) for key in Filters.__slots__} | more
    query = urlencode({key: value for key, value in values.items() if value})
    address = reverse(name, args=[programme])
    return f"{address}?{query}" if query else address
