"""What a web process loads before its first visitor would have to wait for it."""

from django.contrib.auth.models import AnonymousUser
from django.db import connection

from twoshores.engines import matching
from twoshores.projects.selectors.shores import shores_of
from twoshores.taxonomy.linking import current_index


def warm_up() -> None:
    """The matching kernel (compiled or from its cache), the label index, the map's data."""
    matching.warm_up()
    current_index()
    shores_of(AnonymousUser())
    connection.close()  # this thread's own; the workers have theirs
