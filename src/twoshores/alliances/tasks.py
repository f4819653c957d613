"""Mails of alliances: fetch by id, call one service."""

from django.tasks import task

from .services import mediations


@task
def mail_mediation(mediation_id: str, what: str, writer_id: str) -> None:
    mediations.mediation_mail(mediation_id, what, writer_id)
