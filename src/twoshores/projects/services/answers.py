"""Writes of the answers that a design gives to the review's questions."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.common import audit
from twoshores.common.decisions import require
from twoshores.engines.review import QUESTIONS

from ..models import DesignAnswer, Project
from ..permissions.projects import can_edit_project


@dataclass(frozen=True, slots=True)
class Said:
    """An answer and what it is based on. yes None: not known."""

    yes: bool | None = None
    note: str = ""


@transaction.atomic
def answers_write(
    *, by: User, project: Project, opened: Mapping[str, Said], given: Mapping[str, Said]
) -> int:
    """Write the answers that differ from those that were opened; says how many.

    Raises ValidationError by question if somebody else answered otherwise meanwhile, naming what
    stands there now, so that nobody's answer is lost; then nothing is written.
    """
    require(can_edit_project(by, project))
    Project.objects.select_for_update().get(pk=project.pk)
    now = answers_of(project)
    nothing = Said()
    changed = {
        key: said
        for key, said in given.items()
        if key in QUESTIONS and said != opened.get(key, nothing)
    }
    clashes = {
        key: _clash(now.get(key, nothing))
        for key, said in changed.items()
        if now.get(key, nothing) not in (opened.get(key, nothing), said)
    }
    if clashes:
        raise ValidationError(clashes)
    for key, said in changed.items():
        if said.yes is None:
            DesignAnswer.objects.filter(project=project, key=key).delete()
        else:
            DesignAnswer.objects.update_or_create(
                project=project, key=key, defaults={"yes": said.yes, "note": said.note}
            )
    if changed:
        audit.record("project.answer", project, by=by, about=project, fields=sorted(changed))
    return len(changed)


def answers_of(project: Project) -> dict[str, Said]:
    """What was answered, by question. One query."""
    return {row.key: Said(row.yes, row.note) for row in project.answers.all()}


def _clash(now: Said) -> str:
    said = {True: _("Yes"), False: _("No"), None: _("not known")}[now.yes]
    answer = f"{said} ({now.note})" if now.note else said
    return _("Somebody else answered meanwhile: %(answer)s. Choose again.") % {"answer": answer}
