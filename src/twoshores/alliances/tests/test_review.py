"""What the design review finds in a partnership: from the pages of alliances to the finding."""

from datetime import date

import pytest
from django.urls import reverse

from twoshores.alliances.models import (
    CapacityTransfer,
    JointVision,
    PartnerNeed,
    PartnerStrength,
    PartnerVision,
    Stakeholder,
    VisionDifference,
)
from twoshores.alliances.review_texts import TEXTS
from twoshores.engines.review import Answer
from twoshores.projects.models import Project
from twoshores.projects.selectors.review import reviewed


def answers(project: Project) -> dict[str, Answer]:
    fresh = Project.objects.get(pk=project.pk)
    return {row.rule.id: row.verdict.answer for row in reviewed(fresh).judged}


@pytest.fixture
def lopsided(design):
    """The partner in France says the goal, knows the trade and teaches; nobody else is asked."""
    project, partner = design.project, design.partner
    project.ends = date(2027, 12, 31)
    project.save()
    PartnerVision.objects.create(project=project, partner=partner, text="Eau", language="fr")
    JointVision.objects.create(project=project, text="Eau", language="fr")
    VisionDifference.objects.create(project=project, text="Who keeps the pumps")
    for text, weight, holders in (("Dig", 5, [partner]), ("Reach villages", 1, [])):
        need = PartnerNeed.objects.create(
            project=project, subject="sector", text=text, weight=weight
        )
        for holder in holders:
            PartnerStrength.objects.create(project=project, need=need, partner=holder, grade="said")
    CapacityTransfer.objects.create(
        project=project, teacher=partner, learner=design.lead, what="Pumps", means="doing"
    )
    Stakeholder.objects.create(
        project=project, name="Town hall", group="local_authority", country="ML"
    )
    agreement = project.agreements.create(
        kind="memorandum", title="Memo", language="fr", state="signed", expires_on="2027-06-30"
    )
    agreement.parties.create(partner=partner)
    return design


def test_empty_pages_are_not_known_and_no_finding(design):
    found = answers(design.project)
    assert {found[rule] for rule in TEXTS if rule != "work-on-one-side"} == {Answer.NOT_KNOWN}


def test_each_finding_is_read_from_its_page(lopsided):
    found = answers(lopsided.project)
    assert {rule for rule in TEXTS if found[rule] is Answer.DOES_NOT} == set(TEXTS) - {
        "work-on-one-side"  # no work plan yet
    }
    assert found["no-local-authority"] is Answer.NOT_KNOWN


def test_what_is_mended_is_no_longer_found(lopsided):
    project, lead, partner = lopsided.project, lopsided.lead, lopsided.partner
    PartnerVision.objects.create(project=project, partner=lead, text="Ji", language="bm")
    joint = project.joint_vision
    joint.agreed_by.set([lead, partner])
    joint.agreed_on = date(2026, 1, 1)
    joint.save()
    project.differences.update(resolved_on=date(2026, 2, 1), resolution="Each village")
    for need in project.partner_needs.all():
        PartnerStrength.objects.create(project=project, need=need, partner=lead, grade="said")
    CapacityTransfer.objects.create(
        project=project, teacher=lead, learner=partner, what="Villages", means="exposure"
    )
    project.stakeholders.update(strategy="inform")
    project.agreements.update(expires_on=None)
    found = answers(project)
    assert {found[rule] for rule in TEXTS if rule != "work-on-one-side"} == {Answer.HOLDS}
    assert found["no-local-authority"] is Answer.HOLDS


def test_who_left_neither_speaks_nor_holds_anything(lopsided):
    lopsided.partner.left_on = date(2026, 3, 1)
    lopsided.partner.save()
    found = answers(lopsided.project)
    assert found["need-uncovered"] is Answer.DOES_NOT
    assert found["goal-in-some-words"] is Answer.NOT_CONCERNED  # one partner is left


def test_the_page_leads_to_where_it_is_mended(lopsided, client, django_assert_max_num_queries):
    client.force_login(lopsided.coordinator)
    pk = lopsided.project.pk
    with django_assert_max_num_queries(15):
        page = client.get(reverse("workbench_review", args=[pk])).text
    need = lopsided.project.partner_needs.get(text="Dig")
    for href in (
        reverse("need_strengths", args=[pk, need.pk]),
        reverse("partner_vision", args=[pk, lopsided.lead.pk]),
        reverse("alliance_learning", args=[pk]),
        reverse("alliance_stakeholder", args=[pk, lopsided.project.stakeholders.get().pk]),
    ):
        assert href in page
