"""What was handed in and then withdrawn is gone on with in a new draft: nothing is typed twice."""

from django.db import transaction

from forms import reading
from forms.answering import file_fields
from forms.compartments import RANKS
from forms.files import copy_files
from forms.models import Draft, Submission
from forms.services.drafts import start_draft
from portal.access.services import Purpose
from portal.directory.models import Post


@transaction.atomic
def begin_again(submission: Submission, *, occasion: str, post: Post, by: Post, purpose: Purpose) -> Draft:
    """An open draft of the post with all that was handed in, as it should read, and its files; on record as read.

    `post` is whoever handed it in, so it is all theirs to read. Every step counts as finished: the form opens at its
    end. A post that has begun something of that occasion keeps that.
    """
    answers, version = {}, submission.version
    if not submission.is_erased:
        answers = reading.opened(submission, by=by, sensitivities=RANKS, purpose=purpose).corrected()
    # Which files there are is known by the files.
    answers = {key: answer for key, answer in answers.items() if key not in file_fields(version.schema)}
    draft, token = start_draft(version, occasion=occasion, post=post, initial=answers)
    if token and not submission.is_erased:
        draft.finished_steps = [step.key for step in version.schema.steps]
        draft.save(update_fields=["finished_steps"])
        copy_files(submission, draft)
    return draft
