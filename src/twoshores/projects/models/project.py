"""The project itself, its countries, its partners, where the handbook speaks of it."""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from twoshores.actors.models import Organisation, OrganisationKind
from twoshores.common.models import Place, VersionedModel, Visibility


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

    class Stage(models.TextChoices):
        """Its moves are data (`project_states.py`). Blank: an example, known from elsewhere."""

        DESIGN = "design", _("Being designed")
        RUNNING = "running", _("Under way")
        CLOSED = "closed", _("Finished")

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
    # Where sources disagree, in `language`; of a reconstruction the facts that it was made from.
    notes = models.JSONField(default=list, blank=True)
    # A design. The organisation that keeps it; none for examples and for what was imported.
    owner = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="projects"
    )
    stage = models.CharField(max_length=8, choices=Stage, blank=True)
    # A worked example, rebuilt from what is published about another project.
    rebuilt_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="reconstructions"
    )
    visibility = models.CharField(
        _("Who may see it"), max_length=8, choices=Visibility, default=Visibility.OWNERS
    )
    # What its public page shows beyond title and countries: keys of `public_parts.py`.
    shown = models.JSONField(default=list, blank=True)
    problem = models.TextField(_("What is wrong today, and for whom"), max_length=6000, blank=True)
    place = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.PROTECT, related_name="projects"
    )
    currency = models.CharField(_("Currency of the totals"), max_length=3, default="EUR")
    rates_on = models.DateField(_("Convert at the rates of"), null=True, blank=True)
    starts = models.DateField(_("From"), null=True, blank=True)
    ends = models.DateField(_("Until"), null=True, blank=True)
    is_demo = models.BooleanField(default=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    # Drawings of all projects are kept until the latest of these moves.
    changed_at = models.DateTimeField(auto_now=True, db_index=True)

    class Meta:
        ordering = ["code"]
        indexes = [models.Index(fields=["is_example", "capital"])]
        constraints = [
            models.CheckConstraint(
                name="project_ends_after_it_starts",
                condition=models.Q(starts__isnull=True)
                | models.Q(ends__isnull=True)
                | models.Q(ends__gte=models.F("starts")),
            )
        ]

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
    # Of the project's money, where several countries share it; null = nobody said.
    percent = models.DecimalField(
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )

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


class ProjectPartner(VersionedModel):
    """An organisation in a project. Its country may be unknown, and that is said."""

    class Agreement(models.TextChoices):
        NONE = "none", _("Nothing in writing")
        DRAFTED = "drafted", _("Drafted")
        SIGNED = "signed", _("Signed")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="partners")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=300)
    country = models.CharField(max_length=2, blank=True)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="partnerships"
    )
    kind = models.CharField(max_length=20, choices=OrganisationKind, blank=True)
    is_lead = models.BooleanField(default=False)
    # Of migrants, or proven to reach them; null = not known.
    mobilises_migrants = models.BooleanField(null=True, blank=True)
    role = models.TextField(_("What it does in the project"), max_length=2000, blank=True)
    currency = models.CharField(_("Currency it works in"), max_length=3, blank=True)
    agreement = models.CharField(
        _("Its role in writing"), max_length=8, choices=Agreement, blank=True
    )  # blank = not known
    agreed_on = models.DateField(null=True, blank=True)
    # Whether those who write for the organisation may change this design.
    may_edit = models.BooleanField(default=False)
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["project", "position"], name="one_partner_a_position")
        ]

    def __str__(self) -> str:
        return self.name
