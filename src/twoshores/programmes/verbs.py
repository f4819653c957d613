"""What this app's audit events are called on screen."""

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _

from twoshores.common.formatting import labelled

VERBS: dict[str, str | Promise] = {
    "office.invite": _("Somebody was asked to work for a programme"),
    "office.uninvite": _("An invitation to work for a programme was taken back"),
    "office.accept": _("Somebody began to work for a programme"),
    "office.end": _("Somebody's work for a programme ended"),
    "call.publish": _("A call was published"),
    "call.version": _("A further version of a call was published"),
    "call.cancel": _("A call was called off"),
    "callquestion.ask": _("Somebody asked about a call"),
    "callquestion.answer": _("A question about a call was answered for all"),
    "callquestion.refuse": _("A question about a call is not shown"),
    "mission.write": _("What a mission found was written"),
    "mission.make": _("A mission took place"),
    "mission.call_off": _("A mission was called off"),
    "mission.close": _("A mission was closed"),
    "mission.reopen": _("A mission was opened again"),
    "mission.share": _("A mission was shared with the partners"),
    "missionaction.done": _("What followed from a mission was done"),
    "reportduty.hand_in": _("A report was handed in to a programme"),
    "reportduty.remind": _("Reminded of a report that is due"),
    "supportrequest.say": _("Something was said in a request for help"),
    "supportrequest.take": _("A request for help was taken"),
    "supportrequest.give_back": _("A request for help was given back"),
    "supportrequest.close": _("A request for help was closed"),
    "proposal.begin": _("A project was put before a call, as a draft"),
    "proposal.update": _("A proposal was changed"),
    "proposal.answer": _("Answers of a proposal were written"),
    "proposalshare.update": _("What a partner asks of a programme was written"),
    "proposal.submit": _("A proposal was handed in"),
    "proposal.late": _("A proposal came after the deadline and was kept"),
    "proposal.withdraw": _("A proposal was withdrawn"),
    "call.appraise": _("Appraising a call began"),
    "call.decide": _("A call was decided"),
    "proposal.check": _("A proposal was checked"),
    "proposal.pass": _("A proposal passed the check"),
    "conflict.detect": _("Conflicts of interest were looked for"),
    "conflict.declare": _("An assessor declared a conflict of interest"),
    "assessment.give": _("A proposal was given to an assessor"),
    "assessment.give_again": _("A proposal was given to an assessor again"),
    "assessment.give_back": _("An assessor may change what was handed in"),
    "assessment.withdraw": _("An assessor's marks were withdrawn"),
    "assessment.mark": _("A proposal was marked"),
    "assessment.hand_in": _("Marks were handed in"),
    "award.create": _("A proposal was decided on"),
    "award.replace": _("A decision was replaced"),
    "award.reopen": _("A decision was taken up again"),
    "letter.send": _("A letter was sent to applicants"),
    "clarification.ask": _("Applicants were asked to clarify"),
    "clarification.answer": _("Applicants clarified"),
    "complaint.make": _("Applicants complained"),
    "complaint.answer": _("A complaint was answered"),
}

# Parts that `services.rows` writes, by the model's name.
PARTS: dict[str, str | Promise] = {
    "programme": _("Programme"),
    "call": _("Call"),
    "theme": _("Theme of a call"),
    "criterion": _("Criterion of a call"),
    "prompt": _("Question of a call to applicants"),
    "calldocument": _("Document of a call"),
    "supportrequest": _("Request for help"),
    "programmeevent": _("Event of a programme"),
    "programmepaper": _("Paper of a programme"),
    "reportduty": _("Report that is due to a programme"),
    "mission": _("Mission"),
    "missionaction": _("What follows from a mission"),
    "partnernotice": _("Notice that seeks or offers a partner"),
    "scenario": _("Ranking tried out"),
}
_labelled = lazy(labelled, str)
DONE = {"create": _("added"), "update": _("changed"), "remove": _("taken out")}
VERBS |= {
    f"{part}.{verb}": _labelled(name, done)
    for part, name in PARTS.items()
    for verb, done in DONE.items()
}
