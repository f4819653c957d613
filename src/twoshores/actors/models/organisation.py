"""Organisations, who acts for them, and claims to act for one that has no owner yet."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from twoshores.common.models import Place, Visibility

from .actor import Actor


class OrganisationKind(models.TextChoices):
    """The kinds of actors of the handbook (sections 1.2 and 6.1)."""

    MIGRANT_ASSOCIATION = "migrant_association", _("Migrant association")
    GRASSROOTS_GROUP = "grassroots_group", _("Grassroots group")
    NGO = "ngo", _("Non-governmental organisation")
    LOCAL_AUTHORITY = "local_authority", _("Local authority")
    UNIVERSITY = "university", _("University")
    MICROFINANCE = "microfinance", _("Microfinance institution")
    SAVINGS_COOPERATIVE = "savings_cooperative", _("Savings cooperative")
    BANK = "bank", _("Bank")
    CHAMBER = "chamber", _("Chamber of commerce or trade")
    EMPLOYERS = "employers", _("Employers' association")
    TRADE_UNION = "trade_union", _("Trade union")
    SCHOOL = "school", _("School or training centre")
    HOSPITAL = "hospital", _("Hospital or health centre")
    MEDIA = "media", _("Media")
    FAITH = "faith", _("Faith organisation")
    EMBASSY = "embassy", _("Embassy or consulate")
    CENTRAL_AUTHORITY = "central_authority", _("Central authority")
    DONOR = "donor", _("Donor")
    INTERNATIONAL = "international", _("International organisation")
    COMPANY = "company", _("Company")


class Organisation(Actor):
    class Recognition(models.TextChoices):
        REGISTERED = "registered", _("Registered")
        PENDING = "pending", _("Registration under way")
        PUBLIC = "public", _("Public body")
        INFORMAL = "informal", _("Not registered")
        UNKNOWN = "unknown", _("Not known")

    name = models.CharField(max_length=200)
    name_language = models.CharField(max_length=8, default="en")
    organisation_kind = models.CharField(max_length=20, choices=OrganisationKind)
    recognition = models.CharField(max_length=10, choices=Recognition, default=Recognition.UNKNOWN)
    recognised_since = models.PositiveSmallIntegerField(null=True, blank=True)  # a year
    description = models.TextField(blank=True, max_length=4000)
    description_language = models.CharField(max_length=8, blank=True)
    languages = models.JSONField(default=list, blank=True)  # codes
    sectors = models.JSONField(default=list, blank=True)  # words of the organisation
    website = models.URLField(blank=True)
    contact_email = models.EmailField(blank=True)
    places = models.ManyToManyField(Place, blank=True, related_name="organisations")
    country = models.CharField(max_length=2, blank=True)  # where it is based
    # Under which it publishes to the International Aid Transparency Initiative.
    iati_identifier = models.CharField(max_length=100, blank=True)
    # Who may know of it; the name of an organisation that asks or publishes is seen with that.
    visibility = models.CharField(max_length=8, choices=Visibility, default=Visibility.PUBLIC)

    def __str__(self) -> str:
        return self.name

    @property
    def language(self) -> str:
        """The language of the original, as `common.translations` asks for it."""
        return self.name_language


class Membership(models.Model):
    class Role(models.TextChoices):
        COORDINATOR = "coordinator", _("Coordinator")
        OFFICER = "officer", _("Officer")
        VIEWER = "viewer", _("Viewer")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(max_length=12, choices=Role)
    since = models.DateField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation"], name="one_membership")
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.organisation_id}"


class Invitation(models.Model):
    """A coordinator asks somebody by e-mail to act for the organisation. The link works once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="invitations"
    )
    email = models.EmailField()
    role = models.CharField(max_length=12, choices=Membership.Role)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    nonce = models.UUIDField(default=uuid.uuid4)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "email"], name="one_invitation")
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.organisation_id}"


class Claim(models.Model):
    """A user says: I act for this organisation. A steward decides."""

    class State(models.TextChoices):
        ASKED = "asked", _("Waiting for a steward")
        GRANTED = "granted", _("Granted")
        REFUSED = "refused", _("Refused")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="claims")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="claims"
    )
    evidence = models.TextField(max_length=2000)
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    answer = models.CharField(max_length=500, blank=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    def __str__(self) -> str:
        return f"{self.state} {self.organisation_id}"
