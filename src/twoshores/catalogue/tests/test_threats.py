"""Stewards change what is said of a threat; nothing that they wrote is lost."""

import pytest

from twoshores.accounts.models import User
from twoshores.catalogue.models import Threat, ThreatText
from twoshores.catalogue.selectors import threat_of, threats_in
from twoshores.catalogue.services import catalogue_load, threat_text_edit
from twoshores.common.models import AuditEvent

pytestmark = pytest.mark.django_db
KEY = "mistrust"
EDIT = f"/threats/{KEY}/fr/edit/"


def text_now(language: str = "fr") -> ThreatText:
    return ThreatText.objects.get(threat__key=KEY, language=language)


def typed(**changes) -> dict[str, object]:
    """What the form sends when nothing but `changes` is touched."""
    text = text_now()
    lists = {name: "\n".join(getattr(text, name)) for name in ("signs", "answers")}
    return {"title": text.title, **lists, "version": text.version, **changes}


def test_a_steward_changes_a_threat_and_it_shows(client, blocks, steward):
    client.force_login(steward)
    before = text_now()
    assert (before.status, before.is_edited) == ("machine", False)
    assert f"/threats/{KEY}/en/edit/" in client.get("/threats/").text
    client.post(EDIT, typed(title="Plus personne ne se parle", signs="Un\n\n Deux "))

    text = text_now()
    assert (text.title, text.signs) == ("Plus personne ne se parle", ["Un", "Deux"])
    assert (text.status, text.is_edited, text.version) == ("human", True, 2)
    event = AuditEvent.objects.get(verb="threattext.edit")
    assert set(event.fields) == {"title", "signs", "is_edited", "status"}
    assert threat_of(KEY, "fr").title == "Plus personne ne se parle"
    assert threat_of(KEY, "en").title == text_now("en").title
    former = client.get(f"/threats/{KEY}/fr/versions/1/").text
    assert before.title in former
    assert "Plus personne ne se parle" in former
    assert f"/threats/{KEY}/fr/versions/1/" in client.get(f"/threats/{KEY}/fr/versions/").text


def test_what_a_steward_wrote_is_not_replaced_by_the_product(blocks, steward):
    threat_text_edit(by=steward, text=text_now(), opened_version=1, words={"title": "À nous"})
    # Of two texts that the product words anew, only the untouched one follows it.
    ThreatText.objects.filter(threat__key=KEY).exclude(language="fr").update(title="Older")
    Threat.objects.filter(key=KEY).update(position=99)

    assert catalogue_load() == 1
    assert catalogue_load() == 0
    assert text_now().title == "À nous"
    assert text_now("en").title != "Older"
    assert text_now("en").versions.get().content["title"] == "Older"
    assert Threat.objects.get(key=KEY).position != 99


def test_two_stewards_at_once_see_both_texts(client, blocks, steward):
    sent = typed(title="Le mien")
    threat_text_edit(by=steward, text=text_now(), opened_version=1, words={"title": "Le tien"})
    client.force_login(steward)
    response = client.post(EDIT, sent)

    assert response.status_code == 409
    assert "Le tien" in response.text
    assert "Le mien" in response.text
    assert text_now().title == "Le tien"
    client.post(EDIT, sent | {"version": response.context["version"]})
    assert text_now().title == "Le mien"
    assert text_now().versions.first().content["title"] == "Le tien"


def test_sending_the_form_untouched_changes_nothing(client, blocks, steward):
    client.force_login(steward)
    client.post(EDIT, typed())
    assert text_now().version == 1
    assert client.post(EDIT, typed(title=" ")).status_code == 422


def test_who_is_no_steward_finds_no_form(client, blocks):
    client.force_login(User.objects.create_user("somebody@example.org"))
    assert "/edit/" not in client.get("/threats/").text
    assert client.get(EDIT).status_code == 404
    assert client.post(EDIT, typed(title="x")).status_code == 404
    assert text_now().version == 1


@pytest.mark.parametrize("part", ["xx/versions/", "fr/versions/9/", "xx/versions/1/"])
def test_versions_that_are_not_there_are_not_found(client, blocks, part):
    assert client.get(f"/threats/{KEY}/{part}").status_code == 404


def test_each_threat_is_said_once_in_the_language_or_the_original(blocks):
    ThreatText.objects.filter(threat__key=KEY, language="fr").delete()
    said = {threat.key: threat.language for threat in threats_in("fr")}
    assert said.pop(KEY) == "en"
    assert set(said.values()) == {"fr"}
    assert len(said) + 1 == Threat.objects.count()
