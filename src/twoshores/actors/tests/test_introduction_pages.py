"""The pages of an introduction: for both sides, by link, for outsiders; nothing on GET."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from twoshores.accounts.models import User
from twoshores.actors import subjects
from twoshores.actors.models import Introduction, Look, Membership
from twoshores.actors.selectors.introductions import introduction_token
from twoshores.actors.services import introductions as service
from twoshores.actors.services import mails

MOST_QUERIES = 15


@pytest.fixture(autouse=True)
def subject():
    subjects.register(
        "test.subject",
        lambda pk: subjects.Subject("تربية الأسماك", "ar", "نبحث عن مدرّب", "/"),
        lambda user, pk: True,
    )


@pytest.fixture
def introduction(officer, organisation, person):
    return service.introduction_ask(
        by=officer,
        asking=organisation,
        asked=person,
        subject_kind="test.subject",
        subject_id="1",
        message="هل تستطيع المساعدة؟",
        language="ar",
    )


def page_of(introduction):
    return reverse("introduction_detail", args=[introduction.pk])


def link_of(introduction):
    return reverse("introduction_link", args=[introduction_token(introduction)])


def test_outsiders_find_nothing(client, introduction):
    assert client.get(page_of(introduction)).status_code == 302
    for email in ("x@example.org", "s@example.org"):
        client.force_login(User.objects.create_user(email, is_steward=email.startswith("s")))
        if not email.startswith("s"):
            assert client.get(page_of(introduction)).status_code == 404
            assert client.post(page_of(introduction), {"move": "accept"}).status_code == 404


def test_before_a_yes_no_name_stands_on_any_page(client, introduction, officer, member_user):
    for user in (officer, member_user):
        client.force_login(user)
        text = client.get(page_of(introduction)).content.decode()
        assert introduction.asked.person.pseudonym in text
        assert 'dir="rtl"' in text
        assert ("Aïcha" in text, "aicha@" in text) == (False, False)
        assert officer.email not in text or user == officer


def test_nothing_happens_on_get(client, introduction):
    for move in ("accept", "decline", "withdraw"):
        client.get(link_of(introduction), {"move": move})
    introduction.refresh_from_db()
    assert introduction.state == "asked"


def test_yes_by_link_shows_both_their_contacts_and_is_remembered(
    client, introduction, officer, person, organisation
):
    response = client.post(link_of(introduction), {"move": "accept"}, follow=True)
    text = response.content.decode()
    assert response.status_code == 200
    assert organisation.name in text
    assert officer.email in text
    assert "aicha@example.org" in text  # what they see of you
    assert not Look.objects.exists()
    client.force_login(officer)
    text = client.get(page_of(introduction)).content.decode()
    assert "Aïcha Test" in text
    look = Look.objects.get()
    assert (look.person, look.organisation, look.what) == (person, organisation, "contact")


def test_a_second_yes_is_no_mistake_and_a_late_no_is_told(client, introduction):
    client.post(link_of(introduction), {"move": "accept"})
    assert client.post(link_of(introduction), {"move": "accept"}).status_code == 302
    response = client.post(link_of(introduction), {"move": "decline"})
    assert response.status_code == 409
    assert "moved on" in response.content.decode()
    introduction.refresh_from_db()
    assert introduction.state == "accepted"


def test_a_viewer_sees_the_yes_but_not_the_name(client, introduction, organisation, member_user):
    service.introduction_accept(by=member_user, introduction=introduction)
    viewer = User.objects.create_user("viewer@example.org")
    Membership.objects.create(user=viewer, organisation=organisation, role="viewer")
    client.force_login(viewer)
    response = client.get(page_of(introduction))
    assert response.status_code == 200
    assert "Aïcha" not in response.content.decode()
    assert client.post(page_of(introduction), {"move": "withdraw"}).status_code == 403


def test_question_answer_and_no_with_a_reason(client, introduction, officer):
    link = link_of(introduction)
    said = {"move": "question", "text": "Qui paie le bus ? 🚌", "language": "fr"}
    assert client.post(link, said).status_code == 302
    client.force_login(officer)
    assert "Qui paie le bus ? 🚌" in client.get(page_of(introduction)).content.decode()
    answer = {"move": "answer", "text": "نحن", "language": "ar"}
    assert client.post(page_of(introduction), answer).status_code == 302
    client.logout()
    assert "نحن" in client.get(link).content.decode()
    assert client.post(link, {"move": "decline", "reason": "Pas le temps"}).status_code == 302
    client.force_login(officer)
    text = client.get(page_of(introduction)).content.decode()
    assert "Pas le temps" in text
    assert "Aïcha" not in text


@pytest.mark.parametrize("text", ["", "   ", "x" * 10_000])
def test_what_cannot_be_sent_is_kept_and_explained(client, introduction, text):
    response = client.post(
        link_of(introduction), {"move": "question", "text": text, "language": "fr"}
    )
    assert response.status_code == 422
    assert 'class="errors"' in response.content.decode()
    if text.strip():
        assert text in response.content.decode()
    introduction.refresh_from_db()
    assert introduction.state == "asked"


def test_markup_in_a_message_stays_text(client, introduction):
    said = {"move": "question", "text": "<script>alert(1)</script>\u202e", "language": "fr"}
    text = client.post(link_of(introduction), said, follow=True).content.decode()
    assert "<script>alert" not in text
    assert "&lt;script&gt;" in text


def test_links_that_do_not_work_say_so(client, introduction, person, member_user):
    link = link_of(introduction)
    forged = client.get(link[:-4] + "abc/")
    assert forged.status_code == 404
    assert reverse("person_link_ask") in forged.content.decode()
    Introduction.objects.update(expires_at=timezone.now() - timedelta(days=1))
    assert client.post(link, {"move": "accept"}).status_code == 422
    service.introductions_expire()
    response = client.get(link)
    assert response.status_code == 410
    assert "run out" in response.content.decode()
    Introduction.objects.update(nonce="00000000-0000-4000-8000-000000000000")
    assert client.get(link).status_code == 410


def test_an_unknown_move_does_nothing(client, introduction):
    assert client.post(link_of(introduction), {"move": "eat"}).status_code == 422
    assert client.post(link_of(introduction), {"move": "answer"}).status_code == 403


def test_the_asking_side_takes_it_back(client, introduction, officer):
    client.force_login(officer)
    assert client.post(page_of(introduction), {"move": "withdraw"}).status_code == 302
    introduction.refresh_from_db()
    assert introduction.state == "withdrawn"
    client.logout()
    assert client.get(link_of(introduction)).status_code == 410


def test_the_link_speaks_the_language_of_its_mail(client, introduction):
    client.cookies.clear()
    response = client.get(link_of(introduction))
    assert response.headers["Content-Language"] == "fr"
    client.cookies["django_language"] = "es"
    assert client.get(link_of(introduction)).headers["Content-Language"] == "es"


def test_lists_show_each_side_its_own_and_filter(client, introduction, officer, member_user):
    url = reverse("introductions")
    for user in (officer, member_user):
        client.force_login(user)
        text = client.get(url).content.decode()
        assert page_of(introduction) in text
        assert page_of(introduction) not in client.get(url, {"state": "declined"}).content.decode()
        assert page_of(introduction) in client.get(url, {"state": "nonsense"}).content.decode()
    client.force_login(User.objects.create_user("x@example.org"))
    assert page_of(introduction) not in client.get(url).content.decode()


def test_pages_ask_the_database_little(
    client, introduction, officer, member_user, django_assert_max_num_queries
):
    client.force_login(officer)
    for url in (reverse("introductions"), page_of(introduction)):
        with django_assert_max_num_queries(MOST_QUERIES):
            client.get(url)
    service.introduction_accept(by=member_user, introduction=introduction)
    with django_assert_max_num_queries(MOST_QUERIES):
        client.get(page_of(introduction))
    client.logout()
    with django_assert_max_num_queries(MOST_QUERIES):
        client.get(link_of(introduction))


@pytest.mark.parametrize(
    "what",
    [
        *("asked", "reminder", "question", "answer"),
        *("accepted", "declined", "withdrawn", "expired"),
    ],
)
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_mails_carry_links_and_pseudonyms_but_no_names(
    introduction, person, officer, mailoutbox, what, language
):
    person.language = officer.language = language
    person.save()
    officer.save()
    Introduction.objects.update(state="accepted", message="Secret <b>& words</b>")
    mails.introduction_mail(str(introduction.pk), what)
    assert mailoutbox
    for sent in mailoutbox:
        text = sent.subject + sent.body
        assert "\n" not in sent.subject
        assert "http://" in sent.body
        assert "&#" not in text
        assert "تربية الأسماك" in sent.body
        for secret in ("Aïcha", "aicha@", officer.email, "Secret"):
            assert secret not in text
    links = {line for sent in mailoutbox for line in sent.body.splitlines() if "http" in line}
    assert all("/i/" in link or f"/introductions/{introduction.pk}/" in link for link in links)


def test_the_mail_about_a_reveal_leads_to_the_reason(person, mailoutbox, client):
    mails.reveal_mail(str(person.pk))
    (sent,) = mailoutbox
    assert sent.to == ["aicha@example.org"]
    assert "Aïcha" not in sent.body
    assert "/p/" in sent.body
