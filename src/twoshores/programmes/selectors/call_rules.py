"""The rules of a call, out of what its pages hold: own rules, and bounds among its facts."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from twoshores.actors.models import Organisation, OrganisationKind
from twoshores.common.languages import country_choices
from twoshores.engines.eligibility import Known, Rule, parse
from twoshores.projects.models import CostCategory

from ..models import Call

BOUNDS = ("grant_least", "grant_most", "months_least", "months_most")
# Rules that stand among the facts of a call, and so are not added by hand.
OF_FACTS = ("grant", "duration")


def known() -> Known:
    """Codes that a rule may name."""
    return Known(
        countries={code for code, _name in country_choices("en")},
        kinds=OrganisationKind.values,
        recognitions=[way for way in Organisation.Recognition.values if way != "unknown"],
        categories=CostCategory.values,
    )


def rules_of(call: Call) -> tuple[Rule, ...]:
    """What the call asks for today: its rules, then bounds of grant and time. Raises RulesError."""
    return rules_in({"rules": call.rules} | {name: getattr(call, name) for name in BOUNDS})


def rules_in(body: Mapping[str, Any]) -> tuple[Rule, ...]:
    """`rules_of` a version that was published (`CallVersion.body`)."""
    raw = list(body.get("rules") or [])
    for rule, least, most in (("grant", *BOUNDS[:2]), ("duration", *BOUNDS[2:])):
        if body.get(least) is not None or body.get(most) is not None:
            raw.append({"rule": rule, "least": body.get(least), "most": body.get(most)})
    return parse(raw)


def counted_on(call: Call, now: datetime) -> date:
    """The day at which years of recognition are counted: the deadline's, by the call's clock."""
    return (call.deadline or now).astimezone(ZoneInfo(call.time_zone)).date()
