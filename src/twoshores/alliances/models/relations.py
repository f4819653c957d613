"""What keeps a partnership alive: vision, roles, meetings, learning from each other, mediation."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from twoshores.common.models import VersionedModel
from twoshores.projects.models import Activity, Document, Project, ProjectPartner

USER = settings.AUTH_USER_MODEL


class PartnerVision(VersionedModel):
    """The goal in one partner's own words and language."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="visions")
    partner = models.ForeignKey(ProjectPartner, on_delete=models.CASCADE, related_name="visions")
    text = models.TextField(_("What it will be like when we have succeeded"), max_length=4000)
    language = models.CharField(_("Written in"), max_length=8)

    class Meta:
        ordering = ["partner__position"]
        constraints = [models.UniqueConstraint(fields=["partner"], name="one_vision_a_partner")]

    def __str__(self) -> str:
        return f"{self.partner_id}"


class JointVision(VersionedModel):
    """The text that all agreed on. No date: a proposal."""

    project = models.OneToOneField(Project, on_delete=models.CASCADE, related_name="joint_vision")
    text = models.TextField(_("The goal we share"), max_length=4000)
    language = models.CharField(_("Written in"), max_length=8)
    agreed_on = models.DateField(_("Agreed on"), null=True, blank=True)
    agreed_by = models.ManyToManyField(ProjectPartner, blank=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.project_id}"


class VisionDifference(VersionedModel):
    """Where partners see the goal differently, until they say how they settled it."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="differences")
    text = models.CharField(_("Where we differ"), max_length=600)
    partners = models.ManyToManyField(ProjectPartner, blank=True, related_name="+")
    resolution = models.CharField(_("How it was settled"), max_length=600, blank=True)
    resolved_on = models.DateField(_("Settled on"), null=True, blank=True)

    class Meta:
        ordering = ["resolved_on", "pk"]

    def __str__(self) -> str:
        return self.text


class Consulted(models.Model):
    """A partner who is consulted on an activity or informed of it.

    Who is responsible and who contributes stands in the work plan (`ActivityPartner`), once.
    """

    class Part(models.TextChoices):
        CONSULTED = "consulted", _("Is consulted")
        INFORMED = "informed", _("Is informed")

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="consulted")
    partner = models.ForeignKey(ProjectPartner, on_delete=models.CASCADE, related_name="consulted")
    part = models.CharField(max_length=9, choices=Part)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["activity", "partner"], name="one_say_a_partner")
        ]

    def __str__(self) -> str:
        return f"{self.part} {self.partner_id}"


class Meeting(VersionedModel):
    """A meeting of partners: agenda before; notes, decisions and next steps after."""

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        HELD = "held", _("Held")
        CANCELLED = "cancelled", _("Cancelled")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="meetings")
    title = models.CharField(_("What it is about"), max_length=200)
    language = models.CharField(_("Written in"), max_length=8)
    starts_at = models.DateTimeField(_("Begins"))
    zone = models.CharField(_("Time zone"), max_length=40, default="UTC")  # of the written time
    minutes = models.PositiveSmallIntegerField(_("How long, in minutes"), null=True, blank=True)
    where = models.CharField(_("Where, or by which line"), max_length=300, blank=True)
    face_to_face = models.BooleanField(_("Face to face"), default=False)
    agenda = models.TextField(_("Agenda"), max_length=6000, blank=True)
    notes = models.TextField(_("Notes"), max_length=12000, blank=True)
    decided = models.TextField(_("What was decided"), max_length=6000, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.PLANNED)

    class Meta:
        ordering = ["-starts_at"]

    def __str__(self) -> str:
        return self.title


class MeetingPresence(models.Model):
    """Whether a partner came. No row: nobody noted it, which is not an absence."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="presences")
    partner = models.ForeignKey(ProjectPartner, on_delete=models.CASCADE, related_name="presences")
    came = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "partner"], name="one_presence_a_partner")
        ]

    def __str__(self) -> str:
        return f"{self.partner_id} {self.came}"


