"""What the parts of the wizard ask of each other, and of the host."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse

from forms.logic.formstate import FormState
from forms.models import Draft
from forms.schema import FormSchema, Step
from forms.services import Receipt
from forms.wizard.stepform import StepForm


class WizardContract(ABC):
    request: HttpRequest
    draft: Draft
    schema: FormSchema
    # Which of the wizard's places the address names, without slashes around it.
    place: str
    # Given by formtools.
    get_form: Callable[..., StepForm]
    get_prev_step: Callable[[str | None], str | None]
    get_next_step: Callable[[str | None], str | None]

    @abstractmethod
    def get_draft(self) -> Draft:
        """The draft of this address. Raises Http404 or Refused. Given by the host."""

    @property
    @abstractmethod
    def base_url(self) -> str:
        """The address of the form, with a slash at its end. Given by the host."""

    @property
    @abstractmethod
    def step(self) -> Step:
        """The step that the address names."""

    @cached_property
    def state(self) -> FormState:
        """The form with the answers of the draft."""
        return self.evaluated(self.draft.answers)

    @abstractmethod
    def evaluated(self, answers: dict[str, Any]) -> FormState:
        """The form as it would be with these answers."""

    @property
    @abstractmethod
    def is_fresh(self) -> bool:
        """Whether the step of this address was never saved: its fields begin with their defaults."""

    @property
    @abstractmethod
    def steps_shown(self) -> list[str]:
        """Keys of the steps that the rules leave, in order."""

    @property
    @abstractmethod
    def first_unfinished(self) -> str | None:
        """Key of the step to go on with; None when all are finished."""

    @abstractmethod
    def may_be_at(self, step_key: str) -> bool:
        """Whether all steps before it are finished."""

    @abstractmethod
    def step_url(self, step_key: str) -> str:
        """The address of a step or another place."""

    @abstractmethod
    def go_on(self) -> HttpResponse:
        """To the step after this one, or back to where the person came from."""

    @abstractmethod
    def forward_url(self) -> str:
        """Where to go on."""

    @abstractmethod
    def page(self, template: str, context: dict[str, Any] | None = None, *, status: int = 200) -> HttpResponse:
        """A page of the wizard in the host's look."""

    @abstractmethod
    def rule_context(self) -> dict[str, Any]:
        """What formulas may name beyond the form."""

    @abstractmethod
    def submit(self, draft: Draft, idempotency_key: str) -> Receipt:
        """Hand the draft in."""

    @abstractmethod
    def submitted(self, receipt: Receipt) -> HttpResponse:
        """The response after handing in."""
