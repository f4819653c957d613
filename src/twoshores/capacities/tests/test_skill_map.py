"""The skill map: published numbers only, the same all day, in every form of the page."""

import csv
import io
import xml.etree.ElementTree as ElementTree
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from twoshores.actors.models import Person, Tie
from twoshores.capacities.models import Profile, ProfileSkill
from twoshores.capacities.selectors.skill_map import concept_groups, count_people
from twoshores.capacities.services import skill_map as service
from twoshores.common.models import Place
from twoshores.taxonomy.models import Concept, Relation


@pytest.fixture
def taxonomy(db):
    """Professionals with two occupations, one of them in the tree only; health skills; a loner."""

    def make(kind, code, uri, above=None):
        concept = Concept.objects.create(kind=kind, code=code, uri=uri, label=f"label {uri[-3:]}")
        if above is not None:
            Relation.objects.create(source=concept, target=above, kind="broader")
        return concept

    major = make("group", "2", "http://data.europa.eu/esco/isco/C2")
    minor = make("group", "22", "http://data.europa.eu/esco/isco/C22", major)
    knowledge = make("group", "K", "urn:k")
    health = make("group", "K09", "urn:K09", knowledge)
    return {
        "nurse": make("occupation", "2221", "urn:o:1"),
        "midwife": make("occupation", "", "urn:o:2", minor),
        "care": make("skill", "", "urn:s:1", make("group", "K091", "urn:K091", health)),
        "knowledge": make("skill", "", "urn:s:2", knowledge),
        "loner": make("occupation", "", "urn:o:3"),
    }


@pytest.fixture
def countries(db):
    return {
        code: Place.objects.create(key=f"c:{code}", kind="country", country=code, name=code)
        for code in ("FR", "IT", "MA", "ML")
    }


@pytest.fixture
def add(taxonomy, countries):
    """add(n, claims, lives, origin): n people who agreed to be counted; claims by name or None."""

    def make(n, claims=(), lives="FR", origin="MA", days=30):
        for _ in range(n):
            number = Person.objects.count() + 1
            person = Person.objects.create(
                kind="person",
                pseudonym=f"T-{number}",
                residence=countries.get(lives),
                statistics_until=timezone.now() + timedelta(days=days),
            )
            profile = Profile.objects.create(
                person=person, number=number, language="fr", confirmed_at=timezone.now()
            )
            for position, name in enumerate(claims, start=1):
                ProfileSkill.objects.create(
                    profile=profile,
                    position=position,
                    said="x",
                    language="fr",
                    kind="occupation",
                    concept=taxonomy.get(name),
                )
            if origin:
                Tie.objects.create(actor=person, place=countries[origin], kind="origin")

    return make


def page(client, **query):
    return client.get(reverse("skill_map"), query)


def as_csv(client, **query):
    text = client.get(reverse("skill_map_csv"), query).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_groups_are_iscos_for_occupations_and_the_trees_for_skills(taxonomy):
    groups = concept_groups()
    assert {name: groups.of.get(concept.pk) for name, concept in taxonomy.items()} == {
        "nurse": "isco-2",
        "midwife": "isco-2",
        "care": "K09",
        "knowledge": "K",
        "loner": None,
    }


def test_a_circle_in_the_tree_ends(taxonomy):
    upper, lower = Concept.objects.get(uri="urn:K09"), Concept.objects.get(uri="urn:K091")
    Relation.objects.create(source=upper, target=lower, kind="broader")
    assert taxonomy["care"].pk in concept_groups().of


def test_everybody_who_agreed_is_counted_once(add, django_assert_num_queries):
    add(3, ["loner", "care", "nurse"])
    add(2, ["loner", "care"], origin="ML")
    add(4, ["loner"], lives="")
    add(1, ["nothing"])
    add(1, [], origin="")
    add(2, ["nurse"], days=-1)
    Person.objects.filter(pseudonym="T-1").update(erased_at=timezone.now())
    with django_assert_num_queries(3):
        counts, concepts = count_people()
    assert counts == {
        ("isco-2", "FR", "MA"): 2,
        ("K09", "FR", "ML"): 2,
        ("no-group", "not-stated", "MA"): 4,
        ("not-linked", "FR", "MA"): 1,
        ("not-linked", "FR", "not-stated"): 1,
    }
    assert set(concepts) == {"isco-2", "K09"}


