"""Load the demo; what takes long (reading people's words) is left to the task worker."""

from typing import Any

from django.core.management.base import BaseCommand

from twoshores.portal.demo import load


class Command(BaseCommand):
    help = "Load the demo's organisations, needs and people, once."

    def handle(self, *args: Any, **options: Any) -> None:
        if load.load_demo():
            self.stdout.write("Demo loaded: 40 needs, 2,000 people, all invented.")
