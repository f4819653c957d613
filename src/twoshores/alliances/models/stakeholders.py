"""Stakeholders: actors who matter to a project without being its partners (chapter 7)."""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from twoshores.actors.models import Organisation
from twoshores.common.models import Place, VersionedModel
from twoshores.projects.models import Activity, Assumption, Project, ProjectPartner, Risk

FIVE = [MinValueValidator(1), MaxValueValidator(5)]


class Stakeholder(VersionedModel):
    class Group(models.TextChoices):
        """The handbook's groups (section 7.2)."""

        MIGRANTS = "migrants", _("Migrants and their families")
        LOCAL_AUTHORITY = "local_authority", _("Local authorities")
        PUBLIC = "public", _("Public services")
        PRIVATE = "private", _("Private providers")
        CIVIL = "civil", _("Civil society groups")
        LEADERS = "leaders", _("Community leaders")

    class Strategy(models.TextChoices):
        INFORM = "inform", _("Inform")
        CONSULT = "consult", _("Consult")
        INVOLVE = "involve", _("Involve")
        AGREEMENT = "agreement", _("Formal agreement")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="stakeholders")
    name = models.CharField(_("Who"), max_length=200)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    group = models.CharField(_("Group"), max_length=15, choices=Group)
    country = models.CharField(_("In which country"), max_length=2)
    place = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    language = models.CharField(_("Language they read"), max_length=8, blank=True)
    brings = models.TextField(_("What they could bring"), max_length=1000, blank=True)
    gains = models.TextField(_("What they could gain"), max_length=1000, blank=True)
    loses = models.TextField(_("What they could lose"), max_length=1000, blank=True)
    strategy = models.CharField(_("What we do"), max_length=9, choices=Strategy, blank=True)
    we_promised = models.TextField(_("What we promised them"), max_length=1000, blank=True)
    they_promised = models.TextField(_("What they promised us"), max_length=1000, blank=True)
    withdrew_on = models.DateField(_("Withdrew on"), null=True, blank=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "organisation"],
                condition=models.Q(organisation__isnull=False),
                name="one_stakeholder_an_organisation",
            )
        ]

    def __str__(self) -> str:
        return self.name


class StakeholderLink(models.Model):
    """What rests on a stakeholder: exactly one of an assumption, a risk, an activity."""

    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.CASCADE, related_name="links")
    assumption = models.ForeignKey(
        Assumption, null=True, blank=True, on_delete=models.CASCADE, related_name="stakeholders"
    )
    risk = models.ForeignKey(
        Risk, null=True, blank=True, on_delete=models.CASCADE, related_name="stakeholders"
    )
    activity = models.ForeignKey(
        Activity, null=True, blank=True, on_delete=models.CASCADE, related_name="stakeholders"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="one_thing_rests_on_a_stakeholder",
                condition=(
                    models.Q(assumption__isnull=False, risk__isnull=True, activity__isnull=True)
                    | models.Q(assumption__isnull=True, risk__isnull=False, activity__isnull=True)
                    | models.Q(assumption__isnull=True, risk__isnull=True, activity__isnull=False)
                ),
            ),
            models.UniqueConstraint(
                fields=["stakeholder", "assumption"], name="one_link_an_assumption"
            ),
            models.UniqueConstraint(fields=["stakeholder", "risk"], name="one_link_a_risk"),
            models.UniqueConstraint(
                fields=["stakeholder", "activity"], name="one_link_an_activity"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assumption_id or self.risk_id or self.activity_id}"


class ScoringRound(VersionedModel):
    """A time at which several people say what they think, each for themself; then again later."""

    class Kind(models.TextChoices):
        STAKEHOLDERS = "stakeholders", _("Who matters")
        FORCES = "forces", _("Forces for and against")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="rounds")
    kind = models.CharField(max_length=12, choices=Kind)
    number = models.PositiveSmallIntegerField()
    opened_on = models.DateField()
    due_on = models.DateField(_("Until"), null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "kind", "number"], name="one_round_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class StakeholderScore(models.Model):
    """One person's opinion in one round, with a reason. Private to the partnership."""

    round = models.ForeignKey(ScoringRound, on_delete=models.CASCADE, related_name="scores")
    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.CASCADE, related_name="scores")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    interest = models.PositiveSmallIntegerField(validators=FIVE)
    influence = models.PositiveSmallIntegerField(validators=FIVE)
    reason = models.CharField(max_length=600)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "stakeholder", "by"], name="one_score_each"),
            models.CheckConstraint(
                name="stakeholder_score_in_range",
                condition=models.Q(
                    interest__gte=1, interest__lte=5, influence__gte=1, influence__lte=5
                ),
            ),
            models.CheckConstraint(
                name="stakeholder_score_has_a_reason", condition=~models.Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.interest} {self.influence}"


class StakeholderStep(VersionedModel):
    """A step towards a stakeholder: what, which partner, until when."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="stakeholder_steps")
    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.CASCADE, related_name="steps")
    text = models.CharField(_("What we do"), max_length=300)
    partner = models.ForeignKey(
        ProjectPartner, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    due_on = models.DateField(_("Until"), null=True, blank=True)
    done_on = models.DateField(_("Done on"), null=True, blank=True)

    class Meta:
        ordering = ["done_on", "due_on", "pk"]

    def __str__(self) -> str:
        return self.text
