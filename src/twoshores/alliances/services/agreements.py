"""Writes of agreements and their texts. A version is added, never changed."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.common import audit
from twoshores.common.decisions import require
from twoshores.common.editing import Conflict, StaleVersion
from twoshores.common.formatting import format_number
from twoshores.projects.models import Project, ProjectPartner
from twoshores.projects.permissions.projects import can_edit_project
from twoshores.projects.services.rows import row_create, row_update

from .. import papers
from ..agreement_states import S
from ..models import Agreement, AgreementAmount, AgreementParty, AgreementVersion, Stakeholder
from ..papers.blocks import Block
from ..papers.templates import kind_of
from ..permissions.agreements import can_change_text
from ..selectors.agreed_money import planned_money
from ..selectors.paper_values import values_of

MOST_BLOCKS = 400  # paragraphs of a text
LONGEST_TEXT = 60_000  # characters


@transaction.atomic
def agreement_create(
    *,
    by: User,
    project: Project,
    template: str,
    facts: Mapping[str, Any],
    partners: Sequence[ProjectPartner],
    stakeholders: Sequence[Stakeholder] = (),
) -> Agreement:
    """Begin an agreement: its first version is the template, filled from the record.

    facts: language, title ("" for the template's), dates, remind_days, stakeholder (to whom a
    letter goes). Raises PermissionDenied, or ValidationError by field.
    """
    require(can_edit_project(by, project))
    kind = kind_of(template)
    _check_parties(project, kind, partners, stakeholders)
    stakeholder = facts.get("stakeholder")
    if template == "first_contact" and stakeholder is None:
        raise ValidationError({"stakeholder": _("Say to whom it is written.")})
    language = facts["language"]
    sides: list[ProjectPartner | Stakeholder] = [*partners, *stakeholders]
    others = [row for row in sides if isinstance(row, Stakeholder) or not row.is_lead]
    values = values_of(
        project,
        language,
        sides=sides if kind != Agreement.Kind.LETTER else (),
        partner=others[0] if others else sides[0],
        stakeholder=stakeholder,
        sender=partners[0] if len(partners) == 1 else None,
    )
    paper = papers.fill(template, language, values)
    made = dict(facts) | {"title": facts.get("title") or paper.title[:200]}
    agreement = row_create(
        by=by,
        project=project,
        model=Agreement,
        facts=made | {"kind": kind, "template": template},
    )
    planned = planned_money(project, kind, list(partners))
    for partner in partners:
        party = AgreementParty.objects.create(agreement=agreement, partner=partner)
        _amounts_write(party, planned.get(partner.pk, {}))  # as the text was filled
    for row in stakeholders:
        AgreementParty.objects.create(agreement=agreement, stakeholder=row)
    version_add(by=by, agreement=agreement, blocks=paper.blocks)
    return agreement


def _check_parties(
    project: Project,
    kind: str,
    partners: Sequence[ProjectPartner],
    stakeholders: Sequence[Stakeholder],
) -> None:
    rows: list[ProjectPartner | Stakeholder] = [*partners, *stakeholders]
    if any(row.project_id != project.pk for row in rows):
        raise ValidationError({"partners": _("Choose from the list.")})
    if any(row.left_on is not None for row in partners):
        raise ValidationError({"partners": _("A partner that has left signs nothing any more.")})
    if kind == Agreement.Kind.LETTER:
        if not rows:
            raise ValidationError({"partners": _("Say whose letter it is.")})
    elif len(rows) < 2:
        raise ValidationError({"partners": _("It takes two sides, or more.")})
    if kind == Agreement.Kind.CONTRACT and len(rows) != 2:
        raise ValidationError({"partners": _("A contract with one partner has two sides.")})


@transaction.atomic
def agreement_text_write(
    *, by: User, agreement: Agreement, opened: int, text: str, note: str = ""
) -> AgreementVersion:
    """Write the text anew, as a further version. opened: number of the version it began from.

    Raises StaleVersion with both texts if somebody wrote one meanwhile; ValidationError by field.
    """
    locked = lock(agreement)
    require(can_change_text(by, locked))
    latest = latest_of(locked)
    if latest.number != opened:
        theirs = papers.text_of(latest.body)
        raise StaleVersion(latest.number, [Conflict("text", str(_("Text")), theirs, text)])
    blocks = papers.blocks_of(text)
    check_text(blocks)
    if not latest.file_name and papers.digest_of(blocks) == latest.sha256:
        raise ValidationError({"text": _("Nothing was changed.")})
    return version_add(by=by, agreement=locked, blocks=blocks, note=note)


def check_text(blocks: Sequence[Block]) -> None:
    """Raise ValidationError for a text that is empty or longer than anybody signs."""
    if not blocks:
        raise ValidationError({"text": _("An agreement without words binds nobody.")})
    if len(blocks) > MOST_BLOCKS or sum(len(row["text"]) for row in blocks) > LONGEST_TEXT:
        raise ValidationError(
            {
                "text": _("At most %(most)s paragraphs and %(signs)s signs.")
                % {"most": format_number(MOST_BLOCKS), "signs": format_number(LONGEST_TEXT)}
            }
        )


def version_add(
    *, by: User, agreement: Agreement, blocks: Sequence[Block], note: str = "", **file: Any
) -> AgreementVersion:
    """Add a version behind the others; inside the caller's transaction, which asked may they.

    file: file_name, file_size, file_sha256 and sha256 of what was sent in.
    """
    before = agreement.versions.order_by("-number").values_list("number", flat=True).first() or 0
    row = AgreementVersion(
        agreement=agreement,
        number=before + 1,
        body=list(blocks),
        note=note,
        by=by,
        **({"sha256": papers.digest_of(blocks)} | file),
    )
    # A scan has no text that could be read.
    row.full_clean(exclude=["body"])
    row.save(force_insert=True)
    project = agreement.project
    audit.record("agreement.version", agreement, by=by, about=project, fields=["versions"])
    return row


@transaction.atomic
def agreement_update(
    *, by: User, agreement: Agreement, opened_version: int, facts: Mapping[str, Any]
) -> Agreement:
    """Change title, days, reminder. What was signed keeps its title and days, not its reminder.

    Raises StaleVersion, PermissionDenied, or ValidationError by field.
    """
    locked = lock(agreement)
    wanted = dict(facts)
    if locked.state != S.DRAFT:
        wanted = {name: value for name, value in wanted.items() if name == "remind_days"}
    if any(getattr(locked, name) != value for name, value in wanted.items()):
        wanted["reminded_on"] = None
    return row_update(
        by=by, project=locked.project, row=locked, opened_version=opened_version, facts=wanted
    )


@transaction.atomic
def agreement_amounts_set(
    *,
    by: User,
    agreement: Agreement,
    opened_version: int,
    amounts: Mapping[AgreementParty, Mapping[str, Decimal]],
) -> Agreement:
    """The money that a draft gives each partner, by currency: beside the text, whole.

    A currency that is left out is not said anything of, which is not zero. Raises StaleVersion,
    PermissionDenied, or ValidationError by field ("amount_<party>").
    """
    locked = lock(agreement)
    require(can_change_text(by, locked))
    for party, sums in amounts.items():
        if party.agreement_id != locked.pk or party.partner_id is None:
            raise ValidationError(_("Choose from the list."))
        for currency, amount in sums.items():
            _check_amount(party, currency, amount)
    changed = row_update(
        by=by, project=locked.project, row=locked, opened_version=opened_version, facts={}
    )
    for party, sums in amounts.items():
        _amounts_write(party, sums)
    audit.record("agreement.update", locked, by=by, about=locked.project, fields=["amounts"])
    return changed


def _check_amount(party: AgreementParty, currency: str, amount: Decimal) -> None:
    try:
        AgreementAmount(party=party, currency=currency, amount=amount).clean_fields()
    except ValidationError as error:
        raise ValidationError({f"amount_{party.pk}": error.messages}) from error


def _amounts_write(party: AgreementParty, sums: Mapping[str, Decimal]) -> None:
    party.amounts.exclude(currency__in=sums).delete()
    for currency, amount in sums.items():
        party.amounts.update_or_create(currency=currency, defaults={"amount": amount})


def lock(agreement: Agreement) -> Agreement:
    """The row, locked, with its project: one change of an agreement at a time."""
    rows = Agreement.objects.select_for_update(of=("self",)).select_related("project")
    return rows.get(pk=agreement.pk)


def latest_of(agreement: Agreement) -> AgreementVersion:
    return agreement.versions.order_by("-number")[:1].get()
