"""The goal in each partner's words, what all agreed on, and who has which part."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from twoshores.actors.models import Membership
from twoshores.alliances.models import (
    JointVision,
    PartnershipOrigin,
    PartnerVision,
    VisionDifference,
)
from twoshores.alliances.origins import TOLD
from twoshores.alliances.permissions.visions import can_write_vision
from twoshores.alliances.selectors.vision import goal_of, roles_of
from twoshores.alliances.services.vision import partner_vision_write, roles_set
from twoshores.common.editing import StaleVersion
from twoshores.projects.models import Activity, Project
from twoshores.projects.services.plan import PartsData, activity_create


def fresh(design) -> Project:
    return Project.objects.get(pk=design.project.pk)


def post(client, design, name, data, *more):
    client.force_login(design.coordinator)
    return client.post(reverse(name, args=[design.project.pk, *more]), data)


def test_each_partner_says_it_in_its_own_language(design, client):
    words = {"text": "ماء نظيف", "language": "ar", "version": 0}
    assert post(client, design, "partner_vision", words, design.partner.pk).status_code == 302
    assert PartnerVision.objects.get().partner == design.partner
    page = client.get(reverse("alliance_vision", args=[design.project.pk])).content.decode()
    assert "ماء نظيف" in page
    assert 'dir="rtl"' in page
    assert "Has not said it yet." in page


def test_a_partner_without_rights_writes_its_own_words_and_nobody_elses(design, third, client):
    partner, officer = third
    client.force_login(officer)
    page = client.get(reverse("alliance_vision", args=[design.project.pk])).content.decode()
    mine = reverse("partner_vision", args=[design.project.pk, partner.pk])
    others = reverse("partner_vision", args=[design.project.pk, design.lead.pk])
    assert mine in page
    assert others not in page
    words = {"text": "Ji sanuma", "language": "bm", "version": 0}
    assert client.post(others, words).status_code == 404
    assert client.post(mine, words).status_code == 302
    row = PartnerVision.objects.get()
    assert (row.partner, row.text) == (partner, "Ji sanuma")
    changed = {"by": officer, "opened_version": 0, "facts": {"text": "x", "language": "fr"}}
    with pytest.raises(PermissionDenied):
        partner_vision_write(partner=design.lead, row=None, **changed)
    with pytest.raises(ValidationError):  # another's row, as if it were one's own
        partner_vision_write(
            partner=partner, row=design.project.visions.create(partner=design.lead), **changed
        )
    assert client.post(mine, {"remove": "1"}).status_code == 302
    assert not PartnerVision.objects.filter(partner=partner).exists()


def test_viewers_strangers_those_who_left_and_finished_projects_write_no_words(design, third):
    partner, officer = third
    Membership.objects.create(
        user=design.stranger, organisation=partner.organisation, role="viewer"
    )
    assert can_write_vision(officer, fresh(design), partner)
    assert can_write_vision(design.coordinator, fresh(design), partner)
    for user in (design.viewer, design.stranger, design.abroad):
        assert not can_write_vision(user, fresh(design), partner)
    Project.objects.filter(pk=design.project.pk).update(stage="closed")
    assert not can_write_vision(officer, fresh(design), partner)
    Project.objects.filter(pk=design.project.pk).update(stage="running")
    design.project.partners.filter(pk=partner.pk).update(left_on=date(2026, 1, 1))
    assert not can_write_vision(officer, fresh(design), partner)


def test_an_agreed_text_says_who_agreed_and_who_has_not(design, client):
    sent = {"text": "De l'eau", "language": "fr", "agreed_on": "2026-01-01", "version": 0}
    assert post(client, design, "joint_vision", sent).status_code == 422
    sent["agreed_by"] = [design.lead.pk]
    assert post(client, design, "joint_vision", sent).status_code == 302
    assert goal_of(fresh(design)).not_agreed == [design.partner]
    proposal = sent | {"agreed_on": "", "text": "De l'eau pour tous", "version": 1}
    assert post(client, design, "joint_vision", proposal).status_code == 302
    assert goal_of(fresh(design)).agreed_by == set()
    late = post(client, design, "joint_vision", sent | {"text": "Other", "version": 1})
    assert late.status_code == 409
    assert JointVision.objects.get().text == "De l'eau pour tous"


def test_a_difference_stays_open_until_it_is_said_how_it_was_settled(design, client):
    sent = {"text": "Quels villages", "partners": [design.lead.pk], "resolved_on": "2026-01-01"}
    assert post(client, design, "difference_new", sent).status_code == 422
    assert post(client, design, "difference_new", sent | {"resolved_on": ""}).status_code == 302
    row = VisionDifference.objects.get()
    assert goal_of(fresh(design)).open == [row]
    settled = sent | {"resolution": "Douze", "version": 1}
    assert post(client, design, "difference_edit", settled, row.pk).status_code == 302
    assert goal_of(fresh(design)).settled == [row]


def test_every_way_of_coming_about_is_told():
    assert set(TOLD) == set(PartnershipOrigin.How.values)


def test_roles_stand_in_the_work_plan_too(design, third):
    first, second = (
        activity_create(
            by=design.coordinator,
            project=design.project,
            facts={"title": title, "starts": date(2027, 1, 1), "ends": date(2027, 2, 1)},
            parts=PartsData(),
        )
        for title in ("Forer", "Payer")
    )
    second.waits_for.create(before=first, lag_days=3)
    roles = roles_of(fresh(design))
    assert roles.nobody == [first, second]
    parts = {design.lead: "responsible", design.partner: "consulted", third[0]: "contributes"}
    roles_set(by=design.coordinator, activity=second, opened_version=1, parts=parts)
    roles = roles_of(fresh(design))
    assert roles.parts[second.pk] == {row.pk: part for row, part in parts.items()}
    assert roles.nobody == [first]
    assert roles.idle == [design.partner]
    assert second.waits_for.get().lag_days == 3  # what it waits for is as it was
    parts = {design.lead: "informed", design.partner: "", third[0]: ""}
    again = Activity.objects.get(pk=second.pk)
    roles_set(by=design.coordinator, activity=again, opened_version=again.version, parts=parts)
    assert roles_of(fresh(design)).parts[second.pk] == {design.lead.pk: "informed"}


def test_two_are_not_responsible_and_two_writers_see_each_other(design):
    row = design.project.activities.create(title="Forer")
    both = {design.lead: "responsible", design.partner: "responsible"}
    with pytest.raises(ValidationError):
        roles_set(by=design.coordinator, activity=row, opened_version=1, parts=both)
    with pytest.raises(PermissionDenied):
        roles_set(by=design.viewer, activity=row, opened_version=1, parts={})
    Activity.objects.filter(pk=row.pk).update(version=4)
    row.refresh_from_db()
    with pytest.raises(StaleVersion):
        roles_set(by=design.coordinator, activity=row, opened_version=1, parts={})
