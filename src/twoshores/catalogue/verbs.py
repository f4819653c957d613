"""What this app's audit events are called on screen."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, str | Promise] = {
    "buildingblock.load": _("Building block loaded"),
    "blocktext.edit": _("Building block changed"),
    "buildingblock.withdraw": _("Building block withdrawn"),
    "buildingblock.restore": _("Building block brought back"),
    "threat.load": _("Threat loaded"),
    "threattext.edit": _("Threat changed"),
}
