"""The programme: whose money it is, who works for it, and the papers it gives its grantees."""

import uuid

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from twoshores.actors.models import Organisation
from twoshores.common.models import VersionedModel, Visibility

USER = settings.AUTH_USER_MODEL


class Programme(VersionedModel):
    """What an organisation funds and supports, for some years."""

    class Licence(models.TextChoices):
        """Of the files about its grants, as addresses that name them everywhere."""

        CC0 = "https://creativecommons.org/publicdomain/zero/1.0/", "CC0 1.0"
        CC_BY = "https://creativecommons.org/licenses/by/4.0/", "CC BY 4.0"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="programmes"
    )
    title = models.CharField(_("Title"), max_length=200)
    language = models.CharField(_("Written in"), max_length=8, default="en")
    about = models.TextField(_("What it is for"), max_length=6000, blank=True)
    # Totals are told in this currency, each at a named rate; money itself is never converted.
    currency = models.CharField(_("Currency of the totals"), max_length=3, default="EUR")
    rates_on = models.DateField(_("Convert at the rates of"), null=True, blank=True)
    starts = models.DateField(_("From"), null=True, blank=True)
    ends = models.DateField(_("Until"), null=True, blank=True)
    visibility = models.CharField(
        _("Who may see it"), max_length=8, choices=Visibility, default=Visibility.OWNERS
    )
    # Under which it publishes to 360Giving, who gives it out.
    giving_prefix = models.CharField(
        _("Prefix at 360Giving"),
        max_length=40,
        blank=True,
        validators=[
            RegexValidator(r"\A360G-[A-Za-z0-9_]+\Z", _("It begins with 360G- and has no spaces."))
        ],
    )
    data_licence = models.CharField(
        _("Licence of the files"), max_length=80, choices=Licence, blank=True
    )
    is_demo = models.BooleanField(default=False)
    created_by = models.ForeignKey(
        USER, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                name="programme_ends_after_it_starts",
                condition=models.Q(starts__isnull=True)
                | models.Q(ends__isnull=True)
                | models.Q(ends__gte=models.F("starts")),
            )
        ]

    def __str__(self) -> str:
        return self.title


class Office(models.Model):
    """What somebody does for a programme beside being a member of its organisation.

    Coordinators and officers of the organisation run the programme; its viewers read it. A focal
    point follows the projects of some countries, an assessor reads the proposals given to them.
    """

    class Role(models.TextChoices):
        FOCAL_POINT = "focal_point", _("Focal point")
        ASSESSOR = "assessor", _("Assessor")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="offices")
    user = models.ForeignKey(USER, on_delete=models.CASCADE, related_name="programme_offices")
    role = models.CharField(max_length=11, choices=Role)
    countries = models.JSONField(default=list, blank=True)  # codes; [] = any
    languages = models.JSONField(default=list, blank=True)  # codes read well; [] = any
    # Of proposals at once, for assessors; null = no limit of their own.
    most_proposals = models.PositiveSmallIntegerField(
        _("At most so many proposals"), null=True, blank=True
    )
    since = models.DateField(auto_now_add=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["role", "since", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "user", "role"], name="one_office_a_role")
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.programme_id}"


class OfficeInvitation(models.Model):
    """Somebody is asked by e-mail to be focal point or assessor. The link works once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    role = models.CharField(max_length=11, choices=Office.Role)
    countries = models.JSONField(default=list, blank=True)
    languages = models.JSONField(default=list, blank=True)
    most_proposals = models.PositiveSmallIntegerField(null=True, blank=True)
    invited_by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")
    nonce = models.UUIDField(default=uuid.uuid4)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "email", "role"], name="one_office_invitation"
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.programme_id}"
