"""Work on projects that takes long: fetch by key, call one service."""

from django.tasks import task

from .services import iati_uploads


@task
def import_iati(key: str) -> None:
    """Bring an uploaded IATI file in; may run twice."""
    iati_uploads.upload_run(key)
