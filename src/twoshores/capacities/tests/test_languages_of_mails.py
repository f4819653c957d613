"""Whoever reads a language that our texts are not written in is written to in the next one they
read, by mail and on the pages behind its links; not in English because it comes first here.
"""

import pytest

from twoshores.actors.models import Organisation, Person, Registration
from twoshores.actors.selectors.introductions import inboxes_of
from twoshores.actors.selectors.reading import reading_language
from twoshores.actors.services.mails import person_link
from twoshores.actors.services.own import link_mail
from twoshores.capacities.models import Profile, ProfileLanguage


@pytest.fixture
def person(make_member):
    """Somebody of Italy who speaks Arabic well and some English."""
    person = make_member("ida", [], languages=())
    Person.objects.filter(pk=person.pk).update(language="it")
    Profile.objects.filter(person=person).update(language="it")
    for language, level in [("en", 1), ("it", 3), ("ar", 2)]:
        ProfileLanguage.objects.create(profile_id=person.pk, language=language, level=level)
    return Person.objects.get(pk=person.pk)


def offer(person, **facts):
    Profile.objects.filter(person=person).update(**facts)


def test_a_language_that_is_written_here_is_kept(person, django_assert_num_queries):
    for language, read in [("fr", "fr"), ("pt-BR", "pt")]:
        person.language = language
        with django_assert_num_queries(0):
            assert reading_language(person) == read


def test_the_second_text_of_an_offer_comes_before_what_is_spoken(person):
    assert reading_language(person) == "ar"
    offer(person, second_language="es")
    assert reading_language(person) == "es"


def test_who_speaks_none_of_them_is_written_to_as_their_association_works(person):
    ProfileLanguage.objects.filter(profile=person.pk).exclude(language="it").delete()
    assert reading_language(person) == "en"  # of the instance
    association = Organisation.objects.create(
        kind="organisation", name="Vento", name_language="it", languages=["it", "fr"],
        organisation_kind="ngo",
    )  # fmt: skip
    registration = Registration.objects.create(person=person, organisation=association)
    assert reading_language(person) == "fr"
    registration.ended_at = registration.at
    registration.save()
    assert reading_language(person) == "en"


def test_mails_and_their_links_speak_it(person, mailoutbox, client):
    offer(person, second_language="fr")
    link_mail(str(person.pk))
    assert "Votre page" in mailoutbox[0].subject + mailoutbox[0].body
    assert inboxes_of(person) == [("ida@example.org", "fr")]
    client.cookies.clear()
    assert 'lang="fr"' in client.get(person_link(person)).text[:200]
