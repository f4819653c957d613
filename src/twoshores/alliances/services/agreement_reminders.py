"""Agreements that end soon: those who can renew them are told, once for each."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from twoshores.actors.selectors.introductions import inboxes_of
from twoshores.common import audit, mail
from twoshores.common.links import absolute

from ..agreement_states import S
from ..models import Agreement


def agreements_remind(today: date | None = None) -> int:
    """Mail about agreements that end within their own number of days. Returns how many. Run daily.

    Idempotent: an agreement is spoken of once, unless its end or its number of days is moved.
    """
    today = today or timezone.localdate()
    waiting = Agreement.objects.filter(
        state=S.SIGNED, expires_on__isnull=False, reminded_on=None
    ).exclude(replaced_by__state__in=(S.DRAFT, S.PROPOSED, S.SIGNED))
    told = 0
    for pk in list(waiting.values_list("pk", flat=True)):
        told += _remind(str(pk), today)
    return told


@transaction.atomic
def _remind(pk: str, today: date) -> int:
    row = Agreement.objects.select_for_update().filter(pk=pk, reminded_on=None).first()
    if row is None or not ends_soon(row, today):
        return 0
    row.reminded_on = today
    row.save(update_fields=["reminded_on"])
    audit.record("agreement.remind", row, by=None, about=row.project)
    from ..tasks import mail_agreement_ends  # tasks import services

    transaction.on_commit(lambda: mail_agreement_ends.enqueue(pk))
    return 1


def ends_soon(row: Agreement, today: date) -> bool:
    """Whether its last day is within its own number of days, or past."""
    return row.expires_on is not None and row.expires_on - timedelta(row.remind_days) <= today


def agreement_mail(agreement_id: str) -> None:
    """Tell those who write for its partners that it ends. Silent if it is gone or was ended."""
    row = (
        Agreement.objects.filter(pk=agreement_id, state=S.SIGNED).select_related("project").first()
    )
    if row is None:
        return
    parties = row.parties.filter(partner__organisation__isnull=False, partner__left_on=None)
    inboxes = {
        inbox
        for party in parties.select_related("partner__organisation")
        if party.partner is not None and party.partner.organisation is not None
        for inbox in inboxes_of(party.partner.organisation)
    }
    mail.send_all(
        sorted(inboxes),
        template="alliances/mail/agreement_ends.txt",
        context={
            "agreement": row,
            "project": row.project,
            "link": absolute("alliance_agreement", row.project_id, row.pk),
        },
    )
