"""Drafts: kept for their owner alone, gone after 30 days."""

from datetime import timedelta

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from twoshores.common import drafts
from twoshores.common.models import Draft

pytestmark = pytest.mark.django_db
ADDRESS = "/drafts/sample/?of=7"


@pytest.fixture(autouse=True)
def sample_form():
    drafts.add_draft_form("sample")
    yield
    drafts.FORMS.discard("sample")


class SampleForm(forms.Form):
    name = forms.CharField()
    many = forms.MultipleChoiceField(choices=[("a", "a"), ("b", "b")])


def test_a_visitors_draft_belongs_to_their_session(client):
    client.post(ADDRESS, {"name": "Amina", "many": ["a", "b"], "csrfmiddlewaretoken": "x"})
    draft = Draft.objects.get()
    assert draft.data == {"name": ["Amina"], "many": ["a", "b"]}
    assert draft.owner_id == client.session[drafts.SESSION_KEY]
    Client().post(ADDRESS, {"name": "Another"})
    assert Draft.objects.count() == 2
    client.post(ADDRESS, {"name": "Amina again"})
    assert Draft.objects.count() == 2


def test_a_users_draft_is_theirs_on_every_device(client, user):
    client.force_login(user)
    answer = client.post(ADDRESS, {"name": "A"}, headers={"Referer": "http://testserver/places/"})
    assert answer["Location"] == "http://testserver/places/"
    elsewhere = client.post(ADDRESS, {"name": "A"}, headers={"Referer": "https://evil.example/"})
    assert elsewhere["Location"] == "/"
    assert Draft.objects.get().owner_id == str(user.pk)


def test_passwords_and_codes_are_never_kept(client):
    client.post(ADDRESS, {"name": "A", "password": "secret", "code": "123"})
    assert Draft.objects.get().data == {"name": ["A"]}


def test_unknown_forms_and_endless_texts_are_refused(client):
    answer = client.post("/drafts/unknown/", {"a": "b"}, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    with pytest.raises(ValidationError):
        drafts.draft_save("me", "sample", "", QueryDict("a=" + "x" * 300_000))
    assert not Draft.objects.exists()


def test_a_filled_form_shows_the_draft_and_complains_about_nothing():
    draft = drafts.draft_save("me", "sample", "", QueryDict("name=Am&many=b"))
    form = drafts.fill_from_draft(SampleForm(), draft)
    shown = str(form)
    assert 'value="Am"' in shown
    assert "mend" not in shown
    assert "selected" in shown
    sent = SampleForm({"name": "x"})
    assert drafts.fill_from_draft(sent, draft) is sent
    assert sent.data == {"name": "x"}


def test_drafts_go_after_thirty_days():
    drafts.draft_save("me", "sample", "", QueryDict("name=old"))
    Draft.objects.update(saved_at=timezone.now() - timedelta(days=31))
    drafts.draft_save("me", "sample", "2", QueryDict("name=new"))
    assert drafts.drafts_expire() == 1
    assert Draft.objects.get().data["name"] == ["new"]
