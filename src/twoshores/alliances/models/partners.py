"""What a project needs of its partners, what each of them has, and who could be asked to join.

Technical and transnational complementarities are the handbook's (section 6.2).
"""

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from twoshores.actors.models import Actor, Introduction, Organisation
from twoshores.common.models import Place, VersionedModel
from twoshores.projects.models import Document, Project, ProjectPartner
from twoshores.taxonomy.models import Concept


class Subject(models.TextChoices):
    """What a need is about; the first four are technical, the others across the shores."""

    SECTOR = "sector", _("Knowing a field of work")
    SKILL = "skill", _("A skill")
    SERVICE = "service", _("A service")
    MONEY = "money", _("Administering a donor's money")
    PRESENCE = "presence", _("Being present in a place")
    PLACE = "place", _("Reach to the people of a place")
    GROUP = "group", _("Reach to a group of people")
    AUTHORITY = "authority", _("The ear of an authority")
    LANGUAGE = "language", _("A language")


TECHNICAL = frozenset({Subject.SECTOR, Subject.SKILL, Subject.SERVICE, Subject.MONEY})


class Wanted(models.Model):
    """What a need asks for and a strength has: the same fields on both sides, so they can meet."""

    subject = models.CharField(_("What it is about"), max_length=10, choices=Subject)
    text = models.CharField(_("In your words"), max_length=200)
    country = models.CharField(_("Country"), max_length=2, blank=True)
    place = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    spoken = models.CharField(_("Language"), max_length=8, blank=True)  # of the language needed
    authority = models.ForeignKey(
        Actor, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        abstract = True

    @property
    def is_technical(self) -> bool:
        return self.subject in TECHNICAL


class PartnerNeed(Wanted, VersionedModel):
    """Something that the partnership must be able to do or to reach."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="partner_needs")
    weight = models.PositiveSmallIntegerField(
        _("How much hangs on it, 1 to 5"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
    )
    # Where in the design it was read ("country:EG", "skill:<id>"); empty: written by somebody.
    drawn_from = models.CharField(max_length=60, blank=True)
    dropped = models.BooleanField(default=False)  # drawn, and somebody said: not a need

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "drawn_from"],
                condition=~models.Q(drawn_from=""),
                name="one_need_a_source",
            )
        ]

    def __str__(self) -> str:
        return self.text


class PartnerStrength(VersionedModel):
    """What a partner has for a need: only said, or shown with evidence; and who said so."""

    class Grade(models.TextChoices):
        SAID = "said", _("Said, no evidence yet")
        SHOWN = "shown", _("Shown, with evidence")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="strengths")
    need = models.ForeignKey(PartnerNeed, on_delete=models.CASCADE, related_name="strengths")
    partner = models.ForeignKey(ProjectPartner, on_delete=models.CASCADE, related_name="strengths")
    grade = models.CharField(_("How well it is known"), max_length=5, choices=Grade)
    evidence = models.CharField(_("What shows it"), max_length=600, blank=True)
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Null: somebody who is no partner any more, or the record itself (a tie, a language).
    said_by = models.ForeignKey(
        ProjectPartner, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    on = models.DateField(null=True, blank=True)
    # Of what the record itself says in other words: those words, and what both may mean.
    through_words = models.CharField(max_length=200, blank=True)
    through_concept = models.ForeignKey(
        Concept, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["need", "partner"], name="one_strength_a_need"),
            models.CheckConstraint(
                name="shown_strength_has_evidence",
                condition=~models.Q(grade="shown", evidence="", document__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner_id} {self.grade}"


class OrganisationStrength(Wanted, VersionedModel):
    """What an organisation says it can do or reach, for whoever looks for a partner."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="strengths"
    )
    evidence = models.CharField(_("What shows it"), max_length=600, blank=True)
    language = models.CharField(max_length=8)  # of the text

    class Meta:
        ordering = ["subject", "pk"]

    def __str__(self) -> str:
        return self.text


class Candidate(VersionedModel):
    """An organisation that would close gaps. Asked through an introduction, as people are."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="candidates")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    introduction = models.ForeignKey(
        Introduction, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    note = models.CharField(max_length=600, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(fields=["project", "organisation"], name="one_candidacy")
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id}"


class PartnershipOrigin(VersionedModel):
    """How the partnership came about (section 6.1), which carries risks of its own."""

    class How(models.TextChoices):
        OLD_FRIENDS = "old_friends", _("We worked together before")
        DONOR = "donor", _("A donor asked for a partnership")
        REPUTATION = "reputation", _("One knew of the other's good name")
        EVENT = "event", _("We met at an event")
        MIGRANT = "migrant", _("A migrant brought us together")
        THIRD = "third", _("Somebody else introduced us")

    project = models.OneToOneField(
        Project, on_delete=models.CASCADE, related_name="partnership_origin"
    )
    how = models.JSONField(default=list)  # of How
    since = models.PositiveSmallIntegerField(_("Since which year"), null=True, blank=True)
    note = models.TextField(_("The story in short"), max_length=2000, blank=True)

    def __str__(self) -> str:
        return f"{self.project_id}"
