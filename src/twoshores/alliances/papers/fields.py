"""The fields that a paper's template may name, and what each is called where it stays open."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Field:
    """label: what is lacking, in words. many: several values, one item each."""

    label: str | Promise
    many: bool = False


FIELDS: dict[str, Field] = {
    "project": Field(_("title of the project")),
    "problem": Field(_("what is wrong today, and for whom")),
    "goal": Field(_("the goal we share")),
    "from": Field(_("first day")),
    "until": Field(_("last day")),
    "lead": Field(_("lead partner")),
    "partners": Field(_("the partners and their seats"), many=True),
    "roles": Field(_("role of each partner"), many=True),
    "activities": Field(_("who is responsible for which activity"), many=True),
    "shares": Field(_("part of each partner in the budget"), many=True),
    "reports": Field(_("days of the reports"), many=True),
    "partner": Field(_("name of the partner")),
    "partner_seat": Field(_("seat of the partner")),
    "partner_role": Field(_("role of the partner")),
    "partner_activities": Field(_("activities of the partner"), many=True),
    "partner_share": Field(_("part of the partner in the budget")),
    "partner_currency": Field(_("currency of the partner")),
    "partner_reports": Field(_("days of the partner's reports"), many=True),
    "sender": Field(_("who writes")),
    "sender_seat": Field(_("seat of who writes")),
    "stakeholder": Field(_("to whom it is written")),
    "stakeholder_brings": Field(_("what they could bring")),
    "stakeholder_gains": Field(_("what they could gain")),
    "funder": Field(_("who gives the grant")),
    "funder_seat": Field(_("seat of who gives the grant")),
    "programme": Field(_("name of the programme")),
    "contract_number": Field(_("number of the contract")),
    "grant": Field(_("amount of the grant")),
    "grant_basis": Field(_("how the amount came about")),
    "instalments": Field(_("parts in which it is paid"), many=True),
    "report_duties": Field(_("days of the reports"), many=True),
}
