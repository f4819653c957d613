"""Published IATI activities become projects: all of a file or nothing, and leave as they came."""

from collections import Counter
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.engines.iati_files import ACTIVITY, LEAST, document
from tests.engines.test_iati_round_trip import ACTIVITIES
from twoshores.actors.models import Membership, Organisation
from twoshores.common.models import AuditEvent
from twoshores.engines import iati
from twoshores.projects.iati.report import ImportReport
from twoshores.projects.models import Indicator, Measurement, Project, PublishedRecord
from twoshores.projects.selectors.projects import projects_visible_to, with_iati_parts
from twoshores.projects.services import iati as services
from twoshores.projects.services import iati_import as iati_import_module
from twoshores.projects.services import iati_uploads
from twoshores.projects.services.budget import line_create
from twoshores.projects.services.iati_import import iati_import


def bring(design, data: bytes, by: str = "coordinator") -> ImportReport:
    return iati_import(by=getattr(design, by), organisation=design.keeper, data=data)


def leave() -> bytes:
    projects = with_iati_parts(Project.objects.filter(published__isnull=False))
    rows = list(projects.order_by("published__identifier"))
    return b"".join(services.projects_export(rows, generated=timezone.now()))


def element_counts(data: bytes) -> Counter[str]:
    names = (e.tag for e in etree.fromstring(data).iter() if isinstance(e.tag, str))
    return Counter(etree.QName(name).localname for name in names)


def test_an_activity_becomes_a_project_of_the_organisation(design):
    report = bring(design, document(ACTIVITY, LEAST))
    assert (report.created, report.updated, report.problems) == (2, 0, [])
    assert report.counts["activities"] == 2
    assert (report.counts["transactions"], report.counts["indicators"]) == (2, 3)
    project = Project.objects.get(published__identifier="XX-REG-1-1")
    assert (project.owner, project.visibility, project.stage) == (
        design.keeper,
        "owners",
        "running",
    )
    assert (project.title, project.language, project.currency) == ("Douze puits", "fr", "EUR")
    assert (str(project.starts), str(project.ends)) == ("2025-01-01", "2026-12-31")
    assert [p.name for p in project.partners.all()] == ["Puits et Paix", "Ministère"]
    assert project.partners.get(is_lead=True).name == "Puits et Paix"
    assert {c.country: c.percent for c in project.countries.all()} == {"ML": 60, "SN": 40}
    assert project.published.publisher == "XX-REG-1"
    shares = Indicator.objects.get(project=project, text="Part des femmes")
    # Halves of a percentage are not made up, and "N/A" is not a number.
    assert (shares.kind, shares.unit, shares.adds) == ("number", "%", "never")
    assert not Measurement.objects.filter(indicator=shares).exists()
    assert report.notes[0].text == "N/A"


def test_it_is_not_public_until_its_organisation_says_so(design, client):
    bring(design, document(ACTIVITY))
    project = Project.objects.get(published__isnull=False)
    assert not projects_visible_to(design.stranger).filter(pk=project.pk).exists()
    assert client.get(reverse("project_iati", args=[project.code])).status_code == 404
    Project.objects.filter(pk=project.pk).update(visibility="public")
    public = etree.fromstring(client.get(reverse("project_iati", args=[project.code])).content)
    assert iati.schema_problems(public) == []
    hidden = ("contact-info", "transaction", "budget", "planned-disbursement", "result")
    assert [public.find(f"iati-activity/{tag}") for tag in hidden] == [None] * len(hidden)


def test_what_came_leaves_again(design):
    data = document(ACTIVITY, LEAST)
    bring(design, data)
    out = leave()
    assert iati.schema_problems(etree.fromstring(out)) == []
    assert element_counts(out) == element_counts(data)
    first = etree.fromstring(out).find("iati-activity")
    assert [p.get("role") for p in first.findall("participating-org")] == ["2", "4", "1"]
    assert first.find("result[@type='9']") is not None
    assert first.findtext("title/narrative") == "Douze puits"
    errors = iati.rule_problems(first, today=timezone.localdate())
    assert [e.message for e in errors if e.is_error] == []


