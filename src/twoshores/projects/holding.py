"""What keeps a partner from being taken off a project in a higher app: it says here what holds it.

Filled in `AppConfig.ready()`.
"""

from collections.abc import Callable

from .models import ProjectPartner

HOLDS: list[Callable[[ProjectPartner], list[str]]] = []
"""Each is asked with the partner and answers in words, one for each thing that holds it."""


def holds_of(partner: ProjectPartner) -> list[str]:
    return [words for held in HOLDS for words in held(partner)]
