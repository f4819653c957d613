"""Writes of the project itself: its facts, countries, partners, stage, what others see."""

import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.actors.models import Organisation
from twoshores.common import audit, search
from twoshores.common.decisions import require
from twoshores.common.editing import save_version
from twoshores.common.formatting import join_phrases
from twoshores.common.models import Visibility

from ..holding import holds_of
from ..models import Project, ProjectCountry, ProjectPartner
from ..permissions.projects import can_create_project, can_edit_project, can_keep_project
from ..project_states import MACHINE
from .examples import SEARCH_KIND
from .rows import check_facts, row_update

# Letters and digits that nobody mistakes for one another when a code is read out.
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 6


@transaction.atomic
def project_create(
    *,
    by: User,
    owner: Organisation,
    facts: Mapping[str, Any],
    countries: Iterable[tuple[str, str]] = (),
) -> Project:
    """Begin a design. `facts` are fields of Project; countries are (ISO code, role).

    The keeper becomes its first partner and its lead. Raises ValidationError by field.
    """
    require(can_create_project(by, owner))
    project = Project(
        code=free_code(),
        owner=owner,
        stage=MACHINE.start,
        created_by=by,
        is_demo=owner.is_demo,
        **facts,
    )
    project.full_clean()
    project.save(force_insert=True)
    _write_countries(project, countries)
    ProjectPartner.objects.create(
        project=project,
        position=1,
        name=owner.name,
        country=owner.country,
        organisation=owner,
        kind=owner.organisation_kind,
        is_lead=True,
        may_edit=True,
        currency=project.currency,
    )
    audit.record("project.create", project, by=by, about=owner, fields=facts)
    return project


def free_code() -> str:
    """A short code, easy to read out. 30 ** 6 of them: a double is drawn again by the caller."""
    drawn = "".join(secrets.choice(CODE_LETTERS) for _place in range(CODE_LENGTH))
    code = f"P-{drawn}"
    return free_code() if Project.objects.filter(code=code).exists() else code


@transaction.atomic
def project_update(
    *,
    by: User,
    project: Project,
    opened_version: int,
    facts: Mapping[str, Any],
    countries: Iterable[tuple[str, str]] | None = None,
) -> Project:
    """Change a project's own facts. Raises StaleVersion, or ValidationError by field."""
    require(can_edit_project(by, project))
    check_facts(project, facts)
    changed = save_version(project, facts, opened_version=opened_version)
    if countries is not None:
        _write_countries(project, countries)
        changed.append("countries")
    index_project_text(project)
    audit.record("project.update", project, by=by, about=project.owner, fields=changed)
    return project


def _write_countries(project: Project, countries: Iterable[tuple[str, str]]) -> None:
    """One role a country: the first that is named."""
    roles: dict[str, str] = {}
    for country, role in countries:
        roles.setdefault(country, role)
    percents = dict(project.countries.values_list("country", "percent"))
    project.countries.all().delete()
    ProjectCountry.objects.bulk_create(
        ProjectCountry(
            project=project,
            country=country,
            role=role,
            reason=ProjectCountry.Reason.STATED,
            percent=percents.get(country),
        )
        for country, role in roles.items()
    )


@transaction.atomic
def project_show(
    *, by: User, project: Project, visibility: str, shown: Iterable[str], opened_version: int
) -> Project:
    """What others see of it. Only the keeper decides."""
    require(can_keep_project(by, project))
    facts = {"visibility": visibility, "shown": sorted(set(shown))}
    check_facts(project, facts)
    changed = save_version(project, facts, opened_version=opened_version)
    index_project_text(project)
    audit.record("project.show", project, by=by, about=project.owner, fields=changed)
    return project


@transaction.atomic
def project_move(*, by: User, project: Project, move: str) -> Project:
    """begin, finish, reopen."""
    require(can_keep_project(by, project))
    if move not in MACHINE.moves:
        raise ValidationError(_("This cannot be done with a project."))
    locked = Project.objects.select_for_update().get(pk=project.pk)
    locked.stage = MACHINE.after(move, locked.stage)
    locked.save(update_fields=["stage", "changed_at"])
    audit.record(f"project.{move}", locked, by=by, about=project.owner)
    project.stage = locked.stage
    return project


def index_project_text(project: Project) -> None:
    """Public projects are found by their words; others are not in the index at all."""
    if project.visibility == Visibility.PUBLIC:
        search.put(SEARCH_KIND, project.pk, project.title, [project.code, project.summary])
    else:
        search.remove(SEARCH_KIND, project.pk)


@transaction.atomic
def partner_add(*, by: User, project: Project, facts: Mapping[str, Any]) -> ProjectPartner:
    """Add a partner, behind the others. Rights to edit are given by `partner_rights` alone."""
    require(can_edit_project(by, project))
    last = project.partners.aggregate(last=Max("position"))["last"] or 0
    partner = ProjectPartner(project=project, position=last + 1, **facts)
    partner.full_clean()
    partner.save(force_insert=True)
    audit.record("projectpartner.create", partner, by=by, about=project, fields=facts)
    return partner


@transaction.atomic
def partner_update(
    *,
    by: User,
    project: Project,
    partner: ProjectPartner,
    opened_version: int,
    facts: Mapping[str, Any],
) -> ProjectPartner:
    """Change what is said of a partner. Raises StaleVersion, or ValidationError by field."""
    return row_update(
        by=by, project=project, row=partner, opened_version=opened_version, facts=facts
    )


@transaction.atomic
def partner_rights(
    *, by: User, project: Project, partner: ProjectPartner, may_edit: bool
) -> ProjectPartner:
    """Let those who write for a partner change the design, or end that. Only the keeper does."""
    require(can_keep_project(by, project))
    partner.may_edit = may_edit
    partner.save(update_fields=["may_edit"])
    fields = ["may_edit"]
    audit.record("projectpartner.rights", partner, by=by, about=project, fields=fields)
    return partner


@transaction.atomic
def partner_remove(*, by: User, project: Project, partner: ProjectPartner) -> None:
    """Take a partner off. Who has a budget or has spent money cannot go: `left_on` is for that."""
    require(can_edit_project(by, project))
    if partner.is_lead:
        raise ValidationError(_("The lead partner stays. Make another partner the lead first."))
    if partner.expenses.exists() or partner.budget_lines.exists() or partner.reports.exists():
        raise ValidationError(
            _(
                "This partner has lines in the budget, has spent money or reports, so it cannot "
                "be taken off. Say on which day it left instead; what it did stays readable."
            )
        )
    if partner.decisions.exists() or partner.amendments.exists():
        raise ValidationError(
            _(
                "This partner decided something or agreed to an amendment, and that stays written "
                "down. Say on which day it left instead."
            )
        )
    held = holds_of(partner)
    if held:
        raise ValidationError(
            _("This stands in the way: %(what)s. Say on which day the partner left instead.")
            % {"what": join_phrases(held)}
        )
    audit.record("projectpartner.remove", partner, by=by, about=project)
    partner.delete()
