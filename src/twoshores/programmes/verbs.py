"""What this app's audit events are called on screen."""

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _

from twoshores.common.formatting import labelled

VERBS: dict[str, str | Promise] = {
    "office.invite": _("Somebody was asked to work for a programme"),
    "office.uninvite": _("An invitation to work for a programme was taken back"),
    "office.accept": _("Somebody began to work for a programme"),
    "office.end": _("Somebody's work for a programme ended"),
}

# Parts that `services.rows` writes, by the model's name.
PARTS: dict[str, str | Promise] = {
    "programme": _("Programme"),
}
_labelled = lazy(labelled, str)
DONE = {"create": _("added"), "update": _("changed"), "remove": _("taken out")}
VERBS |= {
    f"{part}.{verb}": _labelled(name, done)
    for part, name in PARTS.items()
    for verb, done in DONE.items()
}
