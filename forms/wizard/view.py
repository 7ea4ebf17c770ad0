"""The wizard: formtools finds the way between steps, everything else is ours (see forms.wizard.storage for why)."""

from collections import OrderedDict
from itertools import chain
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from formtools.wizard.views import WizardView

from forms import services
from forms.fieldtypes import lookups
from forms.logic.formstate import FormState, evaluate_form
from forms.models import Draft
from forms.review import problems_of_step
from forms.schema import FormSchema, Step, is_empty
from forms.services import DraftClosed, Receipt
from forms.wizard.confirming import CHANGED, ConfirmingMixin
from forms.wizard.drawing import MOVE, RECEIPT, REVIEW, DrawingMixin
from forms.wizard.finishing import FinishingMixin
from forms.wizard.outcome import Outcome
from forms.wizard.stepform import GO, RETURN, REVISION, SEEN, StepForm, typed_text
from portal.thinning import without_large_files

OVERWRITTEN = gettext_lazy("This step was also changed in another window. What was saved last counts: please check it.")


class FormWizard(ConfirmingMixin, DrawingMixin, FinishingMixin, WizardView):
    """A form, filled in step by step, under any address of the host's.

    The host routes everything below one address here, with what follows it as `place`:

        class FormOfThisPage(FormWizard):
            def get_draft(self) -> Draft: ...        # the draft of this address; raise Http404 or Refused
            @property
            def base_url(self) -> str: ...           # the address, with a slash at its end

        path("fill/<uuid:draft_id>/<path:place>", FormOfThisPage.as_view())

    Places are `""` (goes to the first unfinished step), `<step key>/`, `review-and-send/`, `receipt-page/`,
    `files/<field key>/`, `file/<id>/` and `newer-version/`. More may be overridden: `base_template`, `heading`,
    `actor` (the post that submits), `rule_context()` (what formulas may name beyond the form), `step_url()`,
    `review_url`, `submit()`, `submitted(receipt)` (the response after handing in; the receipt page unless overridden),
    `closed()` (the draft expired or was handed in), `extra_context()`.

    Nothing is written on GET. A POST to a step saves it, whichever button was pressed, and redirects. `_go` says where
    to: next, back, save (a script's autosave, answered with JSON), add:<table>, remove:<table>-<row>, drop:<file id>,
    unchanged (the answers of the last time are still right).
    """

    # formtools wants a class here; each request puts in the steps of its own form.
    form_list: Any = [StepForm]
    storage_name = "forms.wizard.storage.DraftStorage"
    template_name = "forms/step.html"
    url_place = "place"

    draft: Draft

    # What a host may override.

    @property
    def actor(self) -> Any:
        return None

    def rule_context(self) -> dict[str, Any]:
        return {}

    def step_url(self, step_key: str) -> str:
        return f"{self.base_url}{step_key}/"

    @property
    def receipt_url(self) -> str:
        return self.step_url(RECEIPT)

    def submit(self, draft: Draft, idempotency_key: str) -> Receipt:
        return services.submit(draft, by=self.actor, idempotency_key=idempotency_key, context=self.rule_context())

    def submitted(self, receipt: Receipt) -> HttpResponse:
        return HttpResponseRedirect(self.receipt_url)

    def closed(self) -> HttpResponse:
        if self.draft.submission_id is not None:
            return HttpResponseRedirect(self.receipt_url)
        return self.page("forms/draft_gone.html", status=410)

    # The way in.

    @without_large_files
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.request = request
        self.place = str(kwargs.get(self.url_place, "")).strip("/")
        self.draft = self.get_draft()
        self.schema: FormSchema = self.draft.version.schema
        self.form_list = OrderedDict((step.key, StepForm) for step in self.schema.steps)
        try:
            with lookups.asking_as(lambda: self.draft.post):
                response = super().dispatch(request, *args, **kwargs)
        except DraftClosed:
            response = self.closed()
        patch_cache_control(response, no_store=True, private=True)
        answer: HttpResponse = response
        return answer

    def get_prefix(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        # formtools would name it after the class, so that two forms read each other's answers.
        return self.draft.pk.hex

    def get_form_prefix(self, step: str | None = None, form: Any = None) -> None:
        """Fields are named by their keys, which are unique in the form."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.place == RECEIPT:
            return self.receipt_page()
        if self.place.startswith("file/"):
            return self.serve_file(self.place.removeprefix("file/"))
        if not self.draft.is_open:
            return self.closed()
        if self.place == REVIEW:
            ready = self.first_unfinished is None
            return self.review_page() if ready else HttpResponseRedirect(self.forward_url())
        if gate := self._gate():
            return gate
        if CHANGED not in request.GET and self.asks_for_changes:
            return self.unchanged_page()
        return self.render_step(self.shown_form(), checked=self.place in self.draft.typed)

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.draft.is_open:
            return self.closed()
        if self.place == REVIEW:
            return self.hand_in()
        if self.place.startswith("files/"):
            return self.take_file(self.place.removeprefix("files/"))
        if self.place == MOVE:
            return self.move_to_newer()
        if gate := self._gate():
            return gate
        go = self.request.POST.get(GO, "next")
        return self.confirm_unchanged() if go == "unchanged" else self.save_step(go)

    def move_to_newer(self) -> HttpResponse:
        """Over to the version that was published since, when there is one."""
        if version := services.newer_version(self.draft):
            services.move_to(self.draft, version)
            messages.success(self.request, _("You go on with the new form. Your answers came along."))
        return HttpResponseRedirect(self.base_url)

    # The way through: formtools' form list, with the steps the rules leave.

    @cached_property
    def state(self) -> FormState:
        return self.evaluated(self.draft.answers)

    def evaluated(self, answers: dict[str, Any]) -> FormState:
        kept = {**answers, **self.file_ids}
        return evaluate_form(self.schema, kept, now=timezone.now(), context=self.rule_context())

    @property
    def steps_shown(self) -> list[str]:
        self.condition_dict = {step.key: self.state.shown[step.key] for step in self.schema.steps}
        return list(self.get_form_list())

    @property
    def step(self) -> Step:
        return self.schema.step(self.place)

    @property
    def first_unfinished(self) -> str | None:
        return next((key for key in self.steps_shown if key not in self.draft.finished_steps), None)

    def may_be_at(self, step_key: str) -> bool:
        """A step is open when all before it are finished."""
        shown = self.steps_shown
        before = shown[: shown.index(step_key)] if step_key in shown else None
        return before is not None and all(key in self.draft.finished_steps for key in before)

    def _gate(self) -> HttpResponse | None:
        """Away from a step that is not there or not yet open; None when it may be shown."""
        if self.place and self.place not in self.form_list:
            raise Http404
        if not self.place or not self.may_be_at(self.place):
            return HttpResponseRedirect(self.forward_url())
        self.storage.current_step = self.place
        return None

    def forward_url(self) -> str:
        step = self.first_unfinished
        return self.review_url if step is None else self.step_url(step)

    # One step: shown, saved.

    def get_form_kwargs(self, step: str | None = None) -> dict[str, Any]:
        return {"step": self.step, "state": self.state, "stored": self.stored}

    def get_form_initial(self, step: str) -> dict[str, Any]:
        return {**(self.state.defaults if self.is_fresh else {}), **self.draft.answers}

    @property
    def is_fresh(self) -> bool:
        return self.place not in self.draft.step_revisions

    def shown_form(self) -> StepForm:
        """The step as it was left: what could not be read is shown as it was typed."""
        typed = self.draft.typed.get(self.place)
        form: StepForm = self.get_form(data=MultiValueDict(typed)) if typed else self.get_form()
        return form

    def save_step(self, go: str) -> HttpResponse:
        """Save what was sent, then go where the button says."""
        form = self.get_form(data=self.request.POST)
        before = {field.key for field in self.step.fields() if self.state.shown[field.key]}
        refused = self.take_files_of_step()
        outcome = self.judged(form, before)
        self.write(form, outcome, finished=self._finishes(go, outcome, refused))
        if go == "save":
            return self.saved_quietly(outcome)
        action, _, target = go.partition(":")
        if go == "next" and (refused or not outcome.passes):
            return self.render_step(form, checked=True, refused=refused, status=422)
        for sentence in chain.from_iterable(refused.values()):
            messages.warning(self.request, sentence)
        if action in ("add", "remove", "drop"):
            return self.change_rows(form, action, target)
        return self._leave(go, outcome)

    def _finishes(self, go: str, outcome: Outcome, refused: dict[str, list[str]]) -> bool:
        """Only "next" finishes a step; any other button may only undo it."""
        passes = outcome.passes and not outcome.unseen and not refused
        return passes and (go == "next" or self.place in self.draft.finished_steps)

    def judged(self, form: StepForm, before: set[str]) -> Outcome:
        """Evaluate the form with what was typed. The form is drawn with the new state from here on."""
        typed = form.answers
        state = self.evaluated({**self.draft.answers, **typed})
        self.state = form.state = state
        # What the page was drawn with, and what a script has shown since. Both, so that a script that cannot
        # work out a rule never holds somebody up.
        seen = before | set(self.request.POST.get(SEEN, "").split())
        shown = {field.key for field in self.step.fields() if state.shown[field.key]}
        unseen = [part.key for part in self.step.parts() if part.key in shown - seen]
        # A field that comes up only now begins with its default.
        begun = {key: state.defaults[key] for key in unseen if key in state.defaults and is_empty(typed.get(key))}
        return Outcome(
            answers={**{key: answer for key, answer in typed.items() if key in shown}, **begun},
            passes=form.can_be_read and not any(problems_of_step(self.step, state)),
            unseen=unseen,
        )

    def write(self, form: StepForm, outcome: Outcome, *, finished: bool) -> None:
        stale = self._is_stale()
        typed = None if form.can_be_read else typed_text(self.request.POST, self.step)
        shown_at = self.shown_at() if self.draft.is_joint else None
        self.draft = services.save_step(
            self.draft, self.place, outcome.answers, finished=finished, typed=typed, shown_at=shown_at
        )
        if stale:
            messages.warning(self.request, OVERWRITTEN)
        self.stale = stale

    def _is_stale(self) -> bool:
        """Whether another window has saved this step since it was shown here."""
        shown_at, latest = self.shown_at(), self.draft.step_revisions.get(self.place, 0)
        return shown_at is not None and shown_at < latest

    def shown_at(self) -> int | None:
        """The revision of the draft that the page was drawn with."""
        sent = self.request.POST.get(REVISION, "")
        return int(sent[:9]) if sent.isascii() and sent.isdigit() else None

    def _leave(self, go: str, outcome: Outcome) -> HttpResponse:
        if go == "back":
            before = self.get_prev_step(self.place)
            return HttpResponseRedirect(self.step_url(before) if before else self.base_url)
        if outcome.unseen:
            messages.info(self.request, _("Because of your answers there is something more to ask here."))
            return HttpResponseRedirect(f"{self.step_url(self.place)}#field-{outcome.unseen[0]}")
        return self.go_on()

    def go_on(self) -> HttpResponse:
        wants_review = self.request.POST.get(RETURN) == "review" and self.first_unfinished is None
        following = None if wants_review else self.get_next_step(self.place)
        return HttpResponseRedirect(self.step_url(following) if following else self.review_url)

    def saved_quietly(self, outcome: Outcome) -> JsonResponse:
        return JsonResponse(
            {
                "revision": self.draft.revision,
                "at": timezone.localtime().strftime("%H:%M"),
                "stale": str(OVERWRITTEN) if self.stale else "",
            }
        )

    def change_rows(self, form: StepForm, action: str, target: str) -> HttpResponse:
        """A row more or less, or a file less: the buttons of those who have no script."""
        if action == "drop":
            self.drop_file(target)
            return HttpResponseRedirect(self.step_url(self.place))
        table, _dash, number = target.partition("-")
        if table not in form.tables:
            raise Http404
        if action == "add":
            form.add_row(table)
        elif number.isdigit():
            form.remove_row(table, int(number))
        typed = self.draft.typed.get(self.place)
        if typed:
            typed[f"{table}-rows"] = [str(row) for row in form.tables[table]]
        answers = {table: form.answers[table]}
        services.save_step(self.draft, self.place, answers, finished=False, typed=typed)
        return HttpResponseRedirect(f"{self.step_url(self.place)}#field-{table}")
