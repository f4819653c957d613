"""What this app's audit events are called on screen."""

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _

from twoshores.common.formatting import labelled

VERBS: dict[str, str | Promise] = {
    "agreement.version": _("New version of an agreement"),
    "agreement.propose": _("Agreement put forward for signing"),
    "agreement.reopen": _("Agreement taken back to change it"),
    "agreement.sign": _("Signature noted"),
    "agreement.complete": _("Agreement signed by all"),
    "agreement.end": _("Agreement ended"),
    "agreement.drop": _("Agreement given up"),
    "agreement.remind": _("Reminded that an agreement ends"),
    "meeting.presence": _("Who came to a meeting was noted"),
    "candidate.ask": _("An organisation was asked to join"),
    "acquaintance.put_aside": _("A suggestion was put aside"),
    "scoringround.score": _("An opinion was given"),
    "mediation.say": _("Something was said in a mediation"),
    "mediation.take": _("A mediator took a mediation"),
    "mediation.give_back": _("A mediator gave a mediation back"),
    "mediation.settle": _("Mediation settled"),
    "mediation.end": _("Mediation ended without agreement"),
    "mediation.withdraw": _("Mediation taken back"),
}

# Parts of an alliance that `projects.services.rows` writes, by the model's name.
PARTS: dict[str, str | Promise] = {
    "partnerneed": _("What the project needs of partners"),
    "partnerstrength": _("What a partner has"),
    "organisationstrength": _("Strength of an organisation"),
    "candidate": _("Candidate"),
    "partnershiporigin": _("How the partnership came about"),
    "partnervision": _("A partner's vision"),
    "jointvision": _("Joint vision"),
    "visiondifference": _("Difference"),
    "meeting": _("Meeting"),
    "nextstep": _("Next step"),
    "contact": _("Contact"),
    "capacitytransfer": _("Learning from each other"),
    "mediation": _("Mediation"),
    "agreement": _("Agreement"),
    "handover": _("Hand-over"),
    "stakeholder": _("Stakeholder"),
    "stakeholderstep": _("Step towards a stakeholder"),
    "scoringround": _("Round of opinions"),
    "change": _("Change that is sought"),
    "strategically": _("Strategic ally"),  # the model StrategicAlly, in small letters
    "force": _("Force"),
    "policymoment": _("Policy moment"),
    "advocacyaction": _("Advocacy"),
    "allypart": _("Ally's part in the project"),
    "brief": _("Brief"),
}
_labelled = lazy(labelled, str)
DONE = {"create": _("added"), "update": _("changed"), "remove": _("taken out")}
VERBS |= {
    f"{part}.{verb}": _labelled(name, done)
    for part, name in PARTS.items()
    for verb, done in DONE.items()
}
