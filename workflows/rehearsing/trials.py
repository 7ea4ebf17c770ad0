"""The scenarios that authors write into their workflows, played: does it come out as they said it must? Pure."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from portal.words import spoken
from workflows.engine import NotPossible
from workflows.rehearsing.case import Happening, Rehearsal, begin
from workflows.scenarios import Outcome, Scenario, ScenarioStep
from workflows.schema import WorkflowSchema


@dataclass(frozen=True)
class ScenarioResult:
    """`failures` are sentences: at which step, what was expected, and what was so instead."""

    number: int
    scenario: Scenario
    failures: list[str] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        return not self.failures


def play(schema: WorkflowSchema, *, effects: Callable[[str], str | Promise]) -> list[ScenarioResult]:
    """Every scenario of the workflow, in order. Its parts fit together: workflows.check has nothing against it.

    `effects` says what the kinds of effect are called.
    """
    return [
        ScenarioResult(number, scenario, list(_Play(schema, effects).failures(scenario)))
        for number, scenario in enumerate(schema.scenarios)
    ]


class _Play:
    def __init__(self, schema: WorkflowSchema, effects: Callable[[str], str | Promise]) -> None:
        self.schema = schema
        tasks = {task.key: task.title for state in schema.states for task in state.tasks}
        self.tasks = {key: spoken(title) for key, title in tasks.items()}
        self.beside = {way.key: spoken(way.title) for way in schema.transitions if way.relation}
        self.states = {state.key: spoken(state.title) for state in schema.states}
        self.relations = {relation.key: spoken(relation.title) for relation in schema.relations}
        self.effects = effects

    def failures(self, scenario: Scenario) -> Iterator[str]:
        """Up to the first step that goes otherwise than it was written: what comes after it means nothing."""
        case = begin(self.schema, scenario)
        yield from self._at(_("the report"), self._judged(case, case.happened, scenario.expected))
        for number, step in enumerate(scenario.steps, 1):
            place = _("step %(number)d (%(step)s)") % {"number": number, "step": self._named(step)}
            before = len(case.happened)
            try:
                case.take(step)
            except NotPossible as refused:
                if not step.expected.refused:
                    yield from self._at(place, [_("not possible: %(reason)s") % {"reason": refused.sentence}])
                    return
            else:
                if step.expected.refused:
                    yield from self._at(place, [_("should not be possible, but it is")])
                    return
            yield from self._at(place, self._judged(case, case.happened[before:], step.expected))

    def _at(self, place: str, found: Iterable[str]) -> Iterator[str]:
        return (_("%(place)s: %(what)s") % {"place": place, "what": what} for what in found)

    def _named(self, step: ScenarioStep) -> str:
        if step.does == "wait":
            return _("the clock goes on")
        if step.does == "take":
            return self.beside.get(step.transition, step.transition)
        return self.tasks.get(step.task, step.task)

    def _judged(self, case: Rehearsal, happened: Sequence[Happening], expected: Outcome) -> Iterator[str]:
        if expected.state and expected.state != case.state:
            words = {"wanted": self.states.get(expected.state, expected.state), "got": self.states[case.state]}
            yield _("the state should be “%(wanted)s”, but it is “%(got)s”") % words
        there = [task.type.key for task in case.tasks]
        yield from self._compared(_("the open tasks"), expected.open, there, self.tasks)
        calls = [one.call for one in happened if one.call and one.kind == "effect"]
        told = [str(call.settings.get("relation", "")) for call in calls if call.type == "notify"]
        yield from self._compared(_("who got a notice"), expected.told, told, self.relations)
        effects = {call.type: str(self.effects(call.type)) for call in calls}
        yield from self._compared(_("effects"), expected.effects, list(effects), effects)
        climbed = [what for one in happened if one.rung for what in one.rung.does]
        yield from self._compared(_("what late work did"), expected.climbed, climbed, {})

    def _compared(
        self, what: str, wanted: Sequence[str], got: Sequence[str], names: Mapping[str, str | Promise]
    ) -> Iterator[str]:
        if wanted and set(wanted) != set(got):
            words = {"what": what, "wanted": _said(wanted, names), "got": _said(got, names) or _("nothing")}
            yield _("%(what)s should be: %(wanted)s; but: %(got)s") % words


def _said(keys: Sequence[str], names: Mapping[str, str | Promise]) -> str:
    return _(", ").join(str(names.get(key) or key) for key in dict.fromkeys(keys))
