"""Signed links: what a person may do from a mail, without a password.

A link says its purpose and subject and carries a nonce that the subject's row also holds, so
that a used or withdrawn link stops working at once. Expired, forged and foreign links raise
`BadLink` with words for the person who holds it.
"""

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _

DAY = 24 * 3600


class BadLink(Exception):
    """The link cannot be used; the message says why and what to do."""

    @classmethod
    def used(cls) -> "BadLink":
        return cls(_("This link was used or withdrawn. Ask for a new one."))


def make_token(purpose: str, subject_id: object, nonce: str = "") -> str:
    return signing.dumps([str(subject_id), nonce], salt=f"twoshores.{purpose}", compress=False)


def read_token(purpose: str, token: str, *, max_days: int) -> tuple[str, str]:
    """(subject id, nonce) of a token, or BadLink."""
    try:
        subject_id, nonce = signing.loads(
            token, salt=f"twoshores.{purpose}", max_age=max_days * DAY
        )
    except signing.SignatureExpired as error:
        raise BadLink(_("This link has expired. Ask for a new one.")) from error
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise BadLink(
            _("This link is not complete. Copy the whole line from the message.")
        ) from error
    return str(subject_id), str(nonce)


def absolute(view_name: str, *args: object) -> str:
    """The full address of a page, for mails and calendars."""
    return settings.BASE_URL + reverse(view_name, args=args)
