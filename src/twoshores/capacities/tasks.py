"""Mails and recurring work of this app: fetch by id, call one service."""

from django.tasks import task

from twoshores.common.kept_files import files_forget
from twoshores.taxonomy.linking import link_status

from .matching import roster_index
from .services import digests, linking, mails, phrases, skill_map, stale


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
def link_pending_offers() -> int:
    """Read the words of offers that nobody has read yet; returns how many were read.

    While labels are still being read it leaves the words alone: read with half of the labels
    they would stay misunderstood. Its next run, or what reads the labels, comes back to them.
    """
    if not link_status().is_complete:
        return 0
    read = linking.link_pending_skills().read
    said = phrases.phrases_read()
    if said.wants_rebuild or (read and roster_index.needs_rebuild()):
        roster_index.rebuild()
    return read


@task
def read_phrases() -> int:
    """Place what people and needs said, once they said something new; returns how many."""
    reading = phrases.phrases_read()
    if reading.wants_rebuild:
        roster_index.rebuild()
    return reading.read


@task
def freeze_skill_map() -> None:
    """Count for today's skill map before anybody asks for it."""
    skill_map.skill_map_today()


@task
def forget_imports() -> int:
    return files_forget()


@task
def send_weekly_digest() -> int:
    return digests.send_weekly_digests()
