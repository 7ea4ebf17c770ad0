"""Background work of the forms floor."""

import logging
from datetime import timedelta
from typing import Any

from django.core.files.storage import storages
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from forms import files, receipt_letter, services
from forms.models import Draft, StoredFile
from forms.services.drafts import plan_sweep
from forms.sweeping import paths_without_row, rows_without_path
from portal import pdf
from portal.jobs.registry import job

logger = logging.getLogger("portal.forms")


@job("receipt_pdf")
def make_receipt(*, draft_id: str, language: str, **_ids: Any) -> None:
    """Print the receipt of a submitted draft, once; nothing when the draft is gone already."""
    draft = Draft.objects.select_related("submission", "data_key", "version").filter(pk=draft_id).first()
    if draft is None or draft.submission is None or draft.files.filter(field_key="receipt").exists():
        return
    context = receipt_letter.receipt_context(
        draft.version.schema,
        number=draft.submission.number,
        submitted_at=draft.submission.submitted_at,
        code=draft.receipt_code,
        language=language,
    )
    data = pdf.render(receipt_letter.TEMPLATE, context, language=language)
    with translation.override(language):
        files.store_receipt(draft, _("receipt-%(number)s.pdf") % {"number": draft.submission.number}, data)


@job("erase_draft")
def erase_draft(*, draft_id: str, **_ids: Any) -> None:
    """A day after submission: the code, the receipt and the draft itself go."""
    draft = Draft.objects.expired().select_related("data_key").filter(pk=draft_id).first()
    if draft is not None:
        services.discard(draft)


@job("sweep_forms", in_transaction=False)
def sweep(**_ids: Any) -> None:
    """Daily: expired drafts with their files, sealed files that no row names, rows whose file is missing."""
    for draft in Draft.objects.expired().select_related("data_key").iterator():
        services.discard(draft)
    storage = storages["sealed"]
    for path in paths_without_row(storage, older_than=timezone.now() - timedelta(days=1)):
        storage.delete(path)
    for file in rows_without_path(storage, StoredFile.objects.order_by("pk")):
        logger.error("The sealed file of row %s is missing.", file.pk)
    plan_sweep()
