"""What a monitoring visit looks at first, out of what the handbook says makes partnerships hold.

Each point: (words, handbook section). The list is a beginning: points are added, changed and
taken out on the mission itself.
"""

from django.utils.translation import gettext_lazy as _

POINTS = (
    (_("Partners tell their roles in the same way, and have them in writing."), "6.4"),
    (_("Partners meet as planned, and the next steps are written down."), "6.4"),
    (_("Migrants take part as the design says, with a say of their own."), "1.2"),
    (_("Activities follow the work plan; what is late has a reason and a new date."), "6.4"),
    (_("Papers stand behind what was spent, partner by partner."), "6.4"),
    (_("Figures reported can be traced to their source, by sex and age."), "6.4"),
    (_("People the project is for were asked, and their words were written down."), "7.1"),
    (_("The local authority knows the project and its part in it."), "7.1"),
    (_("Partners learn from each other, in both directions."), "6.3"),
    (_("What shall stay after the end has somebody who keeps it."), "8"),
)
