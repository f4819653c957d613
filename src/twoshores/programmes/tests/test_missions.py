"""Monitoring missions: planned, written on the spot, shared, followed to the end."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from twoshores.accounts.models import User
from twoshores.programmes.models import Mission, Office
from twoshores.programmes.services.missions import (
    action_add,
    action_done,
    mission_move,
    mission_plan,
    mission_share,
    mission_update,
)
from twoshores.projects.models import Project

pytestmark = pytest.mark.django_db
FACTS = {
    "country": "ML",
    "language": "fr",
    "title": "Les puits tiennent-ils ?",
    "starts": "2026-11-02",
    "ends": "2026-11-04",
}


@pytest.fixture
def mission(programme, officer, funded) -> Mission:
    from datetime import date

    days = {"starts": date(2026, 11, 2), "ends": date(2026, 11, 4)}
    return mission_plan(
        by=officer, programme=programme, facts=FACTS | days | {"project": funded.project}
    )


def test_it_begins_with_the_checklist_in_its_language(mission):
    texts = list(mission.points.values_list("text", flat=True))
    assert len(texts) >= 8
    assert all(row.is_well is None for row in mission.points.all())


def test_planned_written_shared_closed(client, mission, programme, officer, funded):
    client.force_login(officer)
    here = [programme.pk, mission.pk]
    first, second = mission.points.all()[:2]
    written = client.post(
        reverse("mission_write", args=here),
        {
            "version": mission.version,
            f"well-{first.pk}": "no",
            f"note-{first.pk}": "Rien d'écrit",
            f"well-{second.pk}": "yes",
            "summary": "Deux puits sur trois",
        },
    )
    assert written.status_code == 302
    first.refresh_from_db()
    assert (first.is_well, first.note) == (False, "Rien d'écrit")
    move = reverse("mission_move", args=here)
    client.post(move, {"move": "share"})
    mission.refresh_from_db()
    assert mission.shared_at is None  # nothing was found yet
    client.post(move, {"move": "make"})
    client.post(
        reverse("mission_action_new", args=here),
        {
            "text": "Écrire les rôles",
            "due_on": "2026-12-01",
            "partner": str(funded.project.partners.get(position=2).pk),
        },
    )
    client.post(move, {"move": "share"})
    client.post(move, {"move": "close"})
    mission.refresh_from_db()
    assert mission.state == "made"  # an action is open

    client.force_login(funded.partner)
    action = mission.actions.get()
    shown = client.get(reverse("project_mission", args=[funded.project.pk, mission.pk]))
    assert "Deux puits sur trois" in shown.content.decode()
    done = reverse("project_action_done", args=[funded.project.pk, mission.pk, action.pk])
    assert done in shown.content.decode()
    client.post(done, {"done_on": "2026-11-20", "evidence": "Accord signé"})
    action.refresh_from_db()
    assert action.evidence == "Accord signé"
    mission_move(by=officer, mission=mission, move="close")


def test_two_who_write_what_was_found(client, mission, programme, officer):
    client.force_login(officer)
    page = reverse("mission_write", args=[programme.pk, mission.pk])
    opened = {"version": mission.version}
    assert client.post(page, opened | {"summary": "First"}).status_code == 302
    again = client.post(page, opened | {"summary": "Second"})
    assert again.status_code == 409
    assert "First" in again.content.decode()


def test_who_sees_a_mission(client, mission, programme, funded, stranger):
    focal, other = (User.objects.create_user(f"{name}@example.org") for name in ("ml", "sn"))
    for user, country in ((focal, "ML"), (other, "SN")):
        Office.objects.create(
            programme=programme, user=user, role="focal_point", countries=[country]
        )
    page = reverse("mission", args=[programme.pk, mission.pk])
    for user, status in ((focal, 200), (other, 404), (stranger, 404), (funded.keeper, 404)):
        client.force_login(user)
        assert client.get(page).status_code == status, user.email
    theirs = reverse("project_mission", args=[funded.project.pk, mission.pk])
    client.force_login(funded.keeper)
    assert client.get(theirs).status_code == 404  # not shared
    mission_move(by=focal, mission=mission, move="make")
    mission_share(by=focal, mission=mission)
    assert client.get(theirs).status_code == 200


def test_a_partner_does_its_own_actions_only(mission, officer, funded):
    mission_move(by=officer, mission=mission, move="make")
    mission.refresh_from_db()
    lead = funded.project.partners.get(position=1)
    facts = {"text": "Compter", "due_on": timezone.localdate(), "partner": lead}
    action = action_add(by=officer, mission=mission, facts=facts)
    today = timezone.localdate()
    with pytest.raises(PermissionDenied):  # not shared yet
        action_done(by=funded.keeper, action=action, on=today, evidence="x")
    mission_share(by=officer, mission=mission)
    action.mission.refresh_from_db()
    with pytest.raises(PermissionDenied):
        action_done(by=funded.partner, action=action, on=today, evidence="x")
    with pytest.raises(ValidationError):
        action_done(by=funded.keeper, action=action, on=today.replace(year=2999), evidence="x")
    action_done(by=funded.keeper, action=action, on=today, evidence="Une liste")


def test_only_what_is_funded_is_visited(programme, officer, mission):
    from datetime import date

    other = Project.objects.create(code="P-2", title="Other", language="en")
    days = {"starts": date(2026, 11, 2), "ends": date(2026, 11, 1)}
    with pytest.raises(ValidationError):
        mission_plan(by=officer, programme=programme, facts=FACTS | days | {"project": other})


def test_a_focal_point_of_another_country_plans_nothing(programme, funded):
    user = User.objects.create_user("sn@example.org")
    Office.objects.create(programme=programme, user=user, role="focal_point", countries=["SN"])
    with pytest.raises(PermissionDenied):
        mission_plan(by=user, programme=programme, facts=FACTS | {"project": funded.project})


def test_an_open_action_stands_on_the_projects_today(client, mission, officer, funded):
    mission_move(by=officer, mission=mission, move="make")
    mission.refresh_from_db()
    lead = funded.project.partners.get(position=1)
    facts = {"text": "Compter les puits", "due_on": timezone.localdate(), "partner": lead}
    action_add(by=officer, mission=mission, facts=facts)
    mission_share(by=officer, mission=mission)
    client.force_login(funded.keeper)
    today = client.get(reverse("workbench_project", args=[funded.project.pk]))
    assert "Compter les puits" in today.content.decode()


def test_what_was_found_of_a_project_does_not_move_to_another(
    mission, programme, officer, funded, proposal
):
    """Partners of the other project would read it."""
    stranger = Project.objects.create(
        code="X-1", title="Other", language="en", owner=funded.project.owner
    )

    def move(to: Project) -> Mission:
        mission.refresh_from_db()
        return mission_update(
            by=officer, mission=mission, opened_version=mission.version, facts={"project": to}
        )

    with pytest.raises(ValidationError, match="that the programme funds"):
        move(stranger)
    assert move(proposal.project).project == proposal.project  # nothing is written yet
    move(funded.project)
    partner = funded.project.partners.first()
    action_add(
        by=officer,
        mission=mission,
        facts={"text": "Write", "partner": partner, "due_on": mission.ends},
    )
    with pytest.raises(ValidationError, match="Plan another mission"):
        move(proposal.project)
