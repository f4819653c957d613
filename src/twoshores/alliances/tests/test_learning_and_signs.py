"""Learning goes both ways, and early signs are read from what stands there."""

from datetime import timedelta
from fractions import Fraction

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from twoshores.alliances.models import CapacityTransfer
from twoshores.alliances.selectors.learning import learning_of
from twoshores.alliances.selectors.signals import shares_of, signs_at
from twoshores.catalogue.services import catalogue_load
from twoshores.projects.models import Project, Risk
from twoshores.projects.services.rows import row_create


def learn(design, learner, teacher, **facts):
    whole = {"learner": learner, "teacher": teacher, "what": "Tenir les comptes", "means": "peer"}
    return row_create(
        by=design.coordinator,
        project=design.project,
        model=CapacityTransfer,
        facts=whole | facts,
    )


def test_who_only_teaches_and_who_only_learns_is_said(design, third):
    learn(design, design.partner, design.lead)
    project = Project.objects.get(pk=design.project.pk)
    learning = learning_of(project)
    assert learning.only_teach == [design.lead]
    assert learning.only_learn == [design.partner]
    assert learning.neither == [third[0]]
    learn(design, design.lead, design.partner)
    assert learning_of(project).only_teach == []


def test_nobody_learns_from_itself(design, client):
    with pytest.raises(ValidationError):
        learn(design, design.lead, design.lead)
    client.force_login(design.coordinator)
    sent = client.post(
        reverse("transfer_new", args=[design.project.pk]),
        {"what": "x", "learner": design.lead.pk, "teacher": design.lead.pk, "means": "peer"},
    )
    assert sent.status_code == 422
    assert "Nobody learns from itself" in sent.content.decode()


def test_signs_are_read_from_reports_and_writing(design):
    today = timezone.localdate()
    project = design.project
    Project.objects.filter(pk=project.pk).update(stage="running", starts=today - timedelta(200))
    project.refresh_from_db()
    period = project.periods.create(position=1, name="1", starts="2026-01-01", ends="2026-06-30")
    project.reports.create(
        period=period, partner=design.partner, language="fr", due_on=today - timedelta(1)
    )
    project.partners.filter(pk=design.partner.pk).update(agreement="none")
    found = {(sign.key, sign.partner) for sign in signs_at(project, [], today)}
    who = str(design.partner.pk)
    assert found == {("no-meeting", ""), ("late-reports", who), ("nothing-in-writing", who)}


def test_a_sign_leads_to_its_threat_and_becomes_a_risk(design, client):
    catalogue_load()
    design.project.partners.filter(pk=design.partner.pk).update(agreement="none")
    Project.objects.filter(pk=design.project.pk).update(stage="running", starts="2026-01-01")
    client.force_login(design.coordinator)
    page = client.get(reverse("alliance_signals", args=[design.project.pk])).content.decode()
    assert "Kayes in Paris\u2069: works without a signed agreement." in page
    address = reverse("risk_new", args=[design.project.pk]) + "?threat=unclear-shares"
    form = client.get(address).content.decode()
    assert "Who does what with which money is not clear" in form
    sent = {"kind": "project", "text": "Parts", "likelihood": 3, "effect": 3}
    assert client.post(address, sent).status_code == 302
    assert Risk.objects.get().threat == "unclear-shares"
    assert client.get(address.replace("unclear-shares", "nonsense")).status_code == 200


def test_unlike_currencies_are_no_share_and_like_ones_are(design):
    project = design.project
    period = project.periods.create(position=1, name="1", starts="2026-01-01", ends="2026-06-30")
    for partner, currency, amount in ((design.lead, "EUR", 30), (design.partner, "EUR", 70)):
        line = project.budget_lines.create(
            partner=partner, category="travel", text="x", currency=currency
        )
        line.amounts.create(period=period, amount=amount)
    assert shares_of(project) == {
        design.lead.pk: Fraction(3, 10),
        design.partner.pk: Fraction(7, 10),
    }
    line.amounts.update(amount=70)
    project.budget_lines.filter(pk=line.pk).update(currency="GNF")
    assert shares_of(project) == {}


def test_the_page_of_signs_stays_within_its_queries(design, client, django_assert_max_num_queries):
    catalogue_load()
    period = design.project.periods.create(
        position=1, name="1", starts="2026-01-01", ends="2026-06-30"
    )
    for partner, currency in ((design.lead, "GNF"), (design.partner, "EUR")):
        line = design.project.budget_lines.create(
            partner=partner, category="travel", text="x", currency=currency
        )
        line.amounts.create(period=period, amount=5)
    client.force_login(design.coordinator)
    with django_assert_max_num_queries(15):
        client.get(reverse("alliance_signals", args=[design.project.pk]))
