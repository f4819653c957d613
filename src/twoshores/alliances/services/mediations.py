"""Writes of mediations. Audit events say that something was done, and are about nobody's words."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.actors.selectors.introductions import inboxes_of
from twoshores.common import audit, mail
from twoshores.common.decisions import require
from twoshores.common.links import absolute
from twoshores.projects.models import Project, ProjectPartner

from ..mediation_states import MACHINE, OPEN
from ..models import Mediation, MediationMessage
from ..permissions.mediations import (
    can_ask_mediation,
    can_mediate,
    can_speak_in_mediation,
    can_take_mediation,
    parties_written_for,
)


@transaction.atomic
def mediation_ask(
    *,
    by: User,
    project: Project,
    asking: ProjectPartner,
    others: Iterable[ProjectPartner],
    about: str,
    language: str,
) -> Mediation:
    """Ask for somebody from outside. The other parties and the stewards are told that it is asked
    for, not what about. Raises PermissionDenied, or ValidationError by field."""
    require(can_ask_mediation(by, asking))
    parties = [row for row in others if row.pk != asking.pk]
    if not parties:
        raise ValidationError({"others": _("Say with which partner it is.")})
    if any(row.project_id != project.pk or row.left_on is not None for row in parties):
        raise ValidationError({"others": _("Choose from the list.")})
    mediation = Mediation(project=project, asked_for_by=asking, about=about, language=language)
    mediation.full_clean()
    mediation.save(force_insert=True)
    mediation.parties.set([asking, *parties])
    # Not about the project: its history is read by partners who are no party.
    audit.record("mediation.create", mediation, by=by, fields=["about", "parties"])
    _tell(mediation, "asked", by)
    return mediation


@transaction.atomic
def mediation_say(*, by: User, mediation: Mediation, text: str, language: str) -> MediationMessage:
    """Add something said. Raises PermissionDenied; ValidationError once it is closed."""
    require(can_speak_in_mediation(by, mediation))
    if mediation.state not in OPEN:
        raise ValidationError(_("This mediation is closed."))
    mine = parties_written_for(by, mediation)
    row = MediationMessage(
        mediation=mediation,
        partner=None if mediation.facilitator_id == by.pk else mine[0],
        text=text,
        language=language,
        by=by,
    )
    row.full_clean()
    row.save(force_insert=True)
    audit.record("mediation.say", mediation, by=by)
    _tell(mediation, "said", by)
    return row


@transaction.atomic
def mediation_move(*, by: User, mediation: Mediation, move: str, outcome: str = "") -> Mediation:
    """take, give_back, settle, end, withdraw. Raises WrongState, PermissionDenied.

    settle needs the outcome in words: what was agreed (ValidationError by field).
    """
    locked = Mediation.objects.select_for_update().get(pk=mediation.pk)
    if move == "take":
        require(can_take_mediation(by, locked))
    elif move == "withdraw":
        asked_for_by = locked.asked_for_by
        if asked_for_by is None:
            require(can_mediate(by, locked))
        else:
            require(can_ask_mediation(by, asked_for_by))
    else:
        require(can_mediate(by, locked))
    if move == "settle" and not outcome.strip():
        raise ValidationError({"outcome": _("Say what was agreed.")})
    locked.state = MACHINE.after(move, locked.state)
    if move == "take":
        locked.facilitator = by
    elif move == "give_back":
        locked.facilitator = None
    if move in ("settle", "end"):
        locked.outcome = outcome
    locked.version += 1
    locked.save(update_fields=["state", "facilitator", "outcome", "version"])
    audit.record(f"mediation.{move}", locked, by=by)
    _tell(locked, move, by)
    return locked


def _tell(mediation: Mediation, what: str, by: User) -> None:
    from ..tasks import mail_mediation  # tasks import services

    key, writer = str(mediation.pk), str(by.pk)
    transaction.on_commit(lambda: mail_mediation.enqueue(key, what, writer))


def mediation_mail(mediation_id: str, what: str, writer_id: str) -> None:
    """Tell the parties and the mediator that something was done, never what was said.

    Whoever did it is not told. Silent if the record is gone.
    """
    mediation = (
        Mediation.objects.filter(pk=mediation_id)
        .select_related("project", "facilitator")
        .prefetch_related("parties")
        .first()
    )
    if mediation is None:
        return
    inboxes = {
        inbox
        for party in mediation.parties.select_related("organisation")
        if party.organisation is not None
        for inbox in inboxes_of(party.organisation)
    }
    if mediation.facilitator is not None:
        inboxes.add((mediation.facilitator.email, mediation.facilitator.language))
    writer = User.objects.filter(pk=writer_id).first()
    told = sorted(row for row in inboxes if writer is None or row[0] != writer.email)
    mail.send_all(
        told,
        template="alliances/mail/mediation.txt",
        context={
            "project": mediation.project,
            "what": what,
            "link": absolute("mediation", mediation.pk),
        },
    )
