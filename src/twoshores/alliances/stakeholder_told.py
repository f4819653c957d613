"""What each group of stakeholders brings and asks for, where it applies (handbook, section 7.2)."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .models import Stakeholder

Group = Stakeholder.Group
Strategy = Stakeholder.Strategy


@dataclass(frozen=True, slots=True)
class Told:
    """brings: what working with them may give. minds: what to look at before."""

    brings: tuple[str | Promise, ...]
    minds: tuple[str | Promise, ...]


_PROVIDERS_BRING = (
    _("A trade that you do not have: money, health, teaching, law, technology, the media."),
    _("They can take a service over, so that it goes on after the project."),
)
_PROVIDERS_MIND = (
    _("Can they really carry it? Look at their staff and their weak points."),
    _("They may see a rival in you. Say early who does what, and for whom."),
)

TOLD: dict[str, Told] = {
    Group.MIGRANTS: Told(
        (
            _("They know their own situation: ask them in surveys, mapping and training material."),
            _("They open doors to others, and what they say is believed."),
        ),
        (
            _("Reaching them takes time and may cost something: plan for both."),
            _("How well are they organised, and how do they get on with others?"),
            _("What matters to them may not be what matters to you."),
        ),
    ),
    Group.LOCAL_AUTHORITY: Told(
        (
            _("They are close to people and know what is needed there."),
            _("Rooms, permits, staff and their own contacts; a good name for the project."),
            _("They can carry it on when the money has ended."),
        ),
        (
            _("Their procedures take time: ask early."),
            _("They have full diaries: agree on few dates, and on a deputy."),
            _("Somebody may use the project for a campaign, or choose beneficiaries by favour."),
            _("Elections change people: have it in writing with the institution."),
        ),
    ),
    Group.PUBLIC: Told(_PROVIDERS_BRING, _PROVIDERS_MIND),
    Group.PRIVATE: Told(_PROVIDERS_BRING, _PROVIDERS_MIND),
    Group.CIVIL: Told(
        (
            _("They know the place, and people trust them."),
            _("They find volunteers and those whom nobody else reaches."),
        ),
        _PROVIDERS_MIND,
    ),
    Group.LEADERS: Told(
        (
            _("What a chief, an elder or a preacher thinks decides whether people come."),
            _("They carry a message where politics makes it hard for you."),
        ),
        (
            _("They speak for some and not for all: whom do they leave out?"),
            _("They may want to decide who benefits."),
        ),
    ),
}

# What is offered for each corner of the grid; a person decides.
SUGGESTED: dict[str, str] = {
    "work_closely": Strategy.AGREEMENT,
    "win_over": Strategy.CONSULT,
    "give_voice": Strategy.INVOLVE,
    "inform": Strategy.INFORM,
}
QUADRANTS: dict[str, str | Promise] = {
    "work_closely": _("Work closely"),
    "win_over": _("Win over"),
    "give_voice": _("Give a voice"),
    "inform": _("Keep informed"),
}
