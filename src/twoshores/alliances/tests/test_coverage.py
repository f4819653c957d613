"""What a project needs and its partners have; whom to add; asking as people are asked."""

from fractions import Fraction

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from twoshores.actors.models import Introduction, Membership, Organisation, Tie
from twoshores.actors.services.introductions import introduction_accept
from twoshores.alliances.models import Candidate, OrganisationStrength, PartnerNeed
from twoshores.alliances.selectors.coverage import alliance_of, missing_shores, suggestions_for
from twoshores.alliances.services import coverage as services
from twoshores.alliances.services.strengths import strength_add
from twoshores.catalogue.services import catalogue_load
from twoshores.projects.models import Project
from twoshores.projects.services.rows import row_create


def need(design, text="Pisciculture en étang", subject="sector", **facts) -> PartnerNeed:
    return row_create(
        by=design.coordinator,
        project=design.project,
        model=PartnerNeed,
        facts={"subject": subject, "text": text} | facts,
    )


def says(design, row, partner, grade="said", evidence="", document=None):
    services.strengths_set(
        by=design.coordinator,
        project=design.project,
        need=row,
        said={partner: (grade, evidence, document)},
        said_by=partner,
    )


def organisation(name, country="FR", **facts) -> Organisation:
    whole = {"kind": "organisation", "name": name, "name_language": "fr", "country": country}
    return Organisation.objects.create(organisation_kind="ngo", **whole | facts)


def fresh(design) -> Project:
    return Project.objects.get(pk=design.project.pk)


def test_needs_are_read_from_the_design_once_and_never_come_back(design):
    catalogue_load()
    design.project.blocks.create(block="micro-credit")
    design.project.skill_needs.create(text="Réparer une pompe")
    design.keeper.languages = ["fr", "bm"]
    design.keeper.save()
    made = services.needs_draw(by=design.coordinator, project=fresh(design), language="fr")
    sources = {row.drawn_from.split(":")[0]: row for row in design.project.partner_needs.all()}
    assert set(sources) == {
        *("country", "language", "migrants", "authority", "block", "skill", "money")
    }
    assert made == design.project.partner_needs.count()
    # What the partners' own records say is noted as said, with nobody's word for it.
    assert set(design.project.strengths.values_list("grade", "said_by")) == {("said", None)}
    dropped = sources["money"]
    PartnerNeed.objects.filter(pk=dropped.pk).update(dropped=True)
    assert services.needs_draw(by=design.coordinator, project=fresh(design), language="fr") == 0
    assert dropped.pk not in {row.pk for row in alliance_of(fresh(design)).needs}


def test_a_strength_is_shown_only_with_something_that_shows_it(design):
    row = need(design)
    with pytest.raises(ValidationError) as refused:
        says(design, row, design.partner, "shown")
    assert list(refused.value.error_dict) == [f"evidence_{design.partner.pk}"]
    says(design, row, design.partner, "shown", "Douze ans de travail")
    says(design, row, design.lead, "said")
    found = alliance_of(fresh(design)).coverage
    assert [share.fair for share in found.shares] == [Fraction(1, 4), Fraction(3, 4)]
    says(design, row, design.partner, "")
    assert row.strengths.count() == 1


def test_who_said_it_and_when_stay_where_nothing_changed(design):
    row = need(design)
    says(design, row, design.partner, "said")
    before = row.strengths.get()
    services.strengths_set(
        by=design.coordinator,
        project=design.project,
        need=row,
        said={design.partner: ("said", "", None)},
        said_by=design.lead,
    )
    assert row.strengths.get().said_by == before.said_by == design.partner


def test_the_smallest_set_that_the_reader_may_know_of_closes_the_gaps(design):
    gaps = [
        need(design),
        need(design, "Bambara", "language", spoken="bm"),
        need(design, "Argent d'un bailleur", "money"),
    ]
    both = organisation("Étangs du Sud", sectors=["Pisciculture"], languages=["bm"])
    organisation("Seulement l'étang", sectors=["Pisciculture, étang"])
    organisation("Cachée", visibility="owners", sectors=["Pisciculture"], languages=["bm"])
    found = suggestions_for(fresh(design), design.coordinator, alliance_of(fresh(design)))
    (first, *_others) = found.additions.sets
    assert [member.id for member in first.members] == [str(both.pk)]
    assert found.additions.nobody == (str(gaps[2].pk),)
    hidden = Organisation.objects.get(name="Cachée")
    assert str(hidden.pk) not in found.organisations


def test_ties_and_evidence_decide_between_equals(design):
    need(design)
    for name in ("A", "B", "C"):
        organisation(name, sectors=["pisciculture"])
    known = Organisation.objects.get(name="C")
    Tie.objects.create(actor=known, other=design.keeper, kind="partner")
    found = suggestions_for(fresh(design), design.coordinator, alliance_of(fresh(design)))
    assert found.organisations[found.additions.sets[0].members[0].id] == known


def test_ties_that_ended_or_that_the_other_tells_otherwise_are_no_evidence(design):
    hall = organisation("Town hall", "ML")
    row = need(design, "L'oreille de la mairie", "authority", authority=hall)
    tied, disputed, over = (organisation(name) for name in ("Tied", "Disputed", "Over"))
    for who, facts in ((tied, {}), (disputed, {"since": 2010}), (over, {"until": 2015})):
        Tie.objects.create(actor=who, other=hall, kind="work", **facts)
    Tie.objects.create(actor=hall, other=disputed, kind="work", since=2020)
    found = suggestions_for(fresh(design), design.coordinator, alliance_of(fresh(design)))
    fits = [found.fits[str(who.pk)].get(str(row.pk)) for who in (tied, disputed, over)]
    assert [fit and fit.shown for fit in fits] == [True, False, None]
    assert found.organisations[found.additions.sets[0].members[0].id] == tied


