"""What this app's audit events are called on screen."""

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _

from twoshores.common.formatting import labelled

VERBS: dict[str, str | Promise] = {
    "project.load": _("Example project loaded"),
    "project.create": _("Project begun"),
    "project.update": _("Project changed"),
    "project.import": _("Project brought in from an IATI file"),
    "project.import_again": _("Project changed by an IATI file"),
    "iati.import": _("IATI file brought in"),
    "project.compose": _("Building blocks of the project changed"),
    "project.answer": _("Questions of the review answered"),
    "project.takeback": _("Changes taken over from a Word or Excel file"),
    "project.show": _("What others see was changed"),
    "project.begin": _("Project put under way"),
    "project.finish": _("Project finished"),
    "project.reopen": _("Project opened again"),
    "report.submit": _("Report handed in"),
    "report.return": _("Report sent back"),
    "report.accept": _("Report accepted"),
    "reached.list": _("People reached: a list was added"),
    "reached.remove": _("People reached: a list was taken out"),
    "reached.heads": _("People reached: counted by head"),
    "projectpartner.rights": _("Partner's right to edit changed"),
}

# Parts of a project that `services.rows` writes, by the model's name.
PARTS: dict[str, str | Promise] = {
    "projectpartner": _("Partner"),
    "result": _("Result"),
    "assumption": _("Assumption"),
    "draftingpart": _("Who took part in drafting"),
    "period": _("Period"),
    "indicator": _("Indicator"),
    "measurement": _("Measurement"),
    "activity": _("Activity"),
    "dependency": _("What waits for what"),
    "budgetline": _("Line of the budget"),
    "ceiling": _("Ceiling"),
    "ownrate": _("Exchange rate"),
    "expense": _("Expense"),
    "migrantspart": _("Migrants' part"),
    "skillneed": _("Skill needed"),
    "alignment": _("Plan or goal that it serves"),
    "risk": _("Risk"),
    "document": _("File"),
    "projectupdate": _("News"),
    "decision": _("Decision"),
    "amendment": _("Amendment"),
    "report": _("Report"),
}
_labelled = lazy(labelled, str)
DONE = {"create": _("added"), "update": _("changed"), "remove": _("taken out")}
VERBS |= {
    f"{part}.{verb}": _labelled(name, done)
    for part, name in PARTS.items()
    for verb, done in DONE.items()
}
