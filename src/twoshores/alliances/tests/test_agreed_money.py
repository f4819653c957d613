"""Money in agreements: stated apart from the text, read by the budget and the review."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from twoshores.alliances.models import Agreement, AgreementAmount
from twoshores.alliances.selectors.agreed_money import agreed_money
from twoshores.alliances.services.agreement_moves import agreement_move, agreement_renew
from twoshores.alliances.services.agreements import agreement_amounts_set
from twoshores.common.editing import StaleVersion
from twoshores.common.formatting import format_money
from twoshores.projects.models import ActivityPartner, Project
from twoshores.projects.selectors.review import reviewed

from .test_agreements import begin, sign, write


def budget(design, partner, amount, currency="EUR", **facts):
    period, _made = design.project.periods.get_or_create(
        name="2027", position=1, starts=date(2027, 1, 1), ends=date(2027, 12, 31)
    )
    line = design.project.budget_lines.create(
        text=f"Pumps {amount}",
        partner=partner,
        category="equipment",
        source="money",
        currency=currency,
        **facts,
    )
    line.amounts.create(period=period, amount=Decimal(amount))
    return line


def give(design, agreement, partner, by=None, **sums):
    return agreement_amounts_set(
        by=by or design.coordinator,
        agreement=agreement,
        opened_version=Agreement.objects.get(pk=agreement.pk).version,
        amounts={
            agreement.parties.get(partner=partner): {
                code: Decimal(value) for code, value in sums.items()
            }
        },
    )


def signed(design, **sums) -> Agreement:
    agreement = begin(design, "contract")
    write(design, agreement)
    if sums:
        give(design, agreement, design.partner, **sums)
    agreement_move(by=design.coordinator, agreement=agreement, move="propose")
    for partner in (design.lead, design.partner):
        sign(design, agreement, partner)
    return Agreement.objects.get(pk=agreement.pk)


def said(project) -> list[tuple[int, Decimal, str]]:
    return [(row.partner, row.amount, row.currency) for row in agreed_money(project)]


def test_a_contract_begins_with_what_the_budget_plans_in_each_currency(design, client):
    budget(design, design.partner, "4000")
    budget(design, design.partner, "650000", "XOF")
    budget(design, design.lead, "900")
    contract = begin(design, "contract")
    rows = AgreementAmount.objects.filter(party__agreement=contract)
    assert {(row.party.partner, row.amount, row.currency) for row in rows} == {
        (design.partner, Decimal(4000), "EUR"),
        (design.partner, Decimal(650000), "XOF"),
    }
    assert not begin(design, "memorandum").parties.filter(amounts__isnull=False).exists()
    client.force_login(design.coordinator)
    page = client.get(reverse("alliance_agreement", args=[design.project.pk, contract.pk]))
    for sum_ in ((4000, "EUR"), (650000, "XOF")):
        assert format_money(*sum_) in page.content.decode()


def test_amounts_are_written_while_it_is_drafted_and_only_by_writers(design, client):
    contract = begin(design, "contract")
    party = contract.parties.get(partner=design.partner)
    page = reverse("agreement_amounts", args=[design.project.pk, contract.pk])
    client.force_login(design.coordinator)
    sent = {f"amount_{party.pk}": "1,200.50", f"currency_{party.pk}": "", "version": 1}
    assert client.post(page, sent).status_code == 422  # in which currency?
    assert client.post(page, sent | {f"currency_{party.pk}": "EUR"}).status_code == 302
    row = party.amounts.get()
    assert (row.amount, row.currency) == (Decimal("1200.50"), "EUR")
    double = sent | {f"currency_{party.pk}": "EUR", "version": 2}
    double |= {f"amount_{party.pk}_1": "5", f"currency_{party.pk}_1": "EUR"}
    assert "One sum for each currency." in client.post(page, double).content.decode()
    empty = {f"amount_{party.pk}": "", f"currency_{party.pk}": "EUR", "version": 2}
    assert client.post(page, empty).status_code == 302
    assert not party.amounts.exists()  # blank is not zero
    with pytest.raises(ValidationError):
        give(design, contract, design.partner, EUR="-1")
    with pytest.raises(PermissionDenied):
        give(design, contract, design.partner, by=design.viewer, EUR="1")
    with pytest.raises(StaleVersion):
        agreement_amounts_set(
            by=design.coordinator, agreement=contract, opened_version=1, amounts={}
        )
    write(design, contract)
    agreement_move(by=design.coordinator, agreement=contract, move="propose")
    with pytest.raises(PermissionDenied):
        give(design, contract, design.partner, EUR="1")
    assert client.get(page).status_code == 404


def test_only_what_is_signed_and_holds_counts_and_a_renewal_keeps_the_sums(design):
    draft = begin(design, "contract")
    give(design, draft, design.partner, EUR="1")
    agreement = signed(design, EUR="4000", XOF="650000")
    assert said(design.project) == [
        (design.partner.pk, Decimal(4000), "EUR"),
        (design.partner.pk, Decimal(650000), "XOF"),
    ]
    renewed = agreement_renew(by=design.coordinator, agreement=agreement)
    assert renewed.parties.filter(amounts__amount=4000).exists()
    agreement.expires_on = timezone.localdate() - timedelta(days=1)
    agreement.save()
    assert said(design.project) == []


def test_the_budget_proposes_by_agreements_first_then_by_roles(design, client):
    agreement = signed(design, EUR="4000")
    activity = design.project.activities.create(title="Drill", position=1)
    ActivityPartner.objects.create(activity=activity, partner=design.lead, part="responsible")
    budget(design, design.partner, "2500", activity=activity)
    budget(design, design.partner, "70000", "XOF", activity=activity)
    client.force_login(design.coordinator)
    page = client.get(reverse("workbench_budget", args=[design.project.pk])).content.decode()
    roles = " ".join(page[page.index('id="roles"') :].split())
    assert re.search(r"1,500(\.00)?\W*not planned", roles), roles[:1500]
    assert "It gives this money to the partner of the line" in roles
    assert "By the work plan: no agreement in force speaks of this money." in roles
    assert roles.count("Give it to") == 1  # the line in francs alone
    assert reverse("alliance_agreement", args=[design.project.pk, agreement.pk]) in roles
    link = f"?partner={design.partner.pk}&amp;currency=EUR"
    assert link in roles
    form = client.get(
        reverse("line_new", args=[design.project.pk]) + link.replace("&amp;", "&")
    ).content.decode()
    assert f'<option value="{design.partner.pk}" selected>' in form


def test_the_review_reads_agreements_first(design):
    def answer():
        rows = reviewed(Project.objects.get(pk=design.project.pk)).judged
        return next(row.verdict for row in rows if row.rule.id == "money-on-one-side")

    budget(design, design.partner, "5000")
    budget(design, design.lead, "5000")
    assert not answer().findings
    agreement = signed(design, EUR="9000")
    assert not answer().findings  # it says nothing of the lead's part: the budget counts
    agreement.parties.get(partner=design.lead).amounts.create(amount=1000, currency="EUR")
    [finding] = answer().findings
    assert finding.field.startswith("agreements")
    agreement.parties.get(partner=design.lead).amounts.update(currency="XOF")
    assert not answer().findings  # unlike currencies are not added
