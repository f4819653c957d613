"""Meetings: planned by somebody's clock, recorded afterwards, carried to calendars and Today."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from twoshores.alliances.models import Meeting, NextStep
from twoshores.alliances.selectors.meetings import attendance_of, touches_of
from twoshores.alliances.services.meetings import Step, meeting_record
from twoshores.common.editing import StaleVersion
from twoshores.projects.models import Project
from twoshores.projects.services.rows import row_create

FORM = {
    "title": "Choisir les villages",
    "on": "2027-03-01",
    "at": "10:00",
    "zone": "Europe/Paris",
    "agenda": "Liste\nDates",
    "language": "fr",
    "version": "0",
}


def meeting(design, *, days=-1, **facts) -> Meeting:
    whole = {
        "title": "Point",
        "language": "fr",
        "starts_at": timezone.now() + timedelta(days=days),
        "zone": "Africa/Bamako",
    }
    return row_create(
        by=design.coordinator, project=design.project, model=Meeting, facts=whole | facts
    )


def record(design, row, **more):
    given = {"facts": {"notes": "", "decided": ""}, "presences": {}, "opened_version": row.version}
    return meeting_record(by=design.coordinator, meeting=row, **given | more)


def page(client, design, name, *more):
    client.force_login(design.coordinator)
    return client.get(reverse(name, args=[design.project.pk, *more]))


def test_a_time_is_that_of_the_zone_beside_it(design, client):
    client.force_login(design.coordinator)
    address = reverse("meeting_new", args=[design.project.pk])
    assert client.post(address, FORM).status_code == 302
    row = Meeting.objects.get()
    assert row.starts_at == datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
    shown = client.get(reverse("alliance_meeting", args=[design.project.pk, row.pk]))
    assert "10:00" in shown.content.decode()  # Paris
    assert "9:00" in shown.content.decode()  # Bamako
    edit = client.get(reverse("meeting_edit", args=[design.project.pk, row.pk])).content.decode()
    assert 'value="10:00' in edit


def test_only_zones_of_the_countries_are_offered(design, client):
    form = page(client, design, "meeting_new").content.decode()
    assert "Africa/Bamako" in form
    assert "America/New_York" not in form
    sent = client.post(
        reverse("meeting_new", args=[design.project.pk]), FORM | {"zone": "Mars/Olympus"}
    )
    assert sent.status_code == 422
    assert not Meeting.objects.exists()


def test_a_meeting_to_come_has_no_record_yet(design):
    with pytest.raises(ValidationError):
        record(design, meeting(design, days=3))


def test_a_record_notes_who_came_what_was_decided_and_who_does_what(design):
    row = meeting(design)
    record(
        design,
        row,
        facts={"notes": "Long", "decided": "Douze villages"},
        presences={design.lead: True, design.partner: False},
        step=Step("Écrire au maire", design.partner, date(2027, 1, 1)),
        keep_decision=True,
    )
    row.refresh_from_db()
    assert row.state == "held"
    assert [came for _partner, (came,) in attendance_of(design.project).rows] == [True, False]
    assert NextStep.objects.get().partner == design.partner
    kept = design.project.decisions.get()
    assert kept.text == "Douze villages"
    assert list(kept.partners.all()) == [design.lead]


def test_a_decision_without_words_is_not_kept_and_nothing_else_either(design):
    row = meeting(design)
    with pytest.raises(ValidationError) as refused:
        record(design, row, presences={design.lead: True}, keep_decision=True)
    assert "decided" in refused.value.error_dict
    row.refresh_from_db()
    assert row.state == "planned"
    assert not row.presences.exists()


def test_two_people_who_write_the_record_see_each_other(design):
    row = meeting(design)
    record(design, row, facts={"notes": "One", "decided": ""})
    with pytest.raises(StaleVersion):
        record(design, row, facts={"notes": "Two", "decided": ""}, opened_version=1)


def test_not_noted_is_neither_here_nor_away(design):
    row = record(design, meeting(design), presences={design.partner: True})
    record(design, row, presences={design.partner: None})
    assert not row.presences.exists()
    assert touches_of(design.project, timezone.localdate())[0].weeks is None


def test_silence_is_counted_from_the_last_word(design, third, client):
    today = timezone.localdate()
    row = meeting(design, days=-45)
    record(design, row, presences={design.partner: True, third[0]: False})
    design.project.contacts.create(partner=third[0], on=today, how="call")
    rows = {
        touch.partner: touch
        for touch in touches_of(Project.objects.get(pk=design.project.pk), today)
    }
    assert rows[design.partner].weeks == 6
    assert rows[design.partner].is_silent
    assert rows[third[0]].weeks == 0
    assert design.lead not in rows  # the keeper writes here itself
    assert "6 weeks ago" in page(client, design, "alliance_meetings").content.decode()


def test_the_calendar_file_is_read_by_a_calendar(design, client):
    row = meeting(design, days=3, title="Réunion, à Kayes; points\n1", minutes=90, agenda="a\nb")
    answer = page(client, design, "meeting_calendar", row.pk)
    assert answer["Content-Type"].startswith("text/calendar")
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(minutes=90)
    assert str(event["summary"]) == row.title
    assert str(event["url"]).endswith(reverse("alliance_meeting", args=[design.project.pk, row.pk]))


def test_steps_and_unrecorded_meetings_wait_on_today(design, client):
    meeting(design, title="Sans compte rendu")
    design.project.next_steps.create(text="Écrire au maire", due_on=date(2020, 1, 1))
    today = page(client, design, "workbench_project").content.decode()
    assert "Sans compte rendu" in today
    assert "Écrire au maire" in today


def test_a_viewer_reads_and_does_not_write_a_stranger_sees_nothing(design, client):
    row = meeting(design)
    args = [design.project.pk]
    for user, status in ((design.viewer, 200), (design.stranger, 404)):
        client.force_login(user)
        assert client.get(reverse("alliance_meetings", args=args)).status_code == status
        assert client.get(reverse("alliance_meeting", args=[*args, row.pk])).status_code == status
        assert client.get(reverse("meeting_new", args=args)).status_code == 404
    with pytest.raises(PermissionDenied):
        meeting_record(
            by=design.viewer,
            meeting=row,
            opened_version=1,
            facts={"notes": "", "decided": ""},
            presences={},
        )


def test_pages_stay_within_their_queries(design, client, django_assert_max_num_queries):
    for number in range(20):
        row = record(
            design, meeting(design, days=-number - 1), presences={design.partner: bool(number % 2)}
        )
        design.project.next_steps.create(text=f"Step {number}", meeting=row)
        design.project.contacts.create(partner=design.partner, on="2026-01-01", how="call")
    client.force_login(design.coordinator)
    for address in (
        reverse("alliance_meetings", args=[design.project.pk]),
        reverse("alliance_meeting", args=[design.project.pk, row.pk]),
        reverse("alliance_learning", args=[design.project.pk]),
    ):
        with django_assert_max_num_queries(15):
            assert client.get(address).status_code == 200
