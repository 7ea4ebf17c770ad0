"""Filling in a form that is still being built, as far as the page before sending, and leaving no trace.

What was answered travels in the page itself, from step to step: no draft is made, no file taken, nothing logged. Rules
and checks are those of the wizard.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from forms.answering import holds_files
from forms.builder import schema_of
from forms.logic.formstate import FormState, evaluate_form
from forms.logic.plan import plan_of
from forms.models import Form
from forms.presentation import present
from forms.publishable import problems_of
from forms.reasons import label_of, why_hidden
from forms.review import problems_of_step, review
from forms.schema import FormSchema, Question, Step, is_empty
from forms.wizard.live import live_data
from forms.wizard.parts import Part, QuestionPart, leaves, problems_shown
from forms.wizard.stepform import GO, StepForm
from portal.words import readers_language, spoken

# What the page sends beside the answers of the step.
KEPT, AT = "_kept", "_at_step"
REVIEW = "_review"
CHANGE = "portal_forms.change_form"


def try_out(request: HttpRequest, pk: str) -> HttpResponse:
    """The form as it was last saved. Each POST is one button of the page; a GET begins anew."""
    if not request.user.has_perm(CHANGE):
        raise PermissionDenied
    form = get_object_or_404(Form, pk=unquote(pk)).get_latest_revision_as_object()
    problems = [problem for problem in problems_of(form) if problem.code != "test"]
    context: dict[str, Any] = {
        "form_title": form,
        "problems": problems,
        "edit_url": reverse(form.snippet_viewset.get_url_name("edit"), args=[form.pk]),
    }
    if not problems:
        context |= Trial(schema_of(form), timezone.now()).answered(request)
    response = TemplateResponse(request, "forms/try.html", context)
    patch_cache_control(response, no_store=True, private=True)
    return response


@dataclass
class Trial:
    """One filling in; it lasts for one request."""

    schema: FormSchema
    now: datetime
    answers: dict[str, Any] = field(default_factory=dict)

    def answered(self, request: HttpRequest) -> dict[str, Any]:
        """What the page shows next."""
        steps = {step.key: step for step in self.schema.steps}
        self.answers = _kept(request.POST.get(KEPT, ""), self.schema)
        step = steps.get(request.POST.get(AT, ""))
        go = request.POST.get(GO, "")
        if step is None:
            return self.at(self._target(go))
        return self.take(step, request.POST, go)

    def take(self, step: Step, typed: Any, go: str) -> dict[str, Any]:
        form = StepForm(data=typed, step=step, state=self.state, stored={})
        merged = {**self.answers, **form.answers}
        self.answers = {key: answer for key, answer in merged.items() if not is_empty(answer)}
        form.state = self.state
        action, _colon, target = go.partition(":")
        table, _dash, number = target.partition("-")
        if action in ("add", "remove") and table in form.tables:
            form.add_row(table) if action == "add" else form.remove_row(table, number)
            return self.step_page(step, form, checked=False)
        passes = form.can_be_read and not any(problems_of_step(step, form.state))
        if go == "stay" or (go == "next" and not passes):
            return self.step_page(step, form, checked=True)
        return self.at(self._beside(step, 1 if go == "next" else -1) if go in ("next", "back") else self._target(go))

    @property
    def state(self) -> FormState:
        """As the answers are now; a question for files counts as answered, because none are taken here."""
        files = {one.key: ["-"] for one in self.schema.fields() if isinstance(one, Question) and holds_files(one)}
        return evaluate_form(self.schema, {**self.answers, **files}, now=self.now)

    def shown_steps(self) -> list[Step]:
        state = self.state
        return [step for step in self.schema.steps if state.shown[step.key]]

    def _target(self, go: str) -> Step | None:
        """The step that `to:<key>` names, None for the review; else the first."""
        wanted = go.removeprefix("to:")
        if wanted == REVIEW:
            return None
        shown = self.shown_steps()
        return next((step for step in shown if step.key == wanted), shown[0] if shown else None)

    def _beside(self, step: Step, distance: int) -> Step | None:
        """The one after or before it; None, the review, after the last."""
        keys = [one.key for one in self.schema.steps]
        here = keys.index(step.key)
        shown = self.shown_steps()
        after = [one for one in shown if keys.index(one.key) > here]
        before = [one for one in shown if keys.index(one.key) < here]
        return next(iter(after), None) if distance > 0 else before[-1] if before else step

    def at(self, step: Step | None) -> dict[str, Any]:
        if step is None:
            return self.review_page()
        initial = self.answers
        return self.step_page(step, StepForm(initial=initial, step=step, state=self.state, stored={}), checked=False)

    def step_page(self, step: Step, form: StepForm, *, checked: bool) -> dict[str, Any]:
        parts = form.parts(checked=checked)
        _say_instead_of_files(parts)
        own = {one.key for one in step.fields()}
        return {
            **self.shared(step),
            "step": step,
            "parts": parts,
            "wrong": list(problems_shown(parts)) if checked else [],
            "kept": json.dumps({key: answer for key, answer in self.answers.items() if key not in own}),
            "live": live_data(self.schema, self.state, step=step),
            "hidden": list(self.hidden(step)),
        }

    def review_page(self) -> dict[str, Any]:
        files = {one.key: ["-"] for one in self.schema.fields() if isinstance(one, Question) and holds_files(one)}
        reviewed = review(self.schema, self.answers, now=self.now, files=files)
        shown = {key: answer for key, answer in reviewed.answers.items() if key not in files}
        return {
            **self.shared(None),
            "sections": present(self.schema, shown, language=readers_language()),
            "missing": reviewed.problems,
            "kept": json.dumps(self.answers),
            "hidden": list(self.hidden(None)),
        }

    def shared(self, here: Step | None) -> dict[str, Any]:
        return {
            "schema": self.schema,
            "steps": [(step, spoken(step.title), step is here) for step in self.shown_steps()],
        }

    def hidden(self, here: Step | None) -> Iterator[tuple[str, str]]:
        """What is not asked now, with the reason: steps, and what is in the step that is shown."""
        state = self.state
        for place, node in plan_of(self.schema).nodes.items():
            outermost = not node.table and (not node.above or state.shown[node.above])
            wanted = isinstance(node.part, Step) or (here is not None and _is_in(node.part.key, here))
            if wanted and outermost and not state.shown[place]:
                yield label_of(self.schema, place), "; ".join(why_hidden(self.schema, place, state, now=self.now))


def _is_in(key: str, step: Step) -> bool:
    return any(part.key == key for part in step.parts())


def _kept(sent: str, schema: FormSchema) -> dict[str, Any]:
    """The answers that the page carried, those of this form only."""
    try:
        answers = json.loads(sent or "{}")
    except ValueError:
        return {}
    known = {one.key for one in schema.fields()}
    return {key: answer for key, answer in answers.items() if key in known} if isinstance(answers, dict) else {}


def _say_instead_of_files(parts: list[Part]) -> None:
    for part in leaves(parts):
        if isinstance(part, QuestionPart) and part.room is not None:
            part.room = None
            part.text = _("No files are taken in a test; this counts as answered.")
