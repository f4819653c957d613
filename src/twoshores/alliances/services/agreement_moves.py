"""Agreements put forward, signed, ended, given up, renewed; partners' standing follows."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.actors.models import Membership
from twoshores.common import audit
from twoshores.common.decisions import require
from twoshores.common.formatting import format_number
from twoshores.projects.models import ProjectPartner
from twoshores.projects.permissions.projects import can_edit_project
from twoshores.projects.services.projects import partner_update
from twoshores.projects.services.rows import row_create

from .. import papers
from ..agreement_states import MACHINE, OPEN, S
from ..models import Agreement, AgreementParty, Signature
from ..permissions.agreements import can_sign
from .agreements import latest_of, lock, version_add

LEAST_DIGEST = 8  # signs of a digest that are compared by eye
InWriting = ProjectPartner.Agreement


@transaction.atomic
def agreement_move(*, by: User, agreement: Agreement, move: str) -> Agreement:
    """propose, reopen, end, drop. Raises WrongState, PermissionDenied, ValidationError.

    A text with gaps is not put forward: whoever signs it would sign a blank.
    """
    locked = lock(agreement)
    require(can_edit_project(by, locked.project))
    if move not in MACHINE.moves or move == "complete":
        raise ValidationError(_("This cannot be done with an agreement."))
    if move == "propose" and papers.gaps_in(latest_of(locked).body):
        raise ValidationError(_("The text still has gaps. Fill them or take them out first."))
    return _move(by, locked, move)


def _move(by: User, locked: Agreement, move: str) -> Agreement:
    locked.state = MACHINE.after(move, locked.state)
    locked.version += 1
    locked.save(update_fields=["state", "version"])
    audit.record(f"agreement.{move}", locked, by=by, about=locked.project)
    _follow(by, locked)
    return locked


@transaction.atomic
def signature_record(
    *, by: User, party: AgreementParty, sha256: str, facts: Mapping[str, Any], login: str = ""
) -> Signature:
    """Note that a party signed the latest version.

    sha256: the digest on the signed paper, or its first 8 signs or more; one of another version
    is refused. facts: signed_by, capacity, signed_on. login: address of the signatory here, if
    they have one in the party's organisation, so that their leaving is noticed; another is passed
    over in silence, since an answer would tell who is a member. The last signature completes it.
    Raises PermissionDenied, or ValidationError by field.
    """
    agreement = lock(party.agreement)
    version = latest_of(agreement)
    require(can_sign(by, agreement, version))
    digest = sha256.strip().lower()
    if len(digest) < LEAST_DIGEST or not version.sha256.startswith(digest):
        raise ValidationError(
            {
                "sha256": _(
                    "This is not the digest of version %(number)s. Another version was signed: "
                    "have this one signed, or send in the signed one as a new version."
                )
                % {"number": format_number(version.number)}
            }
        )
    if facts["signed_on"] > timezone.localdate():
        raise ValidationError({"signed_on": _("This day is still to come.")})
    if version.signatures.filter(party=party).exists():
        raise ValidationError(_("This side has signed already."))
    row = Signature(
        version=version,
        party=party,
        sha256=version.sha256,
        signatory=_signatory(party, login),
        recorded_by=by,
        **facts,
    )
    row.full_clean()
    row.save(force_insert=True)
    # Names of fields only: who signed stands in the signature and nowhere else.
    audit.record("agreement.sign", agreement, by=by, about=agreement.project)
    if version.signatures.count() == agreement.parties.count():
        _complete(by, agreement)
    return row


def _signatory(party: AgreementParty, login: str) -> User | None:
    if not login.strip() or party.partner is None or party.partner.organisation_id is None:
        return None
    found = Membership.objects.filter(
        organisation=party.partner.organisation_id, user__email__iexact=login.strip()
    )
    office = found.select_related("user").first()
    return office.user if office is not None else None


def _complete(by: User, agreement: Agreement) -> None:
    _move(by, agreement, "complete")
    before = agreement.replaces
    if before is not None and before.state == S.SIGNED:
        _move(by, lock(before), "end")


def _follow(by: User, agreement: Agreement) -> None:
    """What each partner has in writing, as its agreements now stand. Letters bind nobody."""
    if agreement.kind == Agreement.Kind.LETTER:
        return
    parties = agreement.parties.filter(partner__isnull=False).select_related("partner__project")
    for party in parties:
        partner = party.partner
        assert partner is not None
        facts = _in_writing(partner, agreement)
        if any(getattr(partner, name) != value for name, value in facts.items()):
            partner_update(
                by=by,
                project=agreement.project,
                partner=partner,
                opened_version=partner.version,
                facts=facts,
            )


def _in_writing(partner: ProjectPartner, moved: Agreement) -> dict[str, Any]:
    """Facts of the partner that change, none where what was said by hand stays true."""
    mine = Agreement.objects.filter(parties__partner=partner).exclude(kind=Agreement.Kind.LETTER)
    signed_on: date | None = mine.filter(state=S.SIGNED).aggregate(
        last=Max("versions__signatures__signed_on")
    )["last"]
    if signed_on is not None:
        return {"agreement": InWriting.SIGNED, "agreed_on": signed_on}
    if partner.agreement == InWriting.SIGNED and moved.state != S.ENDED:
        return {}  # another paper, from before, that is not kept here
    drafted = mine.filter(state__in=OPEN).exists()
    return {
        "agreement": InWriting.DRAFTED if drafted else InWriting.NONE,
        "agreed_on": None,
    }


@transaction.atomic
def agreement_renew(*, by: User, agreement: Agreement) -> Agreement:
    """A new draft with the same sides and text, from the day after the old one ends.

    The old one holds until the new one is signed by all. Raises ValidationError where that was
    begun already, or the agreement was never signed.
    """
    old = lock(agreement)
    require(can_edit_project(by, old.project))
    if old.state not in (S.SIGNED, S.ENDED):
        raise ValidationError(_("Only what was signed is renewed."))
    if old.replaced_by.exclude(state=S.DROPPED).exists():
        raise ValidationError(_("Its renewal was begun already."))
    gone = [row for row in old.parties.select_related("partner") if _has_left(row)]
    if gone:
        raise ValidationError(
            _("One of its sides has left the project. Begin a new agreement with those who stay.")
        )
    starts = old.expires_on + timedelta(days=1) if old.expires_on else None
    kept = ("kind", "title", "language", "template", "stakeholder", "remind_days")
    facts = {name: getattr(old, name) for name in kept}
    made = row_create(
        by=by,
        project=old.project,
        model=Agreement,
        facts=facts | {"replaces": old, "starts_on": starts},
    )
    for party in old.parties.all():
        side = AgreementParty.objects.create(
            agreement=made, partner_id=party.partner_id, stakeholder_id=party.stakeholder_id
        )
        for given in party.amounts.all():
            side.amounts.create(amount=given.amount, currency=given.currency)
    version_add(by=by, agreement=made, blocks=latest_of(old).body)
    return made


def _has_left(party: AgreementParty) -> bool:
    return party.partner is not None and party.partner.left_on is not None
