"""Texts of the rules about the two shores and migrants' part (engines/review/shores.py)."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from .told import Told

_NO_TIE = Told(
    _("Nothing joins %(countries)s but the project itself."),
    _(
        "Projects live on ties that people already have: family, a village, an association."
        " Where there are none, everything hangs on the money and ends with it."
    ),
    _("Find out who keeps up ties there, or choose countries between which people do."),
)

TEXTS: dict[str, Told] = {
    "one-capital": Told(
        _("All chosen building blocks draw on one kind of capital: %(capital)s."),
        _(
            "Ties, money, skills and rights carry each other. Savings without trust, or training"
            " without anybody who can invest in it, seldom last."
        ),
        _("See whether a block of another capital would carry this one, and take it in."),
    ),
    "one-shore": Told(
        _("No country is named as: %(roles)s."),
        _("Migration joins two places. A project that works in one of them alone leaves out half."),
        _("Name the countries that people left and those in which they live."),
    ),
    "no-tie": _NO_TIE,
    "no-tie-open": replace(
        _NO_TIE, statement=_("Nothing joins the countries but the project itself.")
    ),
    "partners-one-side": Told(
        _("No partner has its seat in a country named as: %(roles)s."),
        _("Whoever works on a shore without a partner there depends on visits and on hearsay."),
        _("Look for a partner on that shore, be it small."),
    ),
    "migrants-absent": Told(
        _("Migrants take no part in: %(phases)s."),
        _(
            "They know both places. Where they are brought in only to carry out what others"
            " planned, the project misses what they know and they lose interest."
        ),
        _("Say how migrants or their associations take part in this phase, or why they cannot."),
    ),
    "migrants-only-heard": Told(
        _("Migrants are told or asked, and decide nowhere."),
        _("Those who only answer questions have no reason to stay when it becomes difficult."),
        _("Choose one phase at least in which they decide with the others."),
    ),
    "nobody-reaches-migrants": Told(
        _("No partner is an association of migrants or is known to reach them."),
        _("Migrants come through people they trust, not through an announcement."),
        _("Bring in an association, or say of a partner that it has brought migrants together."),
    ),
    "volunteers-office-hours": Told(
        _("Volunteers are planned in office hours only: %(names)s."),
        _("Most of them have work of their own. In office hours few can come."),
        _("Plan evenings, weekends or the holidays at home."),
    ),
    "volunteers-not-valued": Told(
        _("Volunteers work, and the budget does not show what they give: %(names)s."),
        _("Their time is a contribution that donors often count. Unseen, it is taken for granted."),
        _("Add a line for volunteers' time, with hours and how they were valued."),
    ),
}
