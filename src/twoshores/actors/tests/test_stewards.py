"""What stewards do with people: pseudonyms only, a name for a reason, one record of two."""

import pytest
from django.utils import timezone
from django_ox.models import OxTask

from twoshores.accounts.models import User
from twoshores.actors.models import Introduction, Look, Person, Reveal
from twoshores.actors.services.people import PersonFacts, person_merge, person_register
from twoshores.common.models import AuditEvent

from .conftest import give_all
from .test_introductions import ask, subject  # noqa: F401

PAGES = ["/stewards/", "/stewards/merge/", "/stewards/reveal/", "/stewards/audit/?q=x"]
REASON = "A court asks for the contact of this person."


@pytest.fixture
def signed_in(client, steward):
    steward.is_demo = True  # no second factor in tests
    steward.save()
    client.force_login(steward)
    return client


@pytest.mark.parametrize("page", PAGES)
def test_for_others_these_pages_do_not_exist(client, officer, page):
    assert client.get(page).status_code == 302
    client.force_login(officer)
    assert client.get(page).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_pages_of_stewards_name_nobody(signed_in, person, page, django_assert_max_num_queries):
    with django_assert_max_num_queries(15):
        response = signed_in.get(page)
    assert response.status_code == 200
    assert "Aïcha" not in response.text


def test_a_name_is_opened_once_and_its_owner_learns_why(
    signed_in, client, person, mailoutbox, django_capture_on_commit_callbacks
):
    typed = f"  {person.pseudonym.lower()} "
    with django_capture_on_commit_callbacks(execute=True):
        response = signed_in.post("/stewards/reveal/", {"code": typed, "reason": REASON})
    assert response.status_code == 200
    assert "Aïcha Test" in response.text
    assert "aicha@example.org" in response.text
    assert "no-store" in response.headers["Cache-Control"]
    assert "Aïcha" not in signed_in.get("/stewards/reveal/").text
    assert Reveal.objects.get().reason == REASON
    assert Look.objects.get().what == Look.What.CONTACT
    event = AuditEvent.objects.get(verb="person.reveal")
    assert (event.about_id, event.fields) == (str(person.pk), ["identity"])
    client.force_login(person.user)
    assert REASON in client.get("/me/seen/").text


@pytest.mark.parametrize(
    ("change", "status"),
    [({"reason": "why"}, 422), ({"code": "Z9-999"}, 422), ({"reason": " " * 30}, 422)],
)
def test_no_name_without_a_reason_or_a_person(signed_in, person, change, status):
    data = {"code": person.pseudonym, "reason": REASON} | change
    response = signed_in.post("/stewards/reveal/", data)
    assert response.status_code == status
    assert "Aïcha" not in response.text
    assert not Reveal.objects.exists()


def test_two_records_are_looked_at_before_they_become_one(signed_in, person, registered):
    data = {"keep": person.pseudonym, "drop": registered.pseudonym}
    shown = signed_in.post("/stewards/merge/", data)
    assert shown.status_code == 200
    assert "جمعية الصيادين" in shown.text
    assert "Bakary" not in shown.text
    assert Person.objects.filter(erased_at=None).count() == 2
    assert signed_in.post("/stewards/merge/", data | {"sure": "1"}).status_code == 302
    assert Person.objects.get(erased_at=None) == person
    assert person.registrations.filter(ended_at=None).count() == 1


def test_a_record_cannot_be_merged_with_itself_or_with_nobody(signed_in, person):
    for other in (person.pseudonym, "Z9-999"):
        data = {"keep": person.pseudonym, "drop": other, "sure": "1"}
        assert signed_in.post("/stewards/merge/", data).status_code == 422
    assert AuditEvent.objects.filter(verb="person.merge").count() == 0


@pytest.mark.usefixtures("subject")
def test_asks_that_both_records_have_open_stay_one(
    steward, person, registered, officer, organisation
):
    kept = ask(officer, organisation, person)
    dropped = ask(officer, organisation, registered)
    person_merge(by=steward, keep=person, drop=registered)
    kept.refresh_from_db()
    dropped.refresh_from_db()
    assert (kept.asked_id, kept.state) == (person.pk, Introduction.State.ASKED)
    assert dropped.state == Introduction.State.DECLINED


def test_the_audit_is_searched_by_id_and_by_pseudonym(signed_in, person, steward):
    by_code = signed_in.get("/stewards/audit/", {"q": person.pseudonym}).text
    by_id = signed_in.get("/stewards/audit/", {"q": str(person.pk)}).text
    assert by_code.count("<li>") == by_id.count("<li>") > 1
    assert "Consent recorded" in by_code
    assert "Nothing was done" in signed_in.get("/stewards/audit/", {"q": "nonsense\x00"}).text


def test_two_logins_are_never_made_one(steward, person):
    other = person_register(
        by=User.objects.create_user("other@example.org"),
        facts=PersonFacts("Other Test", "en", email="other@example.org"),
    )
    give_all(other, by=other.user)
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError):
        person_merge(by=steward, keep=person, drop=other)


def test_stewards_see_how_many_jobs_failed(signed_in):
    now = timezone.now()
    OxTask.objects.create(
        task_path="twoshores.capacities.tasks.send_weekly_digest",
        backend_name="default",
        status=OxTask.Status.FAILED,
        enqueued_at=now,
        finished_at=now,
    )
    assert "send_weekly_digest" in signed_in.get("/stewards/").text
