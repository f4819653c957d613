"""What keeps an organisation from being deleted: agreements that it is a side of."""

from typing import Any

from django.db.models import Model, ProtectedError
from django.utils.translation import gettext as _

from twoshores.actors.models import Organisation
from twoshores.common.formatting import join_words

from .models import Agreement


def organisation_held(sender: type[Organisation], instance: Organisation, **_more: Any) -> None:
    """A receiver of `pre_delete`. Raises ProtectedError that names the agreements.

    An agreement binds the institution: with it would go who owes what, and who signed.
    """
    rows = set(Agreement.objects.filter(parties__partner__organisation=instance))
    if rows:
        titles = join_words(sorted(row.title for row in rows))
        words = _("It is a side of agreements, which stay: %(titles)s") % {"titles": titles}
        raise ProtectedError(words, set[Model](rows))
