"""Needs and strengths meet in whatever language they were written, and it is told through what."""

import pytest
from django.urls import reverse

from twoshores.actors.models import Organisation, Tie
from twoshores.alliances.models import PartnerStrength, ReadWords
from twoshores.alliances.selectors.coverage import alliance_of, suggestions_for
from twoshores.alliances.services import coverage as services
from twoshores.alliances.services.strengths import strength_add
from twoshores.alliances.services.words import words_read
from twoshores.taxonomy.linking import refresh_index
from twoshores.taxonomy.models import Concept, Label

from .test_coverage import fresh, need, organisation

LABELS = {
    "waste management": ("gestion des déchets", "gestión de residuos"),
    "aquaculture": ("aquaculture", "acuicultura"),
    "translator": ("traducteur", "traductor"),
    "carpenter": ("charpentier", "carpintero"),
}


@pytest.fixture
def taxonomy(db):
    for number, (english, others) in enumerate(LABELS.items()):
        concept = Concept.objects.create(uri=f"urn:{number}", kind="skill", label=english)
        for language, text in zip(("en", "fr", "es"), (english, *others), strict=True):
            Label.objects.create(concept=concept, language=language, text=text, is_preferred=True)
    refresh_index()


# Arabic: waste management; rearing fish in ponds; accounting of associations.
WASTE, FISH, BOOKS = "إدارة النفايات", "تربية الأسماك في الأحواض", "محاسبة الجمعيات"


def test_a_need_in_arabic_meets_strengths_in_french_and_spanish(taxonomy, design, client):
    waste, fish = need(design, WASTE), need(design, FISH)
    need(design, BOOKS, "service")
    french = organisation("Ville propre", sectors=["Gestion des déchets"])
    spanish = organisation("Estanques", "ES", name_language="es")
    strength = {"subject": "sector", "text": "Piscicultura en estanques", "language": "es"}
    spanish.strengths.create(**strength)
    books = organisation("Comptes clairs", sectors=["Comptabilité d’association"])
    wrong = organisation("Charpente", sectors=["Charpente et menuiserie"])
    assert words_read() == 7
    found = suggestions_for(fresh(design), design.coordinator, alliance_of(fresh(design)))
    (first, *_more) = found.additions.sets
    assert {one.id for one in first.members} == {str(row.pk) for row in (french, spanish, books)}
    assert not found.fits[str(wrong.pk)]
    through = found.fits[str(french.pk)][str(waste.pk)].through
    assert through.concept == Concept.objects.get(label="waste management").pk
    assert found.fits[str(spanish.pk)][str(fish.pk)].through.words == strength["text"]
    client.force_login(design.coordinator)
    page = client.get(reverse("who_to_add", args=[design.project.pk])).content.decode()
    assert "meets through: \u2068waste management\u2069 (“\u2068Gestion des déchets\u2069”)" in page
    type(design.coordinator).objects.filter(pk=design.coordinator.pk).update(language="fr")
    page = client.get(reverse("who_to_add", args=[design.project.pk])).content.decode()
    assert "\u2068gestion des déchets\u2069" in page


def test_what_a_partners_record_says_in_another_language_is_noted_with_the_reason(
    taxonomy, design, client
):
    row = need(design, WASTE)
    Organisation.objects.filter(pk=design.keeper.pk).update(sectors=["Gestión de residuos"])
    services.needs_draw(by=design.coordinator, project=fresh(design), language="ar")
    kept = PartnerStrength.objects.get(need=row)
    assert (kept.grade, kept.through_words) == ("said", "Gestión de residuos")
    client.force_login(design.coordinator)
    page = client.get(reverse("alliance_coverage", args=[design.project.pk])).content.decode()
    assert "meets through: \u2068waste management\u2069" in page
    services.strengths_set(
        by=design.coordinator,
        project=design.project,
        need=row,
        said={kept.partner: ("shown", "Dix ans", None)},
        said_by=kept.partner,
    )
    kept.refresh_from_db()
    assert kept.through_words == ""


def test_groups_meet_by_meaning_and_not_by_country(taxonomy, design):
    row = need(design, "المصريون في إيطاليا", "group")  # Egyptians in Italy
    right, wrong = organisation("Nil-Milan"), organisation("Atlas-Madrid")
    Tie.objects.create(actor=right, group="Égyptiens en Italie", kind="serves")
    Tie.objects.create(actor=wrong, group="Marroquíes en España", kind="serves")
    words_read()
    found = suggestions_for(fresh(design), design.coordinator, alliance_of(fresh(design)))
    assert found.fits[str(right.pk)][str(row.pk)].shown
    assert not found.fits[str(wrong.pk)]


def test_words_go_when_nobody_says_them_and_unreadable_ones_meet_nobody(taxonomy, design):
    need(design, WASTE)
    facts = {"subject": "sector", "text": "Jɛgɛmara", "language": "bm"}
    row = strength_add(by=design.coordinator, organisation=design.keeper, facts=facts)
    assert words_read() == 2
    assert ReadWords.objects.get(text="Jɛgɛmara").vector is None
    assert words_read() == 0
    row.delete()
    design.project.partner_needs.all().delete()
    words_read()
    assert not ReadWords.objects.exists()


def test_before_the_labels_are_read_words_meet_where_they_are_written_alike(design):
    row = need(design, "Pisciculture en étang")
    alike = organisation("Étangs", sectors=["Pisciculture"])
    assert words_read() == 0
    found = suggestions_for(fresh(design), design.coordinator, alliance_of(fresh(design)))
    assert found.fits[str(alike.pk)][str(row.pk)].through is None
