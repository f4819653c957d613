"""Mails of alliances, what is done daily: fetch by id, call one service."""

from django.tasks import task

from .services import agreement_reminders, mediations, network, words


@task
def mail_mediation(mediation_id: str, what: str, writer_id: str) -> None:
    mediations.mediation_mail(mediation_id, what, writer_id)


@task
def mail_agreement_ends(agreement_id: str) -> None:
    agreement_reminders.agreement_mail(agreement_id)


@task
def remind_agreements() -> int:
    return agreement_reminders.agreements_remind()


@task
def measure_network() -> bool:
    return network.network_measure()


@task
def read_words() -> int:
    return words.words_read()
