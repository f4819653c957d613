"""Words about suggestions, for templates."""

from django import template
from django.utils.functional import Promise

from twoshores.engines.linking import Refusal

from ..linking import LinkStatus, link_status
from ..words import REFUSALS

register = template.Library()


@register.filter
def refusal_words(refusal: Refusal | None) -> str | Promise:
    """Why nothing is suggested, for the person who asked."""
    return REFUSALS[refusal] if refusal else ""


@register.simple_tag
def labels_status() -> LinkStatus:
    """How far the reading of labels is."""
    return link_status()
