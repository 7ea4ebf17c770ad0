"""Losses made by hand, so that the inquest can show that it sees each kind of them."""

from collections.abc import Callable
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import storages

from forms.models import Draft, StoredFile, Submission
from portal.notices.models import Notice
from workflows.models import Case, Event, Task


def _submission(draft: str) -> Submission:
    found = Draft.objects.select_related("submission").get(pk=draft).submission
    assert found is not None
    return found


def _case(draft: str) -> Case:
    return Case.objects.get(case_submissions__submission=_submission(draft))


def lose_submission(draft: str) -> None:
    Submission.objects.filter(pk=_submission(draft).pk).update(number=f"gone {draft}")


def forget_code(draft: str) -> None:
    Submission.objects.filter(pk=_submission(draft).pk).update(receipt_digest=None)


def spoil_photo(draft: str) -> None:
    path = StoredFile.objects.get(submission=_submission(draft)).path
    storages["sealed"].delete(path)
    storages["sealed"].save(path, ContentFile(b"not what was sealed"))


def lose_receipt(draft: str) -> None:
    StoredFile.objects.filter(draft=draft, field_key="receipt").delete()


def change_log(draft: str) -> None:
    Event._base_manager.filter(case=_case(draft)).update(kind="something else")


def lose_task(draft: str) -> None:
    _case(draft).tasks.update(state=Task.State.CANCELLED)


def lose_notices(draft: str) -> None:
    case = _case(draft)
    for place in (case.pk, *case.tasks.values_list("pk", flat=True)):
        Notice.objects.filter(path__contains=str(place)).delete()


def hand_in_again(draft: str) -> None:
    again = _submission(draft)
    again.pk, again.number, again.receipt_digest = uuid4(), f"again {draft}", None
    again.idempotency_key = again.idempotency_key[:-1] + "?"
    again.save(force_insert=True)


DAMAGES: dict[str, Callable[[str], None]] = {
    made.__name__: made
    for made in (
        lose_submission, forget_code, spoil_photo, lose_receipt, change_log, lose_task, lose_notices, hand_in_again
    )
}  # fmt: skip
