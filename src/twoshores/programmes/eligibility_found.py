"""What a rule of a call found in an application, and what to change: texts by code.

Parameters are those of the finding: %(number)s who count, %(missing)s too few or too little,
%(over)s too many or too much, %(names)s of partners, amounts in the call's currency.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

type Words = str | Promise


@dataclass(frozen=True, slots=True)
class Told:
    """found: what stands in the proposal. mend: what to change; "" where nothing is wrong."""

    found: Words
    mend: Words = ""


FOUND: dict[str, Told] = {
    "no-partners": Told(_("No partner is written down yet."), _("Add the partners.")),
    "no-lead": Told(
        _("No partner is marked as the one that leads."), _("Mark one partner as leading.")
    ),
    "partners-met": Told(_("Partners: %(number)s.")),
    "partners-few": Told(_("Partners: %(number)s."), _("Partners to add: %(missing)s.")),
    "partners-many": Told(
        _("Partners: %(number)s."),
        _("Partners too many: %(over)s. Others can help by agreement, without being partners."),
    ),
    "countries-met": Told(_("Partners in this group: %(number)s.")),
    "countries-few": Told(
        _("Partners in this group: %(number)s."),
        _("Partners to add from a country of this group: %(missing)s."),
    ),
    "countries-open": Told(
        _("Partners surely in this group: %(number)s."), _("Write in which country: %(names)s.")
    ),
    "countries-allowed-met": Told(_("All partners sit in countries of the call.")),
    "countries-allowed-not": Told(
        _("In other countries: %(names)s."),
        _("They can help by agreement, without being partners."),
    ),
    "countries-allowed-open": Told(
        _("Of some partners no country is written."), _("Write in which country: %(names)s.")
    ),
    "kinds-met": Told(_("Partners of this kind: %(number)s.")),
    "kinds-few": Told(
        _("Partners of this kind: %(number)s."), _("Partners of this kind to add: %(missing)s.")
    ),
    "kinds-open": Told(
        _("Partners surely of this kind: %(number)s."), _("Write what kind they are: %(names)s.")
    ),
    "kinds-or-reach-met": Told(_("Partners that count: %(number)s.")),
    "kinds-or-reach-few": Told(
        _("Partners that count: %(number)s."),
        _("Partners of this kind, or proven to mobilise migrants, to add: %(missing)s."),
    ),
    "kinds-or-reach-open": Told(
        _("Partners that surely count: %(number)s."),
        _("Write what kind they are and whether they mobilise migrants: %(names)s."),
    ),
    "kinds-allowed-met": Told(_("All partners are of these kinds.")),
    "kinds-allowed-not": Told(
        _("Of another kind: %(names)s."), _("They can help by agreement, without being partners.")
    ),
    "kinds-allowed-open": Told(
        _("Of some partners the kind is not written."), _("Write what kind they are: %(names)s.")
    ),
    "lead-in-met": Told(_("The partner that leads sits there.")),
    "lead-in-not": Told(
        _("Leads from another country: %(names)s."),
        _("Let a partner lead that sits in one of these countries."),
    ),
    "lead-in-open": Told(
        _("It is not written where the partner that leads sits."),
        _("Write in which country: %(names)s."),
    ),
    "recognition-met": Told(_("They are recognised as the call asks.")),
    "recognition-not": Told(
        _("Not recognised as the call asks: %(names)s."),
        _("Write since when they are recognised, or let them help by agreement."),
    ),
    "recognition-open": Told(
        _("It is not known how some partners are recognised."),
        _("Write on the organisation's page how and since when it is recognised: %(names)s."),
    ),
    "grant-met": Told(_("Asked: %(asked)s.")),
    "grant-much": Told(_("Asked: %(asked)s."), _("Ask for less by %(over)s.")),
    "grant-little": Told(_("Asked: %(asked)s."), _("Ask for more by %(missing)s.")),
    "grant-open": Told(
        _("Asked so far: %(asked)s."), _("Write for each partner what it asks; 0 is an answer.")
    ),
    "duration-met": Told(_("Months: %(months)s, and days: %(days)s.")),
    "duration-short": Told(
        _("Months: %(months)s, and days: %(days)s."), _("Let the project end later.")
    ),
    "duration-long": Told(
        _("Months: %(months)s, and days: %(days)s."), _("Let the project end earlier.")
    ),
    "duration-open": Told(
        _("The project's first or last day is not written."), _("Write from when until when.")
    ),
    "share-met": Told(_("No partner gets more.")),
    "share-much": Told(
        _("%(names)s: %(percent)s."), _("Share the money so that nobody is above the bound.")
    ),
    "share-open": Told(
        _("Some partners have not said what they ask."),
        _("Write for each partner what it asks; 0 is an answer."),
    ),
    "no-budget": Told(_("There is no budget yet."), _("Write the budget.")),
    "ceiling-met": Told(_("Planned for it: %(planned)s.")),
    "ceiling-over": Told(
        _("Planned for it: %(planned)s, where at most %(limit)s are possible."),
        _("Plan less for it."),
    ),
    "ceiling-open": Told(
        _("Planned for it, as far as it can be counted: %(planned)s."),
        _("Write the amounts that are missing, and rates for other currencies."),
    ),
    "cofinancing-none": Told(_("Nothing is asked of the partners.")),
    "cofinancing-met": Told(_("Brought by the partners: %(own)s.")),
    "cofinancing-little": Told(
        _("Brought by the partners: %(own)s."),
        _("Bring more and ask for less by %(missing)s."),
    ),
    "cofinancing-open": Told(
        _("Brought by the partners, as far as it is written: %(own)s."),
        _("Write what each partner asks and brings; 0 is an answer."),
    ),
}
