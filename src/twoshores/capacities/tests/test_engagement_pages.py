"""The pages of an engagement: both sides, the person's link, two writers, outsiders."""

from decimal import Decimal

import pytest
from django.urls import reverse

from twoshores.accounts.models import User
from twoshores.actors.models import Introduction, Membership
from twoshores.actors.selectors.introductions import introduction_token
from twoshores.actors.services.introductions import introduction_accept, introduction_ask
from twoshores.actors.services.people import person_erase
from twoshores.capacities.models import Engagement, EngagementEvent
from twoshores.capacities.selectors.engagements import engagement_token
from twoshores.capacities.services.mails import engagement_mail

MOST_QUERIES = 15


@pytest.fixture
def member(make_member, concepts):
    return make_member("one", [(concepts[0], 4, "x")])


@pytest.fixture
def engagement(officer, organisation, need, member):
    introduction = introduction_ask(
        by=officer,
        asking=organisation,
        asked=member,
        subject_kind="capacities.need",
        subject_id=str(need.pk),
        message="هل تستطيع؟",
        language="ar",
    )
    introduction_accept(by=None, introduction=introduction)
    return Engagement.objects.get()


def page_of(engagement):
    return reverse("engagement", args=[engagement.pk])


def link_of(engagement):
    return reverse("engagement_link", args=[engagement_token(engagement)])


def terms(engagement, **changes):
    engagement.refresh_from_db()
    return {
        "act": "terms",
        "version": engagement.version,
        "tasks": "تدريب ٤٠ أسرة",
        "mode": "short",
        "starts": "2027-02-01",
        "ends": "2027-04-30",
        "terms": "paid",
        "compensation_amount": "",
        "compensation_currency": "",
    } | changes


def agreed(client, officer, engagement):
    client.force_login(officer)
    assert client.post(page_of(engagement), terms(engagement)).status_code == 302
    client.logout()
    engagement.refresh_from_db()
    yes = {"act": "agree", "version": engagement.version}
    assert client.post(link_of(engagement), yes).status_code == 302
    engagement.refresh_from_db()
    assert engagement.state == "agreed"


def test_the_accepted_introduction_leads_to_it(client, engagement, officer):
    introduction = engagement.introduction
    link = reverse("introduction_link", args=[introduction_token(introduction)])
    assert link_of(engagement)[:40] in client.get(link).content.decode()
    client.force_login(officer)
    page = reverse("introduction_detail", args=[introduction.pk])
    assert page_of(engagement) in client.get(page).content.decode()


def test_both_write_agree_work_and_leave_something(client, engagement, officer):
    agreed(client, officer, engagement)
    link = link_of(engagement)
    assert client.post(link, {"act": "begin"}).status_code == 302
    note = {"act": "note", "note-text": "Mi-chemin 🐟", "note-language": "fr"}
    assert client.post(link, note | {"note-done_percent": "٥٠"}).status_code == 302
    assert EngagementEvent.objects.get().done_percent == 50
    client.force_login(officer)
    text = client.get(page_of(engagement)).content.decode()
    assert "Mi-chemin 🐟" in text
    assert client.post(page_of(engagement), {"act": "finish"}).status_code == 302
    said = {"act": "feedback", "feedback-rating": "4", "feedback-language": "ar"}
    said |= {"feedback-text": "عمل جيد"}
    assert client.post(page_of(engagement), said).status_code == 302
    client.logout()
    assert "عمل جيد" not in client.get(link).content.decode()
    mine = {"act": "feedback", "feedback-rating": "5", "feedback-language": "fr"}
    assert client.post(link, mine).status_code == 302
    assert "عمل جيد" in client.get(link).content.decode()
    material = {
        "act": "material",
        "material-title": "دليل",
        "material-language": "ar",
        "material-licence": "CC BY 4.0",
        "material-url": "https://example.org/x.pdf",
    }
    assert client.post(link, material).status_code == 302
    assert "دليل" in client.get(link).content.decode()


def test_two_writers_see_each_others_change_and_decide(client, engagement, officer):
    opened = terms(engagement)
    client.force_login(officer)
    first = opened | {"tasks": "Premier", "mode": "short"}
    assert client.post(page_of(engagement), first).status_code == 302
    client.logout()
    answer = client.post(link_of(engagement), opened | {"tasks": "Second", "mode": "remote"})
    text = answer.content.decode()
    assert answer.status_code == 409
    for words in ("Premier", "Second"):
        assert words in text
    engagement.refresh_from_db()
    assert engagement.tasks == "Premier"
    assert f'name="version" value="{engagement.version}"' in text
    again = opened | {"tasks": "Second", "version": engagement.version}
    assert client.post(link_of(engagement), again).status_code == 302
    engagement.refresh_from_db()
    assert (engagement.tasks, engagement.organisation_agreed_version) == ("Second", None)


