"""A period changes by itself, and nothing that hangs on it falls out of it."""

from datetime import date
from decimal import Decimal as D

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from twoshores.common.editing import StaleVersion
from twoshores.common.models import AuditEvent
from twoshores.engines.indicators import Value
from twoshores.projects.forms.periods import PeriodForm, name_of_days, period_initial
from twoshores.projects.models import Report
from twoshores.projects.services import indicators as measuring
from twoshores.projects.services import periods as services


@pytest.fixture
def halves(design):
    spans = [
        ("First half", date(2027, 1, 1), date(2027, 6, 30)),
        ("Second half", date(2027, 7, 1), date(2027, 12, 31)),
    ]
    return services.periods_make(by=design.coordinator, project=design.project, spans=spans)


@pytest.fixture
def measured(design, halves):
    """Wells were counted on the first of June, in the first half."""
    facts = {"text": "Wells dug", "kind": "number", "adds": "new", "unit": "wells"}
    wells = measuring.indicator_create(by=design.coordinator, project=design.project, facts=facts)
    data = measuring.MeasurementData(Value(number=D(3)), date(2027, 6, 1))
    return measuring.measurement_add(
        by=design.coordinator, indicator=wells, period=halves[0], data=data
    )


def facts(starts, ends, name="Another"):
    return {"name": name, "starts": starts, "ends": ends}


def changed(design, row, starts, ends, **more):
    version = more.pop("version", row.version)
    return services.period_update(
        by=more.pop("by", design.coordinator),
        project=design.project,
        row=row,
        opened_version=version,
        facts=facts(starts, ends, **more),
    )


def test_a_project_that_goes_on_gets_one_more_period(design, halves, measured):
    services.period_add(
        by=design.coordinator,
        project=design.project,
        facts=facts(date(2028, 1, 1), date(2028, 6, 30)),
    )
    assert [row.name for row in design.project.periods.all()] == [
        "First half",
        "Second half",
        "Another",
    ]
    assert AuditEvent.objects.filter(verb="period.create").count() == 2


def test_a_period_added_before_the_others_comes_first(design, halves):
    services.period_add(
        by=design.coordinator,
        project=design.project,
        facts=facts(date(2026, 10, 1), date(2026, 12, 31), name="Before"),
    )
    rows = list(design.project.periods.all())
    assert [(row.position, row.name) for row in rows] == [
        (1, "Before"),
        (2, "First half"),
        (3, "Second half"),
    ]


def test_periods_still_do_not_overlap(design, halves):
    with pytest.raises(ValidationError, match="First half"):
        services.period_add(
            by=design.coordinator,
            project=design.project,
            facts=facts(date(2027, 6, 30), date(2027, 6, 30)),
        )
    with pytest.raises(ValidationError, match="Second half"):
        changed(design, halves[0], date(2027, 1, 1), date(2027, 7, 1))


def test_what_was_measured_stays_in_its_period(design, halves, measured):
    with pytest.raises(ValidationError) as refused:
        changed(design, halves[0], date(2027, 6, 2), date(2027, 6, 30))
    assert "starts" in refused.value.error_dict
    changed(design, halves[0], date(2027, 6, 1), date(2027, 6, 30))
    measured.refresh_from_db()
    assert measured.period_id == halves[0].pk


def test_what_somebody_else_changed_is_not_written_over(design, halves):
    changed(design, halves[1], date(2027, 7, 1), date(2027, 11, 30), name="Shorter")
    with pytest.raises(StaleVersion):
        changed(design, halves[1], date(2027, 7, 1), date(2027, 10, 31), version=1, name="x")


def test_a_locked_period_keeps_its_days_but_not_its_name(design, halves):
    services.period_lock(by=design.coordinator, period=halves[0], lock=True)
    with pytest.raises(ValidationError, match="locked"):
        changed(design, halves[0], date(2027, 1, 1), date(2027, 6, 29))
    row = changed(design, halves[0], halves[0].starts, halves[0].ends, name="Spring")
    assert row.name == "Spring"


@pytest.mark.parametrize("state", [Report.State.SUBMITTED, Report.State.ACCEPTED])
def test_a_period_that_was_reported_on_keeps_its_days(design, halves, state):
    Report.objects.create(
        project=design.project, period=halves[0], partner=None, language="en", state=state
    )
    with pytest.raises(ValidationError, match="handed in"):
        changed(design, halves[0], date(2027, 1, 1), date(2027, 6, 29))
    changed(design, halves[1], date(2027, 7, 1), date(2028, 1, 31))


def test_only_a_period_that_nothing_hangs_on_is_taken_out(design, halves, measured):
    with pytest.raises(ValidationError, match="stays"):
        services.period_remove(by=design.coordinator, project=design.project, row=halves[0])
    services.period_remove(by=design.coordinator, project=design.project, row=halves[1])
    assert list(design.project.periods.all()) == [halves[0]]
    assert AuditEvent.objects.filter(verb="period.remove").exists()


def test_who_may_not_change_the_project_changes_no_period(design, halves):
    stranger = design.stranger
    with pytest.raises(PermissionDenied):
        changed(design, halves[0], date(2027, 1, 1), date(2027, 6, 29), by=stranger)
    with pytest.raises(PermissionDenied):
        services.period_remove(by=stranger, project=design.project, row=halves[1])


def test_a_new_period_follows_the_last_and_is_as_long(design, halves):
    assert period_initial(design.project, None) == {
        "starts": date(2028, 1, 1),
        "ends": date(2028, 6, 30),
    }


def test_a_period_without_a_name_is_called_after_its_days(db):
    form = PeriodForm({"starts": "2027-01-01", "ends": "2027-06-30", "name": ""})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["name"] == name_of_days(date(2027, 1, 1), date(2027, 6, 30))
    wrong = PeriodForm({"starts": "2027-07-01", "ends": "2027-06-30", "name": ""})
    assert not wrong.is_valid()


def test_the_page_changes_adds_and_takes_out(client, design, halves):
    client.force_login(design.coordinator)
    listed = client.get(reverse("workbench_periods", args=[design.project.pk]))
    one = reverse("period_edit", args=[design.project.pk, halves[1].pk])
    new = reverse("period_new", args=[design.project.pk])
    # Ten tabs of a browser are told apart by their titles.
    assert "Periods · " in listed.text.split("</title>")[0]
    assert new in listed.text
    assert one in listed.text
    sent = {"starts": "2027-07-01", "ends": "2028-01-31", "name": "", "version": "1"}
    assert client.post(one, sent).status_code == 302
    halves[1].refresh_from_db()
    assert halves[1].ends == date(2028, 1, 31)
    overlapping = client.post(new, {"starts": "2028-01-31", "ends": "2028-02-28", "name": "x"})
    assert overlapping.status_code == 422
    assert "2028-02-28" in overlapping.text
    client.post(one, {"remove": "1"})
    assert list(design.project.periods.all()) == [halves[0]]


def test_nobody_else_finds_the_pages(client, design, halves):
    client.force_login(design.stranger)
    for address in (
        reverse("period_new", args=[design.project.pk]),
        reverse("period_edit", args=[design.project.pk, halves[0].pk]),
    ):
        assert client.get(address).status_code == 404
