"""The results chain: goal, outcomes, outputs, as one tree; activities hang on outputs."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from twoshores.actors.models import Organisation
from twoshores.common.models import VersionedModel

from .project import Project


class Result(VersionedModel):
    """A node of the chain. A goal has no parent; an outcome serves a goal, an output an outcome."""

    class Level(models.TextChoices):
        GOAL = "goal", _("Goal")
        OUTCOME = "outcome", _("Outcome")
        OUTPUT = "output", _("Output")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="results")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="children"
    )
    level = models.CharField(max_length=8, choices=Level)
    position = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(_("What will be true"), max_length=600)
    description = models.TextField(_("More about it"), max_length=4000, blank=True)
    verification = models.CharField(_("How one will see it"), max_length=600, blank=True)
    # The building block and the line of it that this was taken from ("financial-literacy").
    block = models.CharField(max_length=60, blank=True)
    block_line = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        indexes = [models.Index(fields=["project", "level", "position"])]

    def __str__(self) -> str:
        return self.text


class Assumption(VersionedModel):
    """What must hold outside the project for a result to follow."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="assumptions")
    result = models.ForeignKey(
        Result, null=True, blank=True, on_delete=models.SET_NULL, related_name="assumptions"
    )
    text = models.CharField(_("What must hold"), max_length=600)
    verification = models.CharField(
        _("How one will notice if it does not"), max_length=600, blank=True
    )

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text


class DraftingPart(VersionedModel):
    """Who took part in drafting the design. Groups and organisations, never names of people."""

    class Who(models.TextChoices):
        MIGRANTS = "migrants", _("Migrants or their associations")
        FAMILIES = "families", _("Families at home")
        COMMUNITY = "community", _("People of the place")
        WOMEN = "women", _("Women's groups")
        YOUTH = "youth", _("Young people")
        LOCAL_AUTHORITY = "local_authority", _("The local authority")
        PARTNER = "partner", _("A partner")
        EXPERT = "expert", _("Somebody with special knowledge")
        OTHER = "other", _("Others")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="drafting")
    who = models.CharField(max_length=16, choices=Who)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    how = models.CharField(_("How they took part"), max_length=300)
    people = models.PositiveIntegerField(_("How many people"), null=True, blank=True)
    on = models.DateField(_("When"), null=True, blank=True)

    class Meta:
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.who} {self.on or ''}"
