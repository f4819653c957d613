"""Texts of the rules about results, plan, figures and risks (engines/review/planning.py)."""

from django.utils.translation import gettext_lazy as _

from .told import Told

TEXTS: dict[str, Told] = {
    "targets-over-time": Told(
        _("%(people)s people in %(days)s days is more than %(most)s a day: %(names)s."),
        _("Aims that cannot be reached make good work look like failure in the last report."),
        _("Look at the aim again, or say what lets you reach so many."),
    ),
    "targets-over-money": Told(
        _("%(people)s people for %(euros)s euro is less than %(least)s euro each: %(names)s."),
        _("Aims that cannot be reached make good work look like failure in the last report."),
        _("Look at the aim again, or say what is given besides the money."),
    ),
    "indicator-without-target": Told(
        _("They are measured and have no aim: %(names)s."),
        _("Without an aim nobody can tell from a figure whether it is good."),
        _("Set an aim for one period at least, or take the indicator out."),
    ),
    "outcome-without-indicator": Told(
        _("Nothing measures: %(names)s."),
        _("Outputs show that work was done; only outcomes show that it changed something."),
        _("Add an indicator that shows whether it came true."),
    ),
    "not-split": Told(
        _("Figures of people are not split by sex and age: %(names)s."),
        _("A total hides who was left out: women, most often, and the young and the old."),
        _("Choose sex and age among the ways in which the indicator is split."),
    ),
    "activity-serves-nothing": Told(
        _("They bring about no output: %(names)s."),
        _("Work that serves no result takes time and money from work that does."),
        _("Say which output each brings about, or take it out."),
    ),
    "output-without-activity": Told(
        _("No activity brings about: %(names)s."),
        _("What nobody works on does not come about."),
        _("Plan an activity for it, or take the output out."),
    ),
    "outside-the-project": Told(
        _("They lie outside the project, which runs from %(starts)s to %(ends)s: %(names)s."),
        _("Costs before the first and after the last day are most often not paid."),
        _("Change their days, or the project's."),
    ),
    "outcome-without-assumption": Told(
        _("It is not said what must hold for: %(names)s."),
        _("Between outputs and outcomes stands what others do. Named, it can be watched."),
        _("Write down what must hold outside the project, in a sentence."),
    ),
    "result-not-verifiable": Told(
        _("It is not said how one will see: %(names)s."),
        _("What nobody knows how to see is argued about when the report is due."),
        _("Write down by which list, visit or question one will see it."),
    ),
    "threat-not-thought-of": Told(
        _("No risk is written down of these kinds: %(kinds)s."),
        _(
            "Threats come from outside, from what partners can do, from the design, and from how"
            " they get on. Those nobody thought of hit hardest."
        ),
        _("Think through each kind with the partners; the list of threats is a beginning."),
    ),
    "grave-risk-unanswered": Told(
        _("Grave, and nobody watches it or nothing is done about it: %(names)s."),
        _("A risk that is only written down happens as surely as one that is not."),
        _("Name a partner who watches it and what is done."),
    ),
    "no-money-for-monitoring": Told(
        _("No line of the budget is for following the work and judging it."),
        _("Measuring costs journeys and time. Without money it is done at the desk, or not."),
        _("Add a line for monitoring and evaluation."),
    ),
    "no-plan-served": Told(
        _("The project serves no local or national plan."),
        _("What stands in nobody's plan is kept up by nobody afterwards."),
        _("Ask the local authority for its plan, and say which part of it this serves."),
    ),
    "only-world-goals": Told(
        _("Goals of the whole world are named, and no local or national plan."),
        _("Nobody in the village keeps a goal of the world; a local plan has people and money."),
        _("Ask the local authority for its plan, and say which part of it this serves."),
    ),
    "lessons-not-shared": Told(
        _("Nothing is planned for sharing what was learnt."),
        _("The next group begins where you began, and makes the same mistakes."),
        _("Plan one thing: a meeting, a page, a visit of those who want to do the same."),
    ),
    "community-not-heard": Told(
        _("Nobody of the place, no family, women's or youth group took part in drafting."),
        _("Needs that others guess are often not those that people have."),
        _("Talk the design over with them, change it, and note who took part."),
    ),
}
