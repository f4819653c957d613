"""What this app's audit events are called on screen."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "need.create": _("Need drafted"),
    "need.update": _("Need changed"),
    "need.publish": _("Need published"),
    "need.fill": _("Need filled"),
    "need.close": _("Need closed"),
    "need.reopen": _("Need opened again"),
    "shortlist.keep": _("Somebody on the shortlist was marked"),
    "profile.save": _("Offer changed"),
    "profile.confirm": _("Offer confirmed"),
    "profile.ask": _("Asked to confirm the offer"),
    "people.import": _("People imported from a file"),
    "engagement.open": _("Terms of reference begun"),
    "engagement.terms": _("Terms of reference written"),
    "engagement.agree": _("Terms of reference agreed to"),
    "engagement.begin": _("Work begun"),
    "engagement.finish": _("Work finished"),
    "engagement.end": _("Ended early"),
    "engagement.note": _("Progress noted"),
    "engagement.feedback": _("Feedback given"),
    "digest.stop": _("Weekly digest stopped"),
    "digest.start": _("Weekly digest begun again"),
    "engagement.material": _("Material added"),
}
