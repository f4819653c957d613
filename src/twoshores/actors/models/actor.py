"""What a person and an organisation have in common: they can have ties and be introduced."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from twoshores.common.models import Place, VersionedModel


class Actor(VersionedModel):
    class Kind(models.TextChoices):
        PERSON = "person", _("Person")
        ORGANISATION = "organisation", _("Organisation")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=12, choices=Kind)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Tie(models.Model):
    """A stated link of an actor to a place, a group or another actor.

    This is the handbook's proximity (section 6.1): what makes two shores one partnership.
    Exactly one of place, group, other is filled.
    """

    class Kind(models.TextChoices):
        ORIGIN = "origin", _("comes from")
        FAMILY = "family", _("has family in")
        RESIDENCE = "residence", _("has lived in")
        WORK = "work", _("works or has worked with")
        MEMBER = "member", _("belongs to")
        PARTNER = "partner", _("has been a partner of")
        SERVES = "serves", _("serves")
        SUPPORTS = "supports", _("supports")
        OTHER = "other", _("is linked to")

    class Direction(models.TextChoices):
        OUT = "out", _("from this actor")
        IN = "in", _("towards this actor")
        BOTH = "both", _("both ways")

    class Strength(models.IntegerChoices):
        LOOSE = 1, _("loose")
        STEADY = 2, _("steady")
        CLOSE = 3, _("close")

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="ties")
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT)
    group = models.CharField(max_length=120, blank=True)
    other = models.ForeignKey(
        Actor, null=True, blank=True, on_delete=models.CASCADE, related_name="ties_in"
    )
    kind = models.CharField(max_length=10, choices=Kind)
    direction = models.CharField(max_length=4, choices=Direction, default=Direction.OUT)
    since = models.PositiveSmallIntegerField(null=True, blank=True)  # a year
    until = models.PositiveSmallIntegerField(null=True, blank=True)  # the year in which it ended
    strength = models.PositiveSmallIntegerField(choices=Strength, default=Strength.STEADY)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="tie_has_one_end",
                condition=(
                    models.Q(place__isnull=False, group="", other__isnull=True)
                    | (models.Q(place__isnull=True, other__isnull=True) & ~models.Q(group=""))
                    | models.Q(place__isnull=True, group="", other__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="tie_leads_to_somebody_else", condition=~models.Q(other=models.F("actor"))
            ),
            models.CheckConstraint(
                name="tie_ends_after_it_began",
                condition=models.Q(until__isnull=True)
                | models.Q(since__isnull=True)
                | models.Q(until__gte=models.F("since")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.place_id or self.group or self.other_id}"
