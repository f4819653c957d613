"""Reports: opened, written, handed in with their figures, sent back, accepted."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from twoshores.common.models import AuditEvent
from twoshores.common.states import WrongState
from twoshores.engines.indicators import Value
from twoshores.projects.models import Report, ReportMove
from twoshores.projects.selectors.reports import figures_of
from twoshores.projects.selectors.today import waiting_at
from twoshores.projects.services.indicators import (
    MeasurementData,
    measurement_correct,
)
from twoshores.projects.services.reports import report_move, report_write, reports_open


@pytest.fixture
def written(design, opened) -> dict[str, Report]:
    for row in opened.values():
        report_write(
            by=design.coordinator, report=row, opened_version=row.version, facts={"done": "Dug."}
        )
    return opened


def move(by, report, name, remark=""):
    return report_move(by=by, report=report, move=name, remark=remark, language="fr")


def test_opening_makes_one_a_partner_and_one_of_all_and_changes_the_day_later(
    design, periods, opened
):
    assert set(opened) == {"Kayes Water", "Kayes in Paris", "all"}
    assert reports_open(by=design.coordinator, period=periods[0], due_on=date(2027, 8, 15)) == []
    assert {row.due_on for row in design.project.reports.all()} == {date(2027, 8, 15)}


def test_only_the_keeper_opens_and_not_before_the_period(design, periods):
    with pytest.raises(PermissionDenied):
        reports_open(by=design.abroad, period=periods[0], due_on=None)
    with pytest.raises(ValidationError, match="before the period"):
        reports_open(by=design.coordinator, period=periods[0], due_on=date(2026, 1, 1))


def test_a_partner_writes_its_own_report_and_no_others(design, opened):
    own, other = opened["Kayes in Paris"], opened["Kayes Water"]
    report_write(by=design.abroad, report=own, opened_version=1, facts={"done": "Collected."})
    with pytest.raises(PermissionDenied):
        report_write(by=design.abroad, report=other, opened_version=1, facts={"done": "No."})
    for stranger in (design.viewer, design.stranger):
        with pytest.raises(PermissionDenied):
            report_write(by=stranger, report=own, opened_version=2, facts={"done": "No."})


def test_the_walk_of_a_report(design, written):
    own = written["Kayes in Paris"]
    with pytest.raises(WrongState):
        move(design.coordinator, own, "accept")
    own = move(design.abroad, own, "submit")
    with pytest.raises(ValidationError, match="handed in"):
        report_write(by=design.abroad, report=own, opened_version=own.version, facts={"done": "x"})
    with pytest.raises(PermissionDenied):
        move(design.abroad, own, "accept")
    with pytest.raises(ValidationError, match="Say what"):
        move(design.coordinator, own, "return")
    own = move(design.coordinator, own, "return", "Which villages?")
    own = move(design.abroad, own, "submit")
    own = move(design.coordinator, own, "accept")
    assert own.state == Report.State.ACCEPTED
    assert [row.move for row in own.moves.all()] == ["submit", "return", "submit", "accept"]
    assert ReportMove.objects.get(move="return").remark == "Which villages?"
    verbs = set(
        AuditEvent.objects.filter(verb__startswith="report.").values_list("verb", flat=True)
    )
    assert {"report.create", "report.submit", "report.return", "report.accept"} <= verbs


def test_a_report_without_words_is_not_handed_in(design, opened):
    with pytest.raises(ValidationError, match="what was done"):
        move(design.coordinator, opened["Kayes Water"], "submit")


def test_the_report_of_all_waits_for_those_of_the_partners(design, written):
    whole = written.pop("all")
    with pytest.raises(ValidationError, match="Kayes in Paris"):
        move(design.coordinator, whole, "submit")
    for row in written.values():
        move(design.coordinator, move(design.coordinator, row, "submit"), "accept")
    assert move(design.coordinator, whole, "submit").state == Report.State.SUBMITTED


def test_a_partner_that_left_does_not_hold_the_report_of_all_up(design, written):
    whole = written["all"]
    design.partner.left_on = date(2027, 5, 1)
    design.partner.save()
    row = written["Kayes Water"]
    move(design.coordinator, move(design.coordinator, row, "submit"), "accept")
    assert move(design.coordinator, whole, "submit").state == Report.State.SUBMITTED


def test_figures_come_from_what_was_noted(design, periods, figures):
    found = figures_of(design.project, periods[0], None)
    assert [(row["title"], row["done"]) for row in found["activities"]] == [("Dig", 50)]
    (wells,) = found["indicators"]
    assert wells["target"] == {"number": "3.0000"}
    assert Decimal(wells["measured"]["number"]) == 2
    assert wells["confirmed"] is False
    money = found["money"]
    assert {row["currency"]: row["papers"] for row in money["lines"]} == {"GNF": 1, "EUR": 1}
    # Unlike currencies are not added without a rate.
    assert money["spent"]["converted"] is None
    assert money["spent"]["without_rate"] == ["GNF"]
    design.project.rates.create(
        currency="GNF", per_unit=Decimal("655.957"), on=date(2020, 1, 1), source="BCEAO"
    )
    money = figures_of(design.project, periods[0], None)["money"]
    assert Decimal(money["planned"]["converted"]) == 1500
    assert Decimal(money["spent"]["converted"]) == 750


def test_a_partners_figures_are_its_own(design, periods, figures):
    found = figures_of(design.project, periods[0], design.partner)
    assert found["activities"] == []
    assert [row["currency"] for row in found["money"]["lines"]] == ["EUR"]
    later = figures_of(design.project, periods[1], design.partner)
    assert later["indicators"] == []
    assert later["money"]["lines"] == []


def test_what_is_corrected_later_does_not_change_a_report_that_was_handed_in(
    design, periods, figures, written, client
):
    row = move(design.coordinator, written["Kayes Water"], "submit")
    measurement_correct(
        by=design.coordinator,
        row=figures,
        data=MeasurementData(value=Value(number=Decimal(1)), on=date(2027, 6, 1)),
        reason="One was dry.",
    )
    client.force_login(design.viewer)
    page = client.get(reverse("report_detail", args=[design.project.pk, row.pk])).text
    assert "2 wells" in page
    assert "Something was corrected since." in page
    move(design.coordinator, row, "return", "Count again.")
    page = client.get(reverse("report_detail", args=[design.project.pk, row.pk])).text
    assert "1 wells" in page
    assert "Something was corrected since." not in page


def test_the_pages_of_reports(design, figures, opened, client, django_assert_max_num_queries):
    project = design.project
    client.force_login(design.abroad)
    with django_assert_max_num_queries(15):
        assert "Kayes in Paris" in client.get(reverse("workbench_reports", args=[project.pk])).text
    for row in opened.values():
        with django_assert_max_num_queries(15):
            page = client.get(reverse("report_detail", args=[project.pk, row.pk]))
        assert page.status_code == 200
        edit = client.get(reverse("report_edit", args=[project.pk, row.pk]))
        assert edit.status_code == (200 if row.partner == design.partner else 404)
    own = opened["Kayes in Paris"]
    sent = {"language": "fr", "done": "Nous avons collecté.", "version": own.version}
    assert client.post(reverse("report_edit", args=[project.pk, own.pk]), sent).status_code == 302
    url = reverse("report_move", args=[project.pk, own.pk])
    assert client.post(url, {"move": "submit"}).status_code == 302
    assert client.post(url, {"move": "accept"}).status_code == 404  # the keeper's to say
    client.force_login(design.coordinator)
    assert client.post(url, {"move": "return"}).status_code == 302  # without a remark: not done
    own.refresh_from_db()
    assert own.state == Report.State.SUBMITTED
    whole = client.get(reverse("report_detail", args=[project.pk, opened["all"].pk])).text
    assert "Nous avons collecté." in whole  # nothing is typed twice


def test_outsiders_find_no_report(design, opened, client):
    client.force_login(design.stranger)
    for name in ("report_detail", "report_edit"):
        url = reverse(name, args=[design.project.pk, opened["all"].pk])
        assert client.get(url).status_code == 404


def test_opening_on_the_page(design, periods, client):
    url = reverse("reports_open", args=[design.project.pk, periods[0].pk])
    client.force_login(design.abroad)
    assert client.post(url, {"due_on": "2027-07-31"}).status_code == 404
    client.force_login(design.coordinator)
    assert client.post(url, {"due_on": "31st of July"}).status_code == 302
    assert not design.project.reports.exists()
    assert client.post(url, {"due_on": "2027-07-31"}).status_code == 302
    assert design.project.reports.count() == 3


def test_a_report_is_spoken_of_before_it_is_due(design, periods, opened):
    today = timezone.localdate()
    for row in opened.values():
        row.due_on = today + timedelta(days=20)
        row.save()
    assert waiting_at(design.project, design.coordinator, today).reports == []
    late = opened["all"]
    late.due_on = today - timedelta(days=1)
    late.save()
    assert waiting_at(design.project, design.coordinator, today).reports == [late]


def test_a_partner_or_period_with_a_report_stays(design, periods, opened):
    from twoshores.projects.services.periods import periods_make
    from twoshores.projects.services.projects import partner_remove

    with pytest.raises(ValidationError, match="reports"):
        partner_remove(by=design.coordinator, project=design.project, partner=design.partner)
    with pytest.raises(ValidationError, match="already"):
        periods_make(
            by=design.coordinator,
            project=design.project,
            spans=[("One", date(2027, 1, 1), date(2027, 12, 31))],
        )


def test_an_unwritten_report_begins_in_the_language_of_who_writes(client, design, opened):
    design.coordinator.language = "ar"
    design.coordinator.save()
    client.force_login(design.coordinator)
    row = opened["Kayes Water"]
    page = reverse("report_edit", args=[design.project.pk, row.pk])
    assert client.get(page).context["form"].initial["language"] == "ar"
    facts = {"done": "Creusé.", "language": "fr"}
    report_write(by=design.coordinator, report=row, opened_version=row.version, facts=facts)
    assert client.get(page).context["form"].initial["language"] == "fr"
