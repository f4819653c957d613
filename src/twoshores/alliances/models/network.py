"""Figures of the whole network, kept so that a page need not work them out; who was put aside."""

from django.db import models

from twoshores.actors.models import Organisation


class NetworkFigures(models.Model):
    """What the engine found on a day. scope: empty for the whole, "EG-GR" for a country pair."""

    on = models.DateField()
    scope = models.CharField(max_length=5, blank=True)
    stamp = models.CharField(max_length=64)  # of the graph it was worked out from
    figures = models.JSONField()
    at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-on"]
        constraints = [models.UniqueConstraint(fields=["on", "scope"], name="one_network_a_day")]

    def __str__(self) -> str:
        return f"{self.on} {self.scope}"


class PutAside(models.Model):
    """An organisation does not want another to be suggested to it."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="put_aside"
    )
    other = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "other"], name="put_aside_once")
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.other_id}"
