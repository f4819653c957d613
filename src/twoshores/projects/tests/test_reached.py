"""People are counted once where they can be told apart; heads are never added to anything."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from twoshores.common.editing import StaleVersion
from twoshores.common.models import AuditEvent, Draft
from twoshores.projects.models import ReachedCount, ReachedPerson
from twoshores.projects.reached_lists import read_people
from twoshores.projects.selectors.reached import everybody_in, noted_in, reached_at
from twoshores.projects.services import reached as services
from twoshores.projects.services.periods import period_lock, periods_make
from twoshores.projects.services.plan import activity_create
from twoshores.projects.services.projects import project_create

SPANS = [
    ("First half", date(2027, 1, 1), date(2027, 6, 30)),
    ("Second half", date(2027, 7, 1), date(2027, 12, 31)),
]


@pytest.fixture
def running(design):
    by, project = design.coordinator, design.project
    design.first, design.second = periods_make(by=by, project=project, spans=SPANS)
    design.course, design.visit = (
        activity_create(by=by, project=project, facts={"title": title})
        for title in ("A course", "A visit")
    )
    return design


def add(design, text, *, activity=None, period=None, by=None):
    return services.people_add(
        by=by or design.coordinator,
        project=design.project,
        activity=activity or design.course,
        period=period or design.first,
        lines=read_people(text.encode(), "en").lines,
    )


def count(design, counts, *, opened=None, by=None, period=None):
    services.heads_set(
        by=by or design.coordinator,
        project=design.project,
        activity=design.course,
        period=period or design.first,
        opened_version=services.heads_version({}) if opened is None else opened,
        counts=counts,
    )


def periods_of(design):
    noted = noted_in(design.project)
    return reached_at(design.project, noted, noted.keys).periods


def test_nobody_is_counted_twice(running):
    add(running, "1,f,20\n2,f\n3,m")
    add(running, "2,f\n3,m,40\n4", activity=running.visit)
    add(running, "3,f\n5", period=running.second)
    everybody, found = everybody_in(running.project), periods_of(running)
    assert everybody.people == 5
    assert everybody.by_sex == {"female": 2, "differs": 1, "not_said": 2}
    assert [people.people for _period, _cells, people in found] == [4, 2]
    first = found[0][1]
    assert [(cell.activity.title, cell.listed.people) for cell in first] == [
        ("A course", 3),
        ("A visit", 3),
    ]


def test_a_list_sent_again_adds_nobody(running):
    assert add(running, "1\n2") == services.Added(new=2, known=0)
    assert add(running, "1\n2\n3") == services.Added(new=1, known=2)
    assert ReachedPerson.objects.count() == 3


def test_numbers_are_stored_nowhere(running):
    add(running, "K-998877,f,20")
    row = ReachedPerson.objects.get()
    kept = [str(getattr(row, field.attname)) for field in row._meta.concrete_fields]
    assert not any("998877" in value for value in kept)
    assert len(row.digest) == 64
    for event in AuditEvent.objects.all():
        assert "998877" not in f"{event.subject_id}{event.about_id}{event.fields}"


def test_the_trace_needs_the_key_and_the_project(running, settings):
    other = project_create(
        by=running.coordinator,
        owner=running.keeper,
        facts={"title": "Another", "language": "fr"},
        countries=[],
    )
    here = services.digest_of(running.project, "12")
    assert here == services.digest_of(running.project, "12")
    assert here != services.digest_of(other, "12")
    settings.SECRET_KEY = "another key"
    assert here != services.digest_of(running.project, "12")


def test_a_list_that_says_something_else_is_refused_whole(running):
    add(running, "1,f,20\n2")
    with pytest.raises(services.ListProblems) as refused:
        add(running, "9\n1,m,20\n2,f\n")
    assert [(one.row, one.column) for one in refused.value.problems] == [(2, "Sex")]
    assert ReachedPerson.objects.count() == 2


def test_a_locked_period_refuses_everything(running):
    add(running, "1")
    count(running, {("female", "0-14"): 3})
    period_lock(by=running.coordinator, period=running.first, lock=True)
    with pytest.raises(ValidationError, match="locked"):
        add(running, "2")
    with pytest.raises(ValidationError, match="locked"):
        count(running, {("female", "0-14"): 4})
    with pytest.raises(ValidationError, match="locked"):
        services.people_remove(
            by=running.coordinator,
            project=running.project,
            activity=running.course,
            period=running.first,
        )
    assert ReachedPerson.objects.count() == ReachedCount.objects.count() == 1


def test_who_notes_people(running):
    for somebody in (running.viewer, running.abroad, running.stranger):
        with pytest.raises(PermissionDenied):
            add(running, "1", by=somebody)
        with pytest.raises(PermissionDenied):
            count(running, {("female", "0-14"): 4}, by=somebody)
    assert not ReachedPerson.objects.exists()


def test_parts_of_another_project_are_refused(running):
    other = project_create(
        by=running.coordinator,
        owner=running.keeper,
        facts={"title": "Another", "language": "fr"},
        countries=[],
    )
    away = activity_create(by=running.coordinator, project=other, facts={"title": "Away"})
    with pytest.raises(ValidationError):
        add(running, "1", activity=away)


def test_blank_is_not_zero(running):
    counts = {("female", "0-14"): 0, ("male", "0-14"): None, ("male", "60+"): 12}
    count(running, counts)
    [(_period, [cell], _people)] = periods_of(running)
    assert cell.heads == {("female", "0-14"): 0, ("male", "60+"): 12}
    assert cell.counted == 12
    held = services.heads_version(cell.heads)
    count(running, {("female", "0-14"): None, ("male", "60+"): None}, opened=held)
    assert not ReachedCount.objects.exists()
    assert periods_of(running) == []


def test_heads_are_added_to_nothing(running):
    add(running, "1\n2")
    count(running, {("female", "0-14"): 30})
    count(running, {("female", "0-14"): 40}, period=running.second)
    assert everybody_in(running.project).people == 2
    assert [cells[0].counted for _period, cells, _people in periods_of(running)] == [30, 40]


def test_the_trail_says_that_and_where_but_not_whom(running):
    add(running, "1\n2")
    count(running, {("female", "0-14"): 30})
    services.people_remove(
        by=running.coordinator,
        project=running.project,
        activity=running.course,
        period=running.first,
    )
    events = AuditEvent.objects.filter(verb__startswith="reached.").order_by("pk")
    assert [(event.verb, event.subject_id, event.about_id) for event in events] == [
        (f"reached.{what}", str(running.course.pk), str(running.project.pk))
        for what in ("list", "heads", "remove")
    ]
    assert not ReachedPerson.objects.exists()


def test_two_people_count_the_same_heads(running):
    count(running, {("female", "0-14"): 3})
    with pytest.raises(StaleVersion) as stale:
        count(running, {("female", "0-14"): 5})
    [conflict] = stale.value.conflicts
    assert (conflict.theirs, conflict.mine) == (3, 5)
    count(running, {("female", "0-14"): 5}, opened=stale.value.current_version)
    assert ReachedCount.objects.get().number == 5


def test_a_number_of_people_is_not_less_than_none(running):
    with pytest.raises(ValidationError):
        count(running, {("female", "0-14"): -1})


def test_the_whole_round_on_the_pages(running, client, django_assert_max_num_queries):
    client.force_login(running.coordinator)
    project = running.project
    page = reverse("workbench_reached", args=[project.pk])
    where = [project.pk, running.first.pk, running.course.pk]
    asked = {"activity": running.course.pk, "period": running.first.pk, "how": "list"}
    sent = client.get(page, asked)
    assert sent.url == reverse("reached_list", args=where)
    assert client.get(page, asked | {"how": "heads"}).url == reverse("reached_heads", args=where)
    assert client.get(page, {"how": "list"}).status_code == 200
    refused = client.post(sent.url, {"lines": "1,f\nAwa\n3,m"})
    assert refused.status_code == 422
    assert "Nothing was saved" in refused.text
    assert not ReachedPerson.objects.exists()
    assert client.post(sent.url, {}).status_code == 422
    assert client.post(sent.url, {"lines": "1،f\n2،m\n3"}).status_code == 302
    file = SimpleUploadedFile("list.csv", b"number,sex\n3,m\n4,f\n")
    done = client.post(sent.url, {"file": file}, follow=True).text
    assert "1 person noted. 1 stood there already" in done
    heads = reverse("reached_heads", args=where)
    version = services.heads_version({})
    assert f'value="{version}"' in client.get(heads).text
    client.post(heads, {"version": str(version), "male:60+": "1234", "female:60+": "0"})
    assert 'value="1234"' in client.get(heads).text
    assert "noted here already" in client.get(sent.url).text
    add(running, "1\n7", activity=running.visit, period=running.second)
    with django_assert_max_num_queries(15):
        text = client.get(page).text
    assert "<strong>5</strong> different people" in text
    assert "Female, 60 and over: 0" in text
    assert "1,234" in text
    assert "never added" in text
    assert not Draft.objects.exists()
    client.post(reverse("reached_remove", args=where))
    assert ReachedPerson.objects.count() == 2
    period_lock(by=running.coordinator, period=running.first, lock=True)
    assert "locked" in client.post(sent.url, {"lines": "8"}).text
    assert "locked" in client.post(reverse("reached_remove", args=where), follow=True).text


def test_a_long_list_comes_in_pages(running, client, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr("twoshores.projects.views.reached.PAGE_LENGTH", 3)
    add(running, "1,f\n2", activity=running.visit)
    add(running, "1", period=running.second)
    count(running, {("female", "0-14"): 30})
    count(running, {("male", "60+"): 7}, period=running.second)
    client.force_login(running.viewer)
    address = reverse("workbench_reached", args=[running.project.pk])
    add(running, "1", activity=running.visit, period=running.second)
    for number, seen, unseen in (
        (1, ["First half", "Second half", ": 30<"], []),
        (2, ["Second half", "A visit"], ["First half", "A course"]),
    ):
        with django_assert_max_num_queries(15):
            page = client.get(address, {"page": number}).text
        assert "<strong>2</strong> different people" in page  # of all pages
        assert [words for words in seen if words not in page] == []
        assert [words for words in unseen if words in page] == []


def test_nothing_of_it_is_public(running, client):
    add(running, "1\n2")
    where = [running.project.pk, running.first.pk, running.course.pk]
    pages = [("workbench_reached", [running.project.pk]), ("reached_list", where)]
    pages.append(("reached_heads", where))
    client.force_login(running.stranger)
    for name, args in pages:
        assert client.get(reverse(name, args=args)).status_code == 404
    client.force_login(running.viewer)
    assert [client.get(reverse(n, args=a)).status_code for n, a in pages] == [200, 404, 404]
    assert client.post(reverse("reached_remove", args=where)).status_code == 404


def test_a_design_without_plan_or_periods_says_what_comes_first(design, client):
    client.force_login(design.coordinator)
    page = client.get(reverse("workbench_reached", args=[design.project.pk])).text
    assert "needs an activity" in page
