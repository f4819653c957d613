"""Every write of ties: what an actor states about its links (handbook 6.1, "proximity")."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.common import audit
from twoshores.common.decisions import require
from twoshores.common.models import Place

from .. import hooks
from ..models import Actor, Person, Tie
from ..permissions.organisations import can_edit_ties

MOST_TIES = 40


@dataclass(frozen=True, slots=True)
class TieFacts:
    """Exactly one of place, group and other is given. since, until: years, both included."""

    kind: str
    place: Place | None = None
    group: str = ""
    other: Actor | None = None
    direction: str = Tie.Direction.OUT
    since: int | None = None
    strength: int = Tie.Strength.STEADY
    note: str = ""
    until: int | None = None

    def check(self, actor: Actor) -> None:
        ends = [self.place is not None, bool(self.group.strip()), self.other is not None]
        if sum(ends) != 1:
            raise ValidationError(_("Name a place, a group or an organisation: one of them."))
        if self.other is not None and self.other.pk == actor.pk:
            raise ValidationError({"other": _("A tie leads to somebody else.")})
        if self.kind not in Tie.Kind.values:
            raise ValidationError({"kind": _("Choose what kind of tie it is.")})
        if self.since is not None and not 1000 <= self.since <= timezone.now().year:
            raise ValidationError({"since": _("Write a year that has come already.")})
        if self.until is not None and not 1000 <= self.until <= timezone.now().year:
            raise ValidationError({"until": _("Write a year that has come already.")})
        if self.since is not None and self.until is not None and self.until < self.since:
            raise ValidationError({"until": _("It cannot end before it begins.")})


@transaction.atomic
def tie_add(*, by: User, actor: Actor, facts: TieFacts) -> Tie:
    """State a tie of an actor one acts for. Raises ValidationError for a double."""
    require(can_edit_ties(by, actor))
    facts.check(actor)
    group = " ".join(facts.group.split())[:120]
    same = actor.ties.filter(kind=facts.kind, place=facts.place, group=group, other=facts.other)
    if same.exists():
        raise ValidationError(_("This tie is stated already."))
    if actor.ties.count() >= MOST_TIES:
        raise ValidationError(_("Forty ties at most. Remove one that matters less."))
    tie = Tie.objects.create(
        actor=actor,
        kind=facts.kind,
        place=facts.place,
        group=group,
        other=facts.other,
        direction=facts.direction,
        since=facts.since,
        until=facts.until,
        strength=facts.strength,
        note=facts.note.strip()[:300],
    )
    _tell(actor)
    audit.record("tie.add", actor, by=by, about=actor)
    return tie


@transaction.atomic
def tie_remove(*, by: User, tie: Tie) -> None:
    """Take a tie back."""
    require(can_edit_ties(by, tie.actor))
    actor = tie.actor
    tie.delete()
    _tell(actor)
    audit.record("tie.remove", actor, by=by, about=actor)


def _tell(actor: Actor) -> None:
    """Matching reads the ties of people."""
    person = Person.objects.filter(pk=actor.pk).first()
    if person is not None:
        hooks.person_changed(person)
