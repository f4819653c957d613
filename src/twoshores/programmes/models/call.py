"""The call: what is funded, who may apply, by when, and how proposals are weighed.

What an applicant saw is kept: every publication of a call is a version, and rows of
`CallVersion` are added, never changed.
"""

import uuid
from dataclasses import dataclass
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from twoshores.actors.models import Organisation
from twoshores.common.models import VersionedModel

from .programme import Programme

USER = settings.AUTH_USER_MODEL


class Call(VersionedModel):
    class State(models.TextChoices):
        """Its moves are data (`call_states.py`). Open and past its deadline are the clock's."""

        DRAFT = "draft", _("Being prepared")
        PUBLISHED = "published", _("Published")
        APPRAISING = "appraising", _("Proposals are being appraised")
        DECIDED = "decided", _("Decided")
        CANCELLED = "cancelled", _("Called off")

    class Stages(models.TextChoices):
        ONE = "one", _("Proposals at once")
        TWO = "two", _("A concept first, then a proposal")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="calls")
    code = models.CharField(_("Code"), max_length=40, unique=True)
    title = models.CharField(_("Title"), max_length=200)
    language = models.CharField(_("Written in"), max_length=8, default="en")
    summary = models.TextField(_("In a few words"), max_length=1500)
    about = models.TextField(_("What is sought"), max_length=10000, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    stages = models.CharField(_("How it goes"), max_length=3, choices=Stages, default=Stages.ONE)
    time_zone = models.CharField(_("Clock of the dates"), max_length=64, default="UTC")
    opens_at = models.DateTimeField(_("Opens"), null=True, blank=True)
    # Of concepts where there are two stages; null where there is one.
    concept_deadline = models.DateTimeField(_("Concepts until"), null=True, blank=True)
    deadline = models.DateTimeField(_("Proposals until"), null=True, blank=True)
    questions_until = models.DateTimeField(_("Questions until"), null=True, blank=True)
    currency = models.CharField(_("Currency of the grants"), max_length=3, default="EUR")
    budget = models.DecimalField(
        _("Money for all grants"), max_digits=18, decimal_places=2, null=True, blank=True
    )
    grant_least = models.DecimalField(
        _("Smallest grant"), max_digits=18, decimal_places=2, null=True, blank=True
    )
    grant_most = models.DecimalField(
        _("Largest grant"), max_digits=18, decimal_places=2, null=True, blank=True
    )
    months_least = models.PositiveSmallIntegerField(_("Shortest, months"), null=True, blank=True)
    months_most = models.PositiveSmallIntegerField(_("Longest, months"), null=True, blank=True)
    # Rules of partnership and cost, read and checked by `engines.eligibility`.
    rules = models.JSONField(default=list, blank=True)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["state", "deadline"])]
        constraints = [
            models.CheckConstraint(
                name="call_grants_from_to",
                condition=models.Q(grant_least__isnull=True)
                | models.Q(grant_most__isnull=True)
                | models.Q(grant_most__gte=models.F("grant_least")),
            ),
            models.CheckConstraint(
                name="call_months_from_to",
                condition=models.Q(months_least__isnull=True)
                | models.Q(months_most__isnull=True)
                | models.Q(months_most__gte=models.F("months_least")),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def worded(self) -> "Worded":
        """Its title as the reader reads it, where `selectors.call_texts.word_calls` was asked; else
        as it was written."""
        return getattr(self, "reader_worded", None) or Worded(self.title, "", self.language)


@dataclass(frozen=True, slots=True)
class Worded:
    """The two texts of a part in one language. language: "" for that of the call."""

    title: str
    more: str
    language: str = ""


class CallPart(VersionedModel):
    """What themes, criteria and questions have in common: a place in their call, and two texts."""

    TEXTS: ClassVar[tuple[str, str]]

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="%(class)ss")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    @property
    def language(self) -> str:
        """The language of the original, as `common.translations` asks for it: the call's."""
        return self.call.language

    @property
    def worded(self) -> Worded:
        """As the reader reads it, where it was read with `selectors.call_texts.in_reader` and is
        wholly translated; else as it was written."""
        title, more = (str(getattr(self, name)) for name in self.TEXTS)
        in_title = getattr(self, "reader_title", None) or ""
        in_more = getattr(self, "reader_more", None) or ""
        if in_title and (in_more or not more):
            return Worded(in_title, in_more, self.reader_language)  # type: ignore[attr-defined]
        return Worded(title, more)


class Theme(CallPart):
    TEXTS = ("title", "about")

    title = models.CharField(_("Title"), max_length=200)
    about = models.TextField(_("What belongs to it"), max_length=2000, blank=True)

    class Meta(CallPart.Meta):
        pass

    def __str__(self) -> str:
        return self.worded.title


class Criterion(CallPart):
    """What is weighed, at one of three levels (handbook, recommendation 4 for policymakers), for
    the migration or the development component (recommendation 1)."""

    TEXTS = ("title", "guidance")

    class Level(models.TextChoices):
        ORGANISATION = "organisation", _("Each organisation")
        PARTNERSHIP = "partnership", _("The partnership as a whole")
        STAKEHOLDERS = "stakeholders", _("Its stakeholders")

    class Component(models.TextChoices):
        MIGRATION = "migration", _("Migration")
        DEVELOPMENT = "development", _("Development")
        BOTH = "both", _("Both")

    level = models.CharField(_("What is looked at"), max_length=12, choices=Level)
    component = models.CharField(
        _("Which component"), max_length=11, choices=Component, default=Component.BOTH
    )
    title = models.CharField(_("Criterion"), max_length=200)
    guidance = models.TextField(_("How to mark it"), max_length=2000, blank=True)
    weight = models.DecimalField(
        _("Weight"), max_digits=6, decimal_places=2, default=1, validators=[MinValueValidator(0)]
    )
    most = models.PositiveSmallIntegerField(
        _("Best mark"), default=5, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    # A proposal below this mark is not funded, whatever its total; null = no such bar.
    least = models.DecimalField(
        _("Needed at least"), max_digits=6, decimal_places=2, null=True, blank=True
    )

    class Meta(CallPart.Meta):
        verbose_name_plural = "criteria"

    def __str__(self) -> str:
        return self.title


class Prompt(CallPart):
    """A question that proposals answer in words: once, or by each partner for itself."""

    TEXTS = ("title", "help")

    class Whom(models.TextChoices):
        ALL = "all", _("All partners together")
        EACH = "each", _("Each partner for itself")

    class Stage(models.TextChoices):
        CONCEPT = "concept", _("In the concept")
        PROPOSAL = "proposal", _("In the proposal")

    whom = models.CharField(_("Who answers"), max_length=4, choices=Whom, default=Whom.ALL)
    stage = models.CharField(_("When"), max_length=8, choices=Stage, default=Stage.PROPOSAL)
    title = models.CharField(_("Question"), max_length=300)
    help = models.TextField(_("What helps to answer it"), max_length=2000, blank=True)
    most_characters = models.PositiveIntegerField(
        _("At most, characters"),
        default=2000,
        validators=[MinValueValidator(100), MaxValueValidator(10000)],
    )
    required = models.BooleanField(_("Must be answered"), default=True)

    class Meta(CallPart.Meta):
        pass

    def __str__(self) -> str:
        return self.title


class CallDocument(models.Model):
    """A paper that everybody may fetch: guidelines, templates, rules of visibility."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="documents")
    title = models.CharField(_("Title"), max_length=200)
    language = models.CharField(_("Written in"), max_length=8)
    file_name = models.CharField(max_length=160)
    file_size = models.PositiveIntegerField()  # bytes
    file_sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.title


class CallVersion(models.Model):
    """A call as it was published. Proposals point at the version they were handed in under."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    body = models.JSONField()  # `selectors.calls.call_body`: fields, themes, criteria, prompts
    note = models.CharField(_("What changed"), max_length=300, blank=True)
    by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["call", "number"], name="one_call_version_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.call_id} {self.number}"


class CallQuestion(VersionedModel):
    """Asked by an applicant, answered by the programme, shown to all once it was moderated.

    Who asked is never shown.
    """

    class State(models.TextChoices):
        """Its moves are data (`call_states.py`)."""

        ASKED = "asked", _("Waiting for an answer")
        PUBLISHED = "published", _("Answered for all")
        REFUSED = "refused", _("Not shown")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="questions")
    asked_by = models.ForeignKey(
        USER, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    language = models.CharField(_("Written in"), max_length=8)
    text = models.TextField(_("Your question"), max_length=2000)
    # As everybody reads it: without what would tell who asked.
    shown_text = models.TextField(_("As everybody reads it"), max_length=2000, blank=True)
    answer = models.TextField(_("Answer"), max_length=4000, blank=True)
    answer_language = models.CharField(max_length=8, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.ASKED)
    asked_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at"]

    def __str__(self) -> str:
        return f"{self.call_id} {self.state}"


class PartnerNotice(VersionedModel):
    """ "We look for a partner" or "we could join": an organisation's word on the page of a call."""

    class Kind(models.TextChoices):
        SEEKS = "seeks", _("Looks for a partner")
        OFFERS = "offers", _("Could join a partnership")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="notices")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="partner_notices"
    )
    kind = models.CharField(_("What you want"), max_length=6, choices=Kind)
    theme = models.ForeignKey(
        Theme, null=True, blank=True, on_delete=models.SET_NULL, related_name="notices"
    )
    countries = models.JSONField(default=list, blank=True)  # codes: where the partner should be
    language = models.CharField(_("Written in"), max_length=8)
    text = models.TextField(_("In your words"), max_length=2000)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "organisation", "kind"], name="one_notice_a_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.organisation_id}"
