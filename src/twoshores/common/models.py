"""The shared kernel: places, dated rates, audit, translations, mail that was not sent away."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Visibility(models.TextChoices):
    PUBLIC = "public", _("Everybody")
    MEMBERS = "members", _("Everybody who is signed in")
    OWNERS = "owners", _("Our organisation only")


class Place(models.Model):
    """A country, a region (first administrative level) or a locality.

    `key` is stable across instances: ISO code, ISO code + region code, or GeoNames-like id;
    a place that people added has a key beginning with "own:". Merged doubles stay as rows that
    point to the one that is kept, so that nothing which refers to them breaks.
    """

    class Kind(models.TextChoices):
        COUNTRY = "country", _("Country")
        REGION = "region", _("Region")
        LOCALITY = "locality", _("Town or village")

    key = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=8, choices=Kind)
    country = models.CharField(max_length=2)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    name = models.CharField(max_length=120)
    names = models.JSONField(default=dict, blank=True)  # language -> name
    folded = models.CharField(max_length=600, blank=True)  # all names, folded, for search
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    population = models.PositiveIntegerField(null=True, blank=True)
    is_confirmed = models.BooleanField(default=True)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="doubles"
    )

    class Meta:
        indexes = [
            models.Index(fields=["kind", "country", "name"]),
            models.Index(fields=["country", "name"]),
        ]

    def __str__(self) -> str:
        return self.name


class ExchangeRate(models.Model):
    """Units of a currency for one US dollar on a date, with its source."""

    currency = models.CharField(max_length=3)
    date = models.DateField()
    per_usd = models.DecimalField(max_digits=24, decimal_places=10)
    kind = models.CharField(max_length=20)  # annual_average, month_end, own
    source = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["currency", "date", "kind"], name="one_rate_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.date}"


class AuditEvent(models.Model):
    """One thing that was done. Rows are added only; triggers refuse the rest (migration)."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    verb = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    about_id = models.CharField(max_length=40, blank=True)
    by_id = models.UUIDField(null=True, blank=True)
    fields = models.JSONField(default=list, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["about_id", "-at"]),
            models.Index(fields=["subject_kind", "subject_id", "-at"]),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_kind} {self.subject_id}"


class Translation(models.Model):
    """A translation of one field of one record, beside the original, with its status."""

    class Status(models.TextChoices):
        HUMAN = "human", _("Translated by a person")
        MACHINE = "machine", _("Machine translation")

    subject_kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    field = models.CharField(max_length=40)
    language = models.CharField(max_length=8)
    text = models.TextField()
    status = models.CharField(max_length=8, choices=Status)
    by_id = models.UUIDField(null=True, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "field", "language"],
                name="one_translation_a_field",
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id} {self.field} {self.language}"


class VersionedModel(models.Model):
    """A record that two people may edit: see `editing.py`."""

    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


class Draft(models.Model):
    """What somebody had typed into a long form, kept until it is sent or 30 days pass."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner_id = models.CharField(max_length=64)  # user id or session draft key
    form = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40, blank=True)
    data = models.JSONField(default=dict)
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner_id", "form", "subject_id"], name="one_draft")
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.saved_at}"


class OutboxMail(models.Model):
    """A mail that this instance did not send away: the demo, or mail not yet configured."""

    at = models.DateTimeField(auto_now_add=True)
    to = models.CharField(max_length=254, db_index=True)
    subject = models.CharField(max_length=300)
    body = models.TextField()

    def __str__(self) -> str:
        return f"{self.at} {self.subject}"


class SearchEntry(models.Model):
    """One searchable text. `folded` is what is searched; see `search.py`."""

    kind = models.CharField(max_length=20)
    object_id = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    folded = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id"], name="one_search_entry")
        ]

    def __str__(self) -> str:
        return self.title
