"""Activities with partners and waiting, shifts that show what they move, progress that adds up."""

import itertools
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils.translation import override
from lxml import html

from twoshores.engines.schedule import Break, Broken
from twoshores.projects.models import Activity, Dependency
from twoshores.projects.selectors.plan import plan_of, weekend_of
from twoshores.projects.services import plan as services
from twoshores.projects.services.plan import PartsData
from twoshores.projects.views.plan_chart import break_words


@pytest.fixture
def add(design):
    def made(title: str, first: date, last: date, **parts) -> Activity:
        return services.activity_create(
            by=design.coordinator,
            project=design.project,
            facts={"title": title, "starts": first, "ends": last},
            parts=PartsData(**parts),
        )

    return made


@pytest.fixture
def three(add, design):
    dig = add("Dig", date(2027, 1, 1), date(2027, 1, 31), responsible=design.lead)
    pipe = add("Pipe", date(2027, 2, 1), date(2027, 2, 28), waits_for=[dig])
    pump = add("Pump", date(2027, 3, 1), date(2027, 3, 31), waits_for=[pipe], lag_days=0)
    return dig, pipe, pump


def test_a_circle_is_refused_by_its_names(design, three):
    dig, _pipe, pump = three
    with pytest.raises(ValidationError) as refused:
        services.activity_update(
            by=design.coordinator,
            project=design.project,
            row=dig,
            opened_version=1,
            facts={},
            parts=PartsData(waits_for=[pump]),
        )
    [message] = refused.value.message_dict["waits_for"]
    assert all(name in message for name in ("Dig", "Pipe", "Pump"))
    assert Dependency.objects.filter(after=dig).count() == 0


def test_a_shift_is_shown_before_it_is_done(design, three):
    dig, pipe, pump = three
    days = {"starts": date(2027, 1, 15), "ends": date(2027, 2, 14)}
    shift = services.shift_preview(project=design.project, activity=dig, **days)
    assert {move.id for move in shift.moves} == {str(row.pk) for row in three}
    dig.refresh_from_db()
    assert dig.starts == date(2027, 1, 1)
    services.activity_shift(by=design.coordinator, project=design.project, activity=dig, **days)
    for row in three:
        row.refresh_from_db()
    assert pipe.starts == date(2027, 2, 15)
    assert pump.starts == date(2027, 3, 15)
    assert pump.version == 2


def test_others_shift_nothing(design, three):
    days = {"starts": date(2027, 1, 15), "ends": date(2027, 2, 14)}
    with pytest.raises(PermissionDenied):
        services.activity_shift(by=design.viewer, project=design.project, activity=three[0], **days)


def test_the_latest_day_noted_is_the_state(design, three):
    dig = three[0]

    def note(day, percent):
        services.progress_note(
            by=design.coordinator,
            activity=dig,
            on=date(2027, 1, day),
            done_percent=percent,
            text="",
            language="fr",
        )

    note(20, 60)
    note(10, 30)  # written down later, about an earlier day
    dig.refresh_from_db()
    assert (dig.done_percent, dig.done_on) == (60, None)
    note(31, 100)
    dig.refresh_from_db()
    assert dig.done_on == date(2027, 1, 31)


def test_the_weekend_is_the_countrys():
    assert weekend_of("EG") == {4, 5}
    assert weekend_of("ML") == weekend_of("") == {5, 6}


def test_one_partner_is_responsible(design, add):
    row = add(
        "Dig",
        date(2027, 1, 1),
        date(2027, 1, 31),
        responsible=design.lead,
        contributing=[design.lead, design.partner],
    )
    parts = plan_of(design.project).partners[row.pk]
    assert [(part.partner, part.part) for part in parts] == [
        (design.lead, "responsible"),
        (design.partner, "contributes"),
    ]


def test_the_plan_on_its_pages(design, three, client, django_assert_max_num_queries):
    client.force_login(design.coordinator)
    project, dig = design.project, three[0]
    with django_assert_max_num_queries(15):
        page = client.get(reverse("workbench_plan", args=[project.pk])).text
    assert "should have ended" in page or "Dig" in page
    with django_assert_max_num_queries(15):
        detail = client.get(reverse("activity_detail", args=[project.pk, dig.pk])).text
    assert "nobody has said yet" in detail
    client.post(
        reverse("activity_progress", args=[project.pk, dig.pk]),
        {"on": "2027-01-20", "done_percent": "40", "text": "Trois puits"},
    )
    address = reverse("activity_shift", args=[project.pk, dig.pk])
    days = {"starts": "2027-01-15", "ends": "2027-02-14"}
    preview = client.post(address, days).text
    assert "This would move too" in preview
    assert "Pump" in preview
    dig.refresh_from_db()
    assert dig.starts == date(2027, 1, 1)
    client.post(address, days | {"apply": "1"})
    dig.refresh_from_db()
    assert (dig.starts, dig.done_percent) == (date(2027, 1, 15), 40)


