"""Figures of the whole network, kept so that a page need not work them out."""

from django.db import models


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
