"""What this app's audit events are called on screen."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "consent.record": _("Consent recorded"),
    "registration.end": _("Registration by an organisation ended"),
    "person.register": _("Registered"),
    "person.update": _("Facts or contacts changed"),
    "person.bind": _("Tied to a login"),
    "person.link": _("Old links ended, a new one sent"),
    "person.reveal": _("A steward opened the name"),
    "person.merge": _("Two records made one"),
    "person.erase": _("Erased"),
    "introduction.ask": _("Asked for an introduction"),
    "introduction.accept": _("Said yes to an introduction"),
    "introduction.decline": _("Said no to an introduction"),
    "introduction.question": _("Asked something back"),
    "introduction.answer": _("Answered a question"),
    "introduction.withdraw": _("Took an ask back"),
    "introduction.expire": _("An ask expired"),
}
