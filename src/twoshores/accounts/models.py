"""A user is a login. The person whom it may belong to is a record of the actors app."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext

from twoshores.common.formatting import isolated, join_words


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    language = models.CharField(max_length=8, default="en")
    is_active = models.BooleanField(default=True)
    is_steward = models.BooleanField(default=False)
    is_demo = models.BooleanField(default=False)
    demo_label = models.CharField(max_length=120, blank=True)  # "Coordinator in Motobas"
    date_joined = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()

    # Django's own admin is not installed; these answer what allauth asks of a user.
    is_staff = False
    is_superuser = False

    def __str__(self) -> str:
        return str(self.id)

    @property
    def persona(self) -> str:
        """Who this is in the demo, for the reader: the role is translated, the name is not."""
        role, _comma, name = self.demo_label.partition(", ")
        # A name of the other direction must not carry the full stop after it away: isolated.
        said = (role and gettext(role), name and isolated(name))
        return join_words(part for part in said if part)

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return False


class OneTimeLink(models.Model):
    """The memory of a signed link that may be used once. Holds no personal data."""

    class Purpose(models.TextChoices):
        FIRST_STEWARD = "first_steward", "first steward"

    nonce = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purpose = models.CharField(max_length=20, choices=Purpose)
    made_at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.purpose} {self.made_at}"
