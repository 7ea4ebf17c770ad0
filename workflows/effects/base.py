"""What an effect is: a class with a key, typed settings, and work that may be asked for twice and is done once."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Generic, TypeVar

from django.utils.functional import Promise
from pydantic import BaseModel, ConfigDict

from forms.schema import FormSchema
from workflows.models import EffectRun
from workflows.schema import Later


class Settings(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


S = TypeVar("S", bound=Settings)
# It may come to something that is not to be done, and says why.
Ending = Callable[[], "EffectRun.Skipped | None"]


class Effect(ABC, Generic[S]):
    """One kind of effect. Instances hold nothing.

    `run` does what is slow and returns the writes as a function; the job runs that in the transaction that marks the
    EffectRun done, so the writes happen once however often the job is delivered.
    """

    key: ClassVar[str]
    title: ClassVar[Promise]
    settings_model: type[S]

    def settings(self, given: dict[str, Any]) -> S:
        """Raises pydantic.ValidationError."""
        return self.settings_model.model_validate(given)

    def relations(self, given: dict[str, Any]) -> list[str]:
        """Keys of the relations whose organisations become part of the case with this effect."""
        return []

    def problem(self, given: dict[str, Any], forms: Mapping[str, FormSchema]) -> str:
        """What is wrong with these settings, in words, or nothing. `forms` are those there are, by key."""
        return ""

    def problem_later(self, later: Later) -> str:
        """Why it cannot happen so much later than its step, in words, or nothing."""
        return ""

    def obstacle(self, run: EffectRun) -> str:
        """Why it fails until somebody mends that, in words for who looks at the case, or nothing."""
        return ""

    def run_from(self, run: EffectRun, settings: S, start: int) -> tuple[Ending, int | None]:
        """What is too much for one job, from that piece on: what writes, and where the next job begins, if there is
        anything left. Most effects have one piece."""
        return self.run(run, settings), None

    @abstractmethod
    def run(self, run: EffectRun, settings: S) -> Ending:
        """Do what is slow; return what writes."""
