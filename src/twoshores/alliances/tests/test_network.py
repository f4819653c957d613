"""The network: what may be in it, how it is measured and kept, what its page shows."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from twoshores.actors.models import Organisation, Tie
from twoshores.alliances.models import NetworkFigures
from twoshores.alliances.selectors.network import names_of, network_stamp, public_material
from twoshores.alliances.services.network import network_measure
from twoshores.common.models import Place
from twoshores.engines.network import AGREEMENT, PROJECT, Shore

HIDDEN = "Circle that shows itself to nobody"


def organisation(name, country="ML", **facts) -> Organisation:
    whole = {"kind": "organisation", "name": name, "name_language": "fr", "country": country}
    return Organisation.objects.create(**whole | {"organisation_kind": "ngo"} | facts)


def tie(one, two, kind="partner", **facts) -> Tie:
    return Tie.objects.create(actor=one, other=two, kind=kind, **facts)


def shown(design, **more):
    """The design on its public page, with its partners."""
    facts = {"visibility": "public", "shown": ["partners"]} | more
    for name, value in facts.items():
        setattr(design.project, name, value)
    design.project.save()


def agreement(design, state="signed", **facts):
    made = design.project.agreements.create(
        kind="memorandum", title="Who digs", language="en", state=state, **facts
    )
    version = made.versions.create(number=1, body=[], sha256="0" * 64)
    for partner in (design.lead, design.partner):
        party = made.parties.create(partner=partner)
        if state in ("signed", "ended"):
            version.signatures.create(
                party=party, signed_by="Ignatius", capacity="Chair", signed_on="2024-05-01",
                sha256="0" * 64,
            )  # fmt: skip
    return made


def edges(kind):
    """(from, to) by name, of a kind, as they stand today."""
    material = public_material()
    names = {node.id: node.label for node in material.nodes}
    return [(names[e.source], names[e.target]) for e in material.network.edges if e.kind == kind]


def labels():
    return {node.label for node in public_material().nodes}


def test_only_what_everybody_may_read_is_in_it(design):
    other = organisation("Mopti Health")
    hidden = organisation(HIDDEN, visibility="owners")
    for_members = organisation("For members", visibility="members")
    tie(other, design.keeper)
    tie(hidden, other)
    tie(other, for_members)

    assert labels() == {"Mopti Health", "Kayes Water", "Kayes in Paris"}
    assert edges("partner") == [("Mopti Health", "Kayes Water")]


def test_a_tie_leads_where_it_was_said_to(design):
    other = organisation("Mopti Health")
    tie(other, design.keeper, "supports", direction="in", since=2015, strength=3)
    [edge] = public_material().edges

    assert edges("supports") == [("Kayes Water", "Mopti Health")]
    assert (edge.since, edge.directed, edge.strength) == (date(2015, 1, 1), True, 3.0)


def test_of_two_versions_only_what_both_grant_counts(design):
    one, two = organisation("One"), organisation("Two", "FR")
    tie(one, two, "partner", since=2010, until=2020, strength=3)
    tie(two, one, "partner", since=2014, strength=1)
    tie(one, two, "supports", direction="both")
    tie(two, one, "supports", direction="in")  # from One to Two
    tie(one, two, "member")
    tie(two, one, "member")
    found = [
        (edge.kind, edge.source, edge.target, edge.directed)
        for edge in public_material().edges
        if edge.kind in ("supports", "member")
    ]
    assert ("supports", str(one.pk), str(two.pk), True) in found
    assert [kind for kind, *_, directed in found if not directed] == ["member"]
    assert len(found) == 2
    partners = [e for e in public_material().edges if e.kind == "partner"]
    assert {(e.since, e.ended, e.strength) for e in partners} == {
        (date(2014, 1, 1), date(2021, 1, 1), 1.0)
    }


def test_a_project_ties_its_partners_only_where_it_shows_them(design):
    hidden = organisation(HIDDEN, visibility="owners")
    design.project.partners.create(position=8, name=HIDDEN, country="ML", organisation=hidden)
    design.project.partners.create(position=9, name="Port of Marseille", country="FR")
    assert edges(PROJECT) == []

    shown(design, shown=["plan"])
    assert edges(PROJECT) == []

    shown(design)
    assert len(edges(PROJECT)) == 3
    assert "Port of Marseille" in labels()
    assert HIDDEN not in labels()

    shown(design, visibility="members")
    assert edges(PROJECT) == []
    assert "Port of Marseille" not in labels()


@pytest.mark.parametrize("state", ["draft", "proposed", "dropped"])
def test_an_agreement_that_is_not_signed_is_nobodys_business(design, state):
    shown(design)
    agreement(design, state)

    assert edges(AGREEMENT) == []


def test_a_signed_agreement_is_there_while_it_holds(design):
    made = agreement(design, expires_on=timezone.localdate())
    assert edges(AGREEMENT) == []  # its project shows nobody who its partners are

    shown(design)
    assert edges(AGREEMENT) == [("Kayes Water", "Kayes in Paris")] or edges(AGREEMENT) == [
        ("Kayes in Paris", "Kayes Water")
    ]
    [edge] = [edge for edge in public_material().edges if edge.kind == AGREEMENT]
    assert edge.since == date(2024, 5, 1)

    made.expires_on = timezone.localdate() - timedelta(days=1)
    made.version += 1
    made.save()
    assert edges(AGREEMENT) == []


def test_an_agreement_that_was_ended_counts_until_it_was_to_end(design):
    shown(design)
    made = agreement(design, "ended")
    assert [e for e in public_material().edges if e.kind == AGREEMENT] == []

    for day, counted in ((timezone.localdate() + timedelta(9), []), (date(2025, 1, 1), [1])):
        made.expires_on = day
        made.version += 1
        made.save()
        found = [e for e in public_material().edges if e.kind == AGREEMENT]
        assert [1 for e in found if e.ended == date(2025, 1, 2)] == counted
    assert edges(AGREEMENT) == []


def test_a_country_stands_on_its_shore_and_places_count_up_to_the_region(design):
    country = Place.objects.create(key="t:ML", kind="country", country="ML", name="Mali")
    region = Place.objects.create(
        key="t:ML.1", kind="region", country="ML", name="Kayes", parent=country
    )
    town = Place.objects.create(
        key="t:ML.1.1", kind="locality", country="ML", name="Yélimané", parent=region
    )
    design.keeper.places.set([town, country])
    shown(design)

    nodes = {node.label: node for node in public_material().nodes}
    assert nodes["Kayes Water"].shore == Shore.HOME
    assert nodes["Kayes in Paris"].shore == Shore.ABROAD
    assert nodes["Kayes Water"].places == {"t:ML.1", "t:ML.1.1"}


def test_names_are_asked_for_anew(design):
    other = organisation("Mopti Health")
    [named] = [design.project.partners.create(position=9, name="Port of Marseille", country="FR")]
    ids = [str(other.pk), f"p{named.pk}"]
    shown(design)
    assert {row.name for row in names_of(ids).values()} == {"Mopti Health", "Port of Marseille"}

    other.visibility = "owners"
    other.save()
    shown(design, visibility="owners")
    assert names_of(ids) == {}


def world(design):
    """Two villages and two towns abroad, held together by one; somebody alone."""
    shown(design)
    village, town = organisation("Village of wells"), organisation("Town of Évry", "FR")
    tie(village, design.keeper, since=2018)
    tie(town, design.partner_organisation, since=2020)
    organisation("Hermit of Gao")
    return village, town


def test_figures_are_kept_until_something_changes(design):
    village, _town = world(design)
    assert network_measure()
    assert not network_measure()
    whole = NetworkFigures.objects.get(scope="")
    assert whole.stamp == network_stamp()
    assert whole.figures["counts"]["isolated"] == 1
    assert [row[:2] for row in whole.figures["pairs"]] == [["ML-FR", whole.figures["pairs"][0][1]]]
    [first, second] = whole.figures["bridging"][:2]
    assert {first[0], second[0]} == {str(design.keeper.pk), str(design.partner_organisation.pk)}
    assert len(whole.figures["cuts"]) == 2
    pair = NetworkFigures.objects.get(scope="ML-FR")
    assert (
        sum(part[1] for part in pair.figures["strength"]["parts"])
        == (pair.figures["strength"]["points"])
    )
    assert whole.figures["years"][0]["year"] == 2018

    tie(village, design.partner_organisation)
    assert network_measure(at_once=True)
    assert NetworkFigures.objects.filter(scope="").count() == 1


def test_of_days_gone_by_the_counts_stay_and_no_name(design):
    world(design)
    network_measure()
    days = [timezone.localdate() - timedelta(days=back) for back in (1, 70, 71, 130)]
    figures = NetworkFigures.objects.get(scope="").figures
    for day in days:
        NetworkFigures.objects.create(on=day, scope="", stamp="x", figures=figures)
    NetworkFigures.objects.filter(on=timezone.localdate()).update(stamp="old")
    network_measure(at_once=True)

    kept = {row.on: row.figures for row in NetworkFigures.objects.filter(scope="")}
    months = {(day.year, day.month) for day in days[1:]}
    assert len(kept) == 2 + len(months)
    assert all(list(kept[day]) == ["counts"] for day in kept if day != timezone.localdate())


def test_the_page_says_so_before_anything_was_measured(client, db):
    answer = client.get(reverse("network"))
    assert answer.status_code == 200
    assert b"not been measured yet" in answer.content
    assert client.get(reverse("network") + "?pair=ML-FR").status_code == 404


def test_the_page_shows_who_joins_and_names_nobody_hidden(
    client, design, django_assert_max_num_queries
):
    village, _town = world(design)
    network_measure()
    village.visibility = "owners"
    village.name = HIDDEN
    village.save()

    for query in ("", "?pair=ML-FR", "?explore=1"):
        with django_assert_max_num_queries(15):
            page = client.get(reverse("network") + query).content.decode()
        assert HIDDEN not in page
        assert "Kayes Water" in page
    assert "Something changed since" in page
    assert "<svg" in page
    assert "Hermit of Gao" in client.get(reverse("network")).content.decode()
    assert client.get(reverse("network") + "?pair=XX-FR").status_code == 404
    assert client.get(reverse("network") + "?pair=nonsense").status_code == 404


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("network_picture", "image/svg+xml"),
        ("network_graphml", "application/graphml+xml"),
        ("network_actors", "text/csv; charset=utf-8"),
        ("network_ties", "text/csv; charset=utf-8"),
    ],
)
def test_picture_and_files_hold_what_is_public(
    client, design, name, kind, django_assert_max_num_queries
):
    world(design)
    organisation(HIDDEN, visibility="owners")
    organisation('=cmd|"x"')
    with django_assert_max_num_queries(15):
        answer = client.get(reverse(name))
    text = answer.content.decode()
    assert answer.headers["Content-Type"] == kind
    assert HIDDEN not in text
    assert name == "network_ties" or "Kayes Water" in text
    if name == "network_actors":
        assert ",'=cmd" in text or ",\"'=cmd" in text
    of_pair = client.get(reverse(name) + "?pair=ML-FR")
    assert of_pair.status_code == 200
    assert client.get(reverse(name) + "?pair=ML-XX").status_code == 404


def test_the_picture_alone_may_use_its_own_style_and_nothing_else(client, design):
    answer = client.get(reverse("network_picture"))
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "style-src 'sha256-" in policy
    assert "script-src" not in policy


def test_the_script_comes_only_to_those_who_ask(client, design):
    world(design)
    network_measure()
    assert b"explore-" not in client.get(reverse("network")).content
    page = client.get(reverse("network") + "?explore=1").content.decode()
    address = page.split('<script src="')[-1].split('"')[0]
    script = client.get(address)
    assert script.headers["Content-Type"].startswith("text/javascript")
    assert "immutable" in script.headers["Cache-Control"]
    assert len(client.get(address, headers={"accept-encoding": "br"}).content) < 2_500
