"""Recurring work of the kernel: call one service."""

from django.tasks import task

from . import drafts


@task
def expire_drafts() -> int:
    return drafts.drafts_expire()
