"""What a rule says to people: the form that its texts have."""

from dataclasses import dataclass

from django.utils.functional import Promise

type Words = str | Promise


@dataclass(frozen=True, slots=True)
class Told:
    """One code of a finding in words.

    statement: what was found, with the finding's parameters ("%(names)s"). why: why it matters.
    mend: what to do about it.
    """

    statement: Words
    why: Words
    mend: Words
