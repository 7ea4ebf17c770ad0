"""Background work of the forms floor."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.files.storage import storages
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from forms import files, receipt_letter, services
from forms.models import Draft, StoredFile
from forms.sweeping import paths_without_row, rows_without_path
from portal import pdf
from portal.jobs.registry import job

logger = logging.getLogger("portal.forms")


@job("receipt_pdf", in_transaction=False)
def make_receipt(*, draft_id: str, language: str, **_ids: Any) -> Callable[[], None] | None:
    """Print the receipt of a submitted draft, once; nothing when the draft is gone already.

    Printing takes a second in which nobody else may be kept from writing: only what it returns is in a transaction.
    """
    draft = Draft.objects.select_related("submission", "data_key", "version").filter(pk=draft_id).first()
    if draft is None or draft.submission is None or _has_receipt(draft):
        return None
    context = receipt_letter.receipt_context(
        draft.version.schema,
        number=draft.submission.number,
        submitted_at=draft.submission.submitted_at,
        code=draft.receipt_code,
        language=language,
        missing=draft.submission.files.missing().count(),
    )
    data = pdf.render(receipt_letter.TEMPLATE, context, language=language)
    with translation.override(language):
        name = _("receipt-%(number)s.pdf") % {"number": draft.submission.number}
    return lambda: _keep_receipt(draft, name, data)


def _keep_receipt(draft: Draft, name: str, data: bytes) -> None:
    """Unless the draft has been erased, or the receipt was kept, while this one was being printed."""
    if Draft.objects.select_for_update(of=("self",)).filter(pk=draft.pk).exists() and not _has_receipt(draft):
        files.store_receipt(draft, name, data)


def _has_receipt(draft: Draft) -> bool:
    return draft.files.filter(field_key="receipt").exists()


@job("erase_draft")
def erase_draft(*, draft_id: str, **_ids: Any) -> None:
    """A day after submission: the code, the receipt and the draft itself go."""
    draft = Draft.objects.expired().select_related("data_key").filter(pk=draft_id).first()
    if draft is not None:
        services.discard(draft)


@job("sweep_forms", in_transaction=False)
def sweep(**_ids: Any) -> None:
    """Daily: expired drafts with their files, sealed files that no row names, rows whose file is missing; scans."""
    for draft in Draft.objects.expired().select_related("data_key").iterator():
        services.discard(draft)
    storage = storages["sealed"]
    for path in paths_without_row(storage, older_than=timezone.now() - timedelta(days=1)):
        storage.delete(path)
    for file in rows_without_path(storage, StoredFile.objects.here().order_by("pk")):
        logger.error("The sealed file of row %s is missing.", file.pk)
    files.plan_scans()
    services.plan_sweep()
