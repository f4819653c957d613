"""State machines as data: named moves from state to state, in one table each."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class WrongState(ValidationError):
    """The move is not open from where the record stands now."""


@dataclass(frozen=True, slots=True)
class Machine:
    """start is the first state; moves maps a move's name to {state before: state after}."""

    start: str
    moves: Mapping[str, Mapping[str, str]]

    def after(self, move: str, state: str) -> str:
        """The state after a move. Raises WrongState (for a person) or KeyError (a bug)."""
        try:
            return self.moves[move][state]
        except KeyError:
            if move not in self.moves:
                raise
            raise WrongState(
                _("This has moved on in the meantime. Look at the page again.")
            ) from None

    def open_moves(self, state: str) -> list[str]:
        return [name for name, table in self.moves.items() if state in table]

    @property
    def states(self) -> set[str]:
        return {self.start} | {
            s for table in self.moves.values() for s in (*table, *table.values())
        }

    @property
    def reachable(self) -> set[str]:
        """Every state that some row of moves leads to from the start."""
        seen, front = {self.start}, [self.start]
        while front:
            state = front.pop()
            for table in self.moves.values():
                following = table.get(state)
                if following is not None and following not in seen:
                    seen.add(following)
                    front.append(following)
        return seen
