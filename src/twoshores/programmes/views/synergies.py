"""Who should talk to whom, in words."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from twoshores.catalogue.selectors import blocks_in_use, text_in
from twoshores.common.decisions import access
from twoshores.common.formatting import join_words
from twoshores.common.models import Place
from twoshores.common.territories import country_name
from twoshores.projects.models import Alignment, Capital
from twoshores.projects.views.basics import reader_language

from ..models import Theme
from ..selectors.synergies import Talk, talks_in
from .desk import desk_or_404

Kind = Alignment.Kind
LISTS = {str(Kind.SDG), str(Kind.GCM), str(Kind.DAC_SECTOR)}


def talk_rows(talks: list[Talk]) -> list[dict[str, Any]]:
    """Each pair with what it shares in the reader's words. At most three queries."""
    words = _words({feature for talk in talks for feature in talk.shared})
    return [
        {
            "one": talk.one,
            "other": talk.other,
            "shared": join_words(words[feature] for feature in talk.shared if feature in words),
        }
        for talk in talks
    ]


def _words(features: Iterable[str]) -> dict[str, str]:
    by_kind: dict[str, dict[str, str]] = {}
    for feature in features:
        kind, _colon, value = feature.partition(":")
        by_kind.setdefault(kind, {})[value] = feature
    capitals = dict(Capital.choices)
    named: dict[str, str] = {}
    for kind, values in by_kind.items():
        if kind == "country":
            named |= {feature: country_name(code) for code, feature in values.items()}
        elif kind == "capital":
            named |= {feature: str(capitals[key]) for key, feature in values.items()}
        elif kind in LISTS:
            label = str(Kind(kind).label)
            named |= {feature: f"{label} {code}" for code, feature in values.items()}
        elif kind == "theme":
            rows = Theme.objects.filter(pk__in=values)
            named |= {values[str(row.pk)]: row.title for row in rows}
        elif kind == "region":
            rows_of = Place.objects.filter(pk__in=values)
            named |= {values[str(row.pk)]: row.name for row in rows_of}
        elif kind == "block":
            blocks = blocks_in_use().filter(key__in=values)
            named |= {values[row.key]: text_in(row, reader_language()).title for row in blocks}
    return named


@access("object")
@require_safe
def programme_synergies(request: HttpRequest, pk: str) -> HttpResponseBase:
    """Funded projects that should know of each other."""
    desk = desk_or_404(request, pk)
    context = desk.head("synergies") | {"rows": talk_rows(talks_in(desk.programme))}
    context["title"] = _("Who should talk to whom")
    return render(request, "programmes/synergies.html", context)