def test_a_circle_keeps_what_was_typed(design, three, client):
    dig, _pipe, pump = three
    client.force_login(design.coordinator)
    page = client.post(
        reverse("activity_edit", args=[design.project.pk, dig.pk]),
        {
            "title": "Dig deeper",
            "starts": "2027-01-01",
            "ends": "2027-01-31",
            "waits_for": [str(pump.pk)],
            "version": "1",
        },
    )
    assert page.status_code == 422
    assert "circle" in page.text
    assert "Dig deeper" in page.text
    dig.refresh_from_db()
    assert dig.title == "Dig"


def test_an_end_before_the_start_is_said_at_the_field(design, three, client):
    dig = three[0]
    client.force_login(design.coordinator)
    typed = {"title": "Dig deeper", "starts": "2027-02-01", "ends": "2027-01-31", "version": "1"}
    page = client.post(reverse("activity_edit", args=[design.project.pk, dig.pk]), typed)
    assert page.status_code == 422
    assert page.context["form"].errors["ends"]
    assert "Dig deeper" in page.text


def test_two_people_change_one_activity(design, three, client):
    """The second keeps what was typed and sees the first one's words; saving again is a choice."""
    pipe = three[1]
    client.force_login(design.coordinator)
    address = reverse("activity_edit", args=[design.project.pk, pipe.pk])
    days = {"starts": "2027-02-01", "ends": "2027-02-28", "version": "1"}
    assert client.post(address, days | {"title": "Pipe to Marena"}).status_code == 302
    page = client.post(address, days | {"title": "Pipe to Yélimané", "ends": "2027-03-10"})
    assert page.status_code == 409
    assert "Pipe to Marena" in page.text
    assert "Pipe to Yélimané" in page.text
    pipe.refresh_from_db()
    assert (pipe.title, pipe.ends) == ("Pipe to Marena", date(2027, 2, 28))
    again = {"title": "Pipe to Yélimané", "version": str(page.context["version"])}
    assert client.post(address, days | again).status_code == 302
    pipe.refresh_from_db()
    assert pipe.title == "Pipe to Yélimané"


def test_two_hundred_activities_take_few_queries(design, client, django_assert_max_num_queries):
    rows = [
        Activity(
            project=design.project,
            position=number,
            title=f"Activity {number}",
            starts=date(2027, 1, 1),
            ends=date(2027, 6, 1),
        )
        for number in range(200)
    ]
    Activity.objects.bulk_create(rows)
    Dependency.objects.bulk_create(
        Dependency(before=before, after=after) for before, after in itertools.pairwise(rows)
    )
    client.force_login(design.coordinator)
    with django_assert_max_num_queries(15):
        client.get(reverse("workbench_plan", args=[design.project.pk]))


def test_a_title_of_the_other_direction_does_not_turn_the_sentence(design, three):
    """A sentence that begins with a Latin title must not run from left to right in Arabic."""
    work = plan_of(design.project)
    late = Break(Broken.LATE, str(three[0].pk), days=3)
    with override("ar"):
        text = break_words(late, work)["text"]
    assert "\u2068Dig\u2069" in text


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_an_activity_saved_untouched_in_any_language_keeps_its_days(design, client, language):
    """Its days once came back empty, from browsers that did not read the notation of French."""
    by, project = design.coordinator, design.project
    by.language = language
    by.save()
    facts = {"title": "Dig", "starts": date(2027, 1, 31), "ends": date(2027, 12, 1)}
    row = services.activity_create(by=by, project=project, facts=facts)
    client.force_login(by)
    address = reverse("activity_edit", args=[project.pk, row.pk])
    [form] = html.document_fromstring(client.get(address).text).xpath(
        "//form[.//input[@name='starts']]"
    )
    # lxml sends "on" for the chosen button of an empty value; a browser sends nothing.
    filled = form.form_values()
    sent = {
        name: value for name, value in filled if name != "csrfmiddlewaretoken" and value != "on"
    }
    assert (sent["starts"], sent["ends"]) == ("2027-01-31", "2027-12-01")
    assert client.post(address, sent).status_code == 302
    row.refresh_from_db()
    assert (row.starts, row.ends) == (date(2027, 1, 31), date(2027, 12, 1))
