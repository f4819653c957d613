"""What a project may show on its public page, by key. `Project.shown` holds the chosen keys."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PARTS: dict[str, str | Promise] = {
    "problem": _("What is wrong today, and for whom"),
    "chain": _("Goal, outcomes and outputs"),
    "indicators": _("Indicators, with what was measured and confirmed"),
    "plan": _("Activities with their dates"),
    "budget": _("Totals of the budget, never single lines"),
    "partners": _("Partners and their roles"),
    "news": _("News that are marked for others"),
    "papers": _("Papers and pictures that are marked for others"),
}
