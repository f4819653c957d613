"""Texts of the rules about partners and their money (engines/review/partnership.py)."""

from django.utils.translation import gettext_lazy as _

from .told import Told

TEXTS: dict[str, Told] = {
    "partner-alone": Told(
        _("One organisation does everything alone."),
        _("What works on two shores needs somebody on each who answers for it."),
        _("Add a partner on the other shore."),
    ),
    "too-many-partners": Told(
        _("There are %(number)s partners; beyond %(most)s few small projects hold together."),
        _("Each partner more is another language, another bank and another meeting."),
        _("Keep as partners those without whom it fails; the others can help by agreement."),
    ),
    "partner-without-role": Told(
        _("It is not said what they do: %(names)s."),
        _("A partner without a task of its own waits, and then leaves or quarrels."),
        _("Write in a sentence what each partner does that the others cannot."),
    ),
    "role-without-partner": Told(
        _("Nobody is responsible for: %(names)s."),
        _("Work that belongs to everybody is done by nobody."),
        _("Choose one responsible partner for each activity."),
    ),
    "partner-without-activity": Told(
        _("They do nothing in the work plan: %(names)s."),
        _("A partner on paper only is a risk to the others when money is accounted for."),
        _("Give them a part in an activity, or let them go as partners."),
    ),
    "no-agreement": Told(
        _("Nothing signed says what they do: %(names)s."),
        _("People change. What was agreed between two friends is not known to those who follow."),
        _("Write down who does what with what money, sign it, and enter the date."),
    ),
    "no-one-leads": Told(
        _("No partner is named as the one that leads."),
        _("Somebody must call the meetings, keep the dates and speak with the donor."),
        _("Mark one partner as leading."),
    ),
    "several-lead": Told(
        _("More than one partner is named as leading: %(names)s."),
        _("Two who lead mean two answers to one question."),
        _("Agree on one, and write down what the other decides."),
    ),
    "no-travel": Told(
        _("No line of the budget is for travel."),
        _("Trust between partners who never meet runs out. Visits are often the first thing cut."),
        _("Plan at least one visit in each direction, or name the money that pays for it."),
    ),
    "no-communication": Told(
        _("No line of the budget is for communication between the partners."),
        _("Calls and connections cost money, most of all where the network is weak."),
        _("Add a line for telephone and connections, given or paid."),
    ),
    "no-translation": Told(
        _("No line of the budget is for translation."),
        _("Partners who get papers in a foreign language sign what they did not understand."),
        _("Add a line for translation, or answer that everybody shares a language."),
    ),
    "money-on-one-side": Told(
        _("%(partner)s holds %(percent)s%% of the money; more than %(most)s%% is much."),
        _("Who holds all the money decides, whatever the papers say."),
        _("Share the money by the work, or agree in writing how it is paid on and when."),
    ),
    "drafted-by-one": Told(
        _("No partner took part in drafting the design."),
        _("Partners who meet a finished design carry out what they did not choose."),
        _("Go through the results chain with the partners, change it, and note who took part."),
    ),
    "no-meetings": Told(
        _("The partners have not agreed when they meet or call."),
        _("Silence is the first sign that a partnership fails; nobody notices it without dates."),
        _("Agree on a rhythm, a call a month for one, and who calls."),
    ),
    "no-local-authority": Told(
        _("The local authority knows nothing of the project."),
        _("It can open doors, give land or staff, and keep what remains; or stop it all."),
        _("Inform it before the work begins, and note what it answered."),
    ),
}
