"""What codes of the catalogue are called on screen. The codes are those of a project's parts."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

COST_KINDS: dict[str, Promise] = {
    "staff": _("Staff"),
    "travel": _("Travel and stay"),
    "translation": _("Translation and interpreting"),
    "communication": _("Communication between partners"),
    "visibility": _("Publicity and events"),
    "training": _("Training"),
    "equipment": _("Equipment and supplies"),
    "services": _("Services and experts"),
    "grants": _("Grants, loans and funds for others"),
    "monitoring": _("Monitoring and evaluation"),
    "administration": _("Office and administration"),
    "other": _("Other"),
}
INDICATOR_KINDS: dict[str, Promise] = {
    "number": _("A number"),
    "percentage": _("A percentage"),
    "yes_no": _("Yes or no"),
    "scale": _("A point on a scale"),
    "text": _("Words"),
}
SPLITS: dict[str, Promise] = {
    "sex": _("sex"),
    "age": _("age"),
    "place": _("place"),
    "status": _("status of residence"),
}
