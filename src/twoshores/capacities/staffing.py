"""Gives projects what they lack: a draft of a need for a skill, and what came of it."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.urls import reverse

from twoshores.accounts.models import User
from twoshores.actors.models import Organisation
from twoshores.projects.staffing import Help, NeedDraft, NeedShown, Provider

from .models import Engagement, Need
from .selectors.engagements import engagements_visible_to
from .selectors.needs import needs_visible_to
from .services.needs import need_create

NEED_KINDS = {
    Need.State.DRAFT: "unknown",
    Need.State.OPEN: "mind",
    Need.State.FILLED: "go",
    Need.State.CLOSED: "unknown",
}
HELP_KINDS = {
    Engagement.State.TERMS: "mind",
    Engagement.State.AGREED: "go",
    Engagement.State.RUNNING: "go",
    Engagement.State.DONE: "go",
    Engagement.State.ENDED: "unknown",
}


def open_need(by: User, organisation: Organisation, draft: NeedDraft) -> UUID:
    """A draft with what the project knows; raises PermissionDenied as `need_create` does."""
    need = need_create(
        by=by,
        organisation=organisation,
        facts={
            "title": draft.title,
            "language": draft.language,
            "place": draft.place,
            "starts": draft.starts,
            "ends": draft.ends,
            "plan": draft.plan,
        },
    )
    return need.pk


def show(reader: User, ids: Iterable[UUID]) -> dict[UUID, NeedShown]:
    """Needs that the reader may see, with engagements that are theirs to see. Two queries."""
    wanted = list(ids)
    help_for: dict[UUID, list[Help]] = defaultdict(list)
    for row in engagements_visible_to(reader).filter(need__in=wanted):
        help_for[row.need_id].append(_help(row))
    return {
        need.pk: NeedShown(
            state=need.get_state_display(),
            kind=NEED_KINDS[Need.State(need.state)],
            href=reverse("need", args=[need.pk]),
            help=tuple(help_for[need.pk]),
        )
        for need in needs_visible_to(reader).filter(pk__in=wanted)
    }


def _help(row: Engagement) -> Help:
    return Help(
        state=row.get_state_display(),
        kind=HELP_KINDS[Engagement.State(row.state)],
        starts=row.starts,
        ends=row.ends,
        href=reverse("engagement", args=[row.pk]),
    )


def edit(pk: UUID) -> str:
    return reverse("need_edit", args=[pk])


PROVIDER = Provider(open_need, show, edit)
