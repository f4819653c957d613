"""What erasing one's record means for one's login."""

from dataclasses import dataclass

from ..selectors.organisations import coordinated_alone, organisations_of
from .own_door import Door


@dataclass(frozen=True, slots=True)
class Login:
    """What erasing means for the login of a record, said before it is done.

    may_end: there is one, it is no persona, and whoever asks came in with it or it acts for nobody.
    offices: organisations it acts for. alone: those that nobody else coordinates.
    """

    may_end: bool = False
    offices: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()
    is_steward: bool = False

    @property
    def is_asked_about(self) -> bool:
        """Somebody who acts for others may want to go on."""
        return self.may_end and (self.is_steward or bool(self.offices))


def login_of(door: Door) -> Login:
    """The link alone does not end a login that acts for an organisation: it needs a sign-in."""
    user = door.person.user
    if user is None or user.is_demo:
        return Login()
    offices = tuple(row.organisation.name for row in organisations_of(user))
    acts = bool(offices) or user.is_steward
    return Login(
        may_end=door.by is not None or not acts,
        offices=offices,
        alone=tuple(coordinated_alone(user)),
        is_steward=user.is_steward,
    )
