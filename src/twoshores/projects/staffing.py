"""How a skill that a project lacks becomes a need of the roster, and how its answers are shown.

Needs and engagements stand in an app above this one, which registers itself here in
`AppConfig.ready()`. Without it a project's skills are a list and nothing more.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from twoshores.accounts.models import User
from twoshores.actors.models import Organisation
from twoshores.common.models import Place


@dataclass(frozen=True, slots=True)
class NeedDraft:
    """What a project knows of a skill it lacks; the rest is written on the need's own page."""

    title: str
    language: str
    place: Place | None = None
    starts: date | None = None
    ends: date | None = None
    plan: str = ""


@dataclass(frozen=True, slots=True)
class Help:
    """An engagement as this reader may see it: never a name. href: only for its own parties."""

    state: str
    kind: str  # of its tag
    starts: date | None
    ends: date | None
    href: str


@dataclass(frozen=True, slots=True)
class NeedShown:
    """A need as this reader may see it, with the engagements that came of it."""

    state: str
    kind: str
    href: str
    help: tuple[Help, ...]


type OpenNeed = Callable[[User, Organisation, NeedDraft], UUID]
type ShowNeeds = Callable[[User, Iterable[UUID]], Mapping[UUID, NeedShown]]
type EditAddress = Callable[[UUID], str]


@dataclass(frozen=True, slots=True)
class Provider:
    """open_need: makes a draft, with the need's own permission. show: what a reader may see of
    needs, by id; in three queries at most. edit: where a draft is completed."""

    open_need: OpenNeed
    show: ShowNeeds
    edit: EditAddress


_providers: list[Provider] = []


def register(provider: Provider) -> None:
    _providers[:] = [provider]


def provider() -> Provider | None:
    return _providers[0] if _providers else None
