"""People. What identifies somebody stands in a table of its own, read by few functions."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from twoshores.common.models import Place

from .actor import Actor


class Person(Actor):
    """Who somebody is to others: a pseudonym and facts that do not identify."""

    class Sex(models.TextChoices):
        FEMALE = "female", _("Woman")
        MALE = "male", _("Man")
        OTHER = "other", _("In another way")

    class AgeBand(models.TextChoices):
        UNDER_25 = "under_25", _("under 25")
        TO_34 = "25_34", _("25 to 34")
        TO_49 = "35_49", _("35 to 49")
        TO_64 = "50_64", _("50 to 64")
        OVER_64 = "over_64", _("65 and over")

    pseudonym = models.CharField(max_length=12, unique=True)  # K7-204
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="person",
    )
    language = models.CharField(max_length=8, default="en")  # of mails and consent texts
    residence = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sex = models.CharField(max_length=8, choices=Sex, blank=True)
    age_band = models.CharField(max_length=8, choices=AgeBand, blank=True)
    # Until when the effective consent to each purpose lasts (null: none). Kept by
    # services.consents alone, so that lists can be scoped in one indexed comparison.
    listed_until = models.DateTimeField(null=True, blank=True, db_index=True)
    matched_until = models.DateTimeField(null=True, blank=True, db_index=True)
    asked_until = models.DateTimeField(null=True, blank=True)
    statistics_until = models.DateTimeField(null=True, blank=True, db_index=True)
    # Whether the text they agreed to speaks of the region they live in (`consent_texts`).
    region_may_be_named = models.BooleanField(default=False)
    # When the person changed their facts or offer themself: from then on no registrar does.
    own_word_at = models.DateTimeField(null=True, blank=True)
    link_nonce = models.UUIDField(default=uuid.uuid4)  # changing it ends all links sent
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.pseudonym

    @property
    def speaks_themself(self) -> bool:
        """Whether the person has signed in or changed anything: then no registrar does any more."""
        return self.user_id is not None or self.own_word_at is not None


class PersonIdentity(models.Model):
    """Name and contacts. Read only through `selectors.identity_visible_to`."""

    person = models.OneToOneField(
        Person, on_delete=models.CASCADE, primary_key=True, related_name="identity"
    )
    full_name = models.CharField(max_length=160)
    email = models.EmailField(blank=True, db_index=True)
    phone = models.CharField(max_length=40, blank=True)

    def __str__(self) -> str:
        return f"identity of {self.person_id}"
