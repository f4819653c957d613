"""Mails and reminders of programmes: fetch by id, call one service."""

from django.tasks import task

from .services import call_news, call_questions, duties, programmes, submissions, support, telling


@task
def mail_office_invitation(invitation_id: str) -> None:
    programmes.office_invitation_mail(invitation_id)


@task
def mail_support(request_id: str, writer_id: str) -> None:
    support.support_mail(request_id, writer_id)


@task
def mail_duty(duty_id: str, what: str) -> None:
    duties.duty_mail(duty_id, what)


@task
def remind_duties() -> int:
    return duties.duties_remind()


@task
def mail_receipt(submission_id: str) -> None:
    submissions.receipt_mail(submission_id)


@task
def mail_assessor(office_id: str, count: int) -> None:
    telling.assessor_mail(office_id, count)


@task
def mail_applicants(proposal_id: str, what: str) -> None:
    telling.applicants_mail(proposal_id, what)


@task
def mail_letter(letter_id: int) -> None:
    telling.letter_mail(letter_id)


@task
def mail_waiting_letters() -> int:
    return telling.letters_mail_waiting()


@task
def mail_call_answer(question_id: str) -> None:
    call_questions.answer_mail(question_id)


@task
def mail_call_news(proposal_id: str, what: str, moved: list[tuple[str, str, str]]) -> None:
    call_news.call_news_mail(proposal_id, what, moved)
