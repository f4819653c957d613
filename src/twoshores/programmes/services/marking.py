"""An assessor marks: kept as a draft as often as they like, handed in once all marks are there."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.common import audit
from twoshores.common.decisions import require
from twoshores.common.editing import save_version
from twoshores.engines import appraisal as engine
from twoshores.projects.models import ProjectPartner

from ..assessment_states import MACHINE
from ..models import Assessment, Criterion, Mark, Proposal
from ..permissions.appraisal import can_mark
from ..selectors.assessing import places_of
from ..selectors.scores import criteria_in

Place = tuple[int, int | None]  # criterion, partner or None
Places = Sequence[tuple[Criterion, ProjectPartner | None]]
Marks = Mapping[Place, tuple[Decimal | None, str]]  # mark (None: blank), remark


@transaction.atomic
def marks_save(
    *,
    by: User,
    assessment: Assessment,
    opened_version: int,
    marks: Marks,
    facts: Mapping[str, Any],
    hand_in: bool = False,
) -> engine.Sheet:
    """Keep marks and texts; with `hand_in` they count from now on, if every mark is there.

    What comes back says by `missing` where blanks are: then it stays a draft. facts: language,
    strengths, weaknesses, for_programme. Raises PermissionDenied, StaleVersion, and
    ValidationError by "c<criterion>" or "c<criterion>-<partner>" for a mark out of its range.
    """
    require(can_mark(by, assessment))
    require(can_mark(by, _locked(assessment)))  # decided, or taken back, while this was on its way
    places = {
        (criterion.pk, partner.pk if partner else None): criterion
        for criterion, partner in places_of(assessment)
    }
    _check(marks, places)
    changed = save_version(assessment, dict(facts), opened_version=opened_version)
    _store(assessment, {place: marks[place] for place in places if place in marks})
    about = assessment.proposal.call.programme.organisation
    audit.record("assessment.mark", assessment, by=by, about=about, fields=[*changed, "marks"])
    sheet = sheet_of(assessment)
    if hand_in:
        if sheet.missing:
            return sheet
        assessment.state = MACHINE.after("hand_in", assessment.state)
        assessment.done_at = timezone.now()
        assessment.save(update_fields=["state", "done_at"])
        audit.record("assessment.hand_in", assessment, by=by, about=about, fields=["state"])
    return sheet


def _locked(assessment: Assessment) -> Assessment:
    """The assessment and its proposal as they stand now, locked: a decision waits for the marks
    that it stands on, or was first."""
    proposals = Proposal.objects.select_for_update(of=("self",)).select_related("call")
    proposal = proposals.get(pk=assessment.proposal_id)
    rows = Assessment.objects.select_for_update(of=("self",)).select_related("office")
    locked = rows.get(pk=assessment.pk)
    locked.proposal = proposal
    return locked


def _check(marks: Marks, places: Mapping[Place, Any]) -> None:
    wrong = {}
    for place, (mark, _remark) in marks.items():
        criterion = places.get(place)
        if criterion is not None and mark is not None and not 0 <= mark <= criterion.most:
            wrong[field_of(place)] = _("From 0 to %(most)s.") % {"most": criterion.most}
    if wrong:
        raise ValidationError(wrong)


def field_of(place: Place) -> str:
    """The name of a mark's field in the form."""
    criterion, partner = place
    return f"c{criterion}" if partner is None else f"c{criterion}-{partner}"


def _store(assessment: Assessment, marks: Marks) -> None:
    stored = {(row.criterion_id, row.partner_id): row for row in assessment.marks.all()}
    fresh, changed = [], []
    for place, (mark, remark) in marks.items():
        row = stored.get(place)
        if row is None:
            criterion, partner = place
            row = Mark(assessment=assessment, criterion_id=criterion, partner_id=partner)
            fresh.append(row)
        else:
            changed.append(row)
        row.mark, row.remark = mark, remark
    Mark.objects.bulk_create(fresh)
    Mark.objects.bulk_update(changed, ["mark", "remark"])


def sheet_of(assessment: Assessment) -> engine.Sheet:
    """The marks as they are stored, and what they come to. Three queries."""
    return sheet_from(places_of(assessment), assessment.marks.all())


def sheet_from(places: Places, marks: Iterable[Mark]) -> engine.Sheet:
    """The same from places and marks that were read before. No query."""
    criteria = list({criterion.pk: criterion for criterion, _partner in places}.values())
    partners = list(dict.fromkeys(str(partner.pk) for _c, partner in places if partner))
    wanted = {
        (str(criterion.pk), str(partner.pk) if partner else "") for criterion, partner in places
    }
    given = [
        engine.Given(str(row.criterion_id), str(row.partner_id or ""), row.mark)
        for row in marks
        if (str(row.criterion_id), str(row.partner_id or "")) in wanted
    ]
    return engine.marked(criteria_in(criteria, {}), partners, given)
