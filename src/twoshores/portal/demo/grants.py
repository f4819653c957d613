"""The demo's earlier call: proposed to, appraised, decided, its grant under way.

Everything is done by the services that real people use, in their order, so that an officer who
steps in finds a desk in full use. Days are counted from the day of loading.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from twoshores.accounts.models import User
from twoshores.actors.models import Organisation
from twoshores.programmes.models import (
    Assessment,
    Award,
    Call,
    ContractVersion,
    GrantContract,
    Letter,
    Programme,
    Proposal,
    Submission,
)
from twoshores.programmes.selectors.calls import call_body
from twoshores.programmes.selectors.proposals import Slot
from twoshores.programmes.services.calls import call_create, call_publish
from twoshores.programmes.services.proposals import (
    Typed,
    answers_write,
    proposal_begin,
    share_write,
)
from twoshores.programmes.services.submissions import proposal_submit
from twoshores.projects.models import Project

from .grants_appraised import appraise, decide
from .grants_followed import follow
from .grants_projects import DESIGNED, RUNNING, Asked, design_make
from .grants_words import (
    CALL,
    CRITERIA,
    CRITERIA_IN,
    PROMPTS,
    PROMPTS_IN,
    RULES,
    THEMES,
)
from .programme import CLOCK, LANGUAGE, OFFICER, CallWords, call_parts
from .project import KEEPER

CODE = "DEMO-STEPS"
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Days:
    """When it all was. The call opens before the running project begins, whose costs count."""

    opens: datetime
    questions: datetime
    handed_in: datetime
    deadline: datetime
    marked: datetime
    decided: datetime
    drafted: datetime


@transaction.atomic
def load_demo_grants(organisations: dict[str, Organisation]) -> Call | None:
    """The second call of the demo's programme, with what followed from it.

    organisations: by their code in needs.json. None where it is loaded already, or where there is
    no programme or no running project that could be funded.
    """
    programme = Programme.objects.filter(is_demo=True).first()
    project = Project.objects.filter(owner=organisations[KEEPER], is_demo=True).first()
    loaded = Call.objects.filter(code=CODE).exists()
    if programme is None or project is None or project.starts is None or loaded:
        return None
    by = User.objects.get(email=OFFICER)
    days = _days(project.starts)
    with _without_mails():
        call = _call(by, programme, days)
        proposals = _proposals(call, project, organisations, days)
        _deadline_passes(call, days)
        appraise(by, call, proposals)
        decide(by, call, proposals)
        follow(by, call)
        _long_ago(call, days)
    return call


@contextmanager
def _without_mails() -> Iterator[None]:
    """What services would do after the commit is left out: here that is mails alone, some twenty,
    of a year that nobody lived through."""
    waiting = transaction.get_connection().run_on_commit
    before = len(waiting)
    yield
    del waiting[before:]


def _days(begins: date) -> Days:
    """begins: first day of the running project, five months ago."""
    zone = ZoneInfo(CLOCK)

    def at(day: date, hour: int) -> datetime:
        return datetime.combine(day, time(hour), tzinfo=zone)

    today = timezone.localdate()
    ends = today - 80 * DAY
    return Days(
        opens=at(begins - 20 * DAY, 9),
        questions=at(ends - 20 * DAY, 17),
        handed_in=at(ends - 3 * DAY, 10),
        deadline=at(ends, 17),
        marked=at(ends + 25 * DAY, 16),
        decided=at(ends + 40 * DAY, 11),
        drafted=at(today - 20 * DAY, 11),
    )


def _call(by: User, programme: Programme, days: Days) -> Call:
    """Published with a deadline that lies ahead: only such a call takes proposals."""
    title, summary, about = CALL[LANGUAGE]
    call = call_create(
        by=by,
        programme=programme,
        facts={
            "code": CODE,
            "title": title,
            "summary": summary,
            "about": about,
            "language": LANGUAGE,
            "time_zone": CLOCK,
            "opens_at": days.opens,
            "questions_until": days.questions,
            "deadline": timezone.now() + DAY,
            "currency": "EUR",
            "budget": Decimal(20_000),
            "grant_least": Decimal(5_000),
            "grant_most": Decimal(15_000),
            "months_least": 6,
            "months_most": 18,
            "rules": RULES,
        },
    )
    call_parts(by, call, CallWords(CALL, THEMES, CRITERIA, CRITERIA_IN, PROMPTS, PROMPTS_IN))
    call_publish(by=by, call=call)
    call.refresh_from_db()
    return call


def _proposals(
    call: Call, project: Project, organisations: dict[str, Organisation], days: Days
) -> list[tuple[Proposal, Asked]]:
    made = [(_proposal(call, project, RUNNING, days), RUNNING)]
    for number, (keeper, (asked, _words)) in enumerate(DESIGNED.items(), start=1):
        starts = (days.deadline + 150 * DAY).date()
        design = design_make(_user(keeper), organisations, keeper, starts)
        at = days.handed_in + timedelta(hours=5 * number)
        made.append((_proposal(call, design, asked, days, at), asked))
    return made


def _user(code: str) -> User:
    return User.objects.get(email=f"{code}@demo.example.org")


def _proposal(
    call: Call, project: Project, asked: Asked, days: Days, at: datetime | None = None
) -> Proposal:
    """Begun and handed in by the keeper; each partner writes its own part."""
    keeper = _user(asked.shares[0].code)
    theme = list(call.themes.all())[asked.theme]
    proposal = proposal_begin(by=keeper, project=project, call=call, theme=theme)
    of_all, of_each = call.prompts.order_by("position")
    language = project.language
    typed = [Typed(Slot(of_all, None), asked.answer, 0)]
    answers_write(by=keeper, proposal=proposal, partner=None, typed=typed, language=language)
    partners = project.partners.order_by("position")
    for share, partner in zip(asked.shares, partners, strict=True):
        writer = _user(share.code)
        typed = [Typed(Slot(of_each, partner), share.answer, 0)]
        answers_write(by=writer, proposal=proposal, partner=partner, typed=typed, language=language)
        share_write(
            by=writer,
            proposal=proposal,
            partner=partner,
            opened_version=0,
            facts={
                "asked": Decimal(share.asked),
                "own": Decimal(share.own),
                "paid_in": share.paid_in,
            },
        )
    proposal_submit(by=keeper, proposal=proposal, arrived=at or days.handed_in)
    return proposal


# No service moves a clock, so the two functions below write into rows what a year would have
# written: the call's deadline, and the days on which something was done. Nothing else of the demo
# is written past the services, and journal and audit trail say truly when they were written.


def _deadline_passes(call: Call, days: Days) -> None:
    """The deadline that lay ahead lies behind, in the call and in its published version."""
    call.deadline = days.deadline
    call.save(update_fields=["deadline"])
    call.versions.update(body=call_body(call), at=days.opens)
    Call.objects.filter(pk=call.pk).update(created_at=days.opens - 10 * DAY)


def _long_ago(call: Call, days: Days) -> None:
    """Given, marked, decided, told and drafted when it would have been; letters went out then."""
    given = days.deadline + 5 * DAY
    readings = Assessment.objects.filter(proposal__call=call)
    readings.update(given_at=given, done_at=days.marked, due_on=days.marked.date() + DAY)
    Proposal.objects.filter(call=call).update(created_at=days.handed_in - 9 * DAY)
    Award.objects.filter(proposal__call=call).update(at=days.decided)
    letters = Letter.objects.filter(award__proposal__call=call)
    letters.update(at=days.decided + DAY, sent_at=days.decided + DAY)
    contracts = GrantContract.objects.filter(proposal__call=call)
    contracts.update(created_at=days.drafted)
    ContractVersion.objects.filter(contract__in=contracts).update(at=days.drafted)
    assert not Submission.objects.filter(proposal__call=call, in_time=False).exists()
