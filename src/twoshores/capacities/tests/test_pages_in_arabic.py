"""What an officer who reads Arabic sees of their own need: their words, names, digits."""

import pytest

from twoshores.capacities.models import NeedRequirement

LATIN_DIGITS_OF_A_LIMIT = "14"


@pytest.fixture
def arabic(client, officer):
    officer.language = "ar"
    officer.save()
    client.force_login(officer)
    client.cookies["django_language"] = "ar"
    return client


@pytest.fixture
def found(need, make_member, concepts):
    return make_member("one", [(concepts[0], 4, "qualité de l'eau")])


def test_a_shortlist_asks_in_the_words_of_the_need(arabic, need, found):
    text = arabic.get(f"/needs/{need.pk}/who/").text
    assert "جودة المياه" in text
    assert "maintain water quality" not in text


def test_words_in_another_language_than_the_readers_give_way_to_the_label(
    client, officer, need, found
):
    client.force_login(officer)
    text = client.get(f"/needs/{need.pk}/who/").text
    assert "maintain water quality" in text
    assert NeedRequirement.objects.filter(language="ar").count() == 3


def test_a_place_is_called_as_the_reader_calls_it(arabic, need, place):
    place.names = {"ar": "مطوبس"}
    place.save()
    for path in (f"/needs/{need.pk}/", "/needs/"):
        text = arabic.get(path).text
        assert "مطوبس" in text
        assert "Motobas" not in text


def test_a_message_is_taken_to_be_in_the_language_of_its_writer(arabic, need, found):
    """Whoever is asked reads another one; that says nothing about what is written."""
    answer = arabic.get(f"/needs/{need.pk}/who/{found.pseudonym}/ask/")
    assert answer.context["form"].initial == {"language": "ar"}
    assert "١٤" in answer.text
    assert f" {LATIN_DIGITS_OF_A_LIMIT} " not in answer.text
