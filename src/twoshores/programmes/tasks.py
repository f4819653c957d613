"""Mails and reminders of programmes: fetch by id, call one service."""

from django.tasks import task

from .services import programmes


@task
def mail_office_invitation(invitation_id: str) -> None:
    programmes.office_invitation_mail(invitation_id)
