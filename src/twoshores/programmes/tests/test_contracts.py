"""A contract with each partner: drafted from the award, put forward, signed by both sides."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import translation

from twoshores.accounts.models import User
from twoshores.alliances import papers
from twoshores.common.models import ExchangeRate
from twoshores.programmes.models import JournalEntry
from twoshores.programmes.selectors.contracts import awarded_to
from twoshores.programmes.selectors.journal import lines_of
from twoshores.programmes.services import contract_moves as moves
from twoshores.programmes.services import contracts as services

from .money import DAY, sign, tell, write_whole

FACTS = {"language": "en", "starts": DAY, "ends": date(2028, 6, 30)}


@pytest.fixture
def shares(proposal):
    return list(proposal.shares.select_related("partner", "proposal__call__programme"))


@pytest.fixture
def contract(officer, shares):
    return services.contract_create(by=officer, share=shares[0], facts=FACTS)


def test_a_partner_in_another_currency_gets_the_award_at_a_named_rate(officer, shares):
    for currency, per_usd in (("EUR", "0.9"), ("MAD", "9.72")):
        ExchangeRate.objects.create(
            currency=currency,
            date=date(2026, 12, 31),
            per_usd=Decimal(per_usd),
            kind="own",
            source="Bank Al-Maghrib",
        )
    made = services.contract_create(
        by=officer, share=shares[1], facts=FACTS | {"language": "ar", "rate_on": DAY}
    )
    assert (made.currency, made.amount) == ("MAD", Decimal("54000.00"))
    assert (made.rate, made.rate_on) == (Decimal("10.8"), date(2026, 12, 31))
    assert made.rate_source == "Bank Al-Maghrib"
    amounts = [row.amount for row in made.instalments.all()]
    assert amounts == [Decimal("21600.00"), Decimal("21600.00"), Decimal("10800.00")]
    text = papers.text_of(made.versions.get().body)
    assert "المغرب" in text
    assert "Bank Al-Maghrib" in text


def test_words_that_are_kept_are_in_the_contracts_language_not_the_officers(officer, shares):
    with translation.override("fr"):
        made = services.contract_create(by=officer, share=shares[0], facts=FACTS)
        made.duties.update(due_on=date(2028, 7, 1))
        filled = services.contract_text_fill(by=officer, contract=made)
    assert made.duties.get().title == "Final report"
    assert filled.note == "Filled anew"


def test_without_a_rate_nothing_is_converted(officer, shares):
    with pytest.raises(ValidationError) as refused:
        services.contract_create(by=officer, share=shares[1], facts=FACTS)
    assert "rate" in refused.value.message_dict
    with pytest.raises(ValidationError) as refused:
        services.contract_create(
            by=officer, share=shares[1], facts=FACTS | {"rate": Decimal("10.8")}
        )
    assert "rate_source" in refused.value.message_dict


def test_a_smaller_award_is_shared_out_as_it_was_asked(proposal):
    proposal.awards.create(
        outcome="selected", amount=Decimal("10000.00"), reasons="x", language="en"
    )
    amounts = [row.amount for row in awarded_to(proposal)]
    assert amounts == [Decimal("6666.67"), Decimal("3333.33")]


def test_a_currency_of_three_decimals_is_shared_out_in_the_two_that_are_kept(
    officer, proposal, shares
):
    proposal.call.currency = "TND"
    proposal.call.save()
    proposal.awards.create(
        outcome="selected", amount=Decimal("10000.00"), reasons="x", language="en"
    )
    share = proposal.shares.select_related("partner", "proposal__call__programme").first()
    made = services.contract_create(by=officer, share=share, facts=FACTS)
    assert (made.currency, made.amount) == ("TND", Decimal("6666.67"))


def test_parts_that_a_currency_has_not_are_refused(officer, shares):
    facts = {"currency": "XOF", "rate": Decimal("655.957"), "rate_on": DAY, "rate_source": "B"}
    made = services.contract_create(by=officer, share=shares[1], facts=FACTS | facts)
    with pytest.raises(ValidationError, match="small parts"):
        services.contract_update(
            by=officer, contract=made, opened_version=1, facts={"amount": Decimal("100.50")}
        )
    part = {"amount": Decimal("0.50"), "condition": "report", "report": None, "due_on": None}
    with pytest.raises(ValidationError, match="small parts"):
        services.instalment_create(by=officer, contract=made, facts=part)


def test_a_mistyped_year_or_rate_is_said(client, officer, shares):
    client.force_login(officer)
    programme = shares[1].proposal.call.programme_id
    page = f"/programmes/{programme}/contracts/new/{shares[1].pk}/"
    sent = {"language": "fr", "starts": "2027-01-01", "ends": "9999-12-31", "currency": "EUR"}
    answer = client.post(page, sent)
    assert answer.status_code == 422
    assert "Look at the year" in answer.content.decode()
    rate = {"rate": "99999999999999", "rate_on": "2026-01-01", "rate_source": "Bank"}
    answer = client.post(page, sent | {"ends": "2028-01-01", "currency": "MAD"} | rate)
    assert answer.status_code == 422
    assert "Look at the rate" in answer.content.decode()
    made = services.contract_create(by=officer, share=shares[0], facts=FACTS)
    with pytest.raises(ValidationError, match="Look at the year"):
        services.contract_update(
            by=officer, contract=made, opened_version=1, facts={"ends": date(9999, 12, 31)}
        )


def test_one_contract_a_partner_of_a_selected_proposal(officer, stranger, proposal, shares):
    with pytest.raises(PermissionDenied):
        services.contract_create(by=stranger, share=shares[0], facts=FACTS)
    services.contract_create(by=officer, share=shares[0], facts=FACTS)
    with pytest.raises(ValidationError, match="already"):
        services.contract_create(by=officer, share=shares[0], facts=FACTS)
    proposal.state = "reserve"
    proposal.save()
    shares[1].proposal.refresh_from_db()
    with pytest.raises(ValidationError, match="selected"):
        services.contract_create(by=officer, share=shares[1], facts=FACTS)


def test_what_is_put_forward_sums_up_and_says_what_it_is(officer, contract):
    last = contract.instalments.last()
    facts = {"amount": Decimal("1.00"), "condition": "report", "report": None, "due_on": None}
    with pytest.raises(ValidationError, match="gaps"):
        moves.contract_move(by=officer, contract=contract, move="propose")
    write_whole(officer, contract)
    services.instalment_update(by=officer, instalment=last, opened_version=1, facts=facts)
    with pytest.raises(ValidationError, match="8,001"):
        moves.contract_move(by=officer, contract=contract, move="propose")
    rest = facts | {"amount": Decimal("1999.00"), "condition": "date", "due_on": DAY}
    services.instalment_create(by=officer, contract=contract, facts=rest)
    with pytest.raises(ValidationError, match="does not say"):
        moves.contract_move(by=officer, contract=contract, move="propose")
    services.contract_text_fill(by=officer, contract=contract)
    write_whole(officer, contract)
    assert moves.contract_move(by=officer, contract=contract, move="propose").state == "proposed"
    with pytest.raises(PermissionDenied):
        services.contract_text_fill(by=officer, contract=contract)


def test_both_sides_sign_the_same_version(officer, contract):
    partner = User.objects.get(email="lead@example.org")
    write_whole(officer, contract)
    moves.contract_move(by=officer, contract=contract, move="propose")
    with pytest.raises(ValidationError):
        sign(officer, contract, "programme", sha256="0" * 64)
    with pytest.raises(PermissionDenied):
        sign(partner, contract, "programme")
    with pytest.raises(PermissionDenied):
        sign(User.objects.get(email="abroad@example.org"), contract, "partner")
    sign(partner, contract, "partner")
    with pytest.raises(ValidationError, match="already"):
        sign(officer, contract, "partner")
    assert not JournalEntry.objects.exists()
    sign(officer, contract, "programme")
    contract.refresh_from_db()
    assert contract.state == "running"
    entry = JournalEntry.objects.get()
    assert [line.amount for line in lines_of(entry)] == [10000, -10000]
    states = list(contract.instalments.values_list("state", flat=True))
    assert states == ["released", "waiting", "waiting"]


def test_a_text_taken_back_loses_no_signature_but_none_counts_for_the_next(officer, contract):
    write_whole(officer, contract)
    moves.contract_move(by=officer, contract=contract, move="propose")
    first = sign(officer, contract, "programme")
    moves.contract_move(by=officer, contract=contract, move="reopen")
    contract.refresh_from_db()
    services.contract_text_write(
        by=officer,
        contract=contract,
        opened=2,
        text=papers.text_of(first.version.body) + "\nMore",
    )
    moves.contract_move(by=officer, contract=contract, move="propose")
    with pytest.raises(ValidationError):
        sign(officer, contract, "programme", sha256=first.sha256)
    sign(officer, contract, "programme")
    contract.refresh_from_db()
    assert contract.state == "proposed"
    assert first.version.signatures.count() == 1


def test_the_programmes_pages_of_a_contract(client, officer, shares, django_assert_max_num_queries):
    client.force_login(officer)
    programme = shares[0].proposal.call.programme
    listed = f"/programmes/{programme.pk}/contracts/"
    assert "Tiznit Water" in client.get(listed).content.decode()
    sent = {"language": "fr", "starts": "2027-01-01", "ends": "2028-06-30", "currency": "EUR"}
    answer = client.post(f"{listed}new/{shares[0].pk}/", sent)
    page = answer.headers["Location"]
    assert "Saved" in client.get(page).content.decode()  # said once, which the session notes
    with django_assert_max_num_queries(15):
        text = client.get(page).content.decode()
    assert "Contrat" not in text  # the title is the file's
    assert "La subvention" in text
    assert "Put it forward" in text
    with django_assert_max_num_queries(15):
        assert "C1-7-1" in client.get(listed).content.decode()
    refused = client.post(f"{page}move/", {"move": "propose"}, follow=True)
    assert "still has gaps" in refused.content.decode()
    assert client.get(f"{page}versions/1.pdf").content.startswith(b"%PDF")
    assert client.get(f"{page}versions/1.docx").content.startswith(b"PK")


def test_partners_read_and_sign_their_own_contract_and_no_other(
    client, officer, proposal, contract, shares, django_assert_max_num_queries
):
    lead, abroad = (User.objects.get(email=f"{name}@example.org") for name in ("lead", "abroad"))
    project = f"/workbench/{proposal.project_id}/funding/grants/"
    page = f"{project}{contract.pk}/"
    client.force_login(lead)
    assert client.get(page).status_code == 404
    tell(proposal)
    with django_assert_max_num_queries(15):
        assert "still writing" in client.get(page).content.decode()
    assert client.get(f"{page}versions/1.pdf").status_code == 404
    write_whole(officer, contract)
    moves.contract_move(by=officer, contract=contract, move="propose")
    assert "Note our signature" in client.get(page).content.decode()
    assert client.get(f"{page}versions/2/").status_code == 200
    digest = services.latest_of(contract).sha256
    signed = {"signed_by": "Ada", "capacity": "President", "signed_on": "2026-01-01"}
    assert client.post(f"{page}sign/", signed | {"sha256": "f" * 8}).status_code == 422
    assert client.post(f"{page}sign/", signed | {"sha256": digest[:8]}).status_code == 302
    assert client.get(f"/programmes/{proposal.call.programme_id}/contracts/").status_code == 404
    client.force_login(abroad)
    for address in (page, f"{page}versions/2/", f"{page}sign/", f"{page}change/"):
        assert client.get(address).status_code == 404
    listed = client.get(project).content.decode()
    assert "has no contract" in listed
    assert "10,000" not in listed
