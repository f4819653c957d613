"""When a call closes: for concepts, for proposals, by its own clock.

A deadline is a moment. What arrives before it is in time; what arrives at that very moment, or
later, is not. The server's clock decides; the call's clock only says how the moment is written.
"""

from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from .models import Call, Prompt, Proposal, Submission

# Where two stages are asked for, a proposal that was not invited yet is a concept.
_AS_CONCEPT = (Proposal.State.DRAFT, Proposal.State.CONCEPT)


def stage_of(call: Call, state: str) -> str:
    """Which paper a proposal in this state is: a concept, or the proposal."""
    if call.stages == Call.Stages.TWO and state in _AS_CONCEPT:
        return Prompt.Stage.CONCEPT
    return Prompt.Stage.PROPOSAL


def is_concept(proposal: Proposal) -> bool:
    """Whether what counts of a proposal is its concept: so it is decided on. One query."""
    if proposal.call.stages != Call.Stages.TWO:
        return False
    whole = proposal.submissions.filter(stage=Prompt.Stage.PROPOSAL, in_time=True)
    return not whole.exists()


def deadline_of(call: Call, state: str) -> datetime | None:
    """Until when a proposal in this state may be handed in; None: nobody has set it."""
    if stage_of(call, state) == Prompt.Stage.CONCEPT:
        return call.concept_deadline
    return call.deadline


def deadline_of_stage(call: Call, stage: str) -> datetime | None:
    return call.concept_deadline if stage == Prompt.Stage.CONCEPT else call.deadline


def is_over(call: Call, state: str, now: datetime) -> bool:
    end = deadline_of(call, state)
    return end is not None and now >= end


def clock_of(call: Call) -> ZoneInfo:
    """The zone that the call's moments are written in now."""
    return zone_named(call.time_zone)


def kept_clock(row: Submission) -> ZoneInfo:
    """The zone that they were written in when a proposal was handed in: that of the version of the
    call that it was handed in under. No query where the row was read by `selectors.submissions`."""
    name = getattr(row, "kept_zone", None) or row.version.body.get("time_zone")
    return zone_named(name) if name else clock_of(row.proposal.call)


def kept_deadline(row: Submission) -> datetime | None:
    """The deadline that a proposal was handed in under, whatever it is now."""
    name = "concept_deadline" if row.stage == Prompt.Stage.CONCEPT else "deadline"
    body = row.version.body
    if name not in body:
        return deadline_of_stage(row.proposal.call, row.stage)
    return datetime.fromisoformat(body[name]) if body[name] else None


def zone_named(name: str) -> ZoneInfo:
    """UTC for a name that nobody knows."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def passed_of(call: Call, now: datetime) -> tuple[str, ...]:
    """Fields of a published call whose deadline has passed: what came in by then may have been
    read, so these no longer move. None of a draft, which nobody has applied to."""
    if call.state == Call.State.DRAFT:
        return ()
    return tuple(name for name in kept_by(call) if (end := getattr(call, name)) and now >= end)


def kept_by(call: Call) -> tuple[str, ...]:
    """Fields of the deadlines that a call keeps, in their order."""
    if call.stages == Call.Stages.TWO:  # a day for concepts may have been left from before
        return ("concept_deadline", "deadline")
    return ("deadline",)
