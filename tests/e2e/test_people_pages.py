"""Introductions, own pages, joining and engagements, as people see them on a phone and a desk."""

import pytest
from django.urls import reverse

from twoshores.accounts.models import User
from twoshores.actors.models import Introduction, Person
from twoshores.actors.selectors.introductions import introduction_token
from twoshores.actors.selectors.own import person_token
from twoshores.actors.services.introductions import (
    introduction_accept,
    introduction_ask,
    introduction_question,
)
from twoshores.actors.services.people import person_reveal
from twoshores.capacities.models import Engagement
from twoshores.capacities.selectors.engagements import engagement_token
from twoshores.capacities.services.engagements import engagement_note
from twoshores.capacities.tests.conftest import (  # noqa: F401 - fixtures
    concepts,
    greece,
    make_member,
    need,
    officer,
    organisation,
    place,
)
from twoshores.common.places.names import folded_names

from .conftest import overflow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(officer, organisation, need, make_member, concepts):  # noqa: F811
    """An accepted introduction with an engagement under way, and one that is still open."""
    first, second = (make_member(name, [(concepts[0], 4, "eau claire")]) for name in ("a", "b"))
    asks = [
        introduction_ask(
            by=officer,
            asking=organisation,
            asked=person,
            subject_kind="capacities.need",
            subject_id=str(need.pk),
            message="هل تستطيع أن تدرّب أربعين أسرة؟",
            language="ar",
        )
        for person in (first, second)
    ]
    introduction_accept(by=None, introduction=asks[0])
    introduction_question(by=None, introduction=asks[1], text="Qui paie le bus ?", language="fr")
    engagement = Engagement.objects.get()
    Engagement.objects.update(state="running", tasks="تدريب", mode="short")
    engagement_note(
        by=None, side="person", engagement=Engagement.objects.get(), text="Mi-chemin",
        language="fr", done_percent=50,
    )  # fmt: skip
    steward = User.objects.create_user("steward@example.org", is_steward=True)
    person_reveal(by=steward, person=first, reason="court order 12 of 3 May")
    return {"first": first, "asks": asks, "engagement": engagement}


def paths(world) -> dict[str, str]:
    own = [person_token(Person.objects.get(pk=world["first"].pk))]
    by_link = {
        f"own{page}": reverse(f"person_link{page}", args=own)
        for page in (
            *("", "_facts", "_seen", "_history", "_erase", "_offer", "_skills", "_confirm"),
        )
    }
    return by_link | {
        "ask": reverse("introduction_link", args=[introduction_token(world["asks"][1])]),
        "yes": reverse("introduction_link", args=[introduction_token(world["asks"][0])]),
        "work": reverse("engagement_link", args=[engagement_token(world["engagement"])]),
        "send-link": reverse("person_link_ask"),
        "join": reverse("join"),
        "join-sent": reverse("join_sent"),
    }


@pytest.mark.parametrize(("language", "width"), [("ar", 360), ("en", 360), ("en", 1280)])
def test_pages_by_link(reader, axe, photograph, world, language, width):
    one = reader(language, width)
    wrong = {}
    for name, path in paths(world).items():
        page = one.open(path)
        photograph(page, f"people-{name}-{language}-{width}")
        wrong[name] = axe(page) + ([f"overflow {overflow(page)}"] if overflow(page) else [])
    assert {name: found for name, found in wrong.items() if found} == {}
    assert one.console == []


@pytest.mark.parametrize(("language", "width"), [("ar", 360), ("en", 1280)])
def test_pages_of_an_officer(reader, axe, photograph, world, officer, language, width):  # noqa: F811
    officer.language = language
    officer.save()
    one = reader(language, width)
    one.sign_in(officer)
    own = [
        reverse("introductions"),
        reverse("introduction_detail", args=[world["asks"][0].pk]),
        reverse("introduction_detail", args=[world["asks"][1].pk]),
        reverse("engagements"),
        reverse("engagement", args=[world["engagement"].pk]),
        reverse("me"),
    ]
    wrong = {}
    for number, path in enumerate(own):
        page = one.open(path)
        photograph(page, f"officer-{number}-{language}-{width}")
        wrong[path] = axe(page) + ([f"overflow {overflow(page)}"] if overflow(page) else [])
    assert {name: found for name, found in wrong.items() if found} == {}


def test_somebody_joins_on_a_phone_without_javascript(reader, axe, photograph, greece, place):  # noqa: F811
    for row in (greece, place, place.parent):
        row.folded = folded_names(row.name, {})
        row.save()
    one = reader("fr", 360, javascript=False)
    page = one.open(reverse("join"))
    page.locator("[name=residence_text]").fill("greece")
    page.locator("[name=origin_text]").fill("motobas")
    page.locator("main .btn").click()
    page.locator("[name=said]").fill("élevage de poissons")
    page.locator("[name=suggest]").click()
    page.locator("[name=years]").fill("12")
    photograph(page, "join-2-fr-360")
    page.locator("[name=add]").click()
    page.locator("button[name=next]").click()
    page.locator("[name=modes][value=remote]").check()
    photograph(page, "join-3-fr-360")
    page.locator("main .btn").click()
    page.locator("[name=full_name]").fill("Nadia Test")
    page.locator("[name=email]").fill("nadia@example.org")
    page.locator("[name=listed]").check()
    page.locator("[name=asked]").check()
    photograph(page, "join-4-fr-360")
    page.locator("main .btn").click()
    page.wait_for_url("**/join/sent/")
    person = Person.objects.get()
    assert (person.residence, person.profile.skills.get().years) == (greece, 12)
    assert person.listed_until
    assert person.statistics_until is None


def test_a_no_and_a_yes_without_javascript(reader, world):
    one = reader("fr", 360, javascript=False)
    page = one.open(paths(world)["ask"])
    page.locator("summary:has(+ form [name=reason])").click()
    page.locator("[name=reason]").fill("Pas cette année")
    page.locator("button[value=decline]").click()
    assert Introduction.objects.get(pk=world["asks"][1].pk).state == "declined"
