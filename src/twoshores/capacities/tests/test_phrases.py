"""People are found by what they said, and what they said goes when they go."""

import zlib

import numpy as np
import pytest
from django.urls import reverse
from django.utils import timezone
from django_ox.testing import run_tasks

from twoshores.actors.models import ConsentPurpose, Person
from twoshores.actors.services.consents import Evidence, consent_record
from twoshores.actors.services.people import person_erase
from twoshores.capacities.matching import roster_index
from twoshores.capacities.matching.assign import plan_for
from twoshores.capacities.matching.counts import could_help
from twoshores.capacities.matching.shortlist import add_words, shortlist_of
from twoshores.capacities.models import Need, NeedRequirement, Phrase, PhraseUse, Profile
from twoshores.capacities.services import phrases as service
from twoshores.capacities.services.needs import RequirementData, need_create, need_publish
from twoshores.capacities.services.profiles import Lines, SkillData, profile_save
from twoshores.engines.matching import FIRST_PHRASE, WORDS
from twoshores.taxonomy.linking import LinkStatus


def by_words(texts):
    """An encoder for tests: two texts are as near as the share of words that they have in common.

    In place of the real one, which takes a second to begin and knows what words mean.
    """
    vectors = np.zeros((len(texts), 512), np.float32)
    for row, text in zip(vectors, texts, strict=True):
        for word in text.split():
            row[zlib.crc32(word.encode()) % 512] = 1
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@pytest.fixture(autouse=True)
def encoder(monkeypatch):
    monkeypatch.setattr(service, "encode_many", by_words)
    monkeypatch.setattr(service, "link_status", lambda: LinkStatus("all", 1))


@pytest.fixture
def carp_need(officer, organisation, concepts):
    """One line that is linked, one that no concept fits, one strict."""
    need = need_create(
        by=officer,
        organisation=organisation,
        facts={"language": "en", "title": "Fish", "description": "Ponds", "modes": ["remote"]},
        requirements=[
            RequirementData("maintain water quality", "en", concept=concepts[0], confirmed=True),
            RequirementData("raise carp in ponds", "en"),
        ],
    )
    service.phrases_read()
    return need_publish(by=officer, need=need)


@pytest.fixture
def say(make_member):
    """say(name, texts) -> Person who agreed to all and says this, without any concept."""

    def make(name, *texts):
        person = make_member(name, [])
        profile_save(
            by=None, person=person, facts={}, lines=Lines([SkillData(t, "en") for t in texts])
        )
        return person

    return make


def found(need):
    return [entry.profile.pk for entry in shortlist_of(Need.objects.get(pk=need.pk)).entries]


def texts():
    return set(Phrase.objects.values_list("text", flat=True))


def own_texts():
    return set(Phrase.objects.filter(uses__skill__isnull=False).values_list("text", flat=True))


def test_words_count_as_soon_as_they_are_read_and_the_points_add_up(carp_need, say):
    roster_index.rebuild()
    person = say("amina", "I raise carp in two ponds", "cook")
    assert found(carp_need) == []  # nobody has read them yet
    service.phrases_read()
    assert found(carp_need) == [person.pk]  # beside the index, which has not heard of them
    roster_index.rebuild()
    (entry,) = shortlist_of(Need.objects.get(pk=carp_need.pk)).entries
    (row,) = [row for row in entry.match.rows if row.points]
    assert row.relation in WORDS
    assert row.points + sum(bonus.points for bonus in entry.match.bonuses) == entry.match.points
    add_words([entry])
    assert row.claimed > FIRST_PHRASE
    assert entry.answers[row.claimed].said == "I raise carp in two ponds"
    assert could_help([carp_need]) == {carp_need.pk: 1}


def test_the_worker_reads_what_a_save_left_and_asks_for_an_index_where_many_said_it(
    carp_need, say, monkeypatch
):
    person = say("amina", "raise carp in ponds")
    run_tasks()
    assert found(carp_need) == [person.pk]
    monkeypatch.setattr(service, "REBUILD_AFTER_CHANGES", 0)
    say("karim", "raise carp in big ponds")
    before = roster_index.change_number()
    assert service.phrases_read() == service.Reading(1, wants_rebuild=True)
    assert roster_index.change_number() == before + 1
    assert service.phrases_read() == service.Reading(0)


def test_nothing_is_read_while_labels_are(carp_need, say, monkeypatch):
    monkeypatch.setattr(service, "link_status", lambda: LinkStatus("none"))
    say("amina", "raise carp in ponds")
    assert service.phrases_read().read == 0


def test_a_strict_line_is_neither_answered_nor_opened_by_words(carp_need, say):
    person = say("amina", "raise carp in ponds", "maintain water quality")
    service.phrases_read()
    (entry,) = shortlist_of(Need.objects.get(pk=carp_need.pk)).entries
    assert entry.match.covered == 2
    NeedRequirement.objects.filter(need=carp_need, concept__isnull=False).update(strict=True)
    assert found(carp_need) == []  # no concept of theirs covers it
    NeedRequirement.objects.filter(need=carp_need).update(strict=False)
    # Unlinked, so nobody confirmed what it means: strict or not, it leaves nobody out.
    NeedRequirement.objects.filter(need=carp_need, concept=None).update(strict=True)
    assert found(carp_need) == [person.pk]


