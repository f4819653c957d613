"""Pages of the taxonomy: what words mean, one concept and what stands around it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from twoshores.common.decisions import access

from . import selectors
from .forms import WordsForm
from .linking import link_status, link_text
from .models import Concept

SHOWN = 60  # neighbours of one kind on a page


def _language() -> str:
    return (get_language() or "en").split("-")[0]


@access("public")
@require_safe
def skills(request: HttpRequest) -> HttpResponse:
    """Type a trade in your own words, get five suggestions with the label that matched."""
    form = WordsForm(request.GET or None, initial={"language": _language()})
    found = None
    if form.is_bound and form.is_valid():
        words = form.cleaned_data
        found = link_text(words["q"], words["language"] or None, words["kind"] or None)
    template = "taxonomy/skills.html#found" if _is_fragment(request) else "taxonomy/skills.html"
    context = {
        "form": form,
        "suggestions": found,
        "links": True,
        "status": link_status(),
        "tops": [] if form.is_bound else selectors.groups_at_top(),
    }
    return render(request, template, context)


def _is_fragment(request: HttpRequest) -> bool:
    htmx: Any = getattr(request, "htmx", None)
    return bool(htmx) and not htmx.boosted


@access("public")
@require_safe
def concept(request: HttpRequest) -> HttpResponse:
    """One occupation, skill or group: its name here, what is above, below and beside it."""
    found = selectors.concept_by_uri(request.GET.get("uri", "")[:200])
    if found is None:
        raise Http404
    neighbours: dict[str, list[Concept]] = {
        "above": selectors.concepts_broader(found),
        "below": selectors.concepts_narrower(found)[:SHOWN],
        "beside": selectors.concepts_of_same_group(found)[:SHOWN],
    }
    around = [one for some in neighbours.values() for one in some]
    labels = selectors.labels_of([found.pk, *(one.pk for one in around)], _language())
    context: dict[str, Any] = {
        name: [(one, labels[one.pk]) for one in some] for name, some in neighbours.items()
    }
    return render(
        request, "taxonomy/concept.html", context | {"concept": found, "label": labels[found.pk]}
    )
