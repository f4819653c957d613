"""Drafts of long forms: kept while somebody types, found again after a lost line.

A draft belongs to a user, or to the session of somebody who is not signed in. It goes when the
form is sent, and after 30 days. It is nobody else's to read, stewards included.
"""

import secrets
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import BaseForm
from django.forms.utils import ErrorDict
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from .models import Draft

SESSION_KEY = "draft_key"
DAYS = 30
MAX_LETTERS = 200_000
FORMS: set[str] = set()
"""Names of forms that keep drafts. Apps add theirs in AppConfig.ready()."""
_NEVER = ("csrfmiddlewaretoken", "password", "code")


def add_draft_form(name: str) -> None:
    FORMS.add(name)


def draft_owner(request: HttpRequest, *, make: bool = False) -> str:
    """Whose drafts these are; "" for a visitor who has none yet (unless make)."""
    if request.user.is_authenticated:
        return str(request.user.pk)
    key = str(request.session.get(SESSION_KEY, ""))
    if not key and make:
        key = request.session[SESSION_KEY] = secrets.token_urlsafe(24)
    return key


def draft_of(request: HttpRequest, form: str, subject_id: str = "") -> Draft | None:
    owner = draft_owner(request)
    if not owner:
        return None
    return Draft.objects.filter(owner_id=owner, form=form, subject_id=subject_id).first()


@transaction.atomic
def draft_save(owner: str, form: str, subject_id: str, typed: QueryDict) -> Draft:
    """Keep what was typed. Raises ValidationError for an unknown form or too long a text."""
    if form not in FORMS or not owner:
        raise ValidationError(_("This form keeps no drafts."))
    data = {name: values for name, values in typed.lists() if name not in _NEVER}
    if sum(len(value) for values in data.values() for value in values) > MAX_LETTERS:
        raise ValidationError(_("This is too long to be kept as a draft."))
    draft, _made = Draft.objects.update_or_create(
        owner_id=owner, form=form, subject_id=subject_id, defaults={"data": data}
    )
    return draft


def draft_drop(request: HttpRequest, form: str, subject_id: str = "") -> None:
    """The form was sent, or its draft thrown away."""
    Draft.objects.filter(owner_id=draft_owner(request), form=form, subject_id=subject_id).delete()


def drafts_expire() -> int:
    """Remove drafts that nobody touched for 30 days. Idempotent; run daily."""
    old = timezone.now() - timedelta(days=DAYS)
    return Draft.objects.filter(saved_at__lt=old).delete()[0]


def fill_from_draft[F: BaseForm](made: F, draft: Draft | None) -> F:
    """An unbound form showing its draft, without complaining about what is not there yet."""
    if draft is None or made.is_bound:
        return made
    typed = QueryDict(mutable=True)
    for name, values in draft.data.items():
        typed.setlist(name, [str(value) for value in values])
    filled: Any = made
    filled.data, filled.is_bound = typed, True
    filled._errors = ErrorDict()  # as Form.full_clean leaves it when all is well
    filled.cleaned_data = {}
    return made
