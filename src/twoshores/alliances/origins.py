"""What the way in which a partnership came about brings with it (handbook, section 6.1)."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .models import PartnershipOrigin

How = PartnershipOrigin.How


@dataclass(frozen=True, slots=True)
class Told:
    """eases: what it makes easier. risks: what to mind."""

    eases: str | Promise
    risks: str | Promise


TOLD: dict[str, Told] = {
    How.OLD_FRIENDS: Told(
        _("Trust is there, and so are ways of working."),
        _(
            "Roles stay unsaid because everybody knows them, and what neither can do stays a gap. "
            "Write roles down, and ask who else is needed."
        ),
    ),
    How.DONOR: Told(
        _("Money and rules are clear from the beginning."),
        _(
            "The partnership may live as long as the grant, and one side may lead because it knows "
            "the donor. Say what each wants beyond the grant, and share the money's rules."
        ),
    ),
    How.REPUTATION: Told(
        _("Each knows what the other is good at."),
        _(
            "A good name is not a tested partnership: begin with something small, and meet before "
            "the plan is written."
        ),
    ),
    How.EVENT: Told(
        _("People met face to face and found a common interest."),
        _(
            "Two people met, not two organisations. Bring in others of each side soon, and see "
            "whether capacities fit, not only intentions."
        ),
    ),
    How.MIGRANT: Told(
        _("Somebody knows both sides, their languages and their people."),
        _(
            "Everything may hang on that one person. Let others on each side talk to each other "
            "directly."
        ),
    ),
    How.THIRD: Told(
        _("Whoever introduced you can help when something goes wrong."),
        _(
            "Whoever introduced you has wishes too. Ask what they expect, and decide between "
            "yourselves."
        ),
    ),
}
