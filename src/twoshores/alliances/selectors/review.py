"""What the design review reads of a project's alliances. Its rules: `engines/review/alliance.py`.

Facts only: no scores, no opinions, no mediation, so that it may be read wherever the design is.
"""

import uuid
from collections import defaultdict
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce

from twoshores.common.made_once import MadeOnce
from twoshores.engines import review
from twoshores.projects.models import Project

from ..models import Agreement, JointVision, Meeting, PartnerStrength, Stakeholder, StakeholderStep
from .agreed_money import agreed_amounts

NOTHING = Value("", CharField())
YES, REBUILT = "yes", "rebuilt"
type Rows = dict[str, list[tuple[str, str, str]]]


def completed(project: Project, design: review.Design) -> review.Design:
    """The design with the facts of its alliances. One query, whatever the size of the project.

    Where nothing of a kind is written, it stays not known. An authority that was approached and a
    planned meeting answer questions of the review that nobody answered by hand.
    """
    rows = _rows(project)
    if not rows:
        return design
    authorities = tuple(
        review.Authority(_id(key), name, approached == YES)
        for key, name, approached in rows["authority"]
    )
    answers = dict(design.answers)
    if any(row.is_approached for row in authorities):
        answers.setdefault("local-authority", True)
    if rows["meeting"]:
        answers.setdefault("meetings", True)
    return replace(
        design,
        visions=frozenset(key for key, _text, _more in rows["vision"]) or None,
        agreed=_agreed(rows),
        differences=_differences(rows),
        agreements=tuple(_agreement(*row) for row in rows["agreement"]) or None,
        money=tuple(
            review.AgreedMoney(partner, Decimal(amount), currency)
            for partner, amount, currency in rows["money"]
        )
        or None,
        needs=_needs(rows),
        learning=frozenset((key, learner) for key, learner, _more in rows["learning"]) or None,
        authorities=authorities or None,
        answers=answers,
        is_whole=project.rebuilt_from_id is None,
    )


def _id(key: str) -> str:
    """A key as addresses write it: SQLite leaves out the dashes."""
    return str(uuid.UUID(key))


def _text(column: str) -> Any:
    return Coalesce(Cast(column, CharField()), NOTHING)


def _asked(project: Project, variant: str) -> QuerySet[Any, Any]:
    """What is written, in short rows (kind, key, value, more). variant: of a worked example."""

    def rows(
        kind: str, of: QuerySet[Any], key: str, value: Any = NOTHING, more: Any = NOTHING
    ) -> QuerySet[Any, Any]:
        found: QuerySet[Any, Any] = of.order_by().values_list(
            Value(kind, CharField()), _text(key), value, more
        )
        return found

    done = StakeholderStep.objects.filter(stakeholder=OuterRef("pk"), done_on__isnull=False)
    matters = project.stakeholders.filter(
        group=Stakeholder.Group.LOCAL_AUTHORITY, withdrew_on__isnull=True
    )
    approached = ~Q(strategy="") | Q(Exists(done))
    yes, no = Value(YES, CharField()), NOTHING
    signed = project.agreements.filter(
        state=Agreement.State.SIGNED, parties__partner__isnull=False
    ).exclude(kind=Agreement.Kind.LETTER)
    needs = project.partner_needs.filter(dropped=False)
    strengths = PartnerStrength.objects.filter(need__project=project, need__dropped=False)
    joint = JointVision.objects.filter(project=project)
    # Of a worked example no source says when a difference was settled, only that it was.
    settled = _text("resolution" if variant == REBUILT else "resolved_on")
    asked = rows("vision", project.visions.all(), "partner_id").union(
        rows("joint", joint, "pk", _text("agreed_on")),
        rows("agreed", joint.filter(agreed_by__isnull=False), "agreed_by"),
        rows("difference", project.differences.all(), "pk", _text("text"), settled),
        rows("agreement", signed.distinct(), "pk", _text("title"), _text("expires_on")),
        rows("money", agreed_amounts(project), "party__partner_id", _text("amount"), "currency"),
        rows("need", needs, "pk", _text("text"), _text("weight")),
        rows("strength", strengths, "need_id", _text("partner_id")),
        rows("learning", project.transfers.all(), "teacher_id", _text("learner_id")),
        rows("authority", matters.filter(approached), "pk", _text("name"), yes),
        rows("authority", matters.exclude(approached), "pk", _text("name"), no),
        rows("meeting", project.meetings.filter(state=Meeting.State.PLANNED), "pk"),
    )
    return asked.order_by()


_ASKED = MadeOnce(Project, _asked)


def _rows(project: Project) -> Rows:
    """What is written, by kind. One query."""
    found: Rows = defaultdict(list)
    variant = REBUILT if project.rebuilt_from_id else ""
    for kind, key, value, more in _ASKED.rows(project.pk, variant):
        found[kind].append((key, value, more))
    return found


def _agreed(rows: Rows) -> frozenset[str] | None:
    """Partners who agreed to the shared text; none where it has no date yet, None without one."""
    if not rows["joint"]:
        return None
    is_dated = bool(rows["joint"][0][1])
    return frozenset(key for key, _value, _more in rows["agreed"] if is_dated)


def _differences(rows: Rows) -> tuple[review.Difference, ...] | None:
    """None where nothing is written of the goal; who wrote of it and named none has none."""
    if not (rows["difference"] or rows["joint"] or rows["vision"]):
        return None
    return tuple(
        review.Difference(key, text, is_open=not settled)
        for key, text, settled in rows["difference"]
    )


def _agreement(key: str, title: str, ends: str) -> review.Agreement:
    return review.Agreement(_id(key), title, date.fromisoformat(ends) if ends else None)


def _needs(rows: Rows) -> tuple[review.Need, ...] | None:
    holders: dict[str, set[str]] = defaultdict(set)
    for need, partner, _more in rows["strength"]:
        holders[need].add(partner)
    found = (
        review.Need(_id(key), text, int(weight), frozenset(holders[key]))
        for key, text, weight in rows["need"]
    )
    return tuple(found) or None
