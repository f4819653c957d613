"""Three partnerships rebuilt from text boxes 8, 15 and 17: what shows, and what stays unknown."""

from fractions import Fraction

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from twoshores.alliances.models import Mediation, ScoringRound, Signature
from twoshores.alliances.selectors.worked import worked_partnership_or_404
from twoshores.alliances.services import worked_partnerships
from twoshores.alliances.worked_words import words_in
from twoshores.engines.complementarity import Verdict
from twoshores.engines.review import Answer
from twoshores.projects.models import Project
from twoshores.projects.selectors.review import reviewed
from twoshores.projects.services.examples import projects_load_examples
from twoshores.projects.services.reconstructions import reconstructions_load

THREE = ("Senegal-47", "Nigeria-40", "Tunisia-51")
ZARZIS = "Association pour le Développement Durable et la Coopération Internationale de Zarzis"
MONTPELLIER = "Association Féminine Jasmin d'Orient"


@pytest.fixture
def worked(db):
    projects_load_examples()
    reconstructions_load()


def page(client, code, **more):
    return client.get(reverse("worked_partnership", args=[f"{code}.rebuilt"]), **more)


def of(code, user):
    return worked_partnership_or_404(user, f"{code}.rebuilt")


def test_each_has_its_page_and_a_way_to_it(worked, client, django_assert_max_num_queries):
    for code in THREE:
        with django_assert_max_num_queries(15):
            text = page(client, code).text
        assert "rebuilt from what the handbook tells" in text
        example = client.get(reverse("project", args=[f"{code}.rebuilt"])).text
        assert reverse("worked_partnership", args=[f"{code}.rebuilt"]) in example
    assert "What each partner brought" not in client.get("/projects/Mali-24.rebuilt/").text
    assert page(client, "Mali-24").status_code == 404
    assert client.get(reverse("worked_partnership", args=["Tunisia-51"])).status_code == 404


def test_box_17_shows_its_coverage(worked, client):
    found = of("Tunisia-51", AnonymousUser()).alliance
    verdicts = {need.text: row.verdict for need, row in _by_need(found)}
    assert verdicts == {
        "Mediators who explain institutions and cultures": Verdict.COVERED,
        "Language classes": Verdict.GAP,
        "An information centre in Zarzis": Verdict.ONLY_ONE,
        "An information centre in Montpellier": Verdict.ONLY_ONE,
        "The ear of authorities on both shores": Verdict.ONLY_ONE,
        "Contacts in Tunisia": Verdict.ONLY_ONE,
    }
    text = page(client, "Tunisia-51").text
    assert f"Only {MONTPELLIER}".replace("'", "&#x27;") in text.replace("\u2068", "").replace(
        "\u2069", ""
    )
    assert "Not told" in text  # no partner is told to have given language classes
    assert "deputy mayor of Zarzis" in text


def test_box_17_shows_its_asymmetry(worked, client):
    coverage = of("Tunisia-51", AnonymousUser()).alliance.coverage
    assert [share.fair for share in coverage.shares] == [Fraction(7, 2), Fraction(3, 2)]
    text = page(client, "Tunisia-51").text
    assert "70%" in text
    assert "30%" in text
    assert "One partner took less part in planning than the other." in text


def test_box_17_shows_the_written_remedy(worked, client):
    text = page(client, "Tunisia-51").text
    remedy = text.split("What was written down and agreed")[1]
    for said in (
        "Memorandum of understanding",
        "What each partner owes the other in the project",
        "met every quarter",
        "who signed are not known",
        "Whom to turn to in Tunisia",
    ):
        assert said in remedy
    assert not Signature.objects.exists()  # nobody knows who signed, so nobody is written down


def test_what_no_source_says_is_no_finding(worked):
    judged = {
        code: {
            row.rule.id: row.verdict.answer
            for row in reviewed(Project.objects.get(code=f"{code}.rebuilt")).judged
        }
        for code in THREE
    }
    for answers in judged.values():
        for rule in ("need-uncovered", "need-on-one-partner", "goal-in-some-words"):
            assert answers[rule] is Answer.NOT_KNOWN
    assert judged["Tunisia-51"]["differences-open"] is Answer.HOLDS
    assert judged["Tunisia-51"]["learning-one-way"] is Answer.NOT_KNOWN
    assert judged["Senegal-47"]["differences-open"] is Answer.NOT_KNOWN


def test_they_hold_no_opinion_and_are_made_anew_when_the_file_says_something_else(
    worked, monkeypatch
):
    assert not Mediation.objects.exists()
    assert not ScoringRound.objects.exists()
    assert reconstructions_load() == 0
    said = worked_partnerships.given("Tunisia-51") | {"story": "Told anew"}
    monkeypatch.setitem(worked_partnerships._all(), "Tunisia-51", said)
    assert reconstructions_load() == 1
    project = Project.objects.get(code="Tunisia-51.rebuilt")
    assert project.partnership_origin.note == "Told anew"
    assert project.agreements.count() == 1


def _texts(row):
    """Every text of the data file and no code, place or kind."""
    codes = ("of", "subject", "country", "group", "kind", "means")
    for name, value in row.items():
        if isinstance(value, str) and name not in codes:
            yield value
        for one in value if isinstance(value, list) else ():
            if isinstance(one, dict):
                yield from _texts(one)
            elif isinstance(one, str):
                yield one


@pytest.mark.parametrize("language", ["ar", "es", "fr", "pt"])
def test_every_text_stands_in_every_language_and_none_is_left_over(worked, language):
    said = {text for row in worked_partnerships._all().values() for text in _texts(row)}
    said |= {
        row.note
        for code in THREE
        for row in Project.objects.get(code=f"{code}.rebuilt").answers.filter(key="meetings")
        if row.note
    }
    words = words_in(language)
    assert said - words.keys() == set()
    assert set(words) - said == set()
    assert all(text.strip() and text != original for original, text in words.items())


def test_it_is_read_in_arabic_and_the_original_is_a_link_away(worked, client):
    arabic = page(client, "Tunisia-51", headers={"accept-language": "ar"}).text
    assert "مذكرة تفاهم" in arabic
    assert "One partner took less part" not in arabic
    assert '<p class="wrote" lang="ar" dir="rtl">' in arabic
    address = reverse("worked_partnership", args=["Tunisia-51.rebuilt"])
    original = client.get(f"{address}?original=1", headers={"accept-language": "ar"}).text
    assert "One partner took less part" in original
    assert '<p class="wrote" lang="en" dir="ltr">' in original
    project = Project.objects.get(code="Tunisia-51.rebuilt")
    assert project.partnership_origin.note.startswith("It grew out of")  # nothing was saved


def _by_need(found):
    rows = {row.need: row for row in found.coverage.needs}
    return [(need, rows[str(need.pk)]) for need in found.needs]
