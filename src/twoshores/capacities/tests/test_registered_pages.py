"""Pages of associations: register, import, renew, let go, print. Who may, and what they see."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.urls import reverse
from django.utils import timezone

from twoshores.accounts.models import User
from twoshores.actors.models import Consent, Membership, Person
from twoshores.capacities.importing import columns
from twoshores.capacities.models import ProfileSkill
from twoshores.common.models import Place
from twoshores.common.places import folded_names
from twoshores.common.tables import read_table

from .import_files import another, csv_of, row

MOST_QUERIES = 15


@pytest.fixture(autouse=True)
def places(place, greece):
    for each in Place.objects.all():
        each.folded = folded_names(each.name, each.names)
        each.save()


@pytest.fixture
def at(organisation):
    return lambda name, *args: reverse(name, args=[organisation.pk, *args])


@pytest.fixture
def signed_in(client, officer):
    officer.language = "en"
    officer.save()
    client.force_login(officer)
    return client


def said(place, greece, **changes):
    return {
        "full_name": "Bintou Écrite",
        "email": "bintou@example.org",
        "phone": "",
        "contact_language": "fr",
        "own_reference": "17",
        "residence": greece.key,
        "origin": place.key,
        "language": "fr",
        "languages": ["ar"],
        "occupations": "pisciculteur\n",
        "skills": "qualité de l'eau\nformer des jeunes",
        "modes": ["remote"],
        "terms": "expenses",
        "channel": "spoken",
        "witness": "Karim",
        "given_on": (timezone.localdate() - timedelta(days=3)).isoformat(),
        "until": "",
        "text_language": "fr",
        "text_version": "1",
        "consent_listed": "yes",
        "consent_matched": "yes",
        "consent_asked": "no",
        "consent_statistics": "no",
    } | changes


def test_an_officer_registers_somebody(signed_in, at, place, greece):
    page = signed_in.get(at("organisation_person_new"))
    assert page.status_code == 200
    done = signed_in.post(at("organisation_person_new"), said(place, greece))
    assert done.status_code == 302, done.text
    person = Person.objects.get()
    assert (person.user, person.language, person.asked_until) == (None, "fr", None)
    consent = person.consents.get(purpose="listed")
    assert (consent.witness, consent.text_language, consent.text_version) == ("Karim", "fr", 1)
    assert [s.said for s in ProfileSkill.objects.all()] == [
        "pisciculteur",
        "qualité de l'eau",
        "former des jeunes",
    ]
    assert set(ProfileSkill.objects.values_list("linked", flat=True)) == {"pending"}
    listed = signed_in.get(at("organisation_people")).text
    assert "Bintou Écrite" in listed
    assert person.pseudonym in listed


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"witness": ""}, "witness"),
        ({"given_on": "2999-01-01"}, "given_on"),
        ({"given_on": "2020-01-01"}, "given_on"),
        ({"until": "2999-01-01"}, "until"),
        ({"consent_asked": ""}, "consent_asked"),
        ({"consent_listed": "no", "consent_matched": "no"}, "__all__"),
        ({"email": ""}, "email"),
        ({"occupations": "", "skills": " "}, "occupations"),
        ({"skills": "\n".join(f"skill {n}" for n in range(12))}, "skills"),
        ({"skills": "call 0030 210 123 4567"}, "skills"),
        ({"skills": "x" * 301}, "skills"),
        ({"full_name": ""}, "full_name"),
        ({"residence": ""}, "residence"),
        ({"channel": "web"}, "channel"),
        ({"text_version": "9"}, "text_version"),
        ({"given_on": "not a day"}, "given_on"),
    ],
)
def test_what_is_missing_is_said_at_its_field(signed_in, at, place, greece, change, field):
    response = signed_in.post(at("organisation_person_new"), said(place, greece, **change))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert "Bintou" in response.text or "full_name" in change  # what was typed is kept
    assert not Person.objects.exists()


def test_the_same_person_is_not_registered_twice(signed_in, at, place, greece):
    assert signed_in.post(at("organisation_person_new"), said(place, greece)).status_code == 302
    again = signed_in.post(at("organisation_person_new"), said(place, greece, own_reference=""))
    assert again.status_code == 422
    assert Person.objects.count() == 1


def test_outsiders_meet_404_and_viewers_a_reason(client, at, signed_in, place, greece):
    signed_in.post(at("organisation_person_new"), said(place, greece))
    code = Person.objects.get().pseudonym
    pages = [
        *(at(f"organisation_{name}") for name in ("people", "person_new", "consent_form")),
        *(at(f"organisation_{name}") for name in ("import", "import_template")),
        at("organisation_import_kept", "x" * 32),
        *(at(f"organisation_person_{name}", code) for name in ("consent", "end")),
    ]
    outsider = User.objects.create_user("outsider@example.org")
    viewer = User.objects.create_user("viewer@example.org")
    Membership.objects.create(user=viewer, organisation_id=pages[0].split("/")[2], role="viewer")
    for user, status in ((outsider, 404), (viewer, 403)):
        client.force_login(user)
        for page in pages:
            assert client.get(page).status_code == status, page
            assert "Bintou" not in client.get(page).text
            if "form" not in page and "template" not in page:
                assert client.post(page).status_code in {status, 405}, page
    client.logout()
    assert {client.get(page).status_code for page in pages} == {302}


def test_the_name_gives_way_to_the_code_when_the_consent_ends(signed_in, at, place, greece):
    signed_in.post(at("organisation_person_new"), said(place, greece))
    Consent.objects.update(expires_at=timezone.now())
    page = signed_in.get(at("organisation_people")).text
    assert "Bintou" not in page
    assert Person.objects.get().pseudonym in page


def test_a_consent_is_written_down_anew(signed_in, at, place, greece):
    signed_in.post(at("organisation_person_new"), said(place, greece))
    person = Person.objects.get()
    page = at("organisation_person_consent", person.pseudonym)
    data = said(place, greece, channel="paper", witness="", consent_asked="yes")
    assert signed_in.post(page, data).status_code == 302
    person.refresh_from_db()
    assert person.asked_until is not None
    assert person.consents.filter(ended_at=None, channel="paper").count() == 4


def test_letting_go_asks_first_and_says_what_goes(signed_in, at, place, greece):
    signed_in.post(at("organisation_person_new"), said(place, greece))
    no_way_in = said(place, greece, email="", phone="+30 210 1234567", own_reference="18")
    signed_in.post(at("organisation_person_new"), no_way_in)
    by_reference = {p.registrations.get().own_reference: p for p in Person.objects.all()}
    for reference, words, erased in [("17", "stays", False), ("18", "erased", True)]:
        person = by_reference[reference]
        page = at("organisation_person_end", person.pseudonym)
        assert words in signed_in.get(page).text
        assert signed_in.post(page).status_code == 302
        person.refresh_from_db()
        assert (person.erased_at is not None) is erased
        assert signed_in.get(page).status_code == 404


@pytest.mark.parametrize(("language", "direction"), [("fr", "ltr"), ("ar", "rtl"), ("xx", "ltr")])
def test_the_form_to_print_is_in_the_language_of_whoever_signs(signed_in, at, language, direction):
    page = signed_in.get(at("organisation_consent_form"), {"language": language})
    assert page.status_code == 200
    wanted = language if language != "xx" else "en"
    assert f'lang="{wanted}"\n      dir="{direction}"' in page.text
    assert page.text.count("☐") == 8


def upload(data, name="people.csv"):
    return {"file": SimpleUploadedFile(name, data)}


def test_a_file_is_checked_confirmed_and_imported(signed_in, at):
    sent = signed_in.post(at("organisation_import"), upload(csv_of([row(), another(2)])))
    assert sent.status_code == 302
    page = signed_in.get(sent.url)
    assert page.status_code == 200
    assert "Register 2 people?" in page.text
    assert "Amina" not in page.text
    assert not Person.objects.exists()
    assert signed_in.post(sent.url).url == at("organisation_people")
    assert Person.objects.count() == 2
    gone = signed_in.get(sent.url)
    assert gone.url == at("organisation_import")
    again = signed_in.post(at("organisation_import"), upload(csv_of([row(), another(2)])))
    assert again.status_code == 200
    assert "All 2 people of this file are registered by you already" in again.text
    assert Person.objects.count() == 2


def test_a_wrong_file_comes_back_with_a_report_and_is_not_kept(signed_in, at, own_data_dir):
    data = csv_of([another(n, residence="Atlantis") for n in range(300)])
    page = signed_in.post(at("organisation_import"), upload(data))
    assert page.status_code == 422
    assert "300 things to mend" in page.text
    assert "residence" in page.text
    assert not Person.objects.exists()
    assert not (own_data_dir / "imports").exists()


def test_somebody_registered_between_check_and_yes(signed_in, at):
    sent = signed_in.post(at("organisation_import"), upload(csv_of([row(), another(2)])))
    other = signed_in.post(at("organisation_import"), upload(csv_of([row()])))
    assert signed_in.post(other.url).status_code == 302
    late = signed_in.post(sent.url)
    assert late.status_code == 422
    assert "You registered this person already" in late.text
    assert Person.objects.count() == 1


def test_the_file_can_be_thrown_away(signed_in, at, own_data_dir):
    sent = signed_in.post(at("organisation_import"), upload(csv_of([row()])))
    assert signed_in.post(sent.url, {"drop": "1"}).url == at("organisation_people")
    assert list((own_data_dir / "imports").iterdir()) == []
    assert not Person.objects.exists()


def test_nobody_else_reaches_a_kept_file(signed_in, client, at, organisation):
    sent = signed_in.post(at("organisation_import"), upload(csv_of([row()])))
    colleague = User.objects.create_user("colleague@example.org")
    Membership.objects.create(user=colleague, organisation=organisation, role="coordinator")
    client.force_login(colleague)
    assert client.get(sent.url).url == client.post(sent.url).url == at("organisation_import")
    assert not Person.objects.exists()


@pytest.mark.parametrize("data", [b"", b"\x00" * 50, b"PK\x03\x04" + b"\xff" * 200, b"a,b\n1,2\n"])
def test_nonsense_is_answered_with_words(signed_in, at, data):
    page = signed_in.post(at("organisation_import"), upload(data))
    assert page.status_code == 422
    assert page.context["form"].errors["file"]
    assert signed_in.post(at("organisation_import"), {}).status_code == 422


def test_a_hundred_megabytes_are_refused_unread():
    from twoshores.capacities.forms.imports import UploadForm

    file = TemporaryUploadedFile("big.csv", "text/csv", 100_000_000, None)
    file.file.truncate(100_000_000)
    form = UploadForm({}, {"file": file})
    assert not form.is_valid()
    assert "10 MB" in form.errors["file"][0]
    assert file.tell() == 0


def test_the_template_has_the_names_that_never_change(signed_in, at):
    from io import BytesIO

    response = signed_in.get(at("organisation_import_template"))
    table = read_table(BytesIO(response.content))
    assert table.columns == list(columns.KEYS)
    assert table.problems == []


def test_the_page_explains_every_column(signed_in, at):
    page = signed_in.get(at("organisation_import")).text
    assert all(f">{key}<" in page for key in columns.KEYS)


def test_pages_stay_within_their_queries(signed_in, at, django_assert_max_num_queries):
    sent = signed_in.post(at("organisation_import"), upload(csv_of(another(n) for n in range(60))))
    signed_in.post(sent.url)
    code = Person.objects.first().pseudonym
    for name, *args in [
        ("organisation_people",),
        ("organisation_person_new",),
        ("organisation_import",),
        ("organisation_consent_form",),
        ("organisation_person_consent", code),
        ("organisation_person_end", code),
    ]:
        with django_assert_max_num_queries(MOST_QUERIES):
            assert signed_in.get(at(name, *args)).status_code == 200, name
