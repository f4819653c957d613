"""An alliance, end to end, in a browser on a phone: from a project with gaps to a partnership that
covers them, with a signed agreement; a stakeholder scored twice by two people; a force field;
a brief.

Two people: the coordinator of an association in Kayes, and an officer of its partner in Paris who
reads French.
"""

import re
from typing import Any

import pytest
from django.urls import reverse

from tests.walks.walking import Walk
from twoshores.actors.models import Introduction, Organisation
from twoshores.actors.services.introductions import introduction_accept
from twoshores.alliances.models import Agreement, Brief, Stakeholder
from twoshores.projects.models import Project
from twoshores.projects.services.projects import partner_rights
from twoshores.projects.tests import designs

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(transactional_db):
    made = designs.build()
    made.fishers = Organisation.objects.create(
        kind="organisation",
        name="Comptables solidaires",
        name_language="fr",
        organisation_kind="ngo",
        country="FR",
    )
    made.fishers.strengths.create(
        subject="money", text="Subventions depuis 2009", evidence="Deux audits", language="fr"
    )
    partner_rights(by=made.coordinator, project=made.project, partner=made.partner, may_edit=True)
    return made


@pytest.fixture
def walks(reader, world) -> tuple[Walk, Walk]:
    found = []
    for language, user in (("en", world.coordinator), ("fr", world.abroad)):
        somebody = reader(language, 360)
        user.language = language
        user.save()
        somebody.sign_in(user)
        walk = Walk(somebody)
        walk.project = world.project
        found.append(walk)
    return found[0], found[1]


def test_from_gaps_to_a_signed_partnership_a_grid_a_force_field_and_a_brief(walks, world):
    here, abroad = walks
    close_the_gap(here, world)
    agree(here, abroad)
    score(here, abroad)
    weigh(here, abroad)
    brief(here)
    assert here.reader.console == []
    assert abroad.reader.console == []


def close_the_gap(walk: Walk, world: Any) -> None:
    """Read needs, say what partners have, ask whoever closes the gap, take it in."""
    walk.go("alliance_coverage")
    walk.press("Read needs from the design")
    project = walk.project
    for need in project.partner_needs.exclude(drawn_from="money"):
        walk.go("need_strengths", need.pk)
        partner = project.partners.get(is_lead=need.country == "ML")
        walk.send(**{f"grade_{partner.pk}": "shown", f"evidence_{partner.pk}": "Ten years"})
    page = walk.go("alliance_coverage")
    assert "1 need is a gap" in page.inner_text("main")
    page = walk.go("who_to_add")
    assert world.fishers.name in page.inner_text("main")
    page.get_by_role("link", name="Ask for an introduction").first.click()
    walk.send(message="Would you keep the accounts with us?", language="en")
    introduction_accept(by=None, introduction=Introduction.objects.get())
    walk.go("alliance_coverage")
    walk.press("Take it in as a partner")
    page = walk.go("alliance_coverage")
    assert "Only said" in page.inner_text("main")
    assert "is a gap" not in page.inner_text("main")
    walk.project = Project.objects.get(pk=project.pk)


def agree(here: Walk, abroad: Walk) -> None:
    """Each partner's words, a shared text, a memorandum that all sign."""
    partners = list(here.project.partners.order_by("position"))
    for walk, partner in ((here, partners[0]), (abroad, partners[1])):
        walk.go("partner_vision", partner.pk)
        walk.send(text="Water in every village", language="fr")
    here.go("joint_vision")
    here.send(
        text="Water in every village within three years",
        agreed_on="2026-01-10",
        agreed_by=tuple(str(row.pk) for row in partners),
    )
    page = here.go("alliance_vision")
    assert "agreed on" in page.inner_text("main")
    here.go("agreement_new")
    here.send(
        template="memorandum",
        language="fr",
        partners=tuple(str(row.pk) for row in partners),
        expires_on="2031-01-01",
    )
    made = Agreement.objects.get()
    text = here.go("agreement_text", made.pk).locator('main [name="text"]').input_value()
    assert "[…" in text, "nothing is left to fill"
    here.send(text=re.sub(r"\[…[^]]*…\]", "à convenir", text), note="Les blancs")
    here.go("alliance_agreement", made.pk)
    here.press("Put it forward for signing")
    digest = made.versions.first().sha256
    for party in made.parties.all():
        here.go("agreement_sign", made.pk, party.pk)
        here._fill("sha256", "0" * 64)
        here._fill("signed_by", "Somebody")
        here._fill("capacity", "President")
        here._fill("signed_on", "2026-02-01")
        here.page.locator("main form.form button.btn").first.click()
        assert here.page.locator("main .errors").count() == 1, "another version was signed"
        here.reader.console.clear()  # the browser notes the refusal, which was meant
        here.send(sha256=digest)
    made.refresh_from_db()
    assert made.state == Agreement.State.SIGNED
    assert set(here.project.partners.values_list("agreement", flat=True)) == {"signed"}
    page = abroad.go("alliance_agreement", made.pk)
    assert "President" in page.inner_text("main")


def score(here: Walk, abroad: Walk) -> None:
    """A stakeholder, scored by two people, twice."""
    here.go("stakeholder_new")
    here.send(name="Town hall of Yélimané", group="local_authority", country="ML")
    stake = Stakeholder.objects.get()
    for first, second in ((2, 3), (5, 4)):
        here.go("round_open")
        here.send()
        for walk, interest in ((here, first), (abroad, second)):
            walk.go("score_of", stake.pk)
            walk.send(interest=str(interest), influence="4", reason="Seen at the last visit")
        here.go("alliance_stakeholders")
        here.press("Close the round")
    page = abroad.go("alliance_stakeholders")
    assert page.locator("svg.stake:visible .move").count() == 1
    assert "2,5" in page.inner_text("main")
    assert "4,5" in page.inner_text("main")


def weigh(here: Walk, abroad: Walk) -> None:
    """A change, what pushes and what holds back, said by two."""
    here.go("change_new")
    here.send(text="A budget line for wells in every town hall")
    for side, text in (("for", "The mayor wants it"), ("against", "The budget is voted")):
        here.go("force_new")
        here.send(side=side, text=text)
    here.go("alliance_forces")
    here.press("Ask everybody what they think")
    for walk in (here, abroad):
        for force in walk.project.forces.all():
            walk.go("force_score_of", force.pk)
            walk.send(strength="3", reason="Said in the council")
    page = here.go("alliance_forces")
    assert page.locator("svg.force .solid").count() == 2


def brief(walk: Walk) -> None:
    """One page, as PDF."""
    walk.go("brief_new")
    change = walk.project.changes.get()
    walk.send(change=str(change.pk), title="Wells", problem="Three hours to water", ask="One line")
    made = Brief.objects.get()
    page = walk.go("brief", made.pk)
    with page.expect_download() as waiting:
        page.locator(f'a[href="{reverse("brief_pdf", args=[walk.project.pk, made.pk])}"]').click()
    assert waiting.value.path().read_bytes().startswith(b"%PDF")
