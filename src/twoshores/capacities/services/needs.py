"""Every write of a need."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.actors.models import Organisation
from twoshores.common import audit, search
from twoshores.common.decisions import require
from twoshores.common.editing import Conflict, StaleVersion, save_version
from twoshores.engines.matching import SKILL_POINTS, spread
from twoshores.taxonomy.models import Concept

from ..models import (
    DigestSubscription,
    Kept,
    Need,
    NeedBeneficiaries,
    NeedRequirement,
    ProfileSkill,
    Time,
    WorkMode,
)
from ..need_states import MACHINE
from ..permissions.needs import can_create_need, can_edit_need, can_read_shortlist
from .phrases import phrases_follow_need

MAX_REQUIREMENTS = 12


@dataclass(frozen=True, slots=True)
class RequirementData:
    """One line of what is asked. weight is an integer share; the lines are scaled to 85."""

    said: str
    language: str
    kind: str = Concept.Kind.SKILL
    concept: Concept | None = None
    confirmed: bool = False
    read_later: bool = False  # the task worker looks for its concept
    required: bool = True
    strict: bool = False
    weight: int = 10
    second_said: str = ""
    second_language: str = ""


@dataclass(frozen=True, slots=True)
class BeneficiariesData:
    """A number of people served. Groups that were not counted have no line at all."""

    sex: str
    age_band: str
    number: int


@transaction.atomic
def need_create(
    *,
    by: User,
    organisation: Organisation,
    facts: Mapping[str, Any],
    requirements: Sequence[RequirementData] = (),
    beneficiaries: Iterable[BeneficiariesData] = (),
) -> Need:
    """Make a draft. `facts` are fields of Need; a draft may leave anything but the title open."""
    require(can_create_need(by, organisation))
    need = Need(organisation=organisation, created_by=by, **facts)
    _check_facts(need)
    need.save()
    _write_lines(need, requirements, beneficiaries)
    audit.record("need.create", need, by=by, fields=facts)
    return need


@transaction.atomic
def need_update(
    *,
    by: User,
    need: Need,
    opened_version: int,
    facts: Mapping[str, Any],
    requirements: Sequence[RequirementData] | None = None,
    beneficiaries: Iterable[BeneficiariesData] | None = None,
) -> Need:
    """Change a need. Raises StaleVersion if somebody else changed it since it was opened.

    Its conflicts name numbers of people by their code (`served_female_adult`), for they stand
    in rows of their own.
    """
    require(can_edit_need(by, need))
    mine = None if beneficiaries is None else list(beneficiaries)
    try:
        changed = save_version(need, facts, opened_version=opened_version)
    except StaleVersion as stale:
        numbers = [] if mine is None else _number_conflicts(need, mine)
        raise StaleVersion(stale.current_version, [*stale.conflicts, *numbers]) from stale
    _check_facts(need)
    if requirements is not None:
        changed.append("requirements")
    if mine is not None:
        changed.append("beneficiaries")
    _write_lines(need, requirements, mine)
    if need.state == Need.State.OPEN:
        _check_complete(need)
        index_need_text(need)
    audit.record("need.update", need, by=by, fields=changed)
    return need


def _number_conflicts(need: Need, mine: Iterable[BeneficiariesData]) -> list[Conflict]:
    stored = {(b.sex, b.age_band): b.number for b in need.beneficiaries.all()}
    typed = {(b.sex, b.age_band): b.number for b in mine}
    return [
        Conflict(f"served_{sex}_{band}", "", stored.get((sex, band)), typed.get((sex, band)))
        for sex, band in sorted(stored.keys() | typed.keys())
        if stored.get((sex, band)) != typed.get((sex, band))
    ]


def _check_facts(need: Need) -> None:
    errors: dict[str, str] = {}
    if not need.title.strip():
        errors["title"] = _("Say in a few words what is missing.")
    if len(need.description) > 10_000:
        errors["description"] = _("This is too long: 10,000 characters at most.")
    if need.starts and need.ends and need.ends < need.starts:
        errors["ends"] = _("The end lies before the beginning.")
    if not set(need.modes) <= set(WorkMode.values):
        errors["modes"] = _("Choose from the list.")
    if not set(need.times) <= set(Time.values):
        errors["times"] = _("Choose from the list.")
    if errors:
        raise ValidationError(errors)


def _write_lines(
    need: Need,
    requirements: Sequence[RequirementData] | None,
    beneficiaries: Iterable[BeneficiariesData] | None,
) -> None:
    if requirements is not None:
        write_requirements(need, requirements)
    if beneficiaries is not None:
        need.beneficiaries.all().delete()
        NeedBeneficiaries.objects.bulk_create(
            NeedBeneficiaries(need=need, sex=b.sex, age_band=b.age_band, number=b.number)
            for b in beneficiaries
        )


def write_requirements(need: Need, lines: Sequence[RequirementData]) -> None:
    """Replace the requirements of a need; weights are scaled to add up to 85."""
    lines = [line for line in lines if line.said.strip()]
    if len(lines) > MAX_REQUIREMENTS:
        raise ValidationError(
            _("Twelve requirements at most: what else is needed belongs in the text.")
        )
    need.requirements.all().delete()
    weights = spread([max(1, line.weight) for line in lines], SKILL_POINTS) if lines else ()
    NeedRequirement.objects.bulk_create(
        NeedRequirement(
            need=need,
            position=position,
            said=line.said.strip()[:300],
            language=line.language,
            second_said=line.second_said.strip()[:300],
            second_language=line.second_language,
            kind=line.concept.kind if line.concept else line.kind,
            concept=line.concept,
            linked=_linked(line),
            required=line.required or line.strict,
            strict=line.strict,
            weight=weight,
        )
        for position, (line, weight) in enumerate(zip(lines, weights, strict=True), start=1)
    )
    phrases_follow_need(need)


def _linked(line: RequirementData) -> str:
    if line.concept is None:
        return ProfileSkill.Linked.PENDING if line.read_later else ProfileSkill.Linked.NONE
    return ProfileSkill.Linked.CONFIRMED if line.confirmed else ProfileSkill.Linked.SUGGESTED


def _check_complete(need: Need) -> None:
    """What an open need cannot do without, said all at once."""
    errors: dict[str, str] = {}
    if not need.description.strip():
        errors["description"] = _("Say what is missing, so that people can tell if they can help.")
    if not need.requirements.filter(concept__isnull=False).exists():
        errors["requirements"] = _(
            "Name at least one skill or trade and confirm what it means, "
            "so that people can be found."
        )
    if not need.modes:
        errors["modes"] = _("Say how somebody could help: from a distance, on visits, or staying.")
    if errors:
        raise ValidationError(errors)


@transaction.atomic
def need_publish(*, by: User, need: Need) -> Need:
    """Draft to open. Raises ValidationError naming everything that is still missing."""
    require(can_edit_need(by, need))
    _check_complete(need)
    need = _move(need, "publish")
    need.opened_at = timezone.now()
    need.save(update_fields=["state", "opened_at"])
    index_need_text(need)
    DigestSubscription.objects.get_or_create(kind=DigestSubscription.Kind.NEED, need=need)
    audit.record("need.publish", need, by=by)
    return need


@transaction.atomic
def need_move(*, by: User, need: Need, move: str) -> Need:
    """fill, close or reopen."""
    require(can_create_need(by, need.organisation))
    if move not in {"fill", "close", "reopen"}:
        raise ValidationError(_("This cannot be done with a need."))
    need = _move(need, move)
    need.closed_at = None if move == "reopen" else timezone.now()
    need.save(update_fields=["state", "closed_at"])
    if need.state == Need.State.OPEN:
        index_need_text(need)
    else:
        search.remove("need", need.pk)
    audit.record(f"need.{move}", need, by=by)
    return need


def _move(need: Need, move: str) -> Need:
    locked = Need.objects.select_for_update().select_related("organisation").get(pk=need.pk)
    locked.state = MACHINE.after(move, locked.state)
    return locked


def index_need_text(need: Need) -> None:
    """Make an open need findable by its words and those of its translations."""
    from twoshores.common.models import Translation

    words = [need.description, need.plan, str(need.place or "")]
    words += [line.said for line in need.requirements.all()]
    words += Translation.objects.filter(
        subject_kind=need._meta.label_lower, subject_id=str(need.pk)
    ).values_list("text", flat=True)
    search.put("need", need.pk, need.title, words)


@transaction.atomic
def shortlist_keep(*, by: User, need: Need, person_id: UUID, verdict: str) -> None:
    """Keep somebody for later, mark as not suitable, or take the mark off ("")."""
    require(can_read_shortlist(by, need))
    require(can_create_need(by, need.organisation))
    if not verdict:
        Kept.objects.filter(need=need, person_id=person_id).delete()
    elif verdict in Kept.Verdict.values:
        Kept.objects.update_or_create(need=need, person_id=person_id, defaults={"verdict": verdict})
    else:
        raise ValidationError(_("Choose from the list."))
    audit.record("shortlist.keep", need, by=by)
