"""Moments on pages about calls: `{% load call_clocks %}`. Those of no call: `|here`."""

from datetime import datetime

from django import template

from ..clocks import by_clock_of, name_of_clock
from ..models import Call

register = template.Library()


@register.filter
def by_clock(value: datetime | None, call: Call) -> str:
    """A moment by the clock of a call, which is named; "" for None."""
    return by_clock_of(call, value).named if value else ""


@register.filter
def clock_name(call: Call) -> str:
    """The city by whose clock a call's dates are written."""
    return name_of_clock(call)
