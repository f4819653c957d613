"""The demo's earlier call: whoever steps in finds proposals, decisions, contracts and money."""

from datetime import datetime

import pytest
from django.core import mail
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from twoshores.accounts.models import User
from twoshores.accounts.selectors import personas
from twoshores.actors.models import Membership, Organisation
from twoshores.catalogue.services import catalogue_load
from twoshores.common.models import OutboxMail
from twoshores.portal.demo.grants import CODE, load_demo_grants
from twoshores.portal.demo.grants_appraised import ASSESSOR, FOCAL_POINT
from twoshores.portal.demo.grants_projects import DESIGNED
from twoshores.portal.demo.grants_words import CALL
from twoshores.portal.demo.logins import demo_user
from twoshores.portal.demo.programme import OFFICER, load_demo_programme
from twoshores.portal.demo.project import KEEPER, PARTNER, load_demo_project
from twoshores.programmes.call_checks import balance_of, levels_missing
from twoshores.programmes.models import (
    Call,
    GrantContract,
    Letter,
    Programme,
    Proposal,
    ReportDuty,
    Submission,
)
from twoshores.programmes.selectors.calls import call_body
from twoshores.programmes.selectors.journal import journal_proof
from twoshores.programmes.selectors.scores import appraised
from twoshores.programmes.services.marking import sheet_of
from twoshores.projects.models import Project

KINDS = {
    KEEPER: ("ML", "local_authority"),
    PARTNER: ("FR", "migrant_association"),
    "sn-pikine": ("SN", "savings_cooperative"),
    "it-torino": ("IT", "migrant_association"),
    "ec-quilanga": ("EC", "grassroots_group"),
    "es-huelva": ("ES", "migrant_association"),
}


def everybody() -> dict[str, Organisation]:
    """The six organisations of the call, with the running project and the programme."""
    made = {}
    for code, (country, kind) in KINDS.items():
        made[code] = Organisation.objects.create(
            kind="organisation",
            is_demo=True,
            name=code,
            name_language="fr",
            organisation_kind=kind,
            country=country,
        )
        user = demo_user(f"{code}@demo.example.org", f"Coordinator, {code}", "fr")
        Membership.objects.create(user=user, organisation=made[code], role="coordinator")
    catalogue_load()
    load_demo_project(made)
    load_demo_programme()
    return made


@pytest.fixture
def organisations(db) -> dict[str, Organisation]:
    return everybody()


@pytest.fixture
def call(organisations) -> Call:
    before = len(connection.run_on_commit)
    made = load_demo_grants(organisations)
    assert made is not None
    assert len(connection.run_on_commit) == before, "no mail goes out for it"
    made.refresh_from_db()
    return made


def step_into(client, email: str) -> None:
    """The persona, reading English."""
    User.objects.filter(email=email).update(language="en")
    client.force_login(User.objects.get(email=email))


def read(client, page: str, *args) -> str:
    answer = client.get(reverse(page, args=args))
    assert answer.status_code == 200, page
    return answer.getvalue().decode()


def test_it_is_loaded_once_and_decided(call, organisations, client):
    assert load_demo_grants(organisations) is None
    assert (call.is_demo, call.state) == (True, Call.State.DECIDED)
    assert call.deadline < timezone.now()
    assert call.versions.get().body == call_body(call)
    criteria = list(call.criterions.all())
    assert not balance_of(criteria).is_uneven
    assert not levels_missing(criteria)
    states = {"selected", "reserve", "refused"}
    assert set(call.proposals.values_list("state", flat=True)) == states
    assert all(call.proposals.values_list("project__is_demo", flat=True))
    for language, (title, *_rest) in CALL.items():
        shown = client.get(reverse("call", args=[CODE]), headers={"accept-language": language})
        assert title in shown.content.decode()
    assert CODE in read(client, "calls")


def test_without_a_project_to_fund_there_is_none(organisations):
    Project.objects.filter(owner=organisations[KEEPER]).update(owner=organisations[PARTNER])
    assert load_demo_grants(organisations) is None


def test_nobody_is_mailed_and_every_letter_counts_as_sent(call):
    assert not OutboxMail.objects.exists()
    assert mail.outbox == []
    assert Letter.objects.count() == 3
    assert not Letter.objects.filter(sent_at=None).exists()
    assert not ReportDuty.objects.filter(due_on__lt=timezone.localdate()).exists()


def test_three_personas_more(call):
    labels = set(personas().values_list("demo_label", flat=True))
    assert {"Assessor of a call", "Focal point of a programme in Mali"} <= labels
    assert not User.objects.filter(programme_offices__isnull=False, is_demo=False).exists()