def test_each_need_is_answered_by_words_of_its_own(carp_need, say, officer, organisation):
    """Lines without a concept have the same numbers in every need."""
    person = say("amina", "raise carp in ponds")
    other = need_create(
        by=officer,
        organisation=organisation,
        facts={"language": "en", "title": "Bread", "description": "Bread", "modes": ["remote"]},
        requirements=[RequirementData("salt", "en"), RequirementData("bake bread", "en")],
    )
    service.phrases_read()
    needs = list(Need.objects.prefetch_related("requirements__concept"))
    assert could_help(needs) == {}  # no index yet
    roster_index.rebuild()
    assert could_help(needs) == {carp_need.pk: 1, other.pk: 0}
    (proposal,) = plan_for(needs).proposals
    assert (proposal.need.pk, proposal.entry.profile.pk) == (carp_need.pk, person.pk)


def test_a_page_and_a_file_say_near_words_and_not_which(
    client, officer, carp_need, say, django_assert_max_num_queries
):
    say("amina", "I raise carp in ponds with Noor")
    service.phrases_read()
    client.force_login(officer)
    page = reverse("need_who", args=[carp_need.pk])
    client.get(page)
    with django_assert_max_num_queries(15):
        text = client.get(page).content.decode()
    assert "said in near words" in text
    assert "raise carp in ponds" in text  # the need's line
    assert "Noor" not in text
    table = client.get(reverse("need_who_csv", args=[carp_need.pk])).content.decode()
    assert "said in near words" in table
    assert "Noor" not in table


def test_words_of_a_page_are_read_in_two_queries(carp_need, say, django_assert_num_queries):
    person = say("amina", "I raise carp in ponds")
    service.phrases_read()
    entries = shortlist_of(Need.objects.get(pk=carp_need.pk)).entries
    with django_assert_num_queries(2):
        add_words(entries)
    (entry,) = entries
    (row,) = [row for row in entry.match.rows if row.relation in WORDS]
    assert entry.answers[row.claimed].profile_id == person.pk


def withdraw(person):
    consent_record(
        by=None,
        person=person,
        choices={ConsentPurpose.MATCHED: None},
        evidence=Evidence(channel="web", text_language="en"),
    )


def test_a_phrase_goes_with_the_last_who_says_it(carp_need, say):
    asked = texts()
    amina, karim = say("amina", "carp", "cook"), say("karim", "carp")
    service.phrases_read()
    assert own_texts() == {"carp", "cook"}
    profile_save(by=None, person=amina, facts={}, lines=Lines([SkillData("baker", "en")]))
    assert own_texts() == {"carp", "baker"}
    profile_save(by=None, person=karim, facts={}, lines=Lines([]))
    assert own_texts() == {"baker"}
    assert texts() == asked | {"baker"}


@pytest.mark.parametrize("end", ["withdrawal", "erasure", "expiry"])
def test_words_vanish_with_consent_and_from_the_index(carp_need, say, end):
    person = say("amina", "raise carp in ponds")
    service.phrases_read()
    roster_index.rebuild()
    assert roster_index.current_roster().index.phrases.size == 1
    if end == "withdrawal":
        withdraw(person)
    elif end == "erasure":
        person_erase(by=None, person=Person.objects.get(pk=person.pk))
    else:
        Person.objects.filter(pk=person.pk).update(matched_until=timezone.now())
        service.phrases_follow_people([person.pk])
    assert found(carp_need) == []
    assert own_texts() == set()
    assert not PhraseUse.objects.filter(line=None).exists()
    roster_index.rebuild()
    assert roster_index.current_roster().index.phrases.size == 0
    if end == "erasure":
        return
    assert Profile.objects.get(pk=person.pk).skills.get().said == "raise carp in ponds"


def test_words_come_back_with_consent(carp_need, say):
    person = say("amina", "raise carp in ponds")
    withdraw(person)
    assert own_texts() == set()
    consent_record(
        by=None,
        person=person,
        choices={ConsentPurpose.MATCHED: timezone.now() + timezone.timedelta(days=9)},
        evidence=Evidence(channel="web", text_language="en"),
    )
    service.phrases_read()
    assert found(carp_need) == [person.pk]


def test_a_deleted_need_takes_its_lines_words_along(carp_need):
    assert texts() == {"maintain water quality", "raise carp in ponds"}
    carp_need.delete()
    service.phrases_let_go()
    assert texts() == set()


def test_an_index_that_holds_what_was_taken_back_is_not_kept_for_long(carp_need, say, monkeypatch):
    say("amina", "carp")
    roster_index.rebuild()
    assert not roster_index.needs_rebuild()
    monkeypatch.setattr(roster_index, "OLDEST", -1)
    assert not roster_index.needs_rebuild()  # nothing changed since
    roster_index.note_changes([1])
    assert roster_index.needs_rebuild()


def test_an_instance_from_before_gets_its_phrases(carp_need, say):
    from importlib import import_module

    from django.apps import apps

    say("amina", "carp")
    kept = texts()
    Phrase.objects.all().delete()
    name = "twoshores.capacities.migrations.0004_phrases_of_what_is_there"
    import_module(name).make_phrases(apps, None)
    assert texts() == kept
    assert PhraseUse.objects.filter(skill__isnull=False).count() == 1