class NextStep(VersionedModel):
    """What somebody does next, in writing: which partner, until when."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="next_steps")
    meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.SET_NULL, related_name="next_steps"
    )
    text = models.CharField(_("What is done next"), max_length=300)
    partner = models.ForeignKey(
        ProjectPartner, null=True, blank=True, on_delete=models.SET_NULL, related_name="next_steps"
    )
    due_on = models.DateField(_("Until"), null=True, blank=True)
    done_on = models.DateField(_("Done on"), null=True, blank=True)

    class Meta:
        ordering = ["done_on", "due_on", "pk"]

    def __str__(self) -> str:
        return self.text


class Contact(models.Model):
    """That partners were in touch outside a meeting: silence is measured from these days."""

    class How(models.TextChoices):
        CALL = "call", _("A call")
        MESSAGE = "message", _("A message")
        VISIT = "visit", _("A visit")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="contacts")
    partner = models.ForeignKey(ProjectPartner, on_delete=models.CASCADE, related_name="contacts")
    on = models.DateField(_("When"))
    how = models.CharField(_("How"), max_length=7, choices=How)
    note = models.CharField(_("About what"), max_length=300, blank=True)
    by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"{self.partner_id} {self.on}"


class CapacityTransfer(VersionedModel):
    """Who learns what from whom, by which means, and what shows that it happened (6.3)."""

    class Means(models.TextChoices):
        PEER = "peer", _("Partners help each other")
        DOING = "doing", _("Learning by doing")
        EXPOSURE = "exposure", _("Seeing how the other works")
        TRAINING = "training", _("A training")
        MATERIAL = "material", _("Written material")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="transfers")
    learner = models.ForeignKey(ProjectPartner, on_delete=models.CASCADE, related_name="learns")
    teacher = models.ForeignKey(ProjectPartner, on_delete=models.CASCADE, related_name="teaches")
    what = models.CharField(_("What is learned"), max_length=300)
    means = models.CharField(_("By which means"), max_length=8, choices=Means)
    activity = models.ForeignKey(
        Activity, null=True, blank=True, on_delete=models.SET_NULL, related_name="transfers"
    )
    planned_for = models.DateField(_("When"), null=True, blank=True)
    happened_on = models.DateField(_("It happened on"), null=True, blank=True)
    evidence = models.CharField(_("What shows it"), max_length=600, blank=True)
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["planned_for", "pk"]
        constraints = [
            models.CheckConstraint(
                name="nobody_learns_from_itself",
                condition=~models.Q(learner=models.F("teacher")),
            )
        ]

    def __str__(self) -> str:
        return self.what


class Mediation(VersionedModel):
    """A request that somebody from outside helps. Read by its parties and the mediator only."""

    class State(models.TextChoices):
        ASKED = "asked", _("Asked for")
        TAKEN = "taken", _("A mediator has taken it")
        SETTLED = "settled", _("Settled")
        ENDED = "ended", _("Ended without agreement")
        WITHDRAWN = "withdrawn", _("Taken back")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="mediations")
    asked_for_by = models.ForeignKey(
        ProjectPartner, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    parties = models.ManyToManyField(ProjectPartner, related_name="mediations")
    about = models.TextField(_("What it is about"), max_length=4000)
    language = models.CharField(_("Written in"), max_length=8)
    state = models.CharField(max_length=9, choices=State, default=State.ASKED)
    facilitator = models.ForeignKey(
        USER, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    outcome = models.TextField(_("What was agreed"), max_length=4000, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.state} {self.id}"


class MediationMessage(models.Model):
    """Something said within a mediation. Rows are added, never changed."""

    mediation = models.ForeignKey(Mediation, on_delete=models.CASCADE, related_name="messages")
    # Null: the mediator's own.
    partner = models.ForeignKey(
        ProjectPartner, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    text = models.TextField(max_length=4000)
    language = models.CharField(max_length=8)
    by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.at}"
