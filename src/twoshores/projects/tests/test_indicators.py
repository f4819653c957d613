"""Indicators are guarded, periods lock, corrections keep the old value, somebody else confirms."""

from datetime import date
from decimal import Decimal as D

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from twoshores.engines.indicators import Value
from twoshores.projects.forms.periods import PeriodsForm, months_later
from twoshores.projects.models import Measurement, Period, Target
from twoshores.projects.selectors.indicators import indicator_rows
from twoshores.projects.services import indicators as services
from twoshores.projects.services.indicators import MeasurementData, PartData
from twoshores.projects.services.periods import period_lock, periods_make
from twoshores.projects.services.projects import partner_rights


@pytest.fixture
def periods(design):
    spans = [
        ("First half", date(2027, 1, 1), date(2027, 6, 30)),
        ("Second half", date(2027, 7, 1), date(2027, 12, 31)),
    ]
    return periods_make(by=design.coordinator, project=design.project, spans=spans)


@pytest.fixture
def wells(design):
    facts = {"text": "Wells dug", "kind": "number", "adds": "new", "unit": "wells"}
    return services.indicator_create(by=design.coordinator, project=design.project, facts=facts)


def measured(number, on=date(2027, 6, 1), **more):
    return MeasurementData(Value(number=D(number)), on, **more)


def test_a_percentage_says_of_what(design):
    facts = {"text": "Families with water", "kind": "percentage"}
    with pytest.raises(ValidationError) as refused:
        services.indicator_create(by=design.coordinator, project=design.project, facts=facts)
    assert "numerator_label" in refused.value.error_dict


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"kind": "scale"}, "scale_least"),
        ({"kind": "scale", "scale_least": 5, "scale_most": 1}, "scale_least"),
        ({"kind": "text", "adds": "new"}, "adds"),
        ({"kind": "yes_no", "adds": "new"}, "adds"),
        ({"kind": "number", "adds": "new", "baseline_text": "N/A"}, "baseline_absent"),
    ],
)
def test_what_an_indicator_cannot_be(design, facts, field):
    with pytest.raises(ValidationError) as refused:
        services.indicator_create(
            by=design.coordinator, project=design.project, facts={"text": "x", **facts}
        )
    assert field in refused.value.error_dict


def test_blank_is_not_zero(design, wells, periods):
    services.targets_set(
        by=design.coordinator,
        indicator=wells,
        targets={periods[0]: Value(number=D(4)), periods[1]: Value(number=D(8))},
    )
    services.measurement_add(
        by=design.coordinator, indicator=wells, period=periods[0], data=measured(3)
    )
    [row] = indicator_rows(design.project)
    assert row.aimed.value == Value(number=D(12))
    assert row.reached.value == Value(number=D(3))
    assert (row.reached.counted, row.reached.missing) == (1, 1)
    assert row.done == D("0.25")


def test_a_correction_keeps_the_old_value(design, wells, periods):
    first = services.measurement_add(
        by=design.coordinator, indicator=wells, period=periods[0], data=measured(30)
    )
    period_lock(by=design.coordinator, period=periods[0], lock=True)
    with pytest.raises(ValidationError, match="locked"):
        services.measurement_add(
            by=design.coordinator, indicator=wells, period=periods[0], data=measured(3)
        )
    with pytest.raises(ValidationError):
        services.measurement_correct(by=design.coordinator, row=first, data=measured(3), reason=" ")
    new = services.measurement_correct(
        by=design.coordinator, row=first, data=measured(3), reason="A zero too many"
    )
    first.refresh_from_db()
    assert (first.number, first.corrected_by) == (30, new)
    [row] = indicator_rows(design.project)
    assert row.reached.value == Value(number=D(3))
    with pytest.raises(ValidationError, match="meantime"):
        services.measurement_correct(
            by=design.coordinator, row=first, data=measured(4), reason="Again"
        )


def test_somebody_else_confirms(design, wells, periods):
    row = services.measurement_add(
        by=design.coordinator, indicator=wells, period=periods[0], data=measured(3)
    )
    with pytest.raises(ValidationError, match="else"):
        services.measurement_confirm(by=design.coordinator, row=row)
    with pytest.raises(PermissionDenied):
        services.measurement_confirm(by=design.abroad, row=row)
    partner_rights(
        by=design.coordinator, project=design.project, partner=design.partner, may_edit=True
    )
    assert services.measurement_confirm(by=design.abroad, row=row).confirmed_by == design.abroad


def test_groups_are_never_more_than_the_whole(design, wells, periods):
    parts = (PartData("sex", "female", D(5)), PartData("sex", "male", D(4)))
    with pytest.raises(ValidationError, match="sex"):
        services.measurement_add(
            by=design.coordinator,
            indicator=wells,
            period=periods[0],
            data=measured(8, parts=parts),
        )
    services.measurement_add(
        by=design.coordinator, indicator=wells, period=periods[0], data=measured(9, parts=parts)
    )
    assert Measurement.objects.get().parts.count() == 2


