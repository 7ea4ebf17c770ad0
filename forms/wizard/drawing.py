"""Drawing the wizard: a step, what surrounds it, and how far the person is."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from forms import files, services
from forms.records import knowing
from forms.wizard.filing import FilesMixin
from forms.wizard.live import live_data
from forms.wizard.outcome import Progress
from forms.wizard.parts import NotePart, QuestionPart, leaves, problems_shown
from forms.wizard.stepform import RETURN, StepForm
from portal.words import spoken

REVIEW, RECEIPT, MOVE = "review-and-send", "receipt-page", "newer-version"


class DrawingMixin(FilesMixin):
    """Part of FormWizard."""

    template_name: str
    base_template = "base.html"

    @property
    def heading(self) -> str:
        return spoken(self.schema.title)

    def extra_context(self) -> dict[str, Any]:
        return {}

    @property
    def review_url(self) -> str:
        return self.step_url(REVIEW)

    def render_step(
        self, form: StepForm, *, checked: bool, refused: dict[str, list[str]] | None = None, status: int = 200
    ) -> HttpResponse:
        parts = form.parts(checked=checked)
        for part in leaves(parts):
            if isinstance(part, QuestionPart) and part.question.key in (refused or {}):
                part.errors = (refused or {})[part.question.key]
        context = {
            "step": self.step,
            "parts": parts,
            "problems": list(problems_shown(parts)),
            "refused": refused,
            "seen": " ".join(part.key for part in self.step.parts() if form.state.shown[part.key]),
            "first": self.steps_shown[:1] == [self.place],
            "calls": any(
                isinstance(part, NotePart) and part.shown and part.note.tone == "danger" for part in leaves(parts)
            ),
            "returns": self.request.GET.get("from", self.request.POST.get(RETURN, "")),
            "most_bytes": settings.UPLOAD_MAX_BYTES,
            "too_large": files.too_large(),
            "live": self.live(),
            "newer": services.newer_version(self.draft) if self.request.method == "GET" else None,
            "move_url": self.step_url(MOVE),
        }
        return self.page(self.template_name, context, status=status)

    def live(self) -> dict[str, Any]:
        """What the script gets. Of what the host offers beside the form only the names: the server knows the values."""
        found = live_data(self.schema, self.state, step=self.step, elsewhere={knowing.SOURCE, *self.rule_context()})
        return {**found, "fresh": self.is_fresh}

    def page(self, template: str, context: dict[str, Any] | None = None, *, status: int = 200) -> HttpResponse:
        shared = {
            "base_template": self.base_template,
            "heading": self.heading,
            "draft": self.draft,
            "left_over": self.draft.left_over,
            "schema": self.schema,
            "base_url": self.base_url,
            "step_url": self.request.path,
            "review_url": self.review_url,
            "last_step_url": self.step_url(self.steps_shown[-1]) if self.steps_shown else self.base_url,
            "progress": self.progress(),
        }
        return TemplateResponse(
            self.request, template, {**shared, **self.extra_context(), **(context or {})}, status=status
        )

    def progress(self) -> list[Progress]:
        """The steps as the reader sees them; one that is open can be gone back to."""
        titles = {step.key: spoken(step.title) for step in self.schema.steps}
        found = [
            Progress(
                titles[key],
                done=key in self.draft.finished_steps,
                current=key == self.place,
                href=self.step_url(key) if key != self.place and self.may_be_at(key) else "",
            )
            for key in self.steps_shown
        ]
        return [*found, Progress(str(_("Check and send")), done=False, current=self.place == REVIEW)]
