"""What surrounds a design: blocks, migrants' part, skills, plans it serves, risks, answers."""

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from twoshores.common.models import VersionedModel

from .chain import Assumption
from .plan import Activity
from .project import Project, ProjectPartner


class ProjectBlock(models.Model):
    """A building block of the catalogue that a project is composed of, by its key."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="blocks")
    block = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        indexes = [models.Index(fields=["block"])]
        constraints = [models.UniqueConstraint(fields=["project", "block"], name="one_use_a_block")]

    def __str__(self) -> str:
        return self.block


class MigrantsPart(VersionedModel):
    """Who of the migrants takes part in a phase, how, and with what say (handbook, chapter 1)."""

    class Phase(models.TextChoices):
        IDENTIFICATION = "identification", _("Finding out what is needed")
        DESIGN = "design", _("Design")
        IMPLEMENTATION = "implementation", _("Doing the work")
        MONITORING = "monitoring", _("Following it")
        EVALUATION = "evaluation", _("Judging what came of it")

    class Say(models.TextChoices):
        NONE = "none", _("They take no part")
        INFORMED = "informed", _("They are told")
        CONSULTED = "consulted", _("They are asked")
        DECIDE_TOGETHER = "together", _("They decide with the others")
        LEAD = "lead", _("They decide")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="migrants_parts")
    phase = models.CharField(max_length=14, choices=Phase)
    say = models.CharField(_("With what say"), max_length=10, choices=Say)
    who = models.CharField(_("Who"), max_length=300, blank=True)
    how = models.CharField(_("How"), max_length=600, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "phase"], name="one_migrants_part_a_phase")
        ]

    def __str__(self) -> str:
        return f"{self.phase} {self.say}"


class SkillNeed(VersionedModel):
    """A skill that the project lacks. Published, it is a need of the roster (`need_id`)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="skill_needs")
    activity = models.ForeignKey(
        Activity, null=True, blank=True, on_delete=models.SET_NULL, related_name="skill_needs"
    )
    text = models.CharField(_("What somebody must be able to do"), max_length=300)
    people = models.PositiveSmallIntegerField(_("How many people"), null=True, blank=True)
    # The need of the app capacities, which stands above this one (`projects.staffing`).
    need_id = models.UUIDField(null=True, blank=True, unique=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text


class Alignment(models.Model):
    """What a project serves or is counted under, by the code of a published list or in words."""

    class Kind(models.TextChoices):
        LOCAL_PLAN = "local_plan", _("Local development plan")
        NATIONAL_PLAN = "national_plan", _("National plan or policy")
        SDG = "sdg", _("Sustainable Development Goal target")
        GCM = "gcm", _("Objective of the Global Compact for Migration")
        DAC_SECTOR = "dac_sector", _("DAC sector")
        DAC_MARKER = "dac_marker", _("DAC policy marker")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="alignments")
    kind = models.CharField(max_length=14, choices=Kind)
    code = models.CharField(max_length=20, blank=True)
    text = models.CharField(_("Which, and where it says so"), max_length=400, blank=True)
    percent = models.DecimalField(
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )  # of the budget, for sectors
    significance = models.PositiveSmallIntegerField(null=True, blank=True)  # 0-4, for markers

    class Meta:
        ordering = ["kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "kind", "code"],
                condition=~models.Q(code=""),
                name="one_alignment_a_code",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"


class Risk(VersionedModel):
    """Something that may go wrong; the kinds are the handbook's threats (section 6.4)."""

    class Kind(models.TextChoices):
        EXTERNAL = "external", _("External")
        CAPACITY = "capacity", _("Of capacity")
        PROJECT = "project", _("Of the project")
        RELATIONAL = "relational", _("Between partners")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="risks")
    kind = models.CharField(_("Kind"), max_length=10, choices=Kind)
    text = models.CharField(_("What may happen"), max_length=600)
    likelihood = models.PositiveSmallIntegerField(
        _("How likely, 1 to 5"), validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    effect = models.PositiveSmallIntegerField(
        _("How bad, 1 to 5"), validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    owner = models.ForeignKey(
        ProjectPartner, null=True, blank=True, on_delete=models.SET_NULL, related_name="risks"
    )
    response = models.TextField(_("What is done about it"), max_length=2000, blank=True)
    review_on = models.DateField(_("Looked at again on"), null=True, blank=True)
    assumption = models.ForeignKey(
        Assumption, null=True, blank=True, on_delete=models.SET_NULL, related_name="risks"
    )
    threat = models.CharField(max_length=60, blank=True)  # key of the catalogue's threat
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text

    @property
    def weight(self) -> int:
        """Likelihood times effect: 1 to 25."""
        return self.likelihood * self.effect


class DesignAnswer(models.Model):
    """An answer to a question of the review that no other field holds. No row: not known."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="answers")
    key = models.CharField(max_length=60)
    yes = models.BooleanField()
    note = models.CharField(max_length=600, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "key"], name="one_answer_a_key")]

    def __str__(self) -> str:
        return f"{self.key} {self.yes}"
