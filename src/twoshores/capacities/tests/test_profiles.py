"""Offers: numbers never used again, two writers, pages by both doors, stale ones."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from twoshores.actors.models import Tie
from twoshores.actors.selectors.own import person_token
from twoshores.actors.services.people import PersonFacts, person_erase, person_register
from twoshores.capacities.matching.profiles import engine_profiles
from twoshores.capacities.models import Profile, RosterChange
from twoshores.capacities.public_text import contact_in
from twoshores.capacities.services import stale
from twoshores.capacities.services.profiles import (
    Lines,
    SkillData,
    TieData,
    profile_confirm,
    profile_save,
)
from twoshores.common.editing import StaleVersion
from twoshores.common.models import AuditEvent

MOST_QUERIES = 15


@pytest.fixture
def member(make_member, concepts):
    return make_member("one", [(concepts[0], 4, "eau"), (concepts[1], 2, "poissons")])


def new_person(email="b@example.org"):
    return person_register(by=None, facts=PersonFacts("B", "en", email=email))


def link(person, page):
    return reverse(f"person_link_{page}", args=[person_token(person)])


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("a.b@example.org", "address"),
        ("name (at) example", "address"),
        ("ask me on www.example.com/x", "link"),
        ("facebook.com", "link"),
        ("06 12 34 56 78", "telephone"),
        ("+20 100 123", "telephone"),
        ("٠١٢٣٤٥٦٧٨٩", "telephone"),
        ("12 years, from 2009-2012 and 2013 2019", ""),
        ("ISO 9001:2015, 25 kg bags, 40 to 60 people", ""),
        ("A 3.5 t lorry. It is done.", ""),
        ("", ""),
    ],
)
def test_contacts_are_told_from_other_words(text, kind):
    assert contact_in(text) == kind


def test_public_texts_refuse_contacts_whoever_writes(db):
    person = new_person()
    with pytest.raises(ValidationError, match="Whoever you say yes to"):
        profile_save(by=None, person=person, facts={"headline": "call 06 12 34 56 78"})
    lines = Lines(skills=[SkillData("mail a@example.org", "en")])
    with pytest.raises(ValidationError):
        profile_save(by=None, person=person, facts={}, lines=lines)
    assert not Profile.objects.exists()


def test_a_number_is_never_used_again(member):
    number = member.profile.number
    person_erase(by=None, person=member)
    assert not Profile.objects.exists()
    assert profile_save(by=None, person=new_person(), facts={}).number == number + 1


def test_the_index_hears_of_each_save(member):
    before = RosterChange.objects.count()
    profile_save(by=None, person=member, facts={"modes": ["return"]})
    assert RosterChange.objects.count() > before
    (seen,) = engine_profiles([member.profile.number])
    assert seen.modes == 4


def test_nobody_else_writes_an_offer(member, officer):
    with pytest.raises(PermissionDenied):
        profile_save(by=officer, person=member, facts={"headline": "x"})
    with pytest.raises(PermissionDenied):
        profile_confirm(by=officer, person=member)


def test_the_second_writer_sees_what_the_first_changed(member, greece):
    opened = member.profile.version
    first = {"headline": "Eau propre", "modes": ["short"]}
    profile_save(by=None, person=member, facts=first, opened_version=opened)
    with pytest.raises(StaleVersion) as caught:
        profile_save(
            by=None,
            person=member,
            facts={"headline": "Water", "modes": ["short"]},
            lines=Lines(languages={"fr": 3}, ties=[TieData(greece)]),
            opened_version=opened,
        )
    found = {c.field: (c.theirs, c.mine) for c in caught.value.conflicts}
    assert found["headline"] == ("Eau propre", "Water")
    assert set(found) == {"headline", "languages", "ties"}
    assert Profile.objects.get().headline == "Eau propre"


def form_data(member, **changes):
    place = Tie.objects.get(actor=member, kind="origin").place
    return {
        "version": member.profile.version,
        "language": "fr",
        "languages": ["ar"],
        "origin": place.key,
        "other_kind": "family",
        "modes": ["remote"],
        "times": ["evenings"],
        "terms": "expenses",
        "headline": "",
        "has_trained": "",
    } | changes


def test_the_offer_is_changed_by_both_doors(client, member):
    data = form_data(member, headline="De l'eau propre", hours_per_week="6")
    assert client.post(link(member, "offer"), data).status_code == 302
    profile = Profile.objects.get()
    assert (profile.headline, profile.hours_per_week) == ("De l'eau propre", 6)
    client.force_login(member.user)
    member.refresh_from_db()
    data = form_data(member, version=profile.version, headline="مياه")
    assert client.post(reverse("me_offer"), data).status_code == 302
    assert Profile.objects.get().headline == "مياه"


def test_a_conflict_is_shown_field_by_field_and_a_person_decides(client, member):
    page = link(member, "offer")
    first = form_data(member, headline="Première", modes=["short"])
    second = form_data(member, headline="Deuxième", modes=["return"])
    assert client.post(page, first).status_code == 302
    answer = client.post(page, second)
    text = answer.content.decode()
    assert answer.status_code == 409
    for words in ("Première", "Deuxième", "Short visits", "Long return"):
        assert words in text
    assert Profile.objects.get().headline == "Première"
    current = Profile.objects.get().version
    assert f'name="version" value="{current}"' in text
    assert client.post(page, second | {"version": current}).status_code == 302
    assert Profile.objects.get().headline == "Deuxième"


def test_ties_that_the_form_does_not_show_stay(client, member, greece, place):
    for target in (greece, place.parent):
        Tie.objects.create(actor=member, place=target, kind="work", since=2009)
    data = form_data(member, other=greece.key, other_kind="work")
    assert client.post(link(member, "offer"), data).status_code == 302
    kinds = sorted(Tie.objects.filter(actor=member).values_list("kind", "place__name"))
    assert kinds == [("origin", "Motobas"), ("work", "Greece"), ("work", "Kafr el-Sheikh")]


def test_skills_are_changed_one_at_a_time(client, member):
    page = link(member, "skills")
    version = Profile.objects.get().version
    assert client.post(page, {"remove": "1", "version": version}).status_code == 302
    assert [s.said for s in Profile.objects.get().skills.all()] == ["poissons"]
    late = client.post(page, {"remove": "1", "version": version}, follow=True)
    assert "as it stands now" in late.content.decode()
    assert Profile.objects.get().skills.count() == 1
    data = {"said": "filets", "kind": "skill", "add": "1", "level": "4", "version": version + 1}
    assert client.post(page, data).status_code == 302
    assert [s.said for s in Profile.objects.get().skills.all()] == ["poissons", "filets"]


@pytest.mark.parametrize("page", ["offer", "skills", "confirm"])
def test_outsiders_do_not_reach_an_offer(client, member, officer, page):
    assert client.get(reverse(f"me_{page}")).status_code == 302
    assert client.get(link(member, page).replace("/p/", "/p/x")).status_code == 404
    client.force_login(officer)
    assert client.get(reverse(f"me_{page}")).url == reverse("me")


def test_the_own_page_and_file_show_the_offer(client, member):
    page = reverse("person_link", args=[person_token(member)])
    assert "poissons" in client.get(page).content.decode()
    data = client.get(reverse("person_link_data", args=[person_token(member)])).json()
    assert [line["said"] for line in data["offer"]["skills"]] == ["eau", "poissons"]


def test_own_pages_ask_the_database_little(client, member, django_assert_max_num_queries):
    for page in ("offer", "skills", "confirm"):
        with django_assert_max_num_queries(MOST_QUERIES):
            assert client.get(link(member, page)).status_code == 200
    with django_assert_max_num_queries(MOST_QUERIES):
        client.get(reverse("person_link", args=[person_token(member)]))
    client.force_login(member.user)
    with django_assert_max_num_queries(MOST_QUERIES):
        client.get(reverse("me"))


def age(days):
    Profile.objects.update(confirmed_at=timezone.now() - timedelta(days=days))


@pytest.mark.parametrize(
    ("days", "state"),
    [
        (182, "active"),
        (184, "asked"),
        (212, "asked"),
        (214, "sunk"),
        (273, "sunk"),
        (275, "asleep"),
    ],
)
def test_an_offer_ages(member, days, state):
    age(days)
    stale.ask_stale_profiles()
    profile = Profile.objects.get()
    assert profile.state == state
    assert (profile.asked_to_confirm_at is None) == (state == "active")
    assert stale.ask_stale_profiles() == 0
    assert AuditEvent.objects.filter(verb="profile.ask").count() == (state != "active")


def test_asleep_is_not_matched_and_sunk_comes_last(member):
    age(214)
    stale.ask_stale_profiles()
    (seen,) = engine_profiles([member.profile.number])
    assert (seen.consent, seen.confirmed) == (True, 0)
    age(275)
    stale.ask_stale_profiles()
    (seen,) = engine_profiles([member.profile.number])
    assert not seen.consent


def test_the_mail_leads_to_one_click_that_wakes_it(client, member, mailoutbox):
    age(300)
    stale.ask_stale_profiles()
    stale.confirm_mail(str(member.pk))
    (sent,) = mailoutbox
    assert "Family" not in sent.subject + sent.body
    page = next(line for line in sent.body.splitlines() if "/p/" in line).split("8000")[1]
    assert client.get(page).status_code == 200
    assert Profile.objects.get().state == "asleep"  # looking is not confirming
    assert client.post(page).status_code == 302
    profile = Profile.objects.get()
    assert (profile.state, profile.asked_to_confirm_at) == ("active", None)
    (seen,) = engine_profiles([profile.number])
    assert seen.consent
