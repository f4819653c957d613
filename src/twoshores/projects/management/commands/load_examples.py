"""Loads the example projects; can be run again at any time."""

from typing import Any

from django.core.management.base import BaseCommand

from twoshores.projects.services.examples import projects_load_examples


class Command(BaseCommand):
    help = "Load the example projects of the handbook. Writes only what differs."

    def handle(self, *args: Any, **options: Any) -> None:
        written = projects_load_examples()
        self.stdout.write(f"{written} example projects written.")
