"""The wizard: formtools finds the way between steps, everything else is ours (see forms.wizard.storage for why)."""

from collections import OrderedDict
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from formtools.wizard.views import WizardView

from forms import services
from forms.fieldtypes import lookups
from forms.logic.formstate import FormState, evaluate_form
from forms.models import Draft
from forms.records import knowing
from forms.schema import FormSchema, Step
from forms.services import DraftClosed, MovedOn, Receipt
from forms.wizard.confirming import CHANGED, ConfirmingMixin
from forms.wizard.drawing import MOVE, RECEIPT, REVIEW
from forms.wizard.finishing import FinishingMixin
from forms.wizard.saving import SavingMixin
from forms.wizard.stepform import GO, RETURN, StepForm
from portal.thinning import without_large_files


class FormWizard(ConfirmingMixin, SavingMixin, FinishingMixin, WizardView):
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
            with lookups.asking_as(lambda: self.looks_up_as, in_passing=request.POST.get(GO) == "save"):
                response = super().dispatch(request, *args, **kwargs)
        except DraftClosed:
            response = self.closed()
        except MovedOn as moved:
            response = self.moved_on(moved)
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

    def moved_on(self, moved: MovedOn) -> HttpResponse:
        """In another window, between reading the draft and writing into it."""
        if self.request.POST.get(GO) == "save":
            return self.not_saved(str(moved.sentence))
        messages.error(self.request, str(moved.sentence))
        return HttpResponseRedirect(self.base_url)

    # The way through: formtools' form list, with the steps the rules leave.

    def evaluated(self, answers: dict[str, Any]) -> FormState:
        kept = {**answers, **self.file_ids}
        beside = knowing.context(self.schema, answers, self.rule_context())
        return evaluate_form(self.schema, kept, now=timezone.now(), context=beside)

    @property
    def steps_shown(self) -> list[str]:
        self.condition_dict = {step.key: self.state.shown[step.key] for step in self.schema.steps}
        return list(self.get_form_list())

    @property
    def step(self) -> Step:
        return self.schema.step(self.place)

    @property
    def first_unfinished(self) -> str | None:
        if {step.key for step in self.schema.steps} <= set(self.draft.finished_steps):
            return None  # whichever of them the rules leave
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

    # One step.

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

    def go_on(self) -> HttpResponse:
        wants_review = self.request.POST.get(RETURN) == "review" and self.first_unfinished is None
        following = None if wants_review else self.get_next_step(self.place)
        return HttpResponseRedirect(self.step_url(following) if following else self.review_url)
