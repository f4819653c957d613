"""Mails and recurring work of this app: fetch by id, call one service."""

from django.tasks import task

from .matching import roster_index
from .services import digests, mails, stale


@task
def mail_engagement(engagement_id: str, what: str, side: str) -> None:
    mails.engagement_mail(engagement_id, what, side)


@task
def mail_confirm(person_id: str) -> None:
    stale.confirm_mail(person_id)


@task
def ask_stale_profiles() -> int:
    return stale.ask_stale_profiles()


@task
def rebuild_match_index() -> bool:
    """Rebuild the index if enough changed. Returns whether it was rebuilt."""
    if not roster_index.needs_rebuild():
        return False
    roster_index.rebuild()
    return True


@task
def send_weekly_digest() -> int:
    return digests.send_weekly_digests()
