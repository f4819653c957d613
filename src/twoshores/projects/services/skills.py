"""Writes that let a skill which a project lacks become a need of the roster."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.common import audit
from twoshores.common.decisions import require

from ..models import Project, SkillNeed
from ..permissions.projects import can_edit_project
from ..staffing import NeedDraft, Provider


@transaction.atomic
def skill_need_publish(
    *, by: User, project: Project, row: SkillNeed, provider: Provider
) -> SkillNeed:
    """Make a draft of a need of the project's keeper, and keep its id. Once only.

    Raises PermissionDenied where the user does not act for the keeper: needs are an
    organisation's own.
    """
    require(can_edit_project(by, project))
    locked = SkillNeed.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if locked.need_id is not None:
        raise ValidationError(_("There is a need for this skill already."))
    assert project.owner is not None, "only designs are edited, and these have a keeper"
    activity = locked.activity
    draft = NeedDraft(
        title=locked.text[:160],
        language=project.language,
        place=project.place,
        starts=activity.starts if activity else project.starts,
        ends=activity.ends if activity else project.ends,
        plan=f"{project.code} {project.title}"[:300],
    )
    locked.need_id = provider.open_need(by, project.owner, draft)
    locked.version += 1
    locked.save(update_fields=["need_id", "version"])
    audit.record("skillneed.update", locked, by=by, about=project, fields=["need_id"])
    return locked
