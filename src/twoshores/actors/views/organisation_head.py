"""The head of every page of an organisation: its record and its tabs."""

from typing import Any

from django.http import HttpRequest

from twoshores.common.translations import facing_texts

from ..models import Organisation
from ..permissions.organisations import role_of
from . import organisation_page as page_of


def organisation_head(
    request: HttpRequest, found: Organisation, tab: str, *, role: str | None = None
) -> dict[str, Any]:
    """record, tabs, organisation: what every page of an organisation begins with.

    role: the reader's in it, where the caller has read it already.
    """
    ui = page_of.reader()
    name = facing_texts(found, ("name",), ui)
    text = facing_texts(found, ("description",), ui)
    role = role_of(request.user, found) if role is None else role
    return {
        "record": page_of.record(found, name, text),
        "tabs": page_of.tabs(found, tab, role=role),
        "organisation": found,
    }
