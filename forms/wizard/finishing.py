"""The end of the wizard: everything once more, handing in by POST, the receipt."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from forms import files
from forms.presentation import Section, present
from forms.records import knowing
from forms.records.keeping import AlreadyThere
from forms.review import AnswerProblem, Reviewed, review
from forms.services import DraftClosed, Incomplete, MovedOn
from forms.wizard.filing import FilesMixin
from forms.wizard.parts import ShownProblem
from portal.access.refusal import Refused
from portal.access.services import record_refusal
from portal.words import readers_language

KEY = "_key"


@dataclass(frozen=True)
class ShownRow:
    label: str
    text: str
    shown_files: list[Any]


class ShownSection:
    """A section of the review page, its files ready to be looked at."""

    def __init__(self, section: Section, stored: Mapping[str, Any]) -> None:
        self.title = section.title
        self.rows = [
            ShownRow(row.label, row.text, [stored[file_id] for file_id in row.files if file_id in stored])
            for row in section.rows
        ]


class FinishingMixin(FilesMixin):
    """Part of FormWizard."""

    review_template = "forms/review.html"

    def reviewed(self) -> Reviewed:
        answers = self.draft.answers
        beside = knowing.context(self.schema, answers, self.rule_context())
        return review(self.schema, answers, now=timezone.now(), context=beside, files=self.file_ids)

    def review_page(self, problems: list[AnswerProblem] | None = None, *, status: int = 200) -> HttpResponse:
        """All answers that count, by step, with a way back to each; nothing is sent by looking."""
        reviewed = self.reviewed()
        context = self.review_context(reviewed, problems or reviewed.problems)
        return self.page(self.review_template, context, status=status)

    def review_context(self, reviewed: Reviewed, problems: list[AnswerProblem]) -> dict[str, Any]:
        sections = present(self.schema, reviewed.answers, language=readers_language())
        return {
            "sections": [
                (ShownSection(section, self.shown_files()), f"{self.step_url(section.step)}?from=review")
                for section in sections
            ],
            "problems": [ShownProblem(self._way_to(problem), problem.label, problem.sentence) for problem in problems],
            "missing": [shown for shown in self.shown_files().values() if shown.file.missing],
            "key": secrets.token_urlsafe(16),
        }

    def _way_to(self, problem: AnswerProblem) -> str:
        # An anchor of forms.wizard.parts: of a field, or of a cell as table-row-column.
        field = problem.field.replace(".", "-")
        return f"{self.step_url(problem.step)}?from=review#field-{field}"

    def hand_in(self) -> HttpResponse:
        """Send, unless something is missing or a step was never looked at."""
        if self.first_unfinished is not None and not self.reviewed().problems:
            return HttpResponseRedirect(self.forward_url())
        key = self.request.POST.get(KEY, "")[:200] or self.draft.pk.hex
        try:
            receipt = self.submit(self.draft, key)
        except Incomplete as incomplete:
            return self.review_page(incomplete.problems, status=422)
        except Refused as refused:
            return self.refused(refused)
        return self.submitted(receipt)

    def refused(self, refused: Refused) -> HttpResponse:
        """Back to the review with the reason; what was typed is there. What closes the draft is told by `dispatch`."""
        if isinstance(refused, DraftClosed | MovedOn):
            raise refused
        if isinstance(refused, AlreadyThere) and refused.record is not None:
            # After the transaction: what it wrote is undone.
            record_refusal(refused.record, by=self.draft.post, action="see", purpose=self.schema.key)
        messages.error(self.request, str(refused.sentence))
        return HttpResponseRedirect(self.forward_url())

    def receipt_page(self) -> HttpResponse:
        """Number and code again, for a day and for the same browser; the host's get_draft sees to the latter."""
        submission = self.draft.submission
        if submission is None or self.draft.expires_at <= timezone.now():
            raise Http404
        pdf = self.draft.files.filter(field_key="receipt").first()
        context = {
            "submission": submission,
            "code": self.draft.receipt_code or "",
            "pdf_url": self.step_url(f"file/{pdf.pk}") if pdf else "",
            "missing": [files.name_of(file) for file in submission.files.missing().select_related("data_key")],
        }
        return self.page("forms/receipt.html", context)
