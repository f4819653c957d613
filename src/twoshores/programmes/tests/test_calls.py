"""A call is prepared, published, changed in sight of all, and ended."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from twoshores.accounts.models import User
from twoshores.common.editing import StaleVersion
from twoshores.common.models import AuditEvent
from twoshores.programmes.call_checks import balance_of
from twoshores.programmes.call_phases import left_words
from twoshores.programmes.forms.calls import moment_by
from twoshores.programmes.models import Call, Criterion, Prompt, Theme
from twoshores.programmes.selectors.calls import call_body
from twoshores.programmes.services.call_parts import (
    call_document_add,
    call_part_create,
    call_part_remove,
)
from twoshores.programmes.services.calls import (
    call_create,
    call_publish,
    call_update,
)

FORM = {
    "code": "PONDS-1",
    "title": "Ponds and nets",
    "language": "en",
    "summary": "Small projects on two shores.",
    "about": "Fish farming by people of both shores.",
    "stages": "one",
    "time_zone": "Europe/Brussels",
    "opens_at": "2027-01-10T09:00",
    "deadline": "2027-03-28T17:00:30",
    "questions_until": "2027-03-01T12:00:00",
    "currency": "EUR",
    "budget": "9500000",
    "grant_least": "50000",
    "grant_most": "200000",
    "months_most": "18",
    "version": "0",
}


def at(name: str, call: Call, *more) -> str:
    return reverse(name, args=[call.programme_id, call.pk, *more])


def test_a_call_is_made_by_ordinary_forms_and_published(client, officer, programme):
    client.force_login(officer)
    new = reverse("call_new", args=[programme.pk])
    assert client.get(new).status_code == 200
    assert client.post(new, FORM | {"deadline": "2027-01-01T00:00"}).status_code == 422
    assert client.post(new, FORM).status_code == 302
    call = Call.objects.get()
    # By the clock of Brussels: summer time began that morning.
    assert call.deadline == datetime(2027, 3, 28, 15, 0, 30, tzinfo=UTC)
    page = at("programme_call", call)
    shown = client.get(page).content.decode()
    assert "Add a theme." in shown
    assert client.post(at("call_move", call), {"move": "publish"}).status_code == 302
    call.refresh_from_db()
    assert call.state == "draft"  # something is missing

    for part, facts in (
        ("themes", {"title": "Ponds"}),
        ("criteria", {"title": "Reach", "level": "organisation", "component": "migration"}),
        ("prompts", {"title": "Why?", "whom": "all", "stage": "proposal"}),
    ):
        more = {"weight": "2,5", "most": "5", "most_characters": "500", "version": "0"}
        answer = client.post(at("call_part_new", call, part), facts | more)
        assert answer.status_code == (422 if part == "criteria" else 302)  # 2,5 is not English
        if part == "criteria":
            more["weight"] = "2.5"
            assert client.post(at("call_part_new", call, part), facts | more).status_code == 302
    rule = at("call_rule_new", call, "partners")
    bad = client.post(rule, {"least": "4", "most": "2", "version": call.version})
    assert bad.status_code == 422
    assert "less than the bound above" in bad.content.decode()
    assert (
        client.post(rule, {"least": "2", "most": "4", "version": call.version}).status_code == 302
    )
    shown = client.get(page).content.decode()
    assert "Nothing is missing" in shown
    assert "From 2 to 4 partners." in shown
    assert "No criterion looks at the partnership" in shown
    assert "Migration weighs 100%" in shown
    assert client.get(at("call_preview", call)).status_code == 200
    assert client.get(reverse("call", args=["PONDS-1"])).status_code == 404
    client.post(at("call_move", call), {"move": "publish"})
    call.refresh_from_db()
    assert (call.state, call.versions.get().number) == ("published", 1)
    assert call.versions.get().body == call_body(call)
    assert client.get(reverse("call", args=["PONDS-1"])).status_code == 200


@pytest.fixture
def draft(programme, officer) -> Call:
    """Everything that a call needs, not published yet."""
    now = timezone.now()
    call = call_create(
        by=officer,
        programme=programme,
        facts={
            "code": "C-9",
            "title": "Nets",
            "summary": "Nets for all.",
            "about": "Nets",
            "opens_at": now - timedelta(days=1),
            "deadline": now + timedelta(days=20),
            "questions_until": now + timedelta(days=10),
            "grant_most": Decimal(200_000),
            "rules": [{"rule": "partners", "least": 2, "most": 4}],
        },
    )
    for model, facts in (
        (Theme, {"title": "Ponds"}),
        (Criterion, {"title": "Both", "level": "partnership", "weight": Decimal(5)}),
        (Prompt, {"title": "Why?"}),
    ):
        call_part_create(by=officer, call=call, model=model, facts=facts)
    return call


@pytest.fixture
def public(draft, officer) -> Call:
    call_publish(by=officer, call=draft)
    return Call.objects.get()


def test_a_change_of_a_public_call_is_its_next_version(client, public, officer):
    facts = {"grant_most": Decimal(150_000)}
    with pytest.raises(ValidationError, match="what changed"):
        call_update(by=officer, call=public, opened_version=public.version, facts=facts)
    call_update(
        by=officer, call=public, opened_version=public.version, facts=facts, note="Smaller grants"
    )
    call_part_create(
        by=officer, call=public, model=Theme, facts={"title": "Nets"}, note="One theme more"
    )
    public.refresh_from_db()
    numbers = list(public.versions.values_list("number", flat=True))
    assert numbers == [3, 2, 1]
    assert public.versions.first().body == call_body(public)
    assert public.versions.get(number=1).body["grant_most"] == "200000"
    second = client.get(reverse("call_version", args=["C-9", 2])).content.decode()
    assert "Smaller grants" in second
    assert "150,000" in second
    assert "200,000" in second
    third = client.get(reverse("call_version", args=["C-9", 3])).content.decode()
    assert "Nets" in third
    assert "Added" in third
    data = client.get(reverse("call_json", args=["C-9"])).json()
    assert (data["version"], data["what_changed"]) == (3, "One theme more")
    first = client.get(reverse("call_version_json", args=["C-9", 1])).json()
    assert [row["title"] for row in first["call"]["themes"]] == ["Ponds"]


def test_saving_without_a_change_publishes_nothing(public, officer):
    call_update(
        by=officer, call=public, opened_version=public.version, facts={"title": public.title}
    )
    assert public.versions.count() == 1


def test_what_lasts_and_what_stands_in_order(public, officer):
    for facts, field in (
        ({"currency": "USD"}, "currency"),
        ({"deadline": public.opens_at}, "deadline"),
        ({"questions_until": public.deadline + timedelta(days=1)}, "questions_until"),
        ({"concept_deadline": public.deadline}, "concept_deadline"),
    ):
        with pytest.raises(ValidationError) as caught:
            call_update(
                by=officer, call=public, opened_version=public.version, facts=facts, note="x"
            )
        assert field in caught.value.message_dict


def test_two_officers_change_a_call(public, officer):
    opened = public.version
    call_update(by=officer, call=public, opened_version=opened, facts={"title": "A"}, note="First")
    with pytest.raises(StaleVersion):
        call_update(
            by=officer, call=public, opened_version=opened, facts={"title": "B"}, note="Second"
        )
    assert public.versions.count() == 2


def test_proposals_are_opened_after_the_last_second_only(client, public, officer, monkeypatch):
    moment = public.deadline
    monkeypatch.setattr(timezone, "now", lambda: moment - timedelta(seconds=1))
    client.force_login(officer)
    client.post(at("call_move", public), {"move": "appraise"})
    public.refresh_from_db()
    assert public.state == "published"
    monkeypatch.setattr(timezone, "now", lambda: moment)
    client.post(at("call_move", public), {"move": "appraise"})
    public.refresh_from_db()
    assert public.state == "appraising"
    with pytest.raises(ValidationError, match="no longer changes"):
        call_update(by=officer, call=public, opened_version=1, facts={"title": "B"}, note="x")
    assert AuditEvent.objects.filter(verb="call.appraise").exists()


def test_a_call_is_called_off_and_says_so(client, public, officer):
    client.force_login(officer)
    client.post(at("call_move", public), {"move": "cancel"})
    assert "was called off" in client.get(reverse("call", args=["C-9"])).content.decode()


def test_who_may(client, public, stranger, officer):
    reader = User.objects.get(email="reader@example.org")
    with pytest.raises(PermissionDenied):
        call_part_create(by=reader, call=public, model=Theme, facts={"title": "x"}, note="x")
    client.force_login(reader)
    assert client.get(at("programme_call", public)).status_code == 200
    assert client.get(at("call_edit", public)).status_code == 403
    client.force_login(stranger)
    assert client.get(at("programme_call", public)).status_code == 404
    assert client.get(at("call_preview", public)).status_code == 404
    client.force_login(officer)
    names = ("programme_calls",)
    for name in names:
        assert client.get(reverse(name, args=[public.programme_id])).status_code == 200
    for name in ("call_edit", "call_rules", "call_questions", "call_document_new"):
        assert client.get(at(name, public)).status_code == 200


def test_documents_are_checked_and_stay_readable_in_old_versions(client, public, officer):
    client.force_login(officer)
    new = at("call_document_new", public)
    facts = {"title": "Guidelines", "language": "en", "note": "Guidelines added"}
    program = SimpleUploadedFile("run.pdf", b"MZ\x90\x00" * 50)
    assert client.post(new, facts | {"file": program}).status_code == 422
    paper = SimpleUploadedFile("../guide\u202e.exe", b"%PDF-1.7 guide %%EOF")
    assert client.post(new, facts | {"file": paper}).status_code == 302
    row = public.documents.get()
    assert row.file_name == "guide.pdf"
    fetch = reverse("call_paper", args=["C-9", row.file_sha256])
    client.logout()
    assert b"".join(client.get(fetch).streaming_content) == b"%PDF-1.7 guide %%EOF"
    call_part_remove(by=officer, row=row, note="Out of date")
    assert client.get(fetch).status_code == 200
    assert client.get(reverse("call_paper", args=["C-9", "0" * 64])).status_code == 404


def test_a_draft_forgets_a_document_that_is_taken_out(
    draft, officer, django_capture_on_commit_callbacks
):
    from django.core.files.storage import default_storage

    from twoshores.programmes.services.call_parts import document_path

    row = call_document_add(
        by=officer, call=draft, title="A", language="en", name="a.txt", data=b"Nets and ponds."
    )
    path = document_path(row)
    assert default_storage.exists(path)
    with django_capture_on_commit_callbacks(execute=True):
        call_part_remove(by=officer, row=row)
    assert not default_storage.exists(path)


def test_rules_are_changed_and_taken_out(client, public, officer):
    client.force_login(officer)
    edit = at("call_rule_edit", public, 1)
    assert 'value="4"' in client.get(edit).content.decode()
    data = {"least": "2", "most": "3", "version": public.version}
    assert client.post(edit, data).status_code == 422  # says nothing of what changed
    assert client.post(edit, data | {"note": "Three at most"}).status_code == 302
    new = at("call_rule_new", public, "countries")
    public.refresh_from_db()
    more = {"group": "Origin", "countries": ["EG", "MA"], "least": "1", "note": "Both shores"}
    assert client.post(new, more | {"version": public.version}).status_code == 302
    public.refresh_from_db()
    assert [row["rule"] for row in public.rules] == ["partners", "countries"]
    client.post(at("call_rule_edit", public, 2), {"remove": "1"})
    public.refresh_from_db()
    assert public.rules == [{"rule": "partners", "least": 2, "most": 3}]
    assert client.get(at("call_rule_new", public, "grant")).status_code == 404  # a fact


def test_every_rule_has_a_form(client, draft, officer):
    from twoshores.programmes.forms.call_rules import TITLES

    client.force_login(officer)
    for rule in TITLES:
        assert client.get(at("call_rule_new", draft, rule)).status_code == 200


def test_parts_change_places(client, public, officer):
    client.force_login(officer)
    last = call_part_create(
        by=officer, call=public, model=Theme, facts={"title": "Nets"}, note="More"
    )
    client.post(at("call_part_move", public, "themes", last.pk), {"way": "earlier"})
    assert [row.title for row in public.themes.all()] == ["Nets", "Ponds"]
    assert public.versions.first().note == "Order of themes"


def test_an_hour_that_the_clocks_leave_out_is_refused(client, officer, programme):
    client.force_login(officer)
    new = reverse("call_new", args=[programme.pk])
    answer = client.post(new, FORM | {"deadline": "2027-03-28T02:30:00"})
    assert answer.status_code == 422
    assert "leave this hour out" in answer.content.decode()


def test_the_balance_of_components():
    rows = [
        Criterion(component=component, weight=Decimal(weight), level="organisation")
        for component, weight in (("migration", 3), ("development", 1), ("both", 2))
    ]
    found = balance_of(rows)
    assert (found.migration, found.development, found.is_uneven) == (4, 2, True)
    assert not balance_of(rows[2:]).is_uneven
    assert not balance_of([]).is_uneven


def test_pages_ask_little_of_the_database(client, public, officer, django_assert_max_num_queries):
    for number in range(8):
        call_part_create(
            by=officer, call=public, model=Prompt, facts={"title": f"Q{number}"}, note="More"
        )
    client.force_login(officer)
    for address in (at("programme_call", public), reverse("call", args=["C-9"]), reverse("calls")):
        with django_assert_max_num_queries(15):
            assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("clock", "zone"),
    [(datetime.min, "Asia/Tokyo"), (datetime(9999, 12, 31, 23, 59), "America/New_York")],
)
def test_moments_at_the_ends_of_the_calendar_are_refused_in_words(clock, zone):
    with pytest.raises(ValidationError, match="no day"):
        moment_by(clock, zone)


def test_nobody_publishes_a_call_whose_concepts_are_over(draft, officer):
    """Nobody could ever apply to it."""
    now = timezone.now()
    Call.objects.update(stages="two", concept_deadline=now, opens_at=now - timedelta(days=9))
    draft.refresh_from_db()
    draft.prompts.create(position=9, title="Your idea?", whom="all", stage="concept")
    with pytest.raises(ValidationError):
        call_publish(by=officer, call=draft)
    Call.objects.update(concept_deadline=now + timedelta(days=1))
    assert call_publish(by=officer, call=draft).number == 1


def test_a_call_of_one_stage_speaks_of_no_concepts(public):
    now = timezone.now()
    public.opens_at, public.concept_deadline = now, now + timedelta(days=1)
    assert "concepts" not in left_words(public, now)
    assert "proposals" in left_words(public, now)