def test_only_the_first_origin_counts(add, countries):
    add(1, ["nurse"])
    Tie.objects.create(actor=Person.objects.get(), place=countries["ML"], kind="origin")
    assert list(count_people()[0]) == [("isco-2", "FR", "MA")]


def test_no_form_of_the_page_shows_a_small_cell_or_another_number(client, add):
    add(60, ["nurse"])
    add(40, ["care"], lives="IT", origin="ML")
    add(4, ["knowledge"], lives="IT")
    counts, _concepts = count_people()
    for query in ({}, {"lives": "IT"}, {"lives": "IT", "from": "MA"}, {"group": "isco-2"}):
        for row in as_csv(client, **query):
            true = sum(
                n
                for cell, n in counts.items()
                if all(
                    row[key] in ("", value)
                    for key, value in zip(("group", "lives_in", "comes_from"), cell, strict=True)
                )
            )
            assert true >= 5
            assert int(row["people_rounded"]) % 5 == 0
    assert "K" not in {row["group"] for row in as_csv(client)}


def test_page_csv_and_drawing_say_the_same(client, add):
    add(60, ["nurse"])
    add(40, ["care"], lives="IT", origin="ML")
    rows = {row["group"]: row for row in as_csv(client) if not row["lives_in"] + row["comes_from"]}
    assert set(rows) == {"", "isco-2", "K09"}
    text = page(client).text
    assert f"About {rows['']['people_rounded']} people." in text
    drawing = ElementTree.fromstring(client.get(reverse("skill_map_svg")).content)
    drawn = "".join(drawing.itertext())
    for name in ("isco-2", "K09"):
        assert rows[name]["people_rounded"] in drawn
        label = rows[name]["group_label"]
        assert label in drawn
        assert label in text


def test_filters_narrow_and_unknown_ones_are_left_out(client, add):
    add(60, ["nurse"])
    add(40, ["care"], lives="IT", origin="ML")
    text = page(client, lives="IT").text
    assert "What they do: living in Italy" in text
    assert "Label C2" not in text[text.index("<figure") : text.index("</figure")]
    assert page(client, lives="<b>", group="'", by="x").status_code == 200
    assert "&lt;b" not in page(client, lives="<b>").text.split("<main")[1].split("</main")[0]


def test_with_all_three_chosen_the_bars_compare_groups_and_the_sentence_is_of_the_one(client, add):
    add(60, ["nurse"])
    add(40, ["care"])
    text = page(client, **{"group": "K09", "lives": "FR", "from": "MA"}).text
    assert "What they do: living in France, from Morocco" in text
    assert "Label K09: About" in text
    assert "Label /C2" in text


def test_numbers_stay_the_same_all_day_and_in_every_process(client, add, monkeypatch, settings):
    settings.DEMO = False
    add(50, ["nurse"])
    first = as_csv(client)
    add(50, ["nurse"])
    assert as_csv(client) == first
    monkeypatch.setattr(service, "_held", {})
    assert as_csv(client) == first
    tomorrow = timezone.localtime() + timedelta(days=1)
    monkeypatch.setattr(service.timezone, "localtime", lambda *args: tomorrow)
    assert as_csv(client) != first
    folder = service._path().parent
    assert [path.name for path in folder.iterdir()] == [f"{tomorrow.date().isoformat()}.json"]


def test_of_two_processes_the_first_to_publish_wins(add):
    add(50, ["nurse"])
    first = service.skill_map_freeze()
    add(50, ["nurse"])
    assert service.skill_map_freeze() == first


def test_the_file_holds_no_true_count(add):
    add(6, ["care"])
    add(50, ["nurse"])
    service.skill_map_freeze()
    views = service._read(service._path()).views
    assert all(n % 5 == 0 for view in views.values() for n in view.values())


def test_nobody_to_show_is_said_and_counted_again(client, add):
    assert "Too few people here" in page(client).text
    add(50, ["nurse"])
    assert "About" in page(client).text


def test_the_page_reads_little(client, add, django_assert_max_num_queries):
    add(50, ["nurse"])
    page(client)
    with django_assert_max_num_queries(3):
        page(client)


def test_right_to_left_bars_begin_at_the_right(client, add):
    add(60, ["nurse"])
    add(30, ["care"])
    client.cookies["django_language"] = "ar"
    text = page(client).text
    drawing = text[text.index('class="tally"') : text.index("</svg>")]
    assert 'x="100%"' in drawing
    assert 'x="0.0%"' in drawing
    assert drawing.count('x="0.0%"') == 1  # the longest only: the other ends further right
