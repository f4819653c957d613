"""What a start leaves to the worker."""

import pytest
from django_ox.models import OxTask

from twoshores.config.prepare import leave_the_rest_to_the_worker

pytestmark = pytest.mark.django_db


def test_a_second_start_asks_for_no_second_reading() -> None:
    leave_the_rest_to_the_worker()
    leave_the_rest_to_the_worker()
    task = OxTask.objects.get()
    assert task.task_path.endswith("read_labels_and_words")

    # One that is under way may have been cut short with its worker, so a start asks again.
    OxTask.objects.update(status=OxTask.Status.RUNNING)
    leave_the_rest_to_the_worker()
    assert OxTask.objects.filter(status=OxTask.Status.READY).count() == 1
