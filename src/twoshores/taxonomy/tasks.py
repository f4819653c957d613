"""Work on the taxonomy that takes long."""

from django.tasks import task

from .linking import refresh_index


@task
def read_labels() -> None:
    """Bring the linking index up to date; idempotent."""
    refresh_index()
