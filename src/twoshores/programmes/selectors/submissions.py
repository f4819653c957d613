"""What is handed in: a proposal written as plain values, its digest, and what was handed in."""

import hashlib
import json
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.http import Http404

from twoshores.projects.services.snapshots import design_snapshot

from ..models import Award, CallVersion, Prompt, Proposal, Submission
from .proposals import Paper
from .reopened import was_reopened_since

LIGHT = ("body", "findings")  # large, and read on the receipt's own page only

FORM = 1  # how a body is written; raise it when its meaning changes


def proposal_body(proposal: Proposal, paper: Paper, version: CallVersion) -> dict[str, Any]:
    """Call, partners, what they ask, answers and the whole design, as they stand. One query.

    Amounts are exact text with the call's currency; None is not said. Nothing in it changes with
    the language of whoever hands in.
    """
    return {
        "form": FORM,
        "call": {
            "code": proposal.call.code,
            "version": version.number,
            "stage": str(paper.stage),
        },
        "theme": proposal.theme.title if proposal.theme else None,
        "project": {
            "code": proposal.project.code,
            "title": proposal.project.title,
            "language": proposal.project.language,
        },
        "partners": [_partner(row) for row in paper.partners],
        "shares": _shares(paper),
        "answers": [
            {
                "question": slot.prompt.pk,
                "asked": slot.prompt.title,
                "partner": slot.partner.pk if slot.partner else None,
                "language": slot.language,
                "text": slot.text,
            }
            for slot in paper.slots
            if slot.version
        ],
        "design": design_snapshot(proposal.project),
    }


def _partner(row: Any) -> dict[str, Any]:
    organisation = row.organisation
    return {
        "id": row.pk,
        "name": row.name,
        "country": row.country or None,
        "kind": row.kind or None,
        "organisation": str(row.organisation_id) if row.organisation_id else None,
        "recognition": organisation.recognition if organisation else None,
        "leads": row.is_lead,
        "mobilises_migrants": row.mobilises_migrants,
        "role": row.role,
        "currency": row.currency or None,
    }


def _shares(paper: Paper) -> list[dict[str, Any]]:
    currency = paper.proposal.call.currency
    return [
        {
            "partner": row.pk,
            "currency": currency,
            "asked": _exact(share.asked),
            "own": _exact(share.own),
            "paid_in": share.paid_in or currency,
        }
        for row in paper.partners
        if (share := paper.shares.get(row.pk)) is not None
    ]


def _exact(amount: Any) -> str | None:
    return None if amount is None else f"{amount:f}"


def canonical(body: Any) -> bytes:
    """A body as bytes that anybody can make again: JSON, names in order, no spaces, UTF-8."""
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest_of(body: Any) -> str:
    """SHA-256 of a body, in hexadecimal."""
    return hashlib.sha256(canonical(body)).hexdigest()


def submissions_of(proposal: Proposal) -> QuerySet[Submission]:
    """Everything that was handed in, too late or not, the newest first; with the clock that the
    call had then (see `deadlines.kept_clock`)."""
    rows = proposal.submissions.defer(*LIGHT).annotate(
        kept_zone=KeyTextTransform("time_zone", "version__body")
    )
    return rows.order_by("-number")


def last_submission(proposal: Proposal) -> Submission | None:
    """What was handed in last; in time or not. Its proposal is the one given."""
    found = submissions_of(proposal).first()
    if found is not None:
        found.proposal = proposal
    return found


def counting_submission(proposal: Proposal) -> Submission | None:
    """The one that counts: the last that came in time."""
    return submissions_of(proposal).filter(in_time=True).first()


def stood_at(proposal: Proposal) -> str:
    """The state that a withdrawn proposal had before the deadline of its stage, as what counts of
    it and its invitation tell: one that was told. At most three queries."""
    S = Proposal.State
    stages = set(proposal.submissions.filter(in_time=True).values_list("stage", flat=True))
    if Prompt.Stage.PROPOSAL in stages:
        return S.SUBMITTED
    if Prompt.Stage.CONCEPT not in stages:
        return S.DRAFT
    invited = proposal.awards.filter(replaced_by__isnull=True, outcome=Award.Outcome.INVITED)
    award = invited.filter(letters__sent_at__isnull=False).first()
    if award is None or was_reopened_since(proposal.pk, award.at):
        return S.CONCEPT
    return S.INVITED


def submission_or_404(proposal: Proposal, pk: str | UUID) -> Submission:
    try:
        found = proposal.submissions.select_related("version").get(pk=pk)
    except (Submission.DoesNotExist, ValidationError, ValueError) as error:
        raise Http404 from error
    found.proposal = proposal
    return found
