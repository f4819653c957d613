"""A mediation is read by its parties and the mediator: not by other partners, not before it is
taken by a steward, not in mails, the audit or the project's history."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from twoshores.actors.models import Membership
from twoshores.alliances.models import Mediation
from twoshores.alliances.services.mediations import (
    mediation_ask,
    mediation_mail,
    mediation_move,
    mediation_say,
)
from twoshores.common.models import AuditEvent
from twoshores.common.states import WrongState

SECRET = "They spent the travel money twice"


@pytest.fixture
def asked(design, third) -> Mediation:
    return mediation_ask(
        by=design.abroad,
        project=design.project,
        asking=design.partner,
        others=[design.lead],
        about=SECRET,
        language="en",
    )


def sees(client, user, address) -> bool:
    client.force_login(user)
    answer = client.get(address)
    assert answer.status_code in (200, 404)
    return SECRET in answer.content.decode()


def test_only_parties_read_it_and_nobody_else_learns_of_it(design, third, steward, asked, client):
    page = reverse("mediation", args=[asked.pk])
    signals = reverse("alliance_signals", args=[design.project.pk])
    assert sees(client, design.abroad, page)
    assert sees(client, design.coordinator, page)
    for outsider in (third[1], design.viewer, design.stranger, steward):
        assert not sees(client, outsider, page)
    client.force_login(third[1])
    assert page not in client.get(signals).content.decode()
    client.force_login(design.abroad)
    assert page in client.get(signals).content.decode()


def test_a_steward_sees_that_it_waits_and_reads_it_once_it_is_theirs(steward, asked, client):
    waiting = reverse("mediations")
    assert not sees(client, steward, waiting)
    assert "Mali" in client.get(waiting).content.decode()
    client.post(reverse("mediation_take", args=[asked.pk]))
    assert sees(client, steward, reverse("mediation", args=[asked.pk]))
    asked.refresh_from_db()
    assert asked.facilitator == steward


def test_a_steward_of_one_of_the_organisations_does_not_mediate(design, steward, asked):
    Membership.objects.create(user=steward, organisation=design.keeper, role="viewer")
    with pytest.raises(PermissionDenied):
        mediation_move(by=steward, mediation=asked, move="take")


def test_nothing_said_stands_in_the_audit_the_history_or_a_mail(design, steward, asked, client):
    mediation_move(by=steward, mediation=asked, move="take")
    mediation_say(by=design.abroad, mediation=asked, text=SECRET, language="en")
    events = AuditEvent.objects.filter(subject_kind="alliances.mediation")
    assert events.count() == 3
    assert not events.filter(about_id=str(design.project.pk)).exists()
    client.force_login(design.coordinator)
    history = client.get(reverse("workbench_history", args=[design.project.pk]))
    assert "mediation" not in history.content.decode().lower()
    mail.outbox.clear()
    mediation_mail(str(asked.pk), "said", str(design.abroad.pk))
    assert {to for sent in mail.outbox for to in sent.to} == {
        "coordinator@example.org",
        "steward@example.org",
    }
    assert all(SECRET not in sent.body + sent.subject for sent in mail.outbox)


def test_it_is_settled_in_words_and_then_closed(design, steward, asked):
    mediation_move(by=steward, mediation=asked, move="take")
    with pytest.raises(ValidationError):
        mediation_move(by=steward, mediation=asked, move="settle", outcome=" ")
    settled = mediation_move(by=steward, mediation=asked, move="settle", outcome="Paid back")
    assert settled.outcome == "Paid back"
    with pytest.raises(ValidationError):
        mediation_say(by=design.abroad, mediation=settled, text="More", language="en")
    with pytest.raises(WrongState):
        mediation_move(by=steward, mediation=settled, move="give_back")


def test_who_asked_takes_it_back_the_other_side_does_not(design, asked):
    with pytest.raises(PermissionDenied):
        mediation_move(by=design.coordinator, mediation=asked, move="withdraw")
    assert mediation_move(by=design.abroad, mediation=asked, move="withdraw").state == "withdrawn"


def test_nobody_asks_in_the_name_of_another_or_with_itself(design, asked):
    given = {"project": design.project, "about": "x", "language": "en"}
    with pytest.raises(PermissionDenied):
        mediation_ask(by=design.abroad, asking=design.lead, others=[design.partner], **given)
    with pytest.raises(ValidationError):
        mediation_ask(by=design.abroad, asking=design.partner, others=[design.partner], **given)
    assert Mediation.objects.count() == 1