@pytest.mark.parametrize(
    ("usual", "odd"),
    [
        ('default-currency="EUR"', 'default-currency="XOF"'),
        (' xml:lang="fr" default', " default"),
        ("<narrative>Douze puits</narrative>\n      ", "<narrative/>"),
        (">1000.50<", ">-1000.50<"),
        ("XX-REG-1-{number}", "XX-REG-1"),  # the organisation's own
        ("</iati-activity>", '<x:own xmlns:x="https://example.org/x" x:k="v"><x:in>a</x:in> b'
                             "</x:own></iati-activity>"),
    ],
)  # fmt: skip
def test_odd_files_keep_their_counts_and_leave_valid(design, usual, odd):
    assert usual in ACTIVITY
    data = document(ACTIVITY.replace(usual, odd))
    assert bring(design, data).problems == []
    out = leave()
    assert iati.schema_problems(etree.fromstring(out)) == []
    assert element_counts(out) == element_counts(data)


def test_an_activity_without_a_single_word_in_its_title(design):
    title = '<title><narrative xml:lang="pt">Poços</narrative></title>'
    assert title in LEAST
    data = document(LEAST.replace(title, "<title><narrative/></title>"))
    assert etree.fromstring(data).findtext("iati-activity/title/narrative") == ""
    assert bring(design, data).problems == []
    out = leave()
    assert iati.schema_problems(etree.fromstring(out)) == []
    assert len(etree.fromstring(out).findall("iati-activity/title")) == 1


def test_what_was_changed_here_leaves_changed(design):
    bring(design, document(ACTIVITY))
    Project.objects.filter(published__isnull=False).update(title="Treize puits")
    Indicator.objects.filter(text="Puits").update(text="Puits creusés", baseline_number=Decimal(1))
    activity = etree.fromstring(leave()).find("iati-activity")
    titles = [n.text for n in activity.findall("title/narrative")]
    assert titles == ["Treize puits", "Twelve wells"]
    assert activity.find("result/indicator/baseline").get("value") == "1"


def test_long_words_are_cut_here_and_leave_whole(design):
    title = "Puits " * 100
    bring(design, document(ACTIVITY.replace("Douze puits", title).replace("Puits creusés", title)))
    project = Project.objects.get(published__isnull=False)
    assert len(project.title) == 300
    activity = etree.fromstring(leave()).find("iati-activity")
    assert activity.findtext("title/narrative") == " ".join(title.split())


def test_brought_in_again_it_changes_the_same_project(design):
    bring(design, document(ACTIVITY))
    old = Project.objects.get(published__isnull=False)
    newer = ACTIVITY.replace("Douze puits", "Vingt puits").replace('value="5.5"', 'value="6"')
    report = bring(design, document(newer, LEAST))
    assert (report.created, report.updated) == (1, 1)
    project = Project.objects.get(published__identifier="XX-REG-1-1")
    assert (project.pk, project.title) == (old.pk, "Vingt puits")
    assert project.version > old.version
    # What was measured is corrected, and the old value stays readable.
    values = Measurement.objects.filter(indicator__text="Puits").order_by("number")
    assert [(m.number, m.corrected_by_id is None) for m in values] == [
        (Decimal("5.5"), False),
        (Decimal(6), True),
    ]
    assert element_counts(leave()) == element_counts(document(newer, LEAST))


def test_one_problem_and_nothing_is_saved(design):
    bad = LEAST.replace('iso-date="2025-01-01"', 'iso-date="soon"')
    report = bring(design, document(ACTIVITY, bad, ACTIVITY))
    assert not report.is_saved
    assert (report.created, report.projects) == (0, [])
    assert [p.code for p in report.problems] == ["schema"]
    assert report.problems[0].identifier == "XX-REG-1-2"
    assert report.problems[0].line > 80
    assert not PublishedRecord.objects.exists()
    assert not AuditEvent.objects.filter(verb__in=["iati.import", "project.import"]).exists()


def test_the_same_identifier_twice_is_refused(design):
    report = bring(design, document(LEAST, LEAST.replace("{number}", "1")))
    assert [p.code for p in report.problems] == ["identifier_twice"]


