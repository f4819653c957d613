"""What a grant contract says to its paper, in words of the paper's language."""

from decimal import Decimal

from django.utils import translation
from django.utils.translation import gettext as _

from twoshores.alliances.papers.templates import LANGUAGES, Value
from twoshores.alliances.selectors.paper_values import values_of
from twoshores.common.formatting import (
    format_day,
    format_money,
    format_number,
    labelled,
    rate_source_words,
)
from twoshores.common.languages import country_name

from ..models import GrantContract, Instalment
from .contracts import awarded_to

# What must stand in a text word for word before it is put forward: figures and days.
BINDING = ("grant", "instalments", "from", "until")


def contract_values(contract: GrantContract) -> dict[str, Value]:
    """Values for `papers.fill("grant", ...)`: the project's, and what this contract says."""
    call = contract.proposal.call
    language = contract.language if contract.language in LANGUAGES else "en"
    project = contract.proposal.project
    values = values_of(project, language, partner=contract.partner)
    funder = call.programme.organisation
    with translation.override(language):
        values |= binding_values(contract) | {
            "funder": funder.name,
            "funder_seat": country_name(funder.country, language) if funder.country else None,
            "programme": call.programme.title,
            "grant_basis": _basis(contract),
            "report_duties": [
                labelled(duty.title, format_day(duty.due_on)) for duty in contract.duties.all()
            ],
        }
    return values


def binding_values(contract: GrantContract) -> dict[str, Value]:
    """Figures and days, in the language that is active."""
    rows = contract.instalments.exclude(state=Instalment.State.CANCELLED)
    return {
        "contract_number": contract.number,
        "grant": format_money(contract.amount, contract.currency),
        "instalments": [
            labelled(format_money(row.amount, contract.currency), condition_words(row))
            for row in rows.select_related("report__period")
        ],
        "from": format_day(contract.starts),
        "until": format_day(contract.ends),
    }


def condition_words(row: Instalment) -> str:
    """What an instalment waits for: "when a report is accepted, First year"."""
    Condition = Instalment.Condition
    if row.condition == Condition.DATE and row.due_on:
        return _("on %(day)s") % {"day": format_day(row.due_on)}
    if row.condition == Condition.SIGNATURE:
        return _("when both sides have signed")
    if row.report is not None:
        return _("when this report is accepted: %(report)s") % {"report": row.report.period.name}
    return _("when the next report is accepted")


def _basis(contract: GrantContract) -> str | None:
    """ "5,000.00 euro awarded to proposal 7, at 10.8 dirham for one euro of …"."""
    given = {row.share.partner_id: row.amount for row in awarded_to(contract.proposal)}
    award: Decimal | None = given.get(contract.partner_id)
    call = contract.proposal.call
    if award is None:
        return None
    words = {
        "award": format_money(award, call.currency),
        "number": format_number(contract.proposal.number or 0),
    }
    if contract.rate is None:
        return _("%(award)s awarded to proposal %(number)s") % words
    words |= {
        "rate": format_number(contract.rate.normalize()),
        "currency": contract.currency,
        "base": call.currency,
        "day": format_day(contract.rate_on) if contract.rate_on else "–",
        "source": rate_source_words(contract.rate_source),
    }
    return (
        _(
            "%(award)s awarded to proposal %(number)s, at %(rate)s %(currency)s for one "
            "%(base)s of %(day)s, %(source)s"
        )
        % words
    )