def test_a_missing_shore_counts_before_ties(design):
    design.project.partners.filter(country="FR").update(country="ML")
    assert missing_shores(fresh(design)) == ["abroad"]
    need(design)
    organisation("Here", "ML", sectors=["pisciculture"])
    there = organisation("There", "FR", sectors=["pisciculture"])
    tied = Organisation.objects.get(name="Here")
    Tie.objects.create(actor=tied, other=design.keeper, kind="partner")
    found = suggestions_for(fresh(design), design.coordinator, alliance_of(fresh(design)))
    assert found.additions.sets[0].members[0].id == str(there.pk)


def test_a_partner_in_no_country_stands_on_no_shore_and_has_what_it_says(design, client):
    design.project.partners.filter(pk=design.partner.pk).update(country="", organisation=None)
    row = need(design)
    assert missing_shores(fresh(design)) == ["abroad"]
    services.needs_draw(by=design.coordinator, project=fresh(design), language="fr")
    assert not design.partner.strengths.exists()  # no record of it says anything
    says(design, row, design.partner, "shown", "Douze ans")
    found = alliance_of(fresh(design)).coverage
    assert found.shares[1].only == 1
    client.force_login(design.coordinator)
    page = client.get(reverse("alliance_coverage", args=[design.project.pk])).content.decode()
    assert "No partner stands in a country of residence." in page


def test_an_organisation_is_asked_as_people_are_and_taken_in_after_its_yes(design):
    row = need(design)
    asked = organisation("Étangs", sectors=["pisciculture"])
    candidate = services.candidate_note(
        by=design.coordinator, project=design.project, organisation=asked
    )
    services.candidate_ask(
        by=design.coordinator, candidate=candidate, message="Voulez-vous ?", language="fr"
    )
    with pytest.raises(ValidationError):
        services.candidate_take_in(by=design.coordinator, candidate=candidate)
    introduction = Introduction.objects.get()
    assert introduction.asking_id == design.keeper.pk
    introduction_accept(by=None, introduction=introduction)
    candidate = Candidate.objects.select_related("introduction").get()
    partner = services.candidate_take_in(by=design.coordinator, candidate=candidate)
    assert row.strengths.get().partner == partner
    assert row.strengths.get().grade == "said"
    assert not Candidate.objects.exists()


def test_only_the_keeper_asks_and_only_writers_write(design):
    candidate = services.candidate_note(
        by=design.coordinator, project=design.project, organisation=organisation("X")
    )
    for user in (design.abroad, design.viewer, design.stranger):
        with pytest.raises(PermissionDenied):
            services.candidate_ask(by=user, candidate=candidate, message="?", language="fr")
    with pytest.raises(PermissionDenied):
        services.needs_draw(by=design.viewer, project=design.project, language="fr")


def test_the_pages_walk(design, client):
    client.force_login(design.coordinator)
    args = [design.project.pk]
    assert client.post(reverse("needs_draw", args=args)).status_code == 302
    page = client.get(reverse("alliance_coverage", args=args)).content.decode()
    assert "Gap" in page
    row = design.project.partner_needs.get(drawn_from="money")
    has = reverse("need_strengths", args=[*args, row.pk])
    grade = f"grade_{design.partner.pk}"
    refused = client.post(has, {grade: "shown"})
    assert refused.status_code == 422
    assert "Say what shows it" in refused.content.decode()
    assert client.post(has, {grade: "said"}).status_code == 302
    assert client.get(reverse("who_to_add", args=args)).status_code == 200
    lines = client.get(reverse("coalitions_csv", args=args)).content.decode().splitlines()
    assert len(lines) == 1 + 4
    edit = reverse("partner_need_edit", args=[*args, row.pk])
    sent = {"subject": "language", "text": "x", "weight": 2, "version": 1}
    assert "Say which language" in client.post(edit, sent).content.decode()


def test_strengths_of_an_organisation_are_stated_by_its_own(design, client):
    address = reverse("organisation_strengths", args=[design.keeper.pk])
    facts = {"subject": "money", "text": "Dons de la commune", "language": "fr", "add": "1"}
    client.force_login(design.stranger)
    assert client.post(address, facts).status_code == 403
    client.force_login(design.coordinator)
    assert client.post(address, facts).status_code == 302
    client.logout()
    assert "Dons de la commune" in client.get(address).content.decode()
    row = OrganisationStrength.objects.get()
    client.force_login(design.viewer)
    assert client.post(address, {"remove": row.pk}).status_code == 403
    with pytest.raises(PermissionDenied):
        strength_add(by=design.viewer, organisation=design.keeper, facts={})


def test_pages_stay_within_their_queries(design, client, django_assert_max_num_queries):
    for number in range(12):
        row = need(design, f"Savoir {number}")
        says(design, row, design.partner)
        kept = organisation(f"O{number}", sectors=[f"Savoir {number}"])
        services.candidate_note(by=design.coordinator, project=design.project, organisation=kept)
    need(design, "Gap that nobody has")
    Membership.objects.filter(user=design.coordinator).update(role="coordinator")
    client.force_login(design.coordinator)
    for name in ("alliance_coverage", "who_to_add", "alliance_vision"):
        address = reverse(name, args=[design.project.pk])
        with django_assert_max_num_queries(15):
            assert client.get(address).status_code == 200