def test_projects_of_others_are_not_changed(design):
    bring(design, document(ACTIVITY))
    other = Organisation.objects.create(
        kind="organisation", name="Other", name_language="en", organisation_kind="ngo"
    )
    Membership.objects.create(user=design.stranger, organisation=other, role="officer")
    report = iati_import(by=design.stranger, organisation=other, data=document(ACTIVITY))
    assert [p.code for p in report.problems] == ["not_yours"]
    with pytest.raises(PermissionDenied):
        bring(design, document(LEAST), by="viewer")
    assert Project.objects.filter(published__isnull=False).count() == 1


def test_a_project_designed_or_run_here_is_not_overwritten(design):
    design.keeper.iati_identifier = "XX-REG-1"
    design.keeper.save()
    own = LEAST.replace("{number}", design.project.code)
    assert [p.code for p in bring(design, document(own)).problems] == ["designed_here"]
    bring(design, document(ACTIVITY))
    project = Project.objects.get(published__isnull=False)
    line_create(
        by=design.coordinator,
        project=project,
        facts={
            "partner": project.partners.first(),
            "category": "training",
            "text": "X",
            "currency": "EUR",
        },
    )
    assert [p.code for p in bring(design, document(ACTIVITY)).problems] == ["run_here"]


def test_a_locked_period_stays_as_it_is(design):
    bring(design, document(ACTIVITY))
    project = Project.objects.get(published__isnull=False)
    project.periods.update(locked_at=timezone.now())
    assert bring(design, document(ACTIVITY)).is_saved
    report = bring(design, document(ACTIVITY.replace('value="5.5"', 'value="6"')))
    assert [p.code for p in report.problems] == ["locked"]


def test_an_end_before_the_start_is_said_and_kept(design):
    bad = ACTIVITY.replace('type="3" iso-date="2026-12-31"', 'type="3" iso-date="2020-12-31"')
    report = bring(design, document(bad))
    assert report.is_saved
    assert "ends_before_start" in {note.code for note in report.notes}
    assert Project.objects.get(published__isnull=False).ends is None
    assert element_counts(leave())["activity-date"] == 3


def test_the_trail_holds_ids_and_no_words(design):
    bring(design, document(ACTIVITY))
    events = AuditEvent.objects.filter(verb__in=["project.import", "iati.import"])
    assert sorted(events.values_list("verb", flat=True)) == ["iati.import", "project.import"]
    assert not any("puits" in str(vars(event)).lower() for event in events)