def test_agreeing_to_terms_that_changed_or_are_incomplete_is_refused(client, engagement, officer):
    Engagement.objects.update(tasks="", mode="", starts=None)
    engagement.refresh_from_db()
    client.force_login(officer)
    yes = {"act": "agree", "version": engagement.version}
    refused = client.post(page_of(engagement), yes)
    assert refused.status_code == 422
    assert engagement.person_agreed_version is None
    assert client.post(page_of(engagement), yes | {"version": "x"}).status_code == 422


def test_amounts_are_read_as_people_write_them(client, engagement):
    data = terms(engagement, compensation_amount="1 250,50", compensation_currency="mad")
    client.cookies["django_language"] = "fr"
    assert client.post(link_of(engagement), data).status_code == 302
    engagement.refresh_from_db()
    assert engagement.compensation_amount == Decimal("1250.50")
    assert engagement.compensation_currency == "MAD"
    wrong = terms(engagement, compensation_amount="12", compensation_currency="")
    answer = client.post(link_of(engagement), wrong)
    assert answer.status_code == 422
    assert "errors" in answer.content.decode()


def test_outsiders_find_nothing_and_viewers_only_look(client, engagement, organisation):
    assert client.get(page_of(engagement)).status_code == 302
    stranger = User.objects.create_user("x@example.org")
    client.force_login(stranger)
    assert client.get(page_of(engagement)).status_code == 404
    assert client.post(page_of(engagement), {"act": "end"}).status_code == 404
    assert page_of(engagement) not in client.get(reverse("engagements")).content.decode()
    Membership.objects.create(user=stranger, organisation=organisation, role="viewer")
    text = client.get(page_of(engagement)).content.decode()
    assert "<textarea" not in text
    assert "one Family" not in text
    assert client.post(page_of(engagement), {"act": "end"}).status_code == 403


def test_no_name_stands_on_its_pages(client, engagement, officer, member):
    client.force_login(officer)
    for url in (page_of(engagement), reverse("engagements")):
        text = client.get(url).content.decode()
        assert "one Family" not in text
        assert member.pseudonym in text


def test_links_that_do_not_work_say_so(client, engagement, member):
    link = link_of(engagement)
    assert client.get(link[:-4] + "abc/").status_code == 404
    person_erase(by=None, person=member)
    assert client.get(link).status_code == 410
    Introduction.objects.update(nonce="00000000-0000-4000-8000-000000000000")
    assert client.get(link).status_code == 410


def test_what_the_person_wrote_goes_with_them(client, engagement, officer, member):
    agreed(client, officer, engagement)
    note = {"act": "note", "note-text": "Mon numéro secret", "note-language": "fr"}
    client.post(link_of(engagement), note)
    person_erase(by=None, person=member)
    client.force_login(officer)
    text = client.get(page_of(engagement)).content.decode()
    assert "secret" not in text


@pytest.mark.parametrize("text", ["", "x" * 10_000])
def test_what_cannot_be_saved_is_kept_and_explained(client, engagement, officer, text):
    agreed(client, officer, engagement)
    note = {"act": "note", "note-text": text, "note-language": "fr"}
    answer = client.post(link_of(engagement), note)
    assert answer.status_code == 422
    assert text in answer.content.decode()
    answer = client.post(link_of(engagement), terms(engagement, tasks=text))
    assert answer.status_code == 422
    assert not EngagementEvent.objects.exists()


def test_a_move_that_is_not_open_is_told(client, engagement):
    assert client.post(link_of(engagement), {"act": "finish"}).status_code == 409
    assert client.post(link_of(engagement), {"act": "eat"}).status_code == 422


@pytest.mark.parametrize("what", ["terms", "agreed", "begin", "finish", "end"])
@pytest.mark.parametrize("side", ["organisation", "person"])
def test_mails_carry_a_link_and_no_contents(engagement, officer, mailoutbox, what, side):
    engagement_mail(str(engagement.pk), what, side)
    (sent,) = mailoutbox
    text = sent.subject + sent.body
    assert ("/e/" in text) == (side == "organisation")
    assert "&#" not in text
    for secret in ("one Family", "one@example.org", officer.email):
        assert secret not in text


def test_pages_ask_the_database_little(client, engagement, officer, django_assert_max_num_queries):
    agreed(client, officer, engagement)
    client.force_login(officer)
    for url in (page_of(engagement), reverse("engagements"), link_of(engagement)):
        with django_assert_max_num_queries(MOST_QUERIES):
            assert client.get(url).status_code == 200


def test_half_an_address_of_what_is_left_says_how_to_write_it(client, engagement, officer):
    agreed(client, officer, engagement)
    client.force_login(officer)
    sent = {"act": "material", "material-title": "Cards", "material-language": "en"}
    page = client.post(page_of(engagement), sent | {"material-url": "ask me"})
    assert page.status_code == 422
    assert "Write the whole address, for example https://example.org/page." in page.content.decode()