def test_two_marks_differ_and_one_stays_below_its_bar(call):
    scores = appraised(call, list(call.proposals.all())).scores
    by_state = {row.state: scores[row.pk] for row in call.proposals.all()}
    assert 20 < by_state["reserve"].spread < 30
    assert by_state["selected"].spread < 10
    assert not by_state["selected"].barred
    assert by_state["refused"].barred


def test_the_officer_reads_what_was_loaded(call, client):
    step_into(client, OFFICER)
    programme = call.programme
    both = (programme.pk, call.pk)
    running = call.proposals.get(state="selected").project.title
    others = [words.title for _asked, words in DESIGNED.values()]
    for page, args in (
        ("appraisal_proposals", both),
        ("appraisal_ranking", both),
    ):
        shown = read(client, page, *args)
        for title in (running, *others):
            assert title in shown, page
    for page in (
        "programme_contracts",
        "programme_payments",
        "programme_duties",
        "programme_missions",
        "programme_portfolio",
        "programme_journal",
        "programme_support",
    ):
        assert read(client, page, programme.pk), page
    for contract in GrantContract.objects.all():
        assert contract.number in read(client, "programme_contracts", programme.pk)
    assert "Account fee of the quarter" in read(client, "programme_payments", programme.pk)


def test_contracts_run_in_two_currencies_and_the_first_part_is_paid(call):
    contracts = GrantContract.objects.order_by("number")
    assert [(one.currency, one.state) for one in contracts] == [
        ("XOF", "running"),
        ("EUR", "running"),
    ]
    for contract in contracts:
        states = contract.instalments.order_by("position").values_list("state", flat=True)
        assert list(states) == ["paid", "waiting", "waiting"]
        assert contract.duties.count() == 3
        assert contract.payments.get().bank_line is not None
    proof = journal_proof(Programme.objects.get())
    assert proof.is_whole


def test_the_applicant_reads_its_contract_and_nothing_of_rivals(call, client):
    step_into(client, f"{KEEPER}@demo.example.org")
    proposal = call.proposals.get(state="selected")
    own, other = GrantContract.objects.order_by("number")
    outcome = read(client, "proposal_outcome", proposal.project_id, proposal.pk)
    assert own.number in read(client, "grant", proposal.project_id, own.pk)
    for rival in Proposal.objects.exclude(pk=proposal.pk):
        assert rival.project.title not in outcome
        address = reverse("proposal_outcome", args=[rival.project_id, rival.pk])
        assert client.get(address).status_code == 404
    address = reverse("programme_contracts", args=[call.programme_id])
    assert client.get(address).status_code == 404
    assert other.partner.organisation.name == PARTNER


def test_the_assessor_reads_their_own_marks(call, client):
    step_into(client, ASSESSOR)
    assert call.proposals.get(state="reserve").project.title in read(
        client, "programme_assessing", call.programme_id
    )
    user = User.objects.get(email=ASSESSOR)
    own = call.proposals.get(state="reserve").assessments.get(office__user=user)
    other = call.proposals.get(state="reserve").assessments.exclude(pk=own.pk).get()
    page = read(client, "assessment", call.programme_id, own.pk)
    assert "Your marks" in page
    assert f"{sheet_of(own).so_far:.0f}" in page
    address = reverse("assessment", args=[call.programme_id, other.pk])
    assert client.get(address).status_code == 404


def test_its_grants_leave_as_files(call, client):
    step_into(client, OFFICER)
    assert "DEMO-STEPS-1-1" in read(client, "programme_iati", call.programme_id)
    for page, args in (
        ("programme_giving", (call.programme_id,)),
        ("call_giving", (call.programme_id, call.pk)),
    ):
        assert "Des mois plus calmes" in read(client, page, *args)


def test_a_question_waits_for_the_focal_point(call, client):
    step_into(client, FOCAL_POINT)
    request = call.programme.support_requests.get()
    assert (request.state, request.routed_to.user.email) == ("asked", FOCAL_POINT)
    assert read(client, "support_request", request.pk)
    assert call.programme.missions.get().points.count() == 10


@pytest.mark.parametrize("day", ["2028-02-29T23:30"])
def test_it_is_as_fresh_on_any_day(db, monkeypatch, day):
    """The last hour of a leap day: every day of the story is counted from there."""
    moment = datetime.fromisoformat(f"{day}+00:00")
    monkeypatch.setattr(timezone, "now", lambda: moment)
    call = load_demo_grants(everybody())
    assert call is not None
    call.refresh_from_db()
    assert call.opens_at < call.deadline < moment
    assert all(row.in_time for row in Submission.objects.all())
    assert ReportDuty.objects.earliest("due_on").due_on > moment.date()
    running = call.proposals.get(state="selected").project
    assert call.opens_at.date() < running.starts, "its costs count from its first day"
