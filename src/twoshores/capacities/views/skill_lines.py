"""Skills said one at a time: understood, confirmed, listed. Shared by joining and editing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from twoshores.common.formatting import format_number
from twoshores.engines.linking import LinkResult
from twoshores.taxonomy.linking import link_status, link_text
from twoshores.taxonomy.models import Concept
from twoshores.taxonomy.selectors import labels_of

from ..forms.profiles import SkillForm, SkillSaidForm
from ..models import Profile, ProfileSkill
from ..services.profiles import SkillData

SUGGESTIONS = 5


@dataclass(slots=True)
class SkillStep:
    """The forms of the page: words first; once they are read, what they mean and how well."""

    said: SkillSaidForm = field(default_factory=SkillSaidForm)
    details: SkillForm | None = None
    suggestions: LinkResult | None = None
    added: SkillData | None = None


def read_step(data: QueryDict, language: str) -> SkillStep:
    """What was sent: words to be understood ("suggest"), or a line to add ("add")."""
    step = SkillStep(said=SkillSaidForm(data))
    if not step.said.is_valid():
        return step
    words = step.said.cleaned_data
    step.details = SkillForm(data if "add" in data else None)
    if "add" in data and step.details.is_valid():
        step.added = _added(data, words, step.details.cleaned_data, language)
        return step
    step.suggestions = link_text(
        words["said"], language=language, kind=words["kind"], top=SUGGESTIONS
    )
    return step


def _added(
    data: QueryDict, words: dict[str, Any], details: dict[str, Any], language: str
) -> SkillData:
    concept = Concept.objects.filter(uri=data.get("concept", "")).first()
    return SkillData(
        said=words["said"],
        language=language,
        kind=words["kind"],
        concept=concept,
        confirmed=concept is not None,
        # Nobody could read the words yet: the task worker does it when the labels are there.
        read_later=concept is None and link_status().stage == "none",
        **details,
    )


def shown(lines: Sequence[SkillData]) -> list[dict[str, Any]]:
    """Lines for the page: the words, what they are understood as, how well and how long."""
    language = (get_language() or "en").split("-")[0]
    labels = labels_of({line.concept.pk for line in lines if line.concept}, language)
    return [
        {
            "said": line.said,
            "language": line.language,
            "label": labels.get(line.concept.pk, "") if line.concept else "",
            "meta": _meta(line),
        }
        for line in lines
    ]


def _meta(line: SkillData) -> str:
    parts = [str(ProfileSkill.Level(line.level).label)]
    if line.years is not None:
        parts.append(
            ngettext("%(n)s year", "%(n)s years", line.years) % {"n": format_number(line.years)}
        )
    if line.recognised is not None:
        parts.append(_("recognised") if line.recognised else _("not recognised"))
    if line.working_below:
        parts.append(_("working below it"))
    return " · ".join(parts)


def lines_of(profile: Profile) -> list[SkillData]:
    """The stored skills as data, in their order."""
    return [
        SkillData(
            said=skill.said,
            language=skill.language,
            kind=skill.kind,
            concept=skill.concept,
            confirmed=skill.linked == ProfileSkill.Linked.CONFIRMED,
            read_later=skill.linked == ProfileSkill.Linked.PENDING,
            level=skill.level,
            years=skill.years,
            recognised=skill.recognised,
            working_below=skill.working_below,
            second_said=skill.second_said,
            second_language=skill.second_language,
        )
        for skill in profile.skills.all()
    ]


def without(lines: Sequence[SkillData], position: str) -> list[SkillData]:
    """The lines but the one at a position counted from 1; all of them for anything else."""
    return [line for number, line in enumerate(lines, start=1) if str(number) != position]
