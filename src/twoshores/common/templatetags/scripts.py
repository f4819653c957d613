"""The address of our one script."""

from django import template
from django.urls import reverse

from twoshores.common.script import script_digest

register = template.Library()


@register.simple_tag
def htmx_address() -> str:
    return reverse("script", args=[script_digest()])