def test_groups_that_are_too_many_are_named_as_people_call_them(design, wells, periods):
    parts = (PartData("sex", "female", number=D(4)), PartData("sex", "male", number=D(9)))
    with pytest.raises(ValidationError, match="“by sex”"):
        services.measurement_add(
            by=design.coordinator,
            indicator=wells,
            period=periods[0],
            data=measured(9, parts=parts),
        )


def test_only_a_period_without_a_measurement_is_offered(client, design, wells, periods):
    client.force_login(design.coordinator)
    page = reverse("indicator_detail", args=[design.project.pk, wells.pk])
    offered = [
        reverse("measurement_new", args=[design.project.pk, wells.pk, row.pk]) for row in periods
    ]
    shown = client.get(page).text
    assert [address in shown for address in offered] == [True, True]
    services.measurement_add(
        by=design.coordinator, indicator=wells, period=periods[0], data=measured(3)
    )
    shown = client.get(page).text
    assert [address in shown for address in offered] == [False, True]


def test_the_kind_stands_once_something_was_measured(design, wells, periods):
    services.measurement_add(
        by=design.coordinator, indicator=wells, period=periods[0], data=measured(3)
    )
    with pytest.raises(ValidationError) as refused:
        services.indicator_update(
            by=design.coordinator,
            project=design.project,
            row=wells,
            opened_version=1,
            facts={"kind": "yes_no", "adds": "stock"},
        )
    assert "kind" in refused.value.error_dict


def test_periods_in_use_are_not_thrown_away(design, wells, periods):
    services.targets_set(
        by=design.coordinator, indicator=wells, targets={periods[0]: Value(number=D(1))}
    )
    with pytest.raises(ValidationError, match="First half"):
        periods_make(
            by=design.coordinator,
            project=design.project,
            spans=[("Year", date(2027, 1, 1), date(2027, 12, 31))],
        )
    assert Period.objects.count() == 2
    assert Target.objects.count() == 1


def test_periods_do_not_overlap(design):
    spans = [("A", date(2027, 1, 1), date(2027, 6, 30)), ("B", date(2027, 6, 30), date(2027, 9, 1))]
    with pytest.raises(ValidationError, match="overlap"):
        periods_make(by=design.coordinator, project=design.project, spans=spans)


def test_spans_of_months_end_on_the_last_day():
    form = PeriodsForm({"months": "6", "starts": "2027-01-31", "ends": "2028-01-15"})
    assert form.is_valid(), form.errors
    spans = [(first, last) for _name, first, last in form.spans()]
    assert spans == [
        (date(2027, 1, 31), date(2027, 7, 30)),
        (date(2027, 7, 31), date(2028, 1, 15)),
    ]
    assert months_later(date(2027, 8, 31), 6) == date(2028, 2, 29)


def test_the_whole_round_on_the_pages(design, client, django_assert_max_num_queries):
    client.force_login(design.coordinator)
    project = design.project
    client.post(
        reverse("workbench_periods", args=[project.pk]),
        {"months": "6", "starts": "2027-01-01", "ends": "2027-12-31"},
    )
    asked = {
        "text": "Familles qui boivent une eau saine",
        "kind": "percentage",
        "numerator_label": "familles",
        "denominator_label": "familles du village",
        "aim": "up",
        "adds": "stock",
        "disaggregations": ["sex"],
        "own_ways": "quartier",
        "baseline_numerator": "20",
        "baseline_denominator": "200",
    }
    client.post(reverse("indicator_new", args=[project.pk]), asked)
    indicator = project.indicators.get()
    assert indicator.disaggregations == ["sex", "quartier"]
    client.post(
        reverse("indicator_targets", args=[project.pk, indicator.pk]),
        {"2-numerator": "160", "2-denominator": "200"},
    )
    first = project.periods.first()
    address = reverse("measurement_new", args=[project.pk, indicator.pk, first.pk])
    wrong = client.post(address, {"numerator": "300", "denominator": "200", "on": "2027-06-01"})
    assert wrong.status_code == 422
    assert "more than the whole" in wrong.text
    assert 'value="300"' in wrong.text
    client.post(
        address,
        {
            "numerator": "90",
            "denominator": "200",
            "on": "2027-06-01",
            "part:sex:female": "50",
        },
    )
    with django_assert_max_num_queries(15):
        page = client.get(reverse("workbench_indicators", args=[project.pk])).text
    assert "45%" in page
    assert "50% of the way" in page  # from 10 % towards 80 %, at 45 %
    assert "not confirmed" in page
    with django_assert_max_num_queries(15):
        detail = client.get(reverse("indicator_detail", args=[project.pk, indicator.pk])).text
    assert "Female: 50" in detail
