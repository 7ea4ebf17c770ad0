"""Files of a paper that was withdrawn, once more for the draft in which whoever handed it in goes on."""

from collections.abc import Iterator

from forms.answering import file_fields
from forms.files.keeping import store_again
from forms.files.naming import name_of
from forms.files.opening import LockedAway, content_of
from forms.files.refusing import NotKept
from forms.models import Draft, StoredFile, Submission
from portal.privacy.sealing import Unreadable


def copy_files(submission: Submission, draft: Draft) -> None:
    """What cannot be opened or kept stays with the paper: the form then asks for it again."""
    for file in _handed_in(submission):
        try:
            store_again(draft, file, name_of(file), content_of(file))
        except (LockedAway, Unreadable, FileNotFoundError, NotKept):
            continue


def _handed_in(submission: Submission) -> Iterator[StoredFile]:
    """Not the letters that the portal made of it."""
    found = submission.files.here().filter(field_key__in=file_fields(submission.version.schema))
    yield from found.select_related("data_key").order_by("made_at", "pk")
