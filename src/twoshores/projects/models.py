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
    # What the capital was read from: a section ("4.3") or the words of the title.
    capital_basis = models.CharField(max_length=200, blank=True)
    summary = models.TextField(blank=True)
    text_box = models.PositiveSmallIntegerField(null=True, blank=True)
    text_box_section = models.CharField(max_length=8, blank=True)
    notes = models.JSONField(default=list, blank=True)  # where sources disagree, in `language`
    created_at = models.DateTimeField(auto_now_add=True)
    # Drawings of all projects are kept until the latest of these moves.
    changed_at = models.DateTimeField(auto_now=True, db_index=True)

    class Meta:
        ordering = ["code"]
        indexes = [models.Index(fields=["is_example", "capital"])]

    def __str__(self) -> str:
        return self.code


class ProjectCountry(models.Model):
    """A country of a project, its part in it, and why it has that part."""

    class Role(models.TextChoices):
        ORIGIN = "origin", _("Country of origin")
        RESIDENCE = "residence", _("Country of residence")
        OTHER = "other", _("Another country")

    class Reason(models.TextChoices):
        NAMED_BY_CODE = "named_by_code", _("Named by the project's code.")
        EU_MEMBER_AT_CALL = (
            "eu_member_at_call",
            _("A member of the European Union when the call was held."),
        )
        NEITHER = (
            "neither",
            _("The seat of a partner; nobody in the project left it or lives there as a migrant."),
        )
        STATED = "stated", _("Stated by the project.")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="countries")
    country = models.CharField(max_length=2)
    role = models.CharField(max_length=10, choices=Role)
    reason = models.CharField(max_length=20, choices=Reason, blank=True)

    class Meta:
        ordering = ["pk"]  # as written down: the country of origin first
        indexes = [models.Index(fields=["country", "role"])]
        constraints = [
            models.UniqueConstraint(fields=["project", "country"], name="one_role_a_country")
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.role}"


class ProjectSection(models.Model):
    """A section of the handbook that speaks of a project."""

    class Relation(models.TextChoices):
        USED = "used", _("uses the project as an example")
        CITED = "cited", _("points at it from another text")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="sections")
    section = models.CharField(max_length=8)  # "4.2"
    relation = models.CharField(max_length=5, choices=Relation, default=Relation.USED)

    class Meta:
        ordering = ["section"]
        indexes = [models.Index(fields=["section"])]
        constraints = [
            models.UniqueConstraint(fields=["project", "section"], name="one_mention_a_section")
        ]

    def __str__(self) -> str:
        return self.section


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
