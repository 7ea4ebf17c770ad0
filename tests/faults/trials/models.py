"""What the synthetic jobs leave behind."""

from django.db import models


class Effect(models.Model):
    """What one job did. A job that ran twice has two."""

    number = models.IntegerField()

    class Meta:
        app_label = "trials"

    def __str__(self) -> str:
        return f"effect {self.number}"


class Start(models.Model):
    """A handler that began; written outside the job's transaction."""

    number = models.IntegerField()
    process_id = models.IntegerField()

    class Meta:
        app_label = "trials"

    def __str__(self) -> str:
        return f"start {self.number}"
