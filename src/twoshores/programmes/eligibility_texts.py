"""What the rules of a call want, and what was found, in plain words (engines/eligibility)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from twoshores.actors.models import Organisation, OrganisationKind
from twoshores.common.formatting import (
    format_money,
    format_number,
    format_share,
    isolated,
    join_words,
)
from twoshores.common.languages import sort_key
from twoshores.common.territories import country_name
from twoshores.engines.eligibility import (
    Answer,
    Ceiling,
    Cofinancing,
    Countries,
    CountriesAllowed,
    Duration,
    Finding,
    Grant,
    Kinds,
    KindsAllowed,
    LeadIn,
    Partners,
    Recognition,
    Rule,
    ShareMost,
)
from twoshores.projects.models import CostCategory

from .eligibility_found import FOUND

ANSWERS: dict[Answer, str | Promise] = {
    Answer.MET: gettext_lazy("met"),
    Answer.NOT_MET: gettext_lazy("not met"),
    Answer.NOT_KNOWN: gettext_lazy("not known yet"),
}
PERCENTS = frozenset({"percent"})


@dataclass(frozen=True, slots=True)
class Worded:
    """A finding for a page. countries: names of those that the rule is about, or ""."""

    finding: Finding
    answer: str
    wanted: str
    countries: str
    found: str
    mend: str  # "" where the rule is met


def worded(finding: Finding, currency: str, groups: Mapping[str, str] | None = None) -> Worded:
    """What was wanted, what was found, what to change. currency: of the call; groups: as `wanted`
    takes them."""
    told = FOUND[finding.code]
    values = {name: _said(name, value, currency) for name, value in finding.params}
    return Worded(
        finding=finding,
        answer=str(ANSWERS[finding.answer]),
        wanted=wanted(finding.rule, currency, groups),
        countries=countries_of(finding.rule),
        found=str(told.found) % values,
        mend="" if finding.answer is Answer.MET else str(told.mend) % values,
    )


def wanted(rule: Rule, currency: str, groups: Mapping[str, str] | None = None) -> str:
    """A rule in a sentence, in the reader's language. groups: of countries, by what the call names
    them, as the reader reads it (`selectors.call_texts.groups_in`); else as the call names them."""
    if groups and isinstance(rule, Countries | LeadIn) and rule.group in groups:
        rule = replace(rule, group=groups[rule.group])
    return _WANTED[type(rule)](rule, currency)


def countries_of(rule: Rule) -> str:
    """The countries that a rule is about, by name in the reader's language; "" if about none."""
    codes: tuple[str, ...] = getattr(rule, "countries", ())
    names = sorted([country_name(code) for code in codes], key=sort_key)
    return join_words(names)


def _said(name: str, value: Any, currency: str) -> str:
    if isinstance(value, tuple):
        return join_words(isolated(one) for one in value)
    if isinstance(value, Decimal):
        if name in PERCENTS:
            return format_share(value / 100)
        return format_money(value, currency)
    return format_number(value) if isinstance(value, int) else str(value)


def _kinds(codes: tuple[str, ...]) -> str:
    return join_words(str(OrganisationKind(code).label) for code in codes)


def _partners(rule: Partners, _currency: str) -> str:
    least, most = rule.least, rule.most
    values = {"least": format_number(least or 0), "most": format_number(most or 0)}
    if least is None:
        return (
            ngettext("At most %(most)s partner.", "At most %(most)s partners.", most or 0) % values
        )
    if most is None:
        return (
            ngettext("At least %(least)s partner.", "At least %(least)s partners.", least) % values
        )
    if least == most:
        return ngettext("Exactly %(most)s partner.", "Exactly %(most)s partners.", most) % values
    return (
        ngettext(
            "From %(least)s to %(most)s partner.", "From %(least)s to %(most)s partners.", most
        )
        % values
    )


def _countries(rule: Countries, _currency: str) -> str:
    return ngettext(
        "At least %(n)s partner in this group of countries: %(group)s.",
        "At least %(n)s partners in this group of countries: %(group)s.",
        rule.least,
    ) % {"n": format_number(rule.least), "group": isolated(rule.group)}


def _countries_allowed(_rule: CountriesAllowed, _currency: str) -> str:
    return _("Every partner sits in one of the countries of the call.")


