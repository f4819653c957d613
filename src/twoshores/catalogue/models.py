"""The handbook as data: building blocks, their texts by language, every version kept; threats.

Example projects are named by code alone: projects are a layer above and read them from here.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from twoshores.common.models import Translation, VersionedModel


class BlockCapital(models.TextChoices):
    """The capital that a block puts to work; values as in the projects' own list."""

    SOCIAL = "social", _("Social")
    FINANCIAL = "financial", _("Financial")
    HUMAN = "human", _("Human")
    CULTURAL = "cultural", _("Cultural")


class BuildingBlock(VersionedModel):
    """A kind of action from chapters 2-5, with what is the same in every language.

    `facts` holds lists by group (see `content.py`): keys, kinds, weeks, codes. Words stand in
    `BlockText.lines` under "<group>.<key>", so that a translation cannot change a fact.
    """

    key = models.SlugField(max_length=60, unique=True)
    capital = models.CharField(max_length=10, choices=BlockCapital)
    handbook_section = models.CharField(max_length=8)  # "3.1"
    position = models.PositiveSmallIntegerField()
    facts = models.JSONField(default=dict)
    is_withdrawn = models.BooleanField(default=False)

    class Meta:
        ordering = ["position"]
        indexes = [models.Index(fields=["capital", "position"])]

    def __str__(self) -> str:
        return self.key


class BlockText(VersionedModel):
    """What a block says in one language."""

    block = models.ForeignKey(BuildingBlock, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=8)
    # Blank: the original. Else how the translation was made.
    status = models.CharField(max_length=8, choices=Translation.Status, blank=True)
    title = models.CharField(_("Title"), max_length=200)
    purpose = models.TextField(_("What it is for"), max_length=3000)
    fits = models.TextField(_("When it fits"), max_length=3000)
    fits_not = models.TextField(_("When it does not fit"), max_length=3000)
    steps = models.JSONField(_("Steps"), default=list)
    factors = models.JSONField(_("What to weigh"), default=list)
    lines = models.JSONField(_("Lines"), default=dict)  # "<group>.<key>" -> words
    # A steward wrote here: what comes with the product no longer replaces it.
    is_edited = models.BooleanField(default=False)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["block", "language"]
        constraints = [
            models.UniqueConstraint(fields=["block", "language"], name="one_block_text_a_language")
        ]

    def __str__(self) -> str:
        return f"{self.block_id} {self.language}"


class BlockVersion(models.Model):
    """How a text read before it was changed. The audit trail keeps no values, so these do."""

    text = models.ForeignKey(BlockText, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()  # the fields named in services.WORDS
    at = models.DateTimeField()  # since when it read so
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["text", "number"], name="one_block_version_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.text_id} {self.number}"


class Threat(models.Model):
    """What endangers a partnership (section 6.4), with what is the same in every language."""

    class Kind(models.TextChoices):
        EXTERNAL = "external", _("External")
        CAPACITY = "capacity", _("Of capacity")
        PROJECT = "project", _("Of the project")
        RELATIONAL = "relational", _("Between partners")

    key = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(max_length=10, choices=Kind)
    section = models.CharField(max_length=8, default="6.4")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.key


class ThreatText(VersionedModel):
    """What is said of a threat in one language: how one notices it, and what helps."""

    threat = models.ForeignKey(Threat, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=8)
    # Blank: the original. Else how the translation was made.
    status = models.CharField(max_length=8, choices=Translation.Status, blank=True)
    title = models.CharField(_("Title"), max_length=200)
    signs = models.JSONField(_("How one notices"), default=list)
    answers = models.JSONField(_("What helps"), default=list)
    # A steward wrote here: what comes with the product no longer replaces it.
    is_edited = models.BooleanField(default=False)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["threat", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["threat", "language"], name="one_threat_text_a_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.threat_id} {self.language}"


class ThreatVersion(models.Model):
    """How a text on a threat read before it was changed."""

    text = models.ForeignKey(ThreatText, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()  # the fields named in content.THREAT_WORDS
    at = models.DateTimeField()  # since when it read so
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["text", "number"], name="one_threat_version_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.text_id} {self.number}"
