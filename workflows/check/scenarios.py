"""Do the author's scenarios speak of what is there. Whether they come out is tried when everything else is right."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from forms.logic.types import ValueType, answer_types
from forms.problems import Problem
from forms.schema import FormSchema, Question
from portal.directory.roles import ROLES
from workflows.scenarios import Outcome, Scenario, ScenarioStep
from workflows.schema import WorkflowSchema

Forms = Mapping[str, FormSchema]


def scenario_problems(schema: WorkflowSchema, forms: Forms) -> list[Problem]:
    return [
        Problem(
            "", _("Scenario “%(title)s”: %(failure)s") % {"title": one.title, "failure": sentence}, at, code="scenario"
        )
        for number, one in enumerate(schema.scenarios)
        for at, sentence in _Scenario(schema, forms, f"scenarios.{number}").wrong(one)
    ]


class _Scenario:
    def __init__(self, schema: WorkflowSchema, forms: Forms, at: str) -> None:
        self.schema, self.forms, self.at = schema, forms, at
        self.tasks = {task.key: task for state in schema.states for task in state.tasks}
        self.states = {state.key for state in schema.states}
        self.relations = {relation.key for relation in schema.relations}
        self.ways = {way.key for way in schema.transitions}
        self.beside = {way.key for way in schema.transitions if way.relation}

    def wrong(self, scenario: Scenario) -> Iterator[tuple[str, str]]:
        found = [*self._answers(self.schema.opened_by, scenario.answers), *self._outcome(scenario.expected)]
        yield from ((self.at, sentence) for sentence in found)
        for number, step in enumerate(scenario.steps):
            yield from ((f"{self.at}.steps.{number}", sentence) for sentence in self._step(step))

    def _step(self, step: ScenarioStep) -> Iterator[str]:
        if step.does == "take":
            yield from _unknown(self.beside, [step.transition])
        elif step.does != "wait":
            yield from _unknown(self.tasks, [step.task])
        yield from _unknown(self.relations, [step.by] if step.by else [])
        yield from _unknown(self.ways, [step.transition] if step.transition else [])
        yield from _unknown(ROLES, [step.role] if step.role else [])
        form = self.tasks[step.task].form if step.task in self.tasks else ""
        yield from self._answers(form, step.answers)
        yield from self._outcome(step.expected)

    def _outcome(self, expected: Outcome) -> Iterator[str]:
        yield from _unknown(self.states, [expected.state] if expected.state else [])
        yield from _unknown(self.tasks, expected.open)
        yield from _unknown(self.relations, expected.told)

    def _answers(self, form: str, answers: Mapping[str, Any]) -> Iterator[str]:
        asked = {one.key: one for one in self.forms[form].fields()} if form in self.forms else {}
        for key, answer in answers.items():
            field = asked.get(key)
            if field is None:
                yield _("It answers “%(key)s”, which the form does not ask.") % {"key": key}
            elif field.sensitivity != "open" and not (isinstance(field, Question) and field.countable):
                yield _("It answers “%(key)s”, which no rule of a workflow may look at.") % {"key": key}
            elif isinstance(field, Question):
                yield from _choices(field, answer)
            elif not isinstance(answer, list):
                yield _("“%(key)s” takes a list of rows.") % {"key": key}


def _choices(field: Question, answer: Any) -> Iterator[str]:
    several = answer_types[field.type] is ValueType.CHOICES
    if several != isinstance(answer, list):
        wanted = _('“%(key)s” takes a list: ["one", "two"].') if several else _("“%(key)s” takes one answer.")
        yield wanted % {"key": field.key}
    elif field.choices:
        known = {choice.key for choice in field.choices}
        for key in answer if isinstance(answer, list) else [answer]:
            if not isinstance(key, str) or key not in known:
                yield _("“%(key)s” has no choice “%(choice)s”.") % {"key": field.key, "choice": key}


def _unknown(known: Collection[str], named: Collection[str]) -> Iterator[str]:
    return (_("“%(key)s” is not in this workflow (any more).") % {"key": key} for key in named if key not in known)
