"""The main job, end to end, in a browser, on a phone, without JavaScript on one of the shores.

A need is written in Arabic in Motobas; somebody in Greece who wrote in French is found, asked,
says yes by the link of a mail, and both agree the work. No name is on any page before the yes.
"""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.e2e.conftest import overflow
from twoshores.accounts.models import User
from twoshores.actors.models import ConsentPurpose, Membership, Organisation, Person, Tie
from twoshores.actors.services.consents import Evidence, consent_record
from twoshores.actors.services.people import PersonFacts, person_register
from twoshores.capacities.matching.roster_index import note_changes
from twoshores.capacities.models import Engagement, Need, Profile, ProfileLanguage, ProfileSkill
from twoshores.capacities.services.linking import link_pending_skills
from twoshores.common.models import OutboxMail, Place

pytestmark = pytest.mark.browser
NAME = "Amina Dorothea Zubair"


@pytest.fixture(autouse=True)
def mails_stay_here(settings) -> None:
    settings.MAILERS = {"default": {"BACKEND": "twoshores.common.outbox.OutboxBackend"}}
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture
def officer(transactional_db) -> User:
    user = User.objects.create_user("officer@motobas.example", language="ar")
    organisation = Organisation.objects.create(
        kind="organisation",
        name="جمعية صيادي مطوبس",
        name_language="ar",
        organisation_kind="grassroots_group",
        country="EG",
    )
    Membership.objects.create(user=user, organisation=organisation, role="coordinator")
    return user


@pytest.fixture
def member(labels, places) -> Person:
    """Somebody in Kavala who wrote in French, and no account."""
    person = person_register(
        by=None,
        facts=PersonFacts(
            NAME, "fr", email="amina@kavala.example", residence=Place.objects.get(name="Kavala")
        ),
    )
    profile = Profile.objects.create(
        person=person,
        number=1,
        language="fr",
        headline="J'ai travaillé dans des fermes aquacoles",
        modes=["remote", "short"],
        times=["evenings"],
        confirmed_at=timezone.now(),
    )
    for position, said in enumerate(["élevage de poissons", "nourrir les poissons"], start=1):
        ProfileSkill.objects.create(
            profile=profile,
            position=position,
            said=said,
            language="fr",
            kind="skill",
            linked="pending",
        )
    ProfileLanguage.objects.create(profile=profile, language="ar")
    Tie.objects.create(actor=person, place=Place.objects.get(name="Motobas"), kind="origin")
    note_changes([1])
    link_pending_skills()
    consent_record(
        by=None,
        person=person,
        choices=dict.fromkeys(ConsentPurpose.values, timezone.now() + timedelta(days=300)),
        evidence=Evidence(channel="web", text_language="fr"),
    )
    return person


def send(page: Page, selector: str) -> None:
    """Press a button that sends a form, and wait for the page that answers."""
    with page.expect_navigation():
        page.click(selector)


def write_need(page: Page) -> None:
    page.fill("#id_title", "تدريب أسر الصيادين على تربية الأسماك")
    page.select_option("#id_language", "ar")
    page.fill("#id_description", "نبحث عن شخص عمل في مزارع الأسماك ليدرب أربعين أسرة.")
    page.fill("#id_place_text", "مطوبس")
    page.check("input[name=modes][value=short]")
    page.check("input[name=modes][value=remote]")
    page.check("input[name=times][value=evenings]")
    page.select_option("#id_languages", ["ar"])
    page.fill("#id_starts", "2027-02-01")
    page.fill("#id_ends", "2027-04-30")
    page.fill("#id_served_female_adult", "٥٨")
    send(page, "main form button.btn")
    if page.locator("input[name=place]").count():  # what was found is there to be picked
        page.locator("input[name=place]").first.check()
        send(page, "main form button.btn")


def add_skill(page: Page, said: str, meaning: str) -> None:
    page.fill("#id_said", said)
    send(page, "button[name=suggest]")
    page.locator("label.check", has_text=meaning).first.locator("input").check()
    send(page, "button[name=add]")


def agreed_terms(page: Page) -> None:
    page.locator("details", has=page.locator("button[value=terms]")).locator("summary").click()
    page.fill("[name$=tasks]", "ثلاثة أسابيع تدريب على ضفة الأحواض")
    page.check("[name$=mode][value=short]") if page.locator(
        "[name$=mode][value=short]"
    ).count() else page.select_option("[name$=mode]", "short")
    page.fill("[name$=starts]", date(2027, 2, 1).isoformat())
    send(page, "button[value=terms]")


def link_in_last_mail(to: str, base_url: str) -> str:
    mail = OutboxMail.objects.filter(to=to).latest("pk")
    assert NAME.split()[-1] not in mail.subject + mail.body
    found = re.search(r"https?://[^/\s]+(/\S+)", mail.body)
    assert found, mail.body
    return found[1]


def test_a_need_on_one_shore_finds_somebody_on_the_other(reader, officer, member, photograph):
    # Motobas, on a phone, in Arabic.
    home = reader("ar", 360)
    home.sign_in(officer)
    page = home.open("/needs/new/")
    write_need(page)
    need = Need.objects.get()
    assert need.place == Place.objects.get(name="Motobas")
    assert list(need.beneficiaries.values_list("number", flat=True)) == [58]
    add_skill(page, "تربية الأسماك", "rear food fish")
    add_skill(page, "تغذية الأسماك", "feed fish")
    page.goto(f"{home.base_url}/needs/{need.pk}/")
    send(page, "button[value=publish]")

    # Who could help? A pseudonym, the French words, the reasons; no name.
    assert f"/needs/{need.pk}/who/" in page.url
    expect(page.locator("main")).to_contain_text(member.pseudonym)
    expect(page.locator("main")).to_contain_text("élevage de poissons")
    assert "Zubair" not in page.content()
    assert overflow(page) == 0
    photograph(page, "walk-shortlist-ar")
    page.goto(f"{home.base_url}/needs/{need.pk}/who/{member.pseudonym}/ask/")
    page.fill("#id_message", "هل تستطيعين تدريب أسرنا ثلاثة أسابيع؟")
    page.select_option("#id_language", "ar")
    send(page, "main form button.btn")
    assert "Zubair" not in page.content()

    # Kavala, on a phone, in French, without JavaScript, by the link of the mail.
    abroad = reader("fr", 360, javascript=False)
    their = abroad.open(link_in_last_mail("amina@kavala.example", abroad.base_url))
    expect(their.locator("main")).to_contain_text("تدريب أسر الصيادين")
    assert overflow(their) == 0
    photograph(their, "walk-introduction-fr")
    send(their, "button[value=accept]")
    expect(their.locator("main")).to_contain_text("officer@motobas.example")

    # Now both see each other; before, nobody did.
    introduction = Engagement.objects.get().introduction
    page.goto(f"{home.base_url}/introductions/{introduction.pk}/")
    expect(page.locator("main")).to_contain_text(NAME)

    # The terms of reference, written on one shore, agreed on the other.
    engagement = Engagement.objects.get()
    page.goto(f"{home.base_url}/engagements/{engagement.pk}/")
    agreed_terms(page)
    their.goto(abroad.base_url + link_in_last_mail("amina@kavala.example", abroad.base_url))
    expect(their.locator("main")).to_contain_text("ثلاثة أسابيع تدريب")
    send(their, "button[value=agree]")
    engagement.refresh_from_db()
    assert engagement.state == Engagement.State.AGREED
    assert overflow(their) == 0
    photograph(their, "walk-engagement-fr")
    assert home.console == []
