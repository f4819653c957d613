"""Proves that the journal of every programme is whole; ends with an error where one is not."""

from dataclasses import fields
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ...models import Programme
from ...selectors.journal import Proof, journal_proof


class Command(BaseCommand):
    help = "Check that every entry sums to zero in each currency and that no number is missing."

    def handle(self, *args: Any, **options: Any) -> None:
        broken = 0
        programmes = Programme.objects.order_by("created_at")
        for programme in programmes:
            proof = journal_proof(programme)
            broken += not proof.is_whole
            self.stdout.write(f"{programme.pk}: {proof.entries} entries, {_words(proof)}")
        if broken:
            raise CommandError(f"{broken} of {len(programmes)} journals are not whole.")


def _words(proof: Proof) -> str:
    """ "whole", or what is wrong with the numbers of the entries."""
    wrong = {
        one.name: getattr(proof, one.name)
        for one in fields(proof)
        if one.name != "entries" and getattr(proof, one.name)
    }
    return "; ".join(f"{name}: {numbers}" for name, numbers in wrong.items()) or "whole"
