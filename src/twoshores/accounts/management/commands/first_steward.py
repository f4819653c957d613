"""Print a one-time link that makes the first steward of an empty instance."""

from typing import Any

from django.core.management.base import BaseCommand

from twoshores.accounts.services import first_steward_link


class Command(BaseCommand):
    help = "Print a link that makes the first steward. It works once, within 24 hours."

    def handle(self, *args: Any, **options: Any) -> None:
        link = first_steward_link()
        self.stdout.write(link or "This instance has a steward already; no link was made.")
