"""A step that was answered the last time: shown in words, and confirmed with one button or changed."""

from django.http import HttpResponse, HttpResponseRedirect

from forms import services
from forms.answering import holds_files
from forms.prefilling import BOUND
from forms.presentation import present
from forms.review import problems_of_step
from forms.schema import Question, Table
from forms.wizard.contract import WizardContract
from portal.words import readers_language

# In the address, when the person says that something is different.
CHANGED = "changed"


class ConfirmingMixin(WizardContract):
    """Part of FormWizard."""

    @property
    def asks_for_changes(self) -> bool:
        """Whether every answer of the step comes from the last time, and nobody has been asked about it yet."""
        draft = self.draft
        if not draft.carried or self.place in draft.finished_steps or self.place in draft.typed:
            return False
        shown = [field for field in self.step.fields() if self.state.shown[field.key]]
        return any(field.key in draft.carried for field in shown) and all(self._is_carried(field) for field in shown)

    def _is_carried(self, field: Question | Table) -> bool:
        if field.key in self.draft.carried:
            return True
        if isinstance(field, Table) or field.type in BOUND or holds_files(field):
            return False
        unanswered = field.key not in self.state.answers and not self.state.required.get(field.key)
        return field.computed is not None or unanswered

    def unchanged_page(self) -> HttpResponse:
        own = {field.key for field in self.step.fields()}
        answers = {key: answer for key, answer in self.state.answers.items() if key in own}
        sections = present(self.schema, answers, language=readers_language())
        return self.page("forms/unchanged.html", {"step": self.step, "sections": sections, "changed": CHANGED})

    def confirm_unchanged(self) -> HttpResponse:
        """Go on; to the step itself when the answers of the last time no longer pass."""
        if not self.asks_for_changes or any(problems_of_step(self.step, self.state)):
            return HttpResponseRedirect(f"{self.step_url(self.place)}?{CHANGED}=1")
        self.draft = services.save_step(self.draft, self.place, {}, finished=True)
        return self.go_on()
