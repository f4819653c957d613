"""A piece of news for its lists. No queries, if its pictures were read with it."""

from typing import Any

from django.urls import reverse

from ..models import ProjectUpdate


def item(row: ProjectUpdate, code: str = "") -> dict[str, Any]:
    """With `code` for others: pictures at the address that everybody may open."""
    return {
        "row": row,
        "pictures": [_picture(row, str(one.pk), one.caption, code) for one in _of(row)],
    }


def _of(row: ProjectUpdate) -> list[Any]:
    return sorted(row.pictures.all(), key=lambda one: one.at)


def _picture(row: ProjectUpdate, pk: str, caption: str, code: str) -> dict[str, str]:
    href = (
        reverse("shown_picture", args=[code, pk])
        if code
        else reverse("document", args=[row.project_id, pk])
    )
    return {"href": href, "src": f"{href}?small", "alt": caption}
