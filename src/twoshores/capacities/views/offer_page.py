"""An offer in words, and its section on somebody's own page."""

from django.urls import reverse
from django.utils.translation import gettext as _

from twoshores.actors.hooks import NextStep
from twoshores.actors.models import Person
from twoshores.actors.own_records import Address, Section
from twoshores.common.formatting import format_day, format_number, join_words
from twoshores.common.templatetags.ui import language_name

from ..models import Engagement, Profile, ProfileLanguage, Time, WorkMode
from ..selectors.engagements import engagement_token, engagements_with
from ..selectors.profiles import offer_of

LABELS = {"modes": dict(WorkMode.choices), "times": dict(Time.choices)}


def facts(offer: Profile) -> list[tuple[str, str]]:
    """How, when, on which terms. What was not said stays blank: the component says so."""
    hours = _("%(n)s hours a week") % {"n": format_number(offer.hours_per_week or 0)}
    when = [str(LABELS["times"][time]) for time in offer.times]
    when += [hours] if offer.hours_per_week else []
    return [
        (_("How"), join_words(str(LABELS["modes"][mode]) for mode in offer.modes)),
        (_("When"), join_words([*when, *_dates(offer)])),
        (_("Terms"), str(offer.get_terms_display())),
        (_("Languages"), join_words(_spoken(row) for row in offer.languages.all())),
        (_("Confirmed"), format_day(offer.confirmed_at)),
    ]


def _dates(offer: Profile) -> list[str]:
    found = []
    if offer.available_from:
        found.append(_("from %(day)s") % {"day": format_day(offer.available_from)})
    if offer.available_until:
        found.append(_("until %(day)s") % {"day": format_day(offer.available_until)})
    return found


def _spoken(row: ProfileLanguage) -> str:
    return f"{language_name(row.language)} ({row.get_level_display()})"


def offer_section(person: Person, address: Address, by_link: bool) -> Section:
    """What the own page says of the offer."""
    offer = offer_of(person)
    if offer is None:
        return Section(
            _("What you offer"),
            text=_("Nothing yet. Say what you can do, so that those who need it find you."),
            links=[NextStep(_("Say what you can do"), address("offer"))],
        )
    said = " · ".join(skill.said for skill in offer.skills.all())
    links = [
        NextStep(_("Change how and when"), address("offer")),
        NextStep(_("Change skills and trades"), address("skills")),
    ]
    if offer.state != Profile.State.ACTIVE:
        links.insert(0, NextStep(_("Does it still hold? Confirm it"), address("confirm")))
    return Section(
        _("What you offer"),
        facts=[(_("Skills and trades"), said), *facts(offer), (_("State"), state_words(offer))],
        links=links,
    )


def engagement_section(person: Person, address: Address, by_link: bool) -> Section | None:
    """What was agreed with whom; nothing until there is something."""
    rows = engagements_with(person)
    if not rows:
        return None
    return Section(
        _("What you agreed on"),
        links=[
            NextStep(f"{row.need.title} ({row.get_state_display()})", _address(row, by_link))
            for row in rows
        ],
    )


def _address(engagement: Engagement, by_link: bool) -> str:
    if by_link:
        return reverse("engagement_link", args=[engagement_token(engagement)])
    return reverse("engagement", args=[engagement.pk])


def state_words(offer: Profile) -> str:
    return {
        Profile.State.ACTIVE: _("active"),
        Profile.State.ASKED: _("please confirm that it still holds"),
        Profile.State.SUNK: _("not confirmed: shown after the others"),
        Profile.State.ASLEEP: _("asleep: not shown to anybody"),
    }[Profile.State(offer.state)]
