"""From which version of its letter an effect printed."""

from django.db import models

from workflows.letters.models.definition import LetterVersion
from workflows.models import EffectRun


class PrintedLetter(models.Model):
    """Written with the first document; what is printed later for the same effect is of that version, too."""

    run = models.OneToOneField(EffectRun, on_delete=models.CASCADE, related_name="printed_letter", primary_key=True)
    version = models.ForeignKey(LetterVersion, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.run_id}: {self.version_id}"
