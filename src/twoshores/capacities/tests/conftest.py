"""A small world: two concepts, a place, people who offer, an organisation that needs."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from twoshores.accounts.models import User
from twoshores.actors.models import ConsentPurpose, Membership, Organisation, Person, Tie
from twoshores.actors.services.consents import Evidence, consent_record
from twoshores.actors.services.people import PersonFacts, person_register
from twoshores.capacities.matching.roster_index import note_changes
from twoshores.capacities.models import Profile, ProfileLanguage, ProfileSkill
from twoshores.capacities.services.imports import import_check, import_confirm, import_keep
from twoshores.capacities.services.needs import RequirementData, need_create, need_publish
from twoshores.common.models import Place
from twoshores.common.places import folded_names
from twoshores.taxonomy.models import Concept


@pytest.fixture
def concepts(db):
    labels = ["maintain water quality", "feed fish", "fish disease prevention"]
    return [
        Concept.objects.create(uri=f"urn:test:{n}", kind="skill", label=label)
        for n, label in enumerate(labels)
    ]


@pytest.fixture
def place(db):
    country = Place.objects.create(key="t:EG", kind="country", country="EG", name="Egypt")
    region = Place.objects.create(
        key="t:EG.1", kind="region", country="EG", name="Kafr el-Sheikh", parent=country
    )
    return Place.objects.create(
        key="t:EG.1.1", kind="locality", country="EG", name="Motobas", parent=region
    )


@pytest.fixture
def greece(db):
    return Place.objects.create(key="t:GR", kind="country", country="GR", name="Greece")


@pytest.fixture
def officer(db):
    return User.objects.create_user("officer@example.org", language="en")


@pytest.fixture
def organisation(officer):
    organisation = Organisation.objects.create(
        kind="organisation",
        name="جمعية الصيادين",
        name_language="ar",
        organisation_kind="ngo",
        country="EG",
    )
    Membership.objects.create(user=officer, organisation=organisation, role="officer")
    return organisation


def consent_to_all(person, by, days=300):
    until = timezone.now() + timedelta(days=days)
    consent_record(
        by=by,
        person=person,
        choices=dict.fromkeys(ConsentPurpose.values, until),
        evidence=Evidence(channel="web", text_language="en"),
    )


@pytest.fixture
def make_member(db, greece, place):
    """make_member(name, [(concept, level, words)]) -> Person with a user and an active offer."""

    def make(name, skills, languages=("ar",), modes=("remote",), consent=True, tie=None):
        user = User.objects.create_user(f"{name}@example.org")
        person = person_register(
            by=user,
            facts=PersonFacts(f"{name} Family", "fr", email=user.email, residence=greece),
        )
        profile = Profile.objects.create(
            person=person,
            number=(Profile.objects.count() + 1),
            language="fr",
            modes=list(modes),
            times=["evenings"],
            confirmed_at=timezone.now(),
        )
        for position, (concept, level, words) in enumerate(skills, start=1):
            ProfileSkill.objects.create(
                profile=profile,
                position=position,
                said=words,
                language="fr",
                kind="skill",
                concept=concept,
                linked="confirmed",
                level=level,
            )
        ProfileLanguage.objects.bulk_create(
            ProfileLanguage(profile=profile, language=code) for code in languages
        )
        Tie.objects.create(actor=person, place=tie or place, kind="origin")
        note_changes([profile.number])
        if consent:
            consent_to_all(person, user)
        return Person.objects.get(pk=person.pk)

    return make


@pytest.fixture
def need(officer, organisation, concepts, place):
    need = need_create(
        by=officer,
        organisation=organisation,
        facts={
            "language": "ar",
            "title": "تدريب على الاستزراع السمكي",
            "description": "نبحث عن شخص عمل في مزارع الأسماك",
            "place": place,
            "modes": ["remote", "short"],
            "times": ["evenings"],
            "languages": ["ar"],
            "starts": date(2027, 2, 1),
            "ends": date(2027, 4, 30),
        },
        requirements=[
            RequirementData("جودة المياه", "ar", concept=concepts[0], confirmed=True, weight=35),
            RequirementData("تغذية الأسماك", "ar", concept=concepts[1], confirmed=True, weight=30),
            RequirementData(
                "الأمراض", "ar", concept=concepts[2], confirmed=True, required=False, weight=20
            ),
        ],
    )
    return need_publish(by=officer, need=need)


@pytest.fixture
def client(client):
    """A browser whose reader chose English: pages behind links would speak the person's."""
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def import_places(place, greece):
    """The world's places with the names that people find them by."""
    for each in Place.objects.all():
        also = ["مطوبس"] if each.name == "Motobas" else []
        each.folded = folded_names(each.name, each.names, also)
        each.save()
    country = Place.objects.get(key="t:EG")
    for key, kind, name, parent in [
        ("t:EG.2", "region", "Beni Suef", country),
        ("t:EG.2.1", "locality", "Beni Suef", None),
        ("t:EG.2.2", "locality", "Sids", None),
        ("t:EG.1.2", "locality", "Sids", Place.objects.get(key="t:EG.1")),
    ]:
        parent = parent or Place.objects.get(key="t:EG.2")
        Place.objects.create(
            key=key,
            kind=kind,
            country="EG",
            name=name,
            parent=parent,
            folded=folded_names(name, {}),
        )


@pytest.fixture
def check(officer, organisation):
    return lambda data: import_check(by=officer, organisation=organisation, data=data)


@pytest.fixture
def bring_in(officer, organisation):
    def run(data):
        key = import_keep(by=officer, organisation=organisation, data=data)
        return import_confirm(by=officer, organisation=organisation, key=key)

    return run
