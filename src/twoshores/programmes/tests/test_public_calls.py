"""Calls as everybody reads them: clocks, languages, filters, questions without who asked."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from twoshores.accounts.models import User
from twoshores.common.models import AuditEvent
from twoshores.programmes.call_phases import Phase, left_words, phase_of, time_left
from twoshores.programmes.models import Call, CallQuestion
from twoshores.programmes.services.call_questions import (
    answer_mail,
    question_answer,
    question_ask,
)
from twoshores.programmes.tests.conftest import make_organisation

# 17:00 in Guayaquil, which is the next day in Manila and Tbilisi.
DEADLINE = datetime(2027, 3, 31, 22, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture
def call(programme) -> Call:
    row = programme.calls.create(
        code="SHORES",
        title="Two shores, one pond",
        summary="For small groups",
        about="Ponds",
        state="published",
        time_zone="America/Guayaquil",
        opens_at=DEADLINE - timedelta(days=60),
        questions_until=DEADLINE - timedelta(days=20),
        deadline=DEADLINE,
        grant_most=Decimal(200_000),
        rules=[
            {"rule": "countries", "group": "Origin", "countries": ["EC", "EG"]},
            {"rule": "kinds", "any_of": ["migrant_association"], "or_mobilises_migrants": True},
        ],
    )
    row.versions.create(number=1, body={})
    return row


def at_moment(monkeypatch, moment: datetime) -> None:
    monkeypatch.setattr(timezone, "now", lambda: moment)


@pytest.mark.parametrize(
    ("moment", "phase"),
    [
        (DEADLINE - timedelta(days=60) - SECOND, Phase.COMING),
        (DEADLINE - timedelta(days=60), Phase.OPEN),
        (DEADLINE - SECOND, Phase.OPEN),
        (DEADLINE, Phase.CLOSED),
        (DEADLINE + SECOND, Phase.CLOSED),
    ],
)
def test_the_deadline_is_kept_to_the_second(call, moment, phase):
    assert phase_of(call, moment) is phase


def test_what_is_left_is_never_more_than_there_is():
    for seconds, words in (
        (1, "1 second"),
        (59, "59 seconds"),
        (60, "1 minute"),
        (3_661, "1 hour, 1 minute"),
        (2 * 86_400 - 1, "47 hours, 59 minutes"),
        (2 * 86_400, "2 days"),
        (3 * 86_400 - 1, "2 days"),
        (-5, "0 seconds"),
    ):
        assert time_left(DEADLINE, DEADLINE - timedelta(seconds=seconds)) == words


def test_the_page_tells_the_calls_clock_and_the_readers(client, call, monkeypatch):
    at_moment(monkeypatch, DEADLINE - SECOND)
    page = client.get(reverse("call", args=["SHORES"]), headers={"accept-language": "en-GE"})
    shown = page.content.decode()
    assert "31 March 2027, 17:00" in shown
    assert "Guayaquil" in shown
    assert "1 April 2027, 02:00" in shown
    assert "Georgia" in shown
    assert "Time left for proposals: 1 second." in shown
    member = User.objects.create_user("manila@example.org")
    make_organisation("Manila", "PH", officer=member.email)
    client.force_login(member)
    shown = client.get(reverse("call", args=["SHORES"])).content.decode()
    assert "1 April 2027, 06:00" in shown
    at_moment(monkeypatch, DEADLINE)
    assert "no longer taken" in client.get(reverse("call", args=["SHORES"])).content.decode()


def test_rules_stand_in_plain_words(client, call):
    shown = client.get(reverse("call", args=["SHORES"])).content.decode()
    assert "proven to mobilise migrants: Migrant association." in shown
    assert "Ecuador, Egypt" in shown
    with override("ar"):
        assert "%(" not in left_words(call, DEADLINE - timedelta(days=5))


def test_the_list_is_narrowed_and_searched(client, call, programme):
    call.themes.create(title="Remittances")
    Call.objects.filter(pk=call.pk).update(deadline=timezone.now() + timedelta(days=9))
    Call.objects.filter(pk=call.pk).update(opens_at=timezone.now() - timedelta(days=9))
    programme.calls.create(code="HIDDEN", title="Not yet", summary="x")
    programme.calls.create(
        code="OVER", title="Éducation", summary="x", state="decided", deadline=DEADLINE
    )

    def codes(**query) -> list[str]:
        answer = client.get(reverse("calls"), query)
        assert answer.status_code == 200
        return [row["call"].code for row in answer.context["rows"]]

    assert codes() == ["SHORES", "OVER"]
    assert codes(phase="closed") == ["OVER"]
    assert codes(country="EG") == ["SHORES"]
    assert codes(theme="Remittances") == ["SHORES"]
    assert codes(q="educ") == ["OVER"]
    assert codes(q="remit", country="MA") == []
    assert codes(phase="nonsense") == []


def test_a_call_is_read_in_the_readers_language(client, call, officer):
    theme = call.themes.create(title="Remittances", about="Money sent home")
    client.force_login(officer)
    page = reverse("call_translation", args=[call.programme_id, call.pk, "fr"])
    assert "Money sent home" in client.get(page).content.decode()
    data = {
        f"call-{call.pk}-title": "Deux rives, un étang",
        f"call-{call.pk}-summary": "Pour de petits groupes",
        f"call-{call.pk}-about": "Des étangs",
        f"theme-{theme.pk}-title": "Transferts",
        "version": "0",
    }
    assert client.post(page, data).status_code == 302
    client.cookies["django_language"] = "fr"
    client.logout()
    shown = client.get(reverse("call", args=["SHORES"]), headers={"accept-language": "fr"})
    text = shown.content.decode()
    assert "Deux rives, un étang" in text
    assert "Two shores, one pond" in text  # the original faces it
    assert "Remittances" in text  # half a translation of a theme is none
    # What is emptied again is read in its own language.
    client.force_login(officer)
    client.post(page, data | {f"call-{call.pk}-about": ""})
    assert "Des étangs" not in client.get(page).content.decode()
    assert client.get(page.replace("/fr/", "/en/")).status_code == 404


FIRST = "Is Athens eligible? We are the Pireus club."


def test_a_question_is_answered_for_all_without_who_asked(
    client, call, officer, stranger, monkeypatch, mailoutbox
):
    at_moment(monkeypatch, call.questions_until - SECOND)
    ask = reverse("call_ask", args=["SHORES"])
    assert client.post(ask, {"text": FIRST, "language": "en"}).status_code == 302
    assert not CallQuestion.objects.exists()  # signs in first
    client.force_login(stranger)
    assert client.post(ask, {"text": "", "language": "en"}).status_code == 422
    assert client.post(ask, {"text": FIRST, "language": "en"}).status_code == 302
    row = CallQuestion.objects.get()
    event = AuditEvent.objects.get(verb="callquestion.ask")
    assert event.by_id is None
    page = reverse("call", args=["SHORES"])
    assert FIRST in client.get(page).content.decode()  # to the asker alone
    client.logout()
    assert "Pireus" not in client.get(page).content.decode()

    client.force_login(officer)
    desk = [call.programme_id, call.pk]
    listed = client.get(reverse("call_questions", args=desk)).content.decode()
    assert "Pireus" in listed
    assert stranger.email not in listed
    one = reverse("call_question", args=[*desk, row.pk])
    assert stranger.email not in client.get(one).content.decode()
    data = {
        "shown_text": "Is Greece eligible?",
        "answer": "Yes.",
        "answer_language": "en",
        "version": "1",
    }
    assert client.post(one, data).status_code == 302
    late = client.post(one, data | {"answer": "No."})
    assert late.status_code == 409  # somebody was quicker
    answer_mail(str(row.pk))
    assert mailoutbox[-1].to == [stranger.email]
    assert "nobody is told who asked" in mailoutbox[-1].body
    client.logout()
    shown = client.get(page).content.decode()
    assert "Is Greece eligible?" in shown
    assert "Pireus" not in shown
    data = client.get(reverse("call_json", args=["SHORES"])).json()
    assert data["questions"][0]["question"] == "Is Greece eligible?"
    assert "Pireus" not in str(data)


def test_a_question_that_is_not_shown(client, call, officer, stranger, monkeypatch, mailoutbox):
    at_moment(monkeypatch, call.questions_until - SECOND)
    row = question_ask(by=stranger, call=call, language="en", text=FIRST)
    client.force_login(officer)
    one = reverse("call_question", args=[call.programme_id, call.pk, row.pk])
    assert client.post(one, {"refuse": "1", "version": "1"}).status_code == 302
    row.refresh_from_db()
    assert row.state == "refused"
    answer_mail(str(row.pk))
    assert not mailoutbox


def test_questions_end_to_the_second_and_do_not_pile_up(call, stranger, officer, monkeypatch):
    at_moment(monkeypatch, call.questions_until - SECOND)
    for _number in range(20):
        row = question_ask(by=stranger, call=call, language="en", text="Why?")
    with pytest.raises(ValidationError, match="wait for an answer"):
        question_ask(by=stranger, call=call, language="en", text="Why?")
    question_answer(
        by=officer, row=row, opened_version=1, shown_text="Why?", answer="So.", language="en"
    )
    question_ask(by=stranger, call=call, language="en", text="Why not?")
    at_moment(monkeypatch, call.questions_until)
    with pytest.raises(ValidationError, match="no longer taken"):
        question_ask(by=officer, call=call, language="en", text="Late?")