def _of_kinds(rule: Kinds, _currency: str) -> str:
    values = {"n": format_number(rule.least), "kinds": _kinds(rule.any_of)}
    if rule.or_mobilises_migrants:
        return (
            ngettext(
                "At least %(n)s partner is of this kind, or is proven to mobilise migrants: "
                "%(kinds)s.",
                "At least %(n)s partners are of this kind, or are proven to mobilise migrants: "
                "%(kinds)s.",
                rule.least,
            )
            % values
        )
    return (
        ngettext(
            "At least %(n)s partner is of this kind: %(kinds)s.",
            "At least %(n)s partners are of this kind: %(kinds)s.",
            rule.least,
        )
        % values
    )


def _kinds_allowed(rule: KindsAllowed, _currency: str) -> str:
    return _("Every partner is one of these: %(kinds)s.") % {"kinds": _kinds(rule.kinds)}


def _lead_in(rule: LeadIn, _currency: str) -> str:
    if rule.group:
        return _("The partner that leads sits in this group of countries: %(group)s.") % {
            "group": isolated(rule.group)
        }
    return _("The partner that leads sits in one of the countries named here.")


def _recognition(rule: Recognition, _currency: str) -> str:
    ways = join_words(str(Organisation.Recognition(code).label) for code in rule.any_of)
    whom = (
        _("The partner that leads is: %(ways)s.")
        if rule.only_lead
        else _("Every partner is: %(ways)s.")
    ) % {"ways": ways}
    if not rule.years:
        return whom
    since = ngettext(
        "It has been so for %(n)s year or more.",
        "It has been so for %(n)s years or more.",
        rule.years,
    ) % {"n": format_number(rule.years)}
    return f"{whom} {since}"


def _grant(rule: Grant, currency: str) -> str:
    least = format_money(rule.least or Decimal(0), currency)
    most = format_money(rule.most or Decimal(0), currency)
    if rule.least is None:
        return _("All partners together ask for at most %(most)s.") % {"most": most}
    if rule.most is None:
        return _("All partners together ask for at least %(least)s.") % {"least": least}
    return _("All partners together ask for %(least)s to %(most)s.") % {
        "least": least,
        "most": most,
    }


def _duration(rule: Duration, _currency: str) -> str:
    least, most = rule.least, rule.most
    values = {"least": format_number(least or 0), "most": format_number(most or 0)}
    if least is None:
        text = ngettext(
            "The project lasts at most %(most)s month.",
            "The project lasts at most %(most)s months.",
            most or 0,
        )
    elif most is None:
        text = ngettext(
            "The project lasts at least %(least)s month.",
            "The project lasts at least %(least)s months.",
            least,
        )
    else:
        text = ngettext(
            "The project lasts from %(least)s to %(most)s month.",
            "The project lasts from %(least)s to %(most)s months.",
            most,
        )
    return text % values


def _share_most(rule: ShareMost, _currency: str) -> str:
    return _("No partner gets more than %(percent)s of what all ask together.") % {
        "percent": format_share(rule.percent / 100)
    }


def _ceiling(rule: Ceiling, currency: str) -> str:
    category = CostCategory(rule.category).label
    if rule.amount is not None:
        return _("At most %(amount)s of the budget in money is for: %(category)s.") % {
            "amount": format_money(rule.amount, currency),
            "category": category,
        }
    return _("At most %(percent)s of the budget in money is for: %(category)s.") % {
        "percent": format_share((rule.percent or Decimal(0)) / 100),
        "category": category,
    }


def _cofinancing(rule: Cofinancing, _currency: str) -> str:
    if not rule.percent:
        return _("The partners need not bring money: all costs may be asked for.")
    values = {"percent": format_share(rule.percent / 100)}
    if rule.in_kind_counts:
        return (
            _(
                "The partners bring at least %(percent)s of all costs; things, rooms and "
                "volunteers' time count too."
            )
            % values
        )
    return _("The partners bring at least %(percent)s of all costs, in money.") % values


_WANTED: dict[type, Callable[[Any, str], str]] = {
    Partners: _partners,
    Countries: _countries,
    CountriesAllowed: _countries_allowed,
    Kinds: _of_kinds,
    KindsAllowed: _kinds_allowed,
    LeadIn: _lead_in,
    Recognition: _recognition,
    Grant: _grant,
    Duration: _duration,
    ShareMost: _share_most,
    Ceiling: _ceiling,
    Cofinancing: _cofinancing,
}
