"""How a grant is called outside: its number, without what identifiers must not hold."""

from twoshores.engines.threesixty.grants import clean

from ..models import GrantContract

SHORT = 6  # signs of the contract's key that keep two numbers apart once they are cleaned


def number_of(contract: GrantContract) -> str:
    """ "C1-7-1" as it is; "C1/7 1" as "C1-7-1-" and the beginning of the contract's key, so that
    two contracts never share an identifier, today or later."""
    cleaned = clean(contract.number)
    return cleaned if cleaned == contract.number else f"{cleaned}-{contract.pk.hex[:SHORT]}"
