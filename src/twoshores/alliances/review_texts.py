"""Words of the rules of `engines/review/alliance.py`, and the pages where each is mended."""

from django.utils.translation import gettext_lazy as _

from twoshores.projects.review_texts import Told
from twoshores.projects.reviewing import Mended

TEXTS: dict[str, Told] = {
    "goal-in-some-words": Told(
        _("The goal does not stand in the words of: %(names)s."),
        _("A goal that one partner words for all is that partner's goal."),
        _("Ask each partner what it will be like when you have succeeded, in its language."),
    ),
    "goal-not-agreed": Told(
        _("The text of the shared goal is not agreed to by: %(names)s."),
        _("Partners who did not agree pull elsewhere as soon as a choice must be made."),
        _("Go through the text with them, change what must be changed, and note who agreed."),
    ),
    "differences-open": Told(
        _("Partners see the goal differently, and have not settled it: %(names)s."),
        _("What is left open at the start comes back when money is short."),
        _("Talk it over, if need be with somebody from outside, and write down the outcome."),
    ),
    "work-on-one-side": Told(
        _("%(partner)s answers for %(number)s of %(activities)s activities."),
        _("Who answers for nearly everything decides nearly everything; the others help."),
        _("Give each partner activities of its own to answer for."),
    ),
    "agreement-ends-early": Told(
        _("Signed, and ends before the project does: %(names)s."),
        _("In the last months nothing binds those who must still account for the money."),
        _("Renew it until the last report is accepted."),
    ),
    "need-uncovered": Told(
        _("No partner brings what the project needs: %(names)s."),
        _("What nobody can do is found out when it should be done."),
        _("Look for a partner who has it, or for a stakeholder who helps by agreement."),
    ),
    "need-on-one-partner": Told(
        _("Much hangs on one partner alone: %(names)s."),
        _("When that partner falls out, or its one person does, the work stops."),
        _("Have a second partner learn it, or agree in writing who steps in."),
    ),
    "partner-brings-nothing": Told(
        _("They bring nothing that the project needs, as far as it is written: %(names)s."),
        _("A partnership stays small when each one is there for something the others lack."),
        _("Write down what they have or whom they reach; if it is nothing, let them go."),
    ),
    "learning-one-way": Told(
        _("Learning goes one way only, from: %(names)s."),
        _(
            "Each partner knows a place or a trade that the others do not. Who only teaches stays "
            "a stranger, and who only learns stays a pupil."
        ),
        _("Ask the learning partner what it can show the other, and plan it."),
    ),
    "authority-not-approached": Told(
        _("It is not said what is done with the local authority: %(names)s."),
        _("A local authority that hears of the project last can stop it first."),
        _("Choose how you deal with it, and note the first step with its day."),
    ),
}
# The first word of a field -> what it is called, its page, and the page of one row.
FIELDS: dict[str, Mended] = {
    "visions": Mended(_("The goal in each partner's words"), "alliance_vision", "partner_vision"),
    "goal": Mended(_("The shared goal"), "alliance_vision"),
    "differences": Mended(_("Where partners differ"), "alliance_vision", "difference_edit"),
    "agreements": Mended(_("Agreements"), "alliance_agreements", "alliance_agreement"),
    "needs": Mended(_("What the project needs"), "alliance_coverage", "need_strengths"),
    "strengths": Mended(_("What partners bring"), "alliance_coverage"),
    "learning": Mended(_("Learning from each other"), "alliance_learning"),
    "stakeholders": Mended(_("Stakeholders"), "alliance_stakeholders", "alliance_stakeholder"),
}
