"""What a service decides on is read under its lock: what was read before may have moved on."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from twoshores.common.models import AuditEvent
from twoshores.common.states import WrongState
from twoshores.programmes.models import GrantContract, Mission, MissionAction, ReportDuty
from twoshores.programmes.services.acceptance import report_returned
from twoshores.programmes.services.contracts import contract_create
from twoshores.programmes.services.duties import (
    duties_remind,
    duty_add,
    duty_hand_in,
    duty_update,
)
from twoshores.programmes.services.missions import (
    action_add,
    action_done,
    action_remove,
    action_update,
    mission_update,
)
from twoshores.projects.models import Report
from twoshores.projects.selectors.reports import figures_of

from .money import DAY

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 27)


@pytest.fixture
def action(funded, programme) -> MissionAction:
    """Open, of a mission that was made, as somebody read it."""
    mission = programme.missions.create(
        project=funded.project,
        country="ML",
        language="en",
        title="Wells",
        starts=DAY,
        ends=DAY,
        state="made",
        shared_at=timezone.now(),
    )
    return mission.actions.create(
        partner=funded.project.partners.first(), text="A fence", due_on=DAY
    )


def done(by, action, evidence):
    return action_done(by=by, action=action, on=timezone.localdate(), evidence=evidence)


def test_what_one_side_said_is_not_written_over_by_the_other(officer, funded, action):
    read_before = MissionAction.objects.select_related("mission").get(pk=action.pk)
    done(funded.keeper, action, "A list")
    with pytest.raises(WrongState):
        done(officer, read_before, "Nothing")
    action.refresh_from_db()
    assert (action.evidence, action.version) == ("A list", 2)
    assert AuditEvent.objects.filter(verb="missionaction.done").count() == 1
    with pytest.raises(WrongState):
        action_remove(by=officer, action=read_before)


def test_nothing_follows_from_a_mission_that_was_closed_meanwhile(officer, funded, action):
    mission = action.mission
    Mission.objects.update(state="called_off")
    facts = {"text": "A gate", "due_on": DAY}
    for act in (
        lambda: action_add(by=officer, mission=mission, facts=facts),
        lambda: action_update(by=officer, action=action, opened_version=1, facts=facts),
        lambda: action_remove(by=officer, action=action),
        lambda: done(funded.keeper, action, "A list"),
        lambda: mission_update(by=officer, mission=mission, opened_version=1, facts={}),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert MissionAction.objects.filter(done_on=None).count() == 1


def test_an_action_that_was_taken_out_meanwhile_is_not_done(officer, action):
    action_remove(by=officer, action=MissionAction.objects.get())
    with pytest.raises(WrongState):
        done(officer, action, "A list")
    assert not MissionAction.objects.exists()


@pytest.fixture
def contract(funded) -> GrantContract:
    return GrantContract.objects.create(
        proposal=funded.proposal,
        partner=funded.project.partners.get(position=2),
        number="G-1/2",
        language="fr",
        currency="EUR",
        amount=Decimal(60000),
        starts=DAY,
        ends=date(2028, 6, 30),
        state="running",
    )


@pytest.fixture
def report(funded) -> Report:
    project, partner = funded.project, funded.project.partners.get(position=2)
    period = project.periods.create(position=1, name="One", starts="2026-01-01", ends="2026-06-30")
    return project.reports.create(
        period=period,
        partner=partner,
        language="fr",
        state="submitted",
        done="Wells",
        figures=figures_of(project, period, partner),
        figures_at=timezone.now(),
    )


@pytest.mark.parametrize("state", ["closed", "ended"])
def test_a_contract_that_is_over_is_asked_for_no_report(officer, contract, state):
    GrantContract.objects.update(state=state)
    with pytest.raises(ValidationError, match="over"):
        duty_add(by=officer, contract=contract, title="Report", due_on=TODAY)
    assert not ReportDuty.objects.exists()


def test_a_report_that_was_sent_back_meanwhile_is_not_handed_in(officer, contract, funded, report):
    duty = duty_add(by=officer, contract=contract, title="Report", due_on=TODAY)
    Report.objects.update(state="returned")
    with pytest.raises(ValidationError, match="still being written"):
        duty_hand_in(by=funded.partner, duty=duty, report=report)


def test_sending_back_leaves_an_event_of_the_programme(officer, contract, funded, report):
    duty = duty_add(by=officer, contract=contract, title="Report", due_on=TODAY)
    duty_hand_in(by=funded.partner, duty=duty, report=report)
    report_returned(by=officer, duty=duty, language="en", remarks="Lists?")
    event = AuditEvent.objects.get(verb="reportduty.return")
    organisation = contract.proposal.call.programme.organisation_id
    assert (event.about_id, event.subject_id) == (str(organisation), str(duty.pk))


def test_a_day_that_moved_meanwhile_is_reminded_of_again(officer, contract):
    duty = duty_add(by=officer, contract=contract, title="Report", due_on=TODAY)
    assert duties_remind(TODAY) == 1  # duty was read before
    later = date(2027, 1, 31)
    duty_update(by=officer, duty=duty, opened_version=1, facts={"due_on": later})
    assert ReportDuty.objects.get().reminded_on is None


def test_a_contract_is_drafted_on_the_decision_as_it_stands(officer, proposal):
    share = proposal.shares.select_related("proposal__call__programme").first()
    assert share.proposal.state == "selected"
    type(proposal).objects.update(state="eligible")
    with pytest.raises(ValidationError, match="selected proposals"):
        contract_create(
            by=officer, share=share, facts={"language": "en", "starts": DAY, "ends": DAY}
        )
