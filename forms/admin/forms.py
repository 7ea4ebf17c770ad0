"""The editor of a form: problems are shown at the part they are in."""

from collections.abc import Iterable

from forms.admin.placing import failures_of_tests, place
from forms.building import keys, naming
from forms.models import Form
from forms.problems import Problem
from forms.publishable import problems_of
from forms.versions.admin import EditedForm

OWN_FIELDS = {"numbering", "place"}


class EditorForm(EditedForm):
    problems_of = staticmethod(problems_of)
    instance: Form

    def settle(self) -> None:
        if not {"steps", "sections", "tests"} & set(self.errors):
            keys.fill(self.instance)
            naming.settle(self.instance)

    def show(self, problems: Iterable[Problem]) -> None:
        problems = list(problems)
        if failed := failures_of_tests(problems):
            self.add_error("tests", failed)
        placed, rest = place(self.instance.steps, [each for each in problems if each.code != "test"])
        if placed is not None:
            self.add_error("steps", placed)
        for problem in rest:
            self.add_error(problem.rule if problem.rule in OWN_FIELDS else None, str(problem.sentence))
