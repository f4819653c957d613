"""Addresses of pages that an instance may not have: their app is not there, or not yet."""

from django.urls import NoReverseMatch, reverse


def address_or(fallback: str, name: str, *args: object) -> str:
    """The address of the page called `name` if there is one, else `fallback`."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return fallback
