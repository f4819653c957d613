"""What is missing somewhere, said by those who miss it, in their language."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from twoshores.actors.models import Organisation, Person
from twoshores.common.models import Place, VersionedModel
from twoshores.taxonomy.models import Concept

from .profile import ProfileSkill, Terms


class Need(VersionedModel):
    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OPEN = "open", _("Open")
        FILLED = "filled", _("Filled")
        CLOSED = "closed", _("Closed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="needs")
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT, db_index=True)
    language = models.CharField(_("Language"), max_length=8)
    title = models.CharField(_("Title"), max_length=160)
    description = models.TextField(_("What is missing"), max_length=10_000)
    place = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    modes = models.JSONField(_("How"), default=list)  # WorkMode values
    times = models.JSONField(_("Times"), default=list)  # Time values
    starts = models.DateField(_("From"), null=True, blank=True)
    ends = models.DateField(_("Until"), null=True, blank=True)
    languages = models.JSONField(_("Languages useful there"), default=list)  # codes; any is enough
    excluded_countries = models.JSONField(default=list, blank=True)
    terms = models.CharField(_("Terms"), max_length=10, choices=Terms, default=Terms.EXPENSES)
    offered = models.CharField(_("What is offered"), max_length=500, blank=True)
    established_how = models.TextField(_("How the need was found"), max_length=2000, blank=True)
    plan = models.CharField(_("Plan it serves"), max_length=300, blank=True)
    example_project = models.CharField(max_length=40, blank=True)  # code of the demo's source
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        # The version stands in it so that whether anything changed is read from the index alone.
        indexes = [models.Index(fields=["state", "-opened_at", "version"])]

    def __str__(self) -> str:
        return self.title


class NeedRequirement(models.Model):
    """One thing that a helper must or should be able to do. Weights of a need add up to 85."""

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="requirements")
    position = models.PositiveSmallIntegerField()
    said = models.CharField(max_length=300)
    language = models.CharField(max_length=8)
    second_said = models.CharField(max_length=300, blank=True)
    second_language = models.CharField(max_length=8, blank=True)
    kind = models.CharField(max_length=10, choices=Concept.Kind)
    concept = models.ForeignKey(
        Concept, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    linked = models.CharField(
        max_length=10, choices=ProfileSkill.Linked, default=ProfileSkill.Linked.NONE
    )
    # While nobody has confirmed the concept: others that the words may mean as well (ids).
    also = models.JSONField(default=list, blank=True)
    required = models.BooleanField(default=True)
    strict = models.BooleanField(default=False)
    weight = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["need", "position"], name="one_requirement_a_position")
        ]

    def __str__(self) -> str:
        return self.said


class NeedBeneficiaries(models.Model):
    """How many are served, by sex and age band. No row: not counted, which is not zero."""

    class Sex(models.TextChoices):
        FEMALE = "female", _("Women and girls")
        MALE = "male", _("Men and boys")
        ALL = "all", _("Not told apart")

    class AgeBand(models.TextChoices):
        CHILDREN = "children", _("children (under 15)")
        YOUNG = "young", _("young people (15 to 24)")
        ADULT = "adult", _("adults (25 to 64)")
        OLD = "old", _("older people (65 and over)")
        ALL = "all", _("all ages")

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="beneficiaries")
    sex = models.CharField(max_length=6, choices=Sex)
    age_band = models.CharField(max_length=8, choices=AgeBand)
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["need", "sex", "age_band"], name="one_number_a_group")
        ]

    def __str__(self) -> str:
        return f"{self.number}"


class Kept(models.Model):
    """What the owner of a need thought of somebody on its shortlist."""

    class Verdict(models.TextChoices):
        KEPT = "kept", _("Kept for later")
        UNSUITABLE = "unsuitable", _("Not suitable")

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="kept")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    verdict = models.CharField(max_length=10, choices=Verdict)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["need", "person"], name="one_verdict")]

    def __str__(self) -> str:
        return self.verdict
