"""Writes of stakeholders: who they are, what rests on them, what people think of them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.common.decisions import require
from twoshores.common.folding import fold
from twoshores.common.formatting import join_phrases
from twoshores.projects.models import Activity, Assumption, Project, Risk
from twoshores.projects.permissions.projects import can_edit_project
from twoshores.projects.services.rows import row_create, row_remove, row_update

from ..models import Agreement, ScoringRound, Stakeholder, StakeholderScore
from ..selectors.meetings import partners_of
from .opinions import opinion_give

type RestsOn = Assumption | Risk | Activity


@transaction.atomic
def stakeholder_write(
    *,
    by: User,
    project: Project,
    row: Stakeholder | None,
    opened_version: int,
    facts: Mapping[str, Any],
    rests: Sequence[RestsOn] = (),
) -> Stakeholder:
    """Add or change a stakeholder, and what rests on it.

    Raises StaleVersion, or ValidationError by field: a partner is no stakeholder of its own
    project, nobody stands there twice, and everybody stands in a country.
    """
    _check(project, row, facts)
    if row is None:
        made = row_create(by=by, project=project, model=Stakeholder, facts=facts)
    else:
        made = row_update(
            by=by, project=project, row=row, opened_version=opened_version, facts=facts
        )
    _link(made, rests)
    return made


@transaction.atomic
def stakeholder_remove(*, by: User, project: Project, row: Stakeholder) -> None:
    """Take a stakeholder out. Raises ValidationError with the agreements that hold it."""
    mine = Agreement.objects.filter(Q(parties__stakeholder=row) | Q(stakeholder=row))
    held = list(mine.order_by("pk").values_list("title", flat=True).distinct())
    if held:
        raise ValidationError(_("This stands in the way: %(what)s.") % {"what": join_phrases(held)})
    row_remove(by=by, project=project, row=row)


def _check(project: Project, row: Stakeholder | None, facts: Mapping[str, Any]) -> None:
    organisation, name = facts.get("organisation"), fold(facts["name"])
    for partner in partners_of(project):
        same = organisation is not None and partner.organisation_id == organisation.pk
        if same or fold(partner.name) == name:
            raise ValidationError(
                {"name": _("This is a partner of the project already: see its part there.")}
            )
    others = project.stakeholders.all()
    if row is not None:
        others = others.exclude(pk=row.pk)
    if any(fold(other) == name for other in others.values_list("name", flat=True)):
        raise ValidationError({"name": _("This stakeholder stands in the list already.")})
    if not facts.get("country"):
        raise ValidationError({"country": _("Say in which country, also if it is on no shore.")})
    withdrew = facts.get("withdrew_on")
    if withdrew and withdrew > timezone.localdate():
        raise ValidationError({"withdrew_on": _("This day is still to come.")})


def _link(stakeholder: Stakeholder, rests: Sequence[RestsOn]) -> None:
    names = {Assumption: "assumption", Risk: "risk", Activity: "activity"}
    wanted = {(names[type(one)], one.pk): one for one in rests}
    if any(one.project_id != stakeholder.project_id for one in rests):
        raise ValidationError(_("Choose from the list."))
    for link in stakeholder.links.all():
        kept = next(
            (key for key in wanted if getattr(link, f"{key[0]}_id") == key[1]),
            None,
        )
        if kept is None:
            link.delete()
        else:
            del wanted[kept]
    for (name, _pk), one in wanted.items():
        stakeholder.links.create(**{name: one})


@transaction.atomic
def round_open(*, by: User, project: Project, kind: str, due_on: Any = None) -> ScoringRound:
    """Begin a round of opinions; one that is open is closed first, with what was said in it."""
    require(can_edit_project(by, project))
    today = timezone.localdate()
    if due_on is not None and due_on < today:
        raise ValidationError({"due_on": _("This day is past.")})
    # Under a lock, so that two rounds begun at the same moment get two numbers.
    Project.objects.select_for_update().get(pk=project.pk)
    project.rounds.filter(kind=kind, closed_on=None).update(closed_on=today)
    last = project.rounds.filter(kind=kind).aggregate(last=Max("number"))["last"] or 0
    facts = {"kind": kind, "number": last + 1, "opened_on": today, "due_on": due_on}
    return row_create(by=by, project=project, model=ScoringRound, facts=facts)


@transaction.atomic
def round_close(*, by: User, round_: ScoringRound) -> None:
    """End a round; what was said stays."""
    row_update(
        by=by,
        project=round_.project,
        row=round_,
        opened_version=round_.version,
        facts={"closed_on": timezone.localdate()},
    )


def stakeholder_score(
    *,
    by: User,
    round_: ScoringRound,
    stakeholder: Stakeholder,
    interest: int,
    influence: int,
    reason: str,
) -> StakeholderScore:
    """What one thinks of a stakeholder: see `opinion_give`."""
    values = {"interest": interest, "influence": influence}
    return opinion_give(
        by=by,
        round_=round_,
        model=StakeholderScore,
        about=stakeholder,
        values=values,
        reason=reason,
    )