def test_the_pages_bring_a_file_in_and_report(design, client, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    client.force_login(design.coordinator)
    assert reverse("iati_import") in client.get(reverse("workbench")).text
    page = client.get(reverse("iati_import"))
    assert page.status_code == 200
    answer = client.post(
        reverse("iati_import"),
        {"organisation": str(design.keeper.pk), "file": as_file(document(ACTIVITY))},
    )
    report = client.get(answer.url)
    project = Project.objects.get(published__isnull=False)
    assert reverse("workbench_project", args=[project.pk]) in report.text
    assert "contact-info" in report.text
    assert "N/A" in report.text
    # Only who sent the file reads of it; the bytes are gone.
    client.force_login(design.stranger)
    assert client.get(answer.url).status_code == 404
    assert list((tmp_path / "imports").glob("*.bytes")) == []


def test_the_page_says_why_nothing_was_saved(design, client, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    client.force_login(design.coordinator)
    for data, words in (
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>", "document type"),
        (document(LEAST, version="1.04"), "1.04"),
        (document(LEAST)[:200], "not a whole XML file"),
    ):
        answer = client.post(
            reverse("iati_import"),
            {"organisation": str(design.keeper.pk), "file": as_file(data)},
            follow=True,
        )
        assert words in answer.text
    settings.UPLOAD_MAX_BYTES = 1_000
    answer = client.post(
        reverse("iati_import"),
        {"organisation": str(design.keeper.pk), "file": as_file(document(ACTIVITY))},
    )
    assert answer.status_code == 422
    assert not PublishedRecord.objects.exists()


def test_a_large_file_waits_for_the_worker_and_tells_how_far_it_is(
    design, client, settings, tmp_path, monkeypatch
):
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(iati_uploads, "AT_ONCE_BYTES", 0)
    client.force_login(design.coordinator)
    answer = client.post(
        reverse("iati_import"),
        {"organisation": str(design.keeper.pk), "file": as_file(document(*[ACTIVITY] * 40))},
    )
    key = answer.url.rstrip("/").rsplit("/", 1)[1]
    waiting = client.get(answer.url)
    assert waiting.headers["Refresh"] == "3"
    assert "<progress" in waiting.text
    shares = []
    note = iati_uploads._note
    monkeypatch.setattr(
        iati_uploads,
        "_note",
        lambda key, said: (shares.append(said.get("share", 0)), note(key, said)),
    )
    iati_uploads.upload_run(key)
    assert shares == sorted(shares)
    assert any(0 < share < 1 for share in shares)
    assert "Refresh" not in client.get(answer.url).headers
    assert PublishedRecord.objects.count() == 40
    iati_uploads.upload_run(key)  # the worker may try again
    assert Project.objects.filter(published__isnull=False).count() == 40


def test_what_breaks_is_said_and_not_tried_for_ever(
    design, client, settings, tmp_path, monkeypatch
):
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(iati_uploads, "AT_ONCE_BYTES", 0)
    key = iati_uploads.upload_begin(
        by=design.coordinator, organisation=design.keeper, data=document(LEAST)
    )
    with monkeypatch.context() as broken:
        broken.setattr(iati_uploads, "iati_import", broke)
        with pytest.raises(RuntimeError):
            iati_uploads.upload_run(key)
    client.force_login(design.coordinator)
    page = client.get(reverse("iati_report", args=[key]))
    assert "something broke" in page.text
    assert "Refresh" not in page.headers
    # Somebody who lost the right meanwhile brings nothing in.
    key = iati_uploads.upload_begin(
        by=design.coordinator, organisation=design.keeper, data=document(LEAST)
    )
    design.coordinator.memberships.all().delete()
    iati_uploads.upload_run(key)
    assert iati_uploads.upload_of(by=design.coordinator, key=key).state == "refused"
    assert not PublishedRecord.objects.exists()


def broke(**_given):
    raise RuntimeError("disk")


def test_another_writer_who_was_first_is_said(design, monkeypatch):
    bring(design, document(LEAST))
    # As in the moment before the other's rows are seen.
    monkeypatch.setattr(iati_import_module, "_projects_of", lambda *_given: {})
    report = bring(design, document(LEAST))
    assert [p.code for p in report.problems] == ["meanwhile"]
    assert Project.objects.filter(published__isnull=False).count() == 1


def test_shares_of_countries_are_written_and_make_the_file_whole(design, client):
    design.project.countries.create(country="SN", role="origin")
    client.force_login(design.coordinator)
    address = reverse("iati_shares", args=[design.project.pk])
    assert client.post(address, {"ML": "60", "SN": "30"}).status_code != 302
    assert client.post(address, {"ML": "60", "SN": ""}).status_code != 302
    assert client.post(address, {"ML": "60.5", "SN": "39.5"}).status_code == 302
    assert {c.country: c.percent for c in design.project.countries.filter(role="origin")} == {
        "ML": Decimal("60.5"),
        "SN": Decimal("39.5"),
    }
    client.force_login(design.viewer)
    assert client.post(address, {"ML": "50", "SN": "50"}).status_code == 404


def test_the_check_page_says_what_stays_behind(design, client):
    bring(design, document(ACTIVITY))
    project = Project.objects.get(published__isnull=False)
    project.results.create(project=project, level="goal", text="Rien ne le mesure")
    client.force_login(design.coordinator)
    page = client.get(reverse("iati_check", args=[project.pk]))
    assert "Results without an indicator: 1." in page.text


def as_file(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("activities.xml", data, "text/xml")


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(activities=st.lists(ACTIVITIES, min_size=1, max_size=3, unique_by=lambda a: a.identifier))
def test_any_file_keeps_its_counts_through_the_tables(design, activities):
    data = iati.write_document(activities, generated=timezone.now())
    Measurement.objects.all().delete()
    Project.objects.filter(published__isnull=False).delete()
    report = bring(design, data)
    assert report.problems == []
    out = leave()
    assert iati.schema_problems(etree.fromstring(out)) == []
    assert element_counts(out) == element_counts(data)
    bring(design, data)
    assert element_counts(leave()) == element_counts(data)
