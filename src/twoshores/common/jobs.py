"""Jobs of the task worker that failed for good, as stewards see them: how many, never of whom."""

from datetime import timedelta

from django.utils import timezone
from django_ox.models import OxTask

DAYS = 7


def failed_jobs() -> dict[str, int]:
    """How many jobs of each name gave up in the last seven days. One query."""
    since = timezone.now() - timedelta(days=DAYS)
    failed = OxTask.objects.filter(status=OxTask.Status.FAILED, finished_at__gte=since)
    counts: dict[str, int] = {}
    for path in failed.values_list("task_path", flat=True):
        name = path.rsplit(".", 1)[-1]
        counts[name] = counts.get(name, 0) + 1
    return counts
