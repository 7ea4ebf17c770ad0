"""`manage.py index_submissions`: what was handed in before there was a blind index is found from now on."""

from typing import Any

from django.core.management.base import BaseCommand

from forms.compartments import split
from forms.indexing import index_answers
from forms.models import ReporterIdentity, Submission
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
    identity = ReporterIdentity.objects.select_related("data_key").filter(submission=submission).first()
    reporter = identity if identity and identity.data_key.wrapped else None
    answers = {**submission.unsealed(), **(reporter.unsealed() if reporter else {})}
    parts = split(submission.version.schema, answers)
    key = reporter.data_key if reporter else None
    index_answers(submission.version.schema, parts, record=submission.data_key, reporter=key)
    index_corrections(submission)
