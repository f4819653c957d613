"""What waits at a programme, counted for each who works for it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from twoshores.accounts.models import User
from twoshores.programmes.models import Office
from twoshores.programmes.permissions.programmes import standing_with
from twoshores.programmes.selectors.today import Waiting, waiting_in
from twoshores.programmes.waiting import programmes_waiting

from .conftest import Funded
from .money import make_contract

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 27)


@pytest.fixture
def busy(funded: Funded) -> Funded:
    """A late report, one to read, an instalment to pay, a late action, a question, a request."""
    project, programme = funded.project, funded.proposal.call.programme
    contract = funded.proposal.contracts.create(
        partner=project.partners.get(position=2),
        number="G-1",
        language="fr",
        currency="EUR",
        amount=100,
        starts=TODAY,
        ends=TODAY,
        state="running",
    )
    contract.instalments.create(position=1, amount=100, condition="date", state="released")
    contract.duties.create(title="Late", due_on=TODAY - timedelta(1))
    period = project.periods.create(position=1, name="One", starts=TODAY, ends=TODAY)
    report = project.reports.create(period=period, language="fr", state="submitted")
    contract.duties.create(title="In", due_on=TODAY - timedelta(9), report=report)
    mission = programme.missions.create(
        project=project, country="ML", language="fr", title="x", starts=TODAY, ends=TODAY
    )
    mission.actions.create(text="Write", due_on=TODAY - timedelta(2))
    funded.proposal.call.questions.create(language="fr", text="Who?")
    programme.support_requests.create(
        organisation=project.owner, kind="question", country="SN", language="fr", text="?"
    )
    return funded


def waiting(user: User, funded: Funded) -> Waiting:
    programme = funded.proposal.call.programme
    return waiting_in(user, programme, standing_with(user, programme), TODAY)


def test_whoever_runs_it_sees_all(client, busy, officer, django_assert_max_num_queries):
    assert waiting(officer, busy) == Waiting(
        support=1,
        questions=1,
        reports_to_read=1,
        reports_late=1,
        to_sign=0,
        signed_by_us=0,
        changes_asked=0,
        instalments=1,
        actions_late=1,
    )
    client.force_login(officer)
    page = reverse("programme", args=[busy.proposal.call.programme_id])
    client.get(page)
    with django_assert_max_num_queries(15):
        shown = client.get(page).content.decode()
    assert "Instalments that may be paid" in shown
    assert "Changes of contracts" not in shown


def test_offices_see_their_part(busy, programme):
    focal, assessor = (User.objects.create_user(f"{n}@example.org") for n in ("f", "a"))
    Office.objects.create(programme=programme, user=focal, role="focal_point", countries=["ML"])
    office = Office.objects.create(programme=programme, user=assessor, role="assessor")
    busy.proposal.assessments.create(office=office, due_on=timezone.localdate())
    assert waiting(focal, busy) == Waiting(support=0, actions_late=1)
    assert waiting(assessor, busy) == Waiting(marks=0)  # it was decided: no marks any more
    busy.proposal.state = "eligible"
    busy.proposal.save()
    assert waiting(assessor, busy) == Waiting(marks=1)


def test_contracts_wait_for_those_who_have_yet_to_sign(client, officer, proposal, programme):
    contract = make_contract(proposal)
    contract.state = "proposed"
    contract.save()
    lead = User.objects.get(email="lead@example.org")
    project = proposal.project

    def waits() -> tuple[int | None, int | None, bool]:
        found = waiting_in(officer, programme, standing_with(officer, programme), TODAY)
        items = programmes_waiting(project, lead, TODAY)
        here = reverse("grant", args=[project.pk, contract.pk])
        return found.to_sign, found.signed_by_us, here in [item.href for item in items]

    old = contract.versions.create(number=1, body=[], sha256="0" * 64)
    facts = {"signed_by": "Ada", "capacity": "President", "signed_on": TODAY, "sha256": "0" * 64}
    old.signatures.create(side="programme", **facts)
    latest = contract.versions.create(number=2, body=[], sha256="1" * 64)
    assert waits() == (1, 0, True)  # what was signed under an older version is not signed
    client.force_login(officer)
    shown = client.get(reverse("programme", args=[programme.pk])).content.decode()
    assert "Contracts that wait for your signature" in shown
    latest.signatures.create(side="programme", **facts)
    assert waits() == (0, 1, True)
    latest.signatures.create(side="partner", **facts)
    assert waits() == (0, 0, False)
    other = User.objects.get(email="abroad@example.org")
    assert programmes_waiting(project, other, TODAY) == []
