"""The demo's earlier call is checked, read by two assessors, decided and told."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext_noop

from twoshores.accounts.models import User
from twoshores.common.links import make_token
from twoshores.programmes.check_points import points_of
from twoshores.programmes.models import Assessment, Call, Office, Programme, Proposal
from twoshores.programmes.selectors.assessing import places_of
from twoshores.programmes.selectors.programmes import INVITATION
from twoshores.programmes.selectors.ranking import place_of, rankings_of
from twoshores.programmes.selectors.sealed import opened_submission
from twoshores.programmes.services.assigning import conflicts_detect, readers_give
from twoshores.programmes.services.deciding import (
    appraisal_begin,
    award_record,
    call_decide,
    checks_save,
    proposal_pass,
)
from twoshores.programmes.services.marking import marks_save
from twoshores.programmes.services.programmes import office_accept, office_invite
from twoshores.programmes.services.telling import letter_send

from .grants_projects import Asked, Reading
from .logins import demo_user
from .programme import LANGUAGE

ASSESSOR, OTHER_ASSESSOR = "assessor@demo.example.org", "assessor-2@demo.example.org"
FOCAL_POINT = "focal-ml@demo.example.org"
type Proposals = Sequence[tuple[Proposal, Asked]]


def appraise(by: User, call: Call, proposals: Proposals) -> None:
    """People get their offices; every point of the check is met; both read every proposal."""
    programme = call.programme
    first = demo_user(ASSESSOR, gettext_noop("Assessor of a call"), "fr")
    second = demo_user(OTHER_ASSESSOR, "", LANGUAGE)  # without a label: no persona, a colleague
    focal = demo_user(FOCAL_POINT, gettext_noop("Focal point of a programme in Mali"), "fr")
    role = Office.Role.ASSESSOR
    readers = (
        _office(by, programme, first, role, languages=["fr", "es"]),
        _office(by, programme, second, role, languages=["en", "fr", "es"]),
    )
    _office(by, programme, focal, Office.Role.FOCAL_POINT, languages=["fr"], countries=["ML"])
    appraisal_begin(by=by, call=call)
    for proposal, _asked in proposals:
        points = points_of(call, opened_submission(proposal, timezone.now()))
        checks_save(by=by, proposal=proposal, points={one.key: (True, "") for one in points})
        proposal_pass(by=by, proposal=proposal)
    conflicts_detect(by=by, call=call)
    # Given by hand: what proposes readers is slow to import, and here both read everything.
    for proposal, asked in proposals:
        pairs = [(proposal, office) for office in readers]
        given = readers_give(by=by, call=call, pairs=pairs, due_on=None)
        for one, reading in zip(given, asked.readings, strict=True):
            _mark(one, reading)


def _office(by: User, programme: Programme, user: User, role: str, **facts: list[str]) -> Office:
    """Invited, and taken by the link of the mail."""
    row = office_invite(
        by=by,
        programme=programme,
        email=user.email,
        role=role,
        facts={"countries": [], "languages": [], "most_proposals": None} | facts,
    )
    return office_accept(by=user, token=make_token(INVITATION, row.pk, str(row.nonce)))


def _mark(one: Assessment, reading: Reading) -> None:
    """Handed in. Marks stand in the order of the sheet: that of each organisation comes first."""
    one.refresh_from_db()
    numbers = [*reading.organisations, *reading.others]
    marks = {
        (criterion.pk, partner.pk if partner else None): (Decimal(number), "")
        for (criterion, partner), number in zip(places_of(one), numbers, strict=True)
    }
    facts = {
        "language": one.office.user.language,
        "strengths": reading.strengths,
        "weaknesses": reading.weaknesses,
        "for_programme": "",
    }
    marks_save(
        by=one.office.user,
        assessment=one,
        opened_version=one.version,
        marks=marks,
        facts=facts,
        hand_in=True,
    )


def decide(by: User, call: Call, proposals: Proposals) -> None:
    """One is funded, one waits on the reserve list, one is refused; each is told why."""
    rankings = rankings_of(call, [])
    for proposal, asked in proposals:
        rank, score = place_of(rankings, proposal)
        amount = Decimal(sum(share.asked for share in asked.shares))
        facts = {
            "reasons": asked.reasons,
            "language": LANGUAGE,
            "amount": None if asked.outcome == "refused" else amount,
            "rank": rank,
            "score": score,
        }
        award = award_record(by=by, proposal=proposal, outcome=asked.outcome, facts=facts)
        letter_send(by=by, award=award)
    call_decide(by=by, call=call)
