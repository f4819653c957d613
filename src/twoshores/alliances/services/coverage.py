"""Writes of what a project needs of partners, what each has, and whom to ask."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.actors.models import Organisation
from twoshores.actors.services.introductions import introduction_ask
from twoshores.common import audit
from twoshores.common.decisions import require
from twoshores.projects.models import Document, Project, ProjectPartner
from twoshores.projects.permissions.projects import can_edit_project, can_keep_project
from twoshores.projects.services.projects import partner_add
from twoshores.projects.services.rows import row_create, row_remove

from ..drawn_needs import drawn_from
from ..fitting import fits
from ..models import Candidate, PartnerNeed, PartnerStrength
from ..selectors.meetings import partners_of
from ..selectors.register import asked_of, facts_of_organisations
from .words import words_read_of

SUBJECT_KIND = "alliances.project"


@transaction.atomic
def needs_draw(*, by: User, project: Project, language: str) -> int:
    """Draw needs out of the design, and note what partners' own records say. Returns how many.

    Needs drawn before, changed or put aside are left as they are. What a record says is noted as
    said, never as shown. language: the one to write the needs in.
    """
    require(can_edit_project(by, project))
    known = set(project.partner_needs.exclude(drawn_from="").values_list("drawn_from", flat=True))
    made = [
        row_create(by=by, project=project, model=PartnerNeed, facts=facts)
        for facts in drawn_from(project, language)
        if facts["drawn_from"] not in known
    ]
    _note_records(by, project)
    return len(made)


def _note_records(by: User, project: Project) -> None:
    partners = [row for row in partners_of(project) if row.organisation_id is not None]
    organisations = list(
        Organisation.objects.filter(pk__in=[row.organisation_id for row in partners])
    )
    words_read_of(project, organisations)
    facts = facts_of_organisations(organisations)
    needs = list(project.partner_needs.filter(dropped=False))
    known = set(project.strengths.values_list("need", "partner"))
    for need, asked in zip(needs, asked_of(needs, facts.values()), strict=True):
        for partner in partners:
            assert partner.organisation_id is not None
            fit = fits(asked, facts[partner.organisation_id])
            if fit and (need.pk, partner.pk) not in known:
                row_create(
                    by=by,
                    project=project,
                    model=PartnerStrength,
                    facts={
                        "need": need,
                        "partner": partner,
                        "grade": PartnerStrength.Grade.SAID,
                        "on": timezone.localdate(),
                        "through_words": fit.through.words if fit.through else "",
                        "through_concept_id": fit.through.concept if fit.through else None,
                    },
                )


@transaction.atomic
def strengths_set(
    *,
    by: User,
    project: Project,
    need: PartnerNeed,
    said: Mapping[ProjectPartner, tuple[str, str, Document | None]],
    said_by: ProjectPartner | None,
) -> None:
    """What each partner has for a need: (grade or "", what shows it, the paper that shows it).

    A row that stays the same keeps who said it and when. Raises ValidationError by field
    ("evidence_<partner>") where something is called shown and nothing shows it.
    """
    require(can_edit_project(by, project))
    rows = {row.partner_id: row for row in need.strengths.all()}
    for partner, (grade, evidence, document) in said.items():
        if partner.project_id != project.pk or need.project_id != project.pk:
            raise ValidationError(_("Choose from the list."))
        if grade == PartnerStrength.Grade.SHOWN and not evidence.strip() and document is None:
            raise ValidationError(
                {f"evidence_{partner.pk}": _("Say what shows it, or call it only said.")}
            )
        row = rows.get(partner.pk)
        if not grade:
            if row is not None:
                audit.record("partnerstrength.remove", row, by=by, about=project)
                row.delete()
            continue
        facts: dict[str, Any] = {"grade": grade, "evidence": evidence, "document": document}
        if row is None:
            whole = facts | {"need": need, "partner": partner, "said_by": said_by}
            whole["on"] = timezone.localdate()
            row_create(by=by, project=project, model=PartnerStrength, facts=whole)
        elif any(getattr(row, name) != value for name, value in facts.items()):
            more = {"said_by": said_by, "on": timezone.localdate()}
            unsaid = {"through_words": "", "through_concept": None}  # a person says it now
            _change(row, facts | more | unsaid, by, project)


def _change(row: PartnerStrength, facts: Mapping[str, Any], by: User, project: Project) -> None:
    for name, value in facts.items():
        setattr(row, name, value)
    row.version += 1
    row.full_clean()
    row.save()
    audit.record("partnerstrength.update", row, by=by, about=project, fields=facts)


@transaction.atomic
def candidate_note(
    *, by: User, project: Project, organisation: Organisation, note: str = ""
) -> Candidate:
    """Keep an organisation in mind: it stands in the matrix with what it would bring."""
    known = project.candidates.filter(organisation=organisation).first()
    if known is not None:
        return known
    return row_create(
        by=by,
        project=project,
        model=Candidate,
        facts={"organisation": organisation, "note": note},
    )


@transaction.atomic
def candidate_ask(*, by: User, candidate: Candidate, message: str, language: str) -> Candidate:
    """Ask for an introduction in the name of the organisation that keeps the project.

    Raises PermissionDenied, or ValidationError (no message, asked before).
    """
    project = candidate.project
    require(can_keep_project(by, project))
    assert project.owner is not None, "only a kept project passes the permission"
    candidate.introduction = introduction_ask(
        by=by,
        asking=project.owner,
        asked=candidate.organisation,
        subject_kind=SUBJECT_KIND,
        subject_id=str(project.pk),
        message=message,
        language=language,
    )
    candidate.save(update_fields=["introduction"])
    audit.record("candidate.ask", candidate, by=by, about=project)
    return candidate


@transaction.atomic
def candidate_take_in(*, by: User, candidate: Candidate) -> ProjectPartner:
    """Make a partner of a candidate that said yes; what it would bring is noted as said."""
    asked = candidate.introduction
    if asked is None or asked.state != "accepted":
        raise ValidationError(_("This organisation has not said yes."))
    project, organisation = candidate.project, candidate.organisation
    partner = partner_add(
        by=by,
        project=project,
        facts={
            "name": organisation.name,
            "country": organisation.country,
            "organisation": organisation,
            "kind": organisation.organisation_kind,
        },
    )
    candidate.delete()
    _note_records(by, Project.objects.get(pk=project.pk))
    return partner


def candidate_forget(*, by: User, candidate: Candidate) -> None:
    """Take an organisation out of the matrix. An introduction that was asked for stands."""
    row_remove(by=by, project=candidate.project, row=candidate)
