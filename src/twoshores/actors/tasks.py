"""Mails and recurring work of introductions and consents: fetch by id, call one service."""

from django.tasks import task

from .services import consents, introductions, mails, own, registrations


@task
def mail_introduction(introduction_id: str, what: str, side: str = "") -> None:
    mails.introduction_mail(introduction_id, what, side)


@task
def mail_reveal(person_id: str) -> None:
    mails.reveal_mail(person_id)


@task
def mail_person_link(person_id: str, what: str = "link") -> None:
    own.link_mail(person_id, what)


@task
def mail_registered(person_id: str, organisation_id: str) -> None:
    registrations.registered_mail(person_id, organisation_id)


@task
def expire_introductions() -> int:
    return introductions.introductions_expire()


@task
def remind_introductions() -> int:
    return introductions.introductions_remind()


@task
def expire_consents() -> int:
    return consents.consents_expire()
