"""Writes of a call: its facts, rules, publication and moves.

Until it is published a call is changed freely. From then on every change is published with it, as
a further version with a note of what changed: what applicants read is always the last version,
and what they read before is kept.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.common import audit
from twoshores.common.decisions import require
from twoshores.common.editing import save_version
from twoshores.engines.eligibility import Rule, rule_json
from twoshores.projects.services.rows import check_facts

from ..call_checks import gaps_of
from ..call_states import MACHINE
from ..deadlines import kept_by, passed_of
from ..models import Call, CallVersion, Programme
from ..permissions.programmes import can_run_programme
from ..selectors.calls import call_body, last_version, parts_of
from .call_news import DEADLINES, tell_cancelled, tell_moved
from .contract_moves import contracts_give_up
from .locks import call_locked

S = Call.State
# Facts that stay as they were when the call was first published.
LASTING = ("code", "language", "currency", "stages")


@transaction.atomic
def call_create(*, by: User, programme: Programme, facts: Mapping[str, Any]) -> Call:
    """Begin a call. Raises PermissionDenied, or ValidationError by field."""
    require(can_run_programme(by, programme))
    _check_dates(facts)
    call = Call(programme=programme, is_demo=programme.is_demo, **facts)
    call.full_clean()
    call.save(force_insert=True)
    audit.record("call.create", call, by=by, about=programme.organisation, fields=facts)
    return call


@transaction.atomic
def call_update(
    *, by: User, call: Call, opened_version: int, facts: Mapping[str, Any], note: str = ""
) -> Call:
    """Change a call's facts. note: what changed, needed once it is published. Applicants are mailed
    of a deadline that moved.

    Raises StaleVersion, or ValidationError by field: also for a deadline that has passed, and once
    the call is published for one that is taken out or moved into the past.
    """
    locked = call_lock(by, call)
    if locked.state != S.DRAFT:
        for name in LASTING:
            if name in facts and facts[name] != getattr(locked, name):
                raise ValidationError({name: _("This stays as it was published.")})
        _check_moved(locked, facts)
    _check_dates({name: facts.get(name, getattr(locked, name)) for name in DATES})
    check_facts(locked, facts)
    before = {name: getattr(locked, name) for name in DEADLINES}
    changed = save_version(locked, facts, opened_version=opened_version)
    organisation = locked.programme.organisation
    audit.record("call.update", locked, by=by, about=organisation, fields=changed)
    call_republish(by, locked, note)
    tell_moved(locked, before, timezone.now())
    return locked


DATES = ("opens_at", "concept_deadline", "deadline", "questions_until")


def _check_moved(call: Call, facts: Mapping[str, Any]) -> None:
    """A deadline that has passed stays: moved, it would close again what may have been read, and
    let in whoever knows what the others wrote. One that is still to come stays so: moved into the
    past it would open at once what applicants were told lies sealed."""
    now, wrong = timezone.now(), {}
    passed = passed_of(call, now)
    for name in kept_by(call):
        if name not in facts or facts[name] == getattr(call, name):
            continue
        if name in passed:
            wrong[name] = _(
                "This deadline has passed: what was handed in may have been read already. So it no "
                "longer moves. To take more, publish a new call."
            )
        elif facts[name] is None:
            wrong[name] = _(
                "The call is published, so its deadline is not taken out: proposals stay sealed "
                "until then. Choose another moment that is still to come, or call the call off."
            )
        elif facts[name] <= now:
            wrong[name] = _(
                "The call is published, so its deadline moves to a moment that is still to come: "
                "at the deadline, what was handed in is opened. Choose a later moment."
            )
    if wrong:
        raise ValidationError(wrong)


def _check_dates(facts: Mapping[str, Any]) -> None:
    """Opening, concepts, proposals follow each other; questions end before proposals do."""
    opens, concept, end, questions = (facts.get(name) for name in DATES)
    if opens and end and end <= opens:
        raise ValidationError({"deadline": _("Proposals end before the call opens.")})
    if concept and ((opens and concept <= opens) or (end and end <= concept)):
        raise ValidationError(
            {"concept_deadline": _("Concepts end between the opening and the proposals' end.")}
        )
    if questions and end and questions > end:
        raise ValidationError({"questions_until": _("Questions end before the proposals do.")})


def call_lock(by: User, call: Call) -> Call:
    """The call's row, locked, for a change of what it asks. Raises ValidationError where it no
    longer changes: proposals are being appraised by what was published."""
    locked = Call.objects.select_for_update().get(pk=call.pk)
    locked.programme = call.programme
    require(can_run_programme(by, locked.programme))
    if locked.state not in (S.DRAFT, S.PUBLISHED):
        raise ValidationError(_("This call no longer changes."))
    return locked


def call_republish(by: User, call: Call, note: str) -> CallVersion | None:
    """After a change of a published call: its next version. None for a draft, or no change."""
    if call.state != S.PUBLISHED:
        return None
    # As the database keeps it: a version reads the same whoever wrote the amounts, and how.
    body, last = call_body(Call.objects.get(pk=call.pk)), last_version(call)
    if last is not None and last.body == body:
        return None
    if not note.strip():
        raise ValidationError({"note": _("Say in a few words what changed: applicants read it.")})
    return _version_add(by, call, body, note)


def _version_add(by: User, call: Call, body: dict[str, Any], note: str) -> CallVersion:
    last = last_version(call)
    made = call.versions.create(
        number=last.number + 1 if last else 1, body=body, note=note.strip(), by=by
    )
    audit.record("call.version", call, by=by, about=call.programme.organisation)
    return made


@transaction.atomic
def call_rules_set(
    *, by: User, call: Call, opened_version: int, rules: Sequence[Rule], note: str = ""
) -> Call:
    """Replace the rules of partnership and cost. Raises StaleVersion."""
    facts = {"rules": [rule_json(rule) for rule in rules]}
    return call_update(by=by, call=call, opened_version=opened_version, facts=facts, note=note)


@transaction.atomic
def call_publish(*, by: User, call: Call) -> CallVersion:
    """Show a call to everybody: its first version. Raises ValidationError while it has gaps."""
    locked = call_lock(by, call)
    after = MACHINE.after("publish", locked.state)
    themes, criteria, prompts = (
        parts_of(locked, name) for name in ("themes", "criteria", "prompts")
    )
    if gaps_of(locked, themes, criteria, prompts, timezone.now()):
        raise ValidationError(_("Something is still missing; the call's page says what."))
    _move(by, locked, "publish", after)
    return _version_add(by, locked, call_body(locked), "")


@transaction.atomic
def call_cancel(*, by: User, call: Call) -> Call:
    """Call it off, for good: nothing is funded, contracts that are not signed by both sides are
    given up, and applicants are mailed. Raises WrongState, and ValidationError where a contract
    holds: what was promised is not taken back so."""
    locked = call_locked(call)
    require(can_run_programme(by, locked.programme))
    after = MACHINE.after("cancel", locked.state)
    contracts_give_up(by=by, call=locked)
    _move(by, locked, "cancel", after)
    tell_cancelled(locked)
    return locked


def _move(by: User, locked: Call, move: str, after: str) -> None:
    locked.state = after
    locked.version += 1
    locked.save(update_fields=["state", "version"])
    audit.record(f"call.{move}", locked, by=by, about=locked.programme.organisation)
