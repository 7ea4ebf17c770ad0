"""`manage.py index_submissions`: what was handed in before there was a blind index is found from now on."""

from typing import Any

from django.core.management.base import BaseCommand

from forms.compartments import split
from forms.indexing import index_answers
from forms.models import Submission
from forms.services.correcting import index_corrections
from portal.privacy.sealing import Unreadable


class Command(BaseCommand):
    help = "Write the blind index of every submission. Says numbers only; may be stopped and started again."

    def handle(self, *args: Any, **options: Any) -> None:
        done = unreadable = 0
        for submission in Submission.objects.select_related("data_key", "version").order_by("pk").iterator(200):
            try:
                _index(submission)
                done += 1
            except Unreadable:
                unreadable += 1
        self.stdout.write(f"{done} submissions are indexed, {unreadable} were erased or do not open.")


def _index(submission: Submission) -> None:
    schema = submission.version.schema
    index_answers(schema, split(schema, submission.unsealed()), submission.data_key)
    index_corrections(submission)
