"""Grants of a programme as a package of 360Giving."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from twoshores.common.formatting import isolated
from twoshores.common.links import absolute
from twoshores.common.territories import country_name
from twoshores.engines import threesixty
from twoshores.engines.threesixty import Fault
from twoshores.projects.iati import codes
from twoshores.projects.iati.lacking import recipients
from twoshores.projects.models import ProjectPartner

from ..models import Call, GrantContract, Programme
from ..selectors.awarded import Awarded, Signed
from .gaps import Gap, NotReady
from .identifiers import number_of

SECTORS = "OECD DAC CRS"  # vocabulary of the five-digit codes of purposes


@dataclass(slots=True)
class Giving:
    """awards that can leave; gaps of those that cannot; unregistered: whose recipient leaves under
    the publisher's own number, because no public identifier of it is known; each once."""

    awards: list[threesixty.Award] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    unregistered: list[Signed] = field(default_factory=list)


def giving_of(programme: Programme, awarded: Awarded) -> Giving:
    """What of the grants that may be told holds to 360Giving. No query."""
    found = Giving()
    if not programme.giving_prefix:
        text = _("The prefix that 360Giving gave to the publisher.")
        found.gaps.append(Gap(text, "programme_files_settings", (programme.pk,)))
    owner = programme.organisation
    if not owner.iati_identifier:
        text = _("The public identifier of %(organisation)s, as it is known in IATI.")
        words = text % {"organisation": isolated(owner.name)}
        found.gaps.append(Gap(words, "organisation_edit", (owner.pk,)))
    numbers: dict[UUID, list[str]] = {}
    keys: set[str] = set()
    for row in awarded.signed:
        numbers.setdefault(row.project.pk, []).append(number_of(row.contract))
    for row in awarded.signed:
        award = _award(row, numbers[row.project.pk])
        faults = [one for one in threesixty.faults_of(award) if one != Fault.NO_FUNDER]
        found.gaps += [_gap(row.contract, fault) for fault in faults]
        if faults:
            continue
        found.awards.append(award)
        if not award.recipient.identifier and award.recipient.key not in keys:
            keys.add(award.recipient.key)
            found.unregistered.append(row)
    return found


def package_of(
    programme: Programme, awarded: Awarded, issued: datetime, call: Call | None = None
) -> dict[str, object]:
    """The file as data for JSON, of a programme or of one of its calls. Raises NotReady where
    nothing can leave.

    A grant that lacks something stays out and keeps no other back: the page of files names it.
    """
    giving = giving_of(programme, awarded)
    owner = programme.organisation
    if not giving.awards:
        giving.gaps.append(Gap(_("A signed contract of a call that is decided.")))
    if not (giving.awards and programme.giving_prefix and owner.iati_identifier):
        raise NotReady(giving.gaps)
    about = threesixty.Package(
        prefix=programme.giving_prefix,
        title=call.title if call else programme.title,
        description=(call.summary if call else programme.about).strip(),
        publisher=threesixty.Party(owner.name, owner.iati_identifier, website=owner.website),
        issued=issued,
        licence=programme.data_licence,
        awards=giving.awards,
        part=call.code if call else "",
    )
    return threesixty.package(about)


def _award(row: Signed, numbers: list[str]) -> threesixty.Award:
    contract, project, call = row.contract, row.project, row.call
    owner = call.programme.organisation
    number = number_of(contract)
    return threesixty.Award(
        number=number,
        title=project.title,
        description=_description(row),
        currency=contract.currency,
        amount=contract.amount,
        awarded_on=row.awarded_on,
        recipient=_party(row.partner),
        funder=threesixty.Party(owner.name, owner.iati_identifier, country=owner.country),
        starts=contract.starts,
        ends=contract.ends,
        paid=row.paid,
        programme=call.programme.title,
        programme_code=call.code,
        countries=[
            (one.country, country_name(one.country, call.language)) for one in recipients(project)
        ],
        sectors=[
            (SECTORS, one.code)
            for one in project.alignments.all()
            if one.kind == codes.SECTOR and one.code
        ],
        related=[one for one in numbers if one != number],
        url=absolute("project", project.code) if row.has_page else "",
        source=absolute("call_projects", call.code),
        modified=row.modified,
    )


def _description(row: Signed) -> str:
    """The project in short where everybody may read it; else what the call says of it."""
    if row.has_page and row.project.summary.strip():
        return row.project.summary.strip()
    call, theme = row.call, row.contract.proposal.theme
    with translation.override(call.language):
        text = _("A grant of the programme “%(programme)s” under its call “%(call)s”.")
        words = text % {"programme": call.programme.title, "call": call.title}
    return f"{words} {theme.title}" if theme else words


def _party(partner: ProjectPartner) -> threesixty.Party:
    known = partner.organisation
    return threesixty.Party(
        name=known.name if known else partner.name,
        identifier=known.iati_identifier if known else "",
        key=known.pk.hex if known else f"P{partner.pk}",
        country=known.country if known and known.country else partner.country,
        website=known.website if known else "",
    )


def _gap(contract: GrantContract, fault: Fault) -> Gap:
    project = contract.proposal.project
    texts = {
        Fault.NO_TITLE: _("%(grant)s: the title of the project."),
        Fault.NO_DESCRIPTION: _("%(grant)s: the project in short."),
        Fault.NO_AWARD_DATE: _("%(grant)s: the decision on the proposal, with its day."),
        Fault.CURRENCY: _("%(grant)s: 360Giving does not know the currency %(currency)s."),
        Fault.NO_RECIPIENT: _("%(grant)s: the identifier of the partner."),
        Fault.AMOUNT: _("%(grant)s: the amount has more digits than 360Giving can say."),
    }
    words = {"grant": isolated(f"{contract.number} {project.title}"), "currency": contract.currency}
    where = "contract" if fault in (Fault.CURRENCY, Fault.AMOUNT) else ""
    args = (contract.proposal.call.programme_id, contract.pk) if where else ()
    return Gap(texts[fault] % words, where, args)
