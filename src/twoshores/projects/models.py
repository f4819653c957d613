"""WHAT is done. An example project and a project being designed are the same record."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from twoshores.actors.models import Organisation
from twoshores.common.models import VersionedModel


class Capital(models.TextChoices):
    """The four capitals that migrants bring (handbook, section 1.1)."""

    SOCIAL = "social", _("Social")
    FINANCIAL = "financial", _("Financial")
    HUMAN = "human", _("Human")
    CULTURAL = "cultural", _("Cultural")
    NOT_KNOWN = "not_known", _("Not known")


class Project(VersionedModel):
    class CapitalReading(models.TextChoices):
        SECTION = "section", _("from the chapter that discusses the project")
        TITLE = "title", _("from the project's title")
        STATED = "stated", _("stated by the project")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=300)
    language = models.CharField(max_length=8, default="en")
    is_example = models.BooleanField(default=False)
    capital = models.CharField(max_length=10, choices=Capital, default=Capital.NOT_KNOWN)
    capital_reading = models.CharField(max_length=8, choices=CapitalReading, blank=True)
    summary = models.TextField(blank=True)
    handbook_sections = models.JSONField(default=list, blank=True)  # ["4.2"]
    text_box = models.PositiveSmallIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class ProjectCountry(models.Model):
    """A country of a project and its part in it."""

    class Role(models.TextChoices):
        ORIGIN = "origin", _("Country of origin")
        RESIDENCE = "residence", _("Country of residence")
        OTHER = "other", _("Another country")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="countries")
    country = models.CharField(max_length=2)
    role = models.CharField(max_length=10, choices=Role)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "country"], name="one_role_a_country")
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.role}"


class ProjectPartner(models.Model):
    """An organisation in a project. Its country may be unknown, and that is said."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="partners")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=300)
    country = models.CharField(max_length=2, blank=True)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="partnerships"
    )

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["project", "position"], name="one_partner_a_position")
        ]

    def __str__(self) -> str:
        return self.name
