"""Mails about organisations: fetch by id, call one service."""

from django.tasks import task

from .services import memberships


@task
def mail_invitation(invitation_id: str) -> None:
    memberships.invitation_mail(invitation_id)


@task
def mail_claim(claim_id: str) -> None:
    memberships.claim_mail(claim_id)
