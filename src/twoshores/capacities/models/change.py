"""The log that keeps the match index true: its last number is the roster's change number."""

from django.db import models


class RosterChange(models.Model):
    """A profile changed in what matching reads. The row's id is the change number.

    Each query compares the highest number with the index's and applies what is newer, in every
    worker process, so that a withdrawn consent counts at once.
    """

    id = models.BigAutoField(primary_key=True)
    profile_number = models.PositiveIntegerField()
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.id}: {self.profile_number}"
