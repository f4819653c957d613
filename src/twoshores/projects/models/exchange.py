"""What a published file (IATI) says of a project that the design itself has no field for."""

from django.db import models

from .project import Project


class PublishedRecord(models.Model):
    """Where a project came from: the identifier under which others published it, and by whom."""

    project = models.OneToOneField(Project, on_delete=models.CASCADE, related_name="published")
    identifier = models.CharField(max_length=200, unique=True)  # iati-identifier
    publisher = models.CharField(max_length=120, blank=True)  # reporting-org/@ref
    publisher_name = models.CharField(max_length=300, blank=True)
    version = models.CharField(max_length=8)
    activity_status = models.CharField(max_length=2, blank=True)
    file_sha256 = models.CharField(max_length=64)
    # Elements that had no place of their own, as they were published, so that nothing is lost.
    rest = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.identifier


class Transaction(models.Model):
    """Money that moved or was promised, as published (codes of the IATI lists)."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="transactions")
    position = models.PositiveIntegerField()
    type_code = models.CharField(max_length=4)
    on = models.DateField()
    value = models.DecimalField(max_digits=22, decimal_places=4)
    currency = models.CharField(max_length=3)
    value_date = models.DateField(null=True, blank=True)
    description = models.TextField(blank=True)
    provider = models.JSONField(default=dict, blank=True)  # ref, name, activity
    receiver = models.JSONField(default=dict, blank=True)
    rest = models.TextField(blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "position"], name="one_transaction_a_position"
            )
        ]

    def __str__(self) -> str:
        return f"{self.type_code} {self.on}"


class PublishedBudget(models.Model):
    """A budget of a span of time, as published."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="published_budgets")
    position = models.PositiveIntegerField()
    type_code = models.CharField(max_length=2, blank=True)
    status_code = models.CharField(max_length=2, blank=True)
    starts = models.DateField()
    ends = models.DateField()
    value = models.DecimalField(max_digits=22, decimal_places=4)
    currency = models.CharField(max_length=3)
    value_date = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "position"], name="one_published_budget_a_position"
            )
        ]

    def __str__(self) -> str:
        return f"{self.starts} {self.value} {self.currency}"
