"""Saving a step: what was sent is judged and kept, whichever button was pressed, and the button says where to go."""

from itertools import chain
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forms import services
from forms.review import problems_of_step
from forms.schema import is_empty
from forms.services import StaleStep
from forms.wizard.drawing import DrawingMixin
from forms.wizard.outcome import Outcome
from forms.wizard.recording import RecordingMixin
from forms.wizard.stepform import REVISION, SEEN, StepForm, typed_text

OVERWRITTEN = gettext_lazy("This step was also changed in another window. What was saved last counts: please check it.")

ANOTHER = gettext_lazy("In another window this form was changed to another record. Look at this step again.")


class SavingMixin(RecordingMixin, DrawingMixin):
    """Part of FormWizard."""

    def save_step(self, go: str) -> HttpResponse:
        """Save what was sent, then go where the button says."""
        if self.is_of_another_record:
            return self.not_saved(str(ANOTHER)) if go == "save" else self._look_again()
        form = self.get_form(data=self.request.POST)
        before = {field.key for field in self.step.fields() if self.state.shown[field.key]}
        refused = self.take_files_of_step()
        outcome = self.judged(form, before)
        if go == "save":
            return self.save_quietly(form, outcome, refused)
        doubled = self.doubled(outcome)
        self.write(form, outcome, finished=self._finishes(go, outcome, refused) and not doubled)
        self.follow_links()
        action, _, target = go.partition(":")
        if doubled:
            messages.error(self.request, doubled)
        if go == "next" and (refused or doubled or not outcome.passes):
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
        # Mostly a script has saved just that a moment ago, or somebody only goes through what is there.
        state = self.state if self._is_saved(typed) else self.evaluated({**self.draft.answers, **typed})
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

    def _is_saved(self, typed: dict[str, Any]) -> bool:
        """Whether the draft has these answers, and the state was made with them."""
        saved = self.draft.answers
        return "stored" in vars(self) and all(
            saved.get(key) == answer or (is_empty(answer) and key not in saved) for key, answer in typed.items()
        )

    def save_quietly(self, form: StepForm, outcome: Outcome, refused: dict[str, list[str]]) -> HttpResponse:
        """For a script: nothing is looked up, and whoever has pressed a button meanwhile goes first."""
        finished = self._finishes("save", outcome, refused) and not self.tells_apart(outcome)
        try:
            self.write(form, outcome, finished=finished, gives_way=not self.draft.is_joint)
        except StaleStep:
            if self.draft.is_joint:
                raise
            return self.not_saved(str(OVERWRITTEN))
        return self.saved_quietly(outcome)

    def _look_again(self) -> HttpResponse:
        messages.error(self.request, ANOTHER)
        return HttpResponseRedirect(self.step_url(self.place))

    def write(self, form: StepForm, outcome: Outcome, *, finished: bool, gives_way: bool = False) -> None:
        stale = self._is_stale()
        typed = None if form.can_be_read else typed_text(self.request.POST, self.step)
        shown_at = self.shown_at() if self.draft.is_joint else None
        self.draft = services.save_step(
            self.draft,
            self.place,
            outcome.answers,
            finished=finished,
            typed=typed,
            shown_at=shown_at,
            gives_way=gives_way,
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

    def saved_quietly(self, outcome: Outcome) -> JsonResponse:
        return JsonResponse(
            {
                "revision": self.draft.revision,
                "at": timezone.localtime().strftime("%H:%M"),
                "stale": str(OVERWRITTEN) if self.stale else "",
            }
        )

    def not_saved(self, sentence: str) -> JsonResponse:
        """To the script: what is typed stays in the page, with the reason."""
        return JsonResponse({"stale": sentence}, status=409)

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
        else:
            form.remove_row(table, number)
        typed = self.draft.typed.get(self.place)
        if typed:
            typed[f"{table}-rows"] = [str(row) for row in form.tables[table]]
        answers = {table: form.answers[table]}
        services.save_step(self.draft, self.place, answers, finished=False, typed=typed)
        return HttpResponseRedirect(f"{self.step_url(self.place)}#field-{table}")
