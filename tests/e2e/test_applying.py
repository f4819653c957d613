"""The applicant's part on a phone: begin, write without a line, merge, hand in, find a partner."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Error, expect

from twoshores.accounts.models import User
from twoshores.programmes.models import Programme, Proposal, ProposalAnswer, Submission
from twoshores.programmes.selectors.proposals import paper_of
from twoshores.programmes.services.notices import notice_write
from twoshores.programmes.services.proposals import Typed, answers_write, share_write
from twoshores.programmes.tests.applying import make_call
from twoshores.programmes.tests.conftest import make_organisation
from twoshores.projects.services.projects import partner_add

from .conftest import overflow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def applicants(transactional_db):
    """Two people of the keeping association, a partner on the other shore, a call that is open."""
    amina = User.objects.create_user("amina@example.org", language="fr")
    User.objects.create_user("paul@example.org", language="fr")
    keeping = make_organisation(
        "Association des ressortissants de Kayes à Marseille",
        "FR",
        coordinator=amina.email,
        officer="paul@example.org",
    )
    User.objects.create_user("karim@example.org", language="ar")
    other = make_organisation("جمعية صيادي رشيد", "EG", officer="karim@example.org")
    fund = make_organisation("Fonds des deux rives", "BE", coordinator="chef@example.org")
    programme = Programme.objects.create(organisation=fund, title="D'une rive à l'autre")
    call = make_call(programme, code="RIVE-1", deadline=timezone.now() + timedelta(days=3))
    call.title, call.language = "De la source à la mer : des projets des deux rives", "fr"
    call.themes.create(title="Eau et pêche")
    call.save()
    call.prompts.filter(whom="all").update(title="Pourquoi ce projet, et pourquoi maintenant ?")
    call.prompts.filter(whom="each").update(title="Qu'apportez-vous que d'autres n'ont pas ?")
    notice_write(
        by=User.objects.get(email="karim@example.org"),
        call=call,
        organisation=other,
        notice=None,
        opened_version=0,
        facts={
            "kind": "offers",
            "language": "ar",
            "text": "نحن صيادون في رشيد نبحث عن شركاء في فرنسا",
        },
    )
    return call, amina, keeping, other


def _write(proposal: Proposal, text: str, email: str) -> None:
    """Somebody else writes the answer of all, elsewhere."""
    slots = paper_of(proposal).slots_of(None)
    typed = [Typed(slot, text, opened=slot.version) for slot in slots]
    by = User.objects.get(email=email)
    answers_write(by=by, proposal=proposal, partner=None, typed=typed, language="fr")


def test_an_applicant_on_a_phone_in_french(applicants, reader, axe, photograph):
    call, amina, _keeping, other = applicants
    phone = reader("fr", 360)
    phone.sign_in(amina)
    page = phone.open(reverse("call_apply", args=[call.code]))
    assert axe(page) == []
    photograph(page, "apply-fr-360")
    page.fill("#new_title", "Des étangs qui nourrissent")
    page.locator("form", has=page.locator("#new_title")).locator("button").click()
    proposal = Proposal.objects.get()
    expect(page).to_have_url(f"{phone.base_url}{_address(proposal)}")
    photograph(page, "proposal-empty-fr-360")

    # A partner is taken in; then what is missing is written.
    facts = {"name": other.name, "country": "EG", "organisation": other, "kind": "ngo"}
    partner = partner_add(by=amina, project=proposal.project, facts=facts)
    partner.mobilises_migrants = True
    partner.save()
    karim = User.objects.get(email="karim@example.org")
    share = {"asked": 40_000, "own": 0, "paid_in": "EGP"}
    share_write(by=karim, proposal=proposal, partner=partner, opened_version=0, facts=share)
    page = phone.open(reverse("proposal_part", args=[proposal.project_id, proposal.pk]))
    assert axe(page) == []
    assert overflow(page) == 0
    area = page.locator("textarea")

    # The line is lost while she types; what she typed goes out when it is back.
    phone.context.set_offline(True)
    area.fill("Parce que le fleuve donne moins de poisson chaque année.")
    expect(page.locator("[data-said]")).to_be_visible()
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.ok):
        phone.context.set_offline(False)
    expect(page.locator(".theirs")).to_have_count(0)
    first = ProposalAnswer.objects.get()
    assert first.text.startswith("Parce que le fleuve")

    # Lost again, and the page closed; meanwhile a colleague writes. Both texts are there after.
    phone.context.set_offline(True)
    area.fill("Parce que nos parents pêchaient là.")
    with pytest.raises(Error):
        page.reload()
    _write(proposal, "Parce que l'eau monte.", "paul@example.org")
    phone.context.set_offline(False)
    page = phone.open(reverse("proposal_part", args=[proposal.project_id, proposal.pk]))
    expect(page.locator("textarea")).to_have_value("Parce que nos parents pêchaient là.")
    expect(page.locator(".theirs")).to_contain_text("Parce que l'eau monte.")
    # More is typed and the page opened anew: nobody has decided, so both are still there.
    page.locator("textarea").fill("Parce que nos parents pêchaient là aussi.")
    page = phone.open(reverse("proposal_part", args=[proposal.project_id, proposal.pk]))
    expect(page.locator("textarea")).to_have_value("Parce que nos parents pêchaient là aussi.")
    expect(page.locator(".theirs")).to_contain_text("Parce que l'eau monte.")
    assert axe(page) == []
    assert overflow(page) == 0
    photograph(page, "part-disputed-fr-360")
    first.refresh_from_db()
    assert first.text == "Parce que l'eau monte."  # nobody decided yet
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.ok):
        page.locator("form[data-offline] button.btn").click()
    expect(page.locator(".theirs")).to_have_count(0)
    first.refresh_from_db()
    assert first.text == "Parce que nos parents pêchaient là aussi."
    assert page.evaluate("Object.keys(localStorage).length") == 0
    # Nothing but what a lost line makes a browser, and the saving of drafts, complain about.
    lost = ("ERR_INTERNET_DISCONNECTED", "htmx:sendError", "409")
    assert [text for text in phone.console if not any(word in text for word in lost)] == []

    page = phone.open(_address(proposal))
    assert axe(page) == []
    assert overflow(page) == 0
    photograph(page, "proposal-fr-360")
    with page.expect_navigation():
        page.locator("#hand-in button.btn").click()
    made = Submission.objects.get()
    assert made.in_time
    expect(page.locator(".facts")).to_contain_text(made.sha256)
    assert axe(page) == []
    assert overflow(page) == 0
    photograph(page, "receipt-fr-360")
    page = phone.open(reverse("call_partners", args=[call.code]) + f"?for={proposal.pk}")
    assert axe(page) == []
    assert overflow(page) == 0
    photograph(page, "partners-fr-360")


def _address(proposal: Proposal) -> str:
    return reverse("proposal", args=[proposal.project_id, proposal.pk])


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_the_pages_in_arabic(applicants, reader, axe, photograph, width, scheme):
    call, amina, keeping, other = applicants
    karim = User.objects.get(email="karim@example.org")
    from twoshores.programmes.services.proposals import proposal_of_form

    facts = {"title": "Des étangs qui nourrissent", "language": "fr", "owner": keeping}
    proposal = proposal_of_form(by=amina, call=call, facts=facts)
    partner = partner_add(
        by=amina,
        project=proposal.project,
        facts={"name": other.name, "country": "EG", "organisation": other, "kind": "ngo"},
    )
    screen = reader("ar", width, scheme)
    screen.sign_in(karim)
    pages = {
        "proposal": _address(proposal),
        "part": reverse("proposal_part_of", args=[proposal.project_id, proposal.pk, partner.pk]),
        "share": reverse("proposal_share", args=[proposal.project_id, proposal.pk, partner.pk]),
        "partners": reverse("call_partners", args=[call.code]),
        "list": reverse("project_proposals", args=[proposal.project_id]),
    }
    for name, path in pages.items():
        page = screen.open(path)
        assert axe(page) == [], name
        assert overflow(page) == 0, name
        photograph(page, f"{name}-ar-{width}-{scheme}")
