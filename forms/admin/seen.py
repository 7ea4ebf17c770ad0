"""What the tabs of the editor say of a form, worked out once for all of them."""

from functools import cached_property

from django.utils import timezone
from pydantic import ValidationError

from forms import authortests
from forms.authortests import TestResult
from forms.builder import schema_of
from forms.building.reading import RuleProblem
from forms.logic.errors import ExpressionError
from forms.models import Form
from forms.problems import Problem
from forms.publishable import problems_around, problems_in, problems_of
from forms.schema import FormSchema

KEPT_AS = "_seen_in_the_editor"


class Seen:
    """One form as it stands, which does not change while a page is drawn."""

    def __init__(self, form: Form) -> None:
        self.form = form

    @cached_property
    def schema(self) -> FormSchema | None:
        """None for a form that cannot be read yet."""
        try:
            return schema_of(self.form)
        except (RuleProblem, ValidationError):
            return None

    @cached_property
    def results(self) -> list[TestResult] | None:
        """None while the form cannot be read, so that nothing can be tried."""
        try:
            return authortests.run(self.schema, timezone.now()) if self.schema else None
        except ExpressionError:
            return None

    @cached_property
    def problems(self) -> list[Problem]:
        if self.schema is None:
            return problems_of(self.form)
        return [*problems_in(self.schema, results=self.results), *problems_around(self.schema)]


def seen(form: Form) -> Seen:
    """The same for each tab that asks with this very object."""
    found: Seen = form.__dict__.setdefault(KEPT_AS, Seen(form))
    return found
