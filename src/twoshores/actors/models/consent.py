"""Consent per purpose, who registered whom, who looked, and whose name a steward opened."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .organisation import Organisation
from .person import Person


class ConsentPurpose(models.TextChoices):
    LISTED = "listed", _("Being listed under a pseudonym")
    MATCHED = "matched", _("Being compared with needs")
    ASKED = "asked", _("Being asked for an introduction")
    STATISTICS = "statistics", _("Being counted in statistics")


class Consent(models.Model):
    """One yes or no to one purpose. A newer row of the same giver outranks an older one.

    Given by the person (registrar null) or recorded by an organisation that registered them.
    The person's own word outranks the registrars', whatever its date (see
    `services.consent.effective_consents`).
    """

    class Channel(models.TextChoices):
        WEB = "web", _("on this site")
        LINK = "link", _("by a link")
        PAPER = "paper", _("on paper")
        SPOKEN = "spoken", _("spoken, before a witness")
        FILE = "file", _("in an imported file")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=12, choices=ConsentPurpose)
    given = models.BooleanField()
    registrar = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    channel = models.CharField(max_length=8, choices=Channel)
    witness = models.CharField(max_length=120, blank=True)
    text_version = models.PositiveSmallIntegerField()
    text_language = models.CharField(max_length=8)
    at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)  # null for a no
    ended_at = models.DateTimeField(null=True, blank=True)  # withdrawn, replaced or expired

    class Meta:
        indexes = [models.Index(fields=["person", "purpose", "-at"])]
        constraints = [
            models.CheckConstraint(
                name="a_yes_has_an_end",
                condition=models.Q(given=False) | models.Q(expires_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {'yes' if self.given else 'no'}"


class Registration(models.Model):
    """An organisation registered a person and keeps the proof of their consent."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="registrations")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="registrations"
    )
    at = models.DateTimeField(auto_now_add=True)
    own_reference = models.CharField(max_length=60, blank=True)  # their number for this person
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "organisation"], name="one_registration")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} by {self.organisation_id}"


class Look(models.Model):
    """Somebody saw somebody: on a shortlist, on a profile, in an export. One row a day."""

    class What(models.TextChoices):
        SHORTLIST = "shortlist", _("saw your pseudonym and skills on a shortlist")
        PROFILE = "profile", _("opened your profile under its pseudonym")
        EXPORT = "export", _("took a list away in which your pseudonym stands")
        CONTACT = "contact", _("saw your name and contacts")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="looks")
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.CASCADE, related_name="+"
    )
    # What "one a day" counts by: the organisation's id, or one of these.
    STEWARD = "steward"
    ALONE = "alone"  # signed in, acts for no organisation
    viewer = models.CharField(max_length=40)
    what = models.CharField(max_length=10, choices=What)
    subject_kind = models.CharField(max_length=60, blank=True)
    subject_id = models.CharField(max_length=40, blank=True)
    day = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "viewer", "what", "subject_id", "day"],
                name="one_look_a_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.day}"


class Reveal(models.Model):
    """A steward opened a name, for a reason that the person reads."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="reveals")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.CharField(max_length=500)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"reveal {self.at}"
