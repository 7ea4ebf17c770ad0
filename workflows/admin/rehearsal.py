"""One look at a dry run: what was done so far, what the pressed button adds, and what can be done now."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from pydantic import ValidationError

from forms.schema import FormSchema, Question, is_empty
from forms.wizard.stepform import QuestionsForm
from portal.calendar.services import calendar_for
from portal.directory import codes
from portal.words import both, readers_language, spoken
from workflows.admin.whois import WhoIs
from workflows.diagram import draw
from workflows.engine import NotPossible, obstacle, ways_to_finish
from workflows.guards import Undecidable, holds
from workflows.publishable import called, published_forms
from workflows.rehearsing.asked import asked_by_rules
from workflows.rehearsing.case import MONDAY, Rehearsal, RehearsedTask, begin
from workflows.rehearsing.saying import Saying
from workflows.scenarios import LONGEST_DAYS, MOST_STEPS, YEARS, Scenario, ScenarioStep
from workflows.schema import WorkflowSchema

# What the page sends beside answers.
SCRIPT, PLACE, GO = "_script", "_place", "_go"
UNITS = {"minutes": 1, "hours": 60, "days": 24 * 60}
UNIT_NAMES = [
    ("minutes", gettext_lazy("minutes")),
    ("hours", pgettext_lazy("span of time", "hours")),
    ("days", gettext_lazy("days")),
]
PLACE_ASKED = Question(key="place", type="area", label=both("地点", "Place"))
# A page of a long case is as large as a long form.
LONGEST_SCRIPT = 200_000
FIRST_AND_LAST = {"first": str(YEARS[0]), "last": str(YEARS[-1])}


class ClockForm(forms.Form):
    amount = forms.IntegerField(
        label=gettext_lazy("Move the clock forward by"), min_value=1, max_value=10_000, initial=1
    )
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), choices=UNIT_NAMES, initial="days")


class MomentForm(forms.Form):
    at = forms.DateTimeField(
        label=gettext_lazy("When the report comes in"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def clean_at(self) -> datetime:
        at: datetime = self.cleaned_data["at"]
        if at.year not in YEARS:
            raise forms.ValidationError(_("Choose a moment between %(first)s and %(last)s."), params=FIRST_AND_LAST)
        return at


@dataclass(frozen=True)
class ShownTask:
    """An open task as the page shows it."""

    task: RehearsedTask
    who: str
    how: str
    form: str
    asked: QuestionsForm | None
    remarks: list[Any]
    ways: list[Any]


class Trial:
    """One look at the page."""

    def __init__(self, schema: WorkflowSchema, sent: QueryDict) -> None:
        self.schema, self.sent = schema, sent
        self.place = self._place()
        self.refusal = ""
        self.scenario = self._after(carried(sent.get(SCRIPT, "")))

    @cached_property
    def forms(self) -> dict[str, FormSchema]:
        return published_forms(only={self.schema.opened_by, *(task.form for task in self._tasks())})

    @cached_property
    def asked(self) -> dict[str, tuple[Question, ...]]:
        return asked_by_rules(self.schema, self.forms)

    @cached_property
    def calendar(self) -> Any:
        return calendar_for(self.place)

    @property
    def context(self) -> dict[str, Any]:
        if self.scenario is None:
            return self._first_page()
        case, refusal = self._walked(self.scenario)
        who = WhoIs(self.schema, self.place, case.accepted_by)
        saying = Saying(self.schema, named=who.named, effects=called)
        visited, done = frozenset(case.visited), len(case.done)
        drawn = draw(self.schema, language=readers_language(), here=case.state, visited=visited, done=done)
        return {
            "case": case,
            "state": self.schema.state(case.state),
            "place": who.place,
            "place_code": self.place,
            "tasks": [self._shown(case, task, who) for task in case.tasks],
            "beside": self.schema.ways_beside(case.state),
            "happened": [(what.at, what.kind, saying.sentence(what)) for what in reversed(case.happened)],
            "refusal": self.refusal or refusal,
            "clock": ClockForm(),
            "script": self.scenario.model_dump_json(exclude_defaults=True),
            "steps": len(self.scenario.steps),
            "full": len(self.scenario.steps) >= MOST_STEPS,
            "diagram": drawn,
        }

    def _first_page(self) -> dict[str, Any]:
        bound = self.sent if self.sent.get(GO) in ("begin", "places") else None
        return {
            "moment": MomentForm(bound, initial={"at": _monday()}),
            "where": QuestionsForm(bound, prefix=PLACE, questions=(PLACE_ASKED,)),
            "asked": self._opening(bound),
            "refusal": self.refusal,
        }

    def _opening(self, bound: QueryDict | None) -> QuestionsForm:
        return QuestionsForm(bound, prefix="report", questions=self.asked.get(self.schema.opened_by, ()))

    def _after(self, before: Scenario | None) -> Scenario | None:
        """What has been done, with what the pressed button adds; None before it has begun."""
        go, _colon, what = self.sent.get(GO, "").partition(":")
        if go == "anew":
            return None
        if go == "begin":
            return self._begun()
        if before is None:
            return None
        if go == "back":
            return before.model_copy(update={"steps": before.steps[:-1]})
        step = self._step(before, go, what)
        if step is None or len(before.steps) >= MOST_STEPS:
            return before
        after = before.model_copy(update={"steps": (*before.steps, step)})
        _case, self.refusal = self._walked(after)
        return before if self.refusal else after

    def _begun(self) -> Scenario | None:
        moment, asked = MomentForm(self.sent), self._opening(self.sent)
        if not moment.is_valid() or asked.unreadable:
            return None
        return Scenario(title="-", at=moment.cleaned_data["at"], answers=_given(asked))

    def _step(self, before: Scenario, go: str, what: str) -> ScenarioStep | None:
        match go:
            case "wait":
                return self._waiting()
            case "next":
                return self._until_next(before)
            case "accept":
                return ScenarioStep(does="accept", task=what)
            case "take":
                return ScenarioStep(does="take", transition=what)
            case "finish":
                return self._finishing(*what.partition(".")[::2])
        return None

    def _finishing(self, task: str, way: str) -> ScenarioStep | None:
        form = next((one.form for one in self._tasks() if one.key == task), "")
        asked = self._asked_at(task, form, self.sent)
        if asked is not None and asked.unreadable:
            self.refusal = _("Something in the answers cannot be read.")
            return None
        return ScenarioStep(task=task, transition=way, answers=_given(asked) if asked else {})

    def _waiting(self) -> ScenarioStep | None:
        clock = ClockForm(self.sent)
        if not clock.is_valid():
            self.refusal = _("Say in a whole number how far the clock is moved.")
            return None
        minutes = clock.cleaned_data["amount"] * UNITS[clock.cleaned_data["unit"]]
        if minutes > LONGEST_DAYS * UNITS["days"]:
            self.refusal = _("The clock is moved by a year at most.")
            return None
        return _moved(minutes)

    def _until_next(self, before: Scenario) -> ScenarioStep | None:
        case, _refusal = self._walked(before)
        if case.next_at is None:
            return None
        seconds = (case.next_at - case.now).total_seconds()
        return _moved(max(0, -int(-seconds // 60)))

    def _asked_at(self, task: str, form: str, bound: QueryDict | None) -> QuestionsForm | None:
        questions = self.asked.get(form, ())
        return QuestionsForm(bound, prefix=task, questions=questions) if questions else None

    def _walked(self, scenario: Scenario) -> tuple[Rehearsal, str]:
        """The case after all steps, as far as they are possible, and why the rest is not."""
        case = begin(self.schema, scenario, calendar=self.calendar)
        for step in scenario.steps:
            try:
                case.take(step)
            except NotPossible as refused:
                return case, str(refused.sentence)
        return case, ""

    def _shown(self, case: Rehearsal, task: RehearsedTask, who: WhoIs) -> ShownTask:
        kind = task.type
        pressed = self.refusal and self.sent.get(GO, "").startswith(f"finish:{kind.key}.")
        return ShownTask(
            task,
            who=who.named(kind.relation),
            how=" ".join(filter(None, [who.how(kind.relation), who.roles(kind)])),
            form=spoken(self.forms[kind.form].title) if kind.form in self.forms else "",
            asked=self._asked_at(kind.key, kind.form, self.sent if pressed else None),
            remarks=[remark for remark in kind.remarks if _is_shown(remark, case)],
            ways=[(way, self._stands_against(case, task, way)) for way in self._ways(case, task)],
        )

    def _ways(self, case: Rehearsal, task: RehearsedTask) -> list[Any]:
        state = self.schema.state(case.state)
        return ways_to_finish(state, task.type, self.schema.ways_of_people(state.key, task.type.key))

    def _stands_against(self, case: Rehearsal, task: RehearsedTask, way: Any) -> str:
        """What is known already; what the form of this task will say is not."""
        refused = None if task.type.form else obstacle(self.schema, case.snapshot, way)
        return str(refused.sentence) if refused else ""

    def _tasks(self) -> Iterator[Any]:
        return (task for state in self.schema.states for task in state.tasks)

    def _place(self) -> str:
        asked = QuestionsForm(self.sent, prefix=PLACE, questions=(PLACE_ASKED,))
        found = asked.answers.get("place") if self.sent.get(GO) == "begin" else self.sent.get(PLACE, "")
        return found if isinstance(found, str) and codes.is_code(found) else ""


def _is_shown(remark: Any, case: Rehearsal) -> bool:
    try:
        return holds(remark.shown_when, case.answers, case.now)
    except Undecidable:
        return False


def carried(sent: str) -> Scenario | None:
    """What the page carried; what nobody's page says begins anew."""
    if not sent or len(sent) > LONGEST_SCRIPT:
        return None
    try:
        return Scenario.model_validate_json(sent)
    except ValidationError:
        return None


def _given(asked: QuestionsForm) -> dict[str, Any]:
    return {key: answer for key, answer in asked.answers.items() if not is_empty(answer)}


def _moved(minutes: int) -> ScenarioStep:
    days, rest = divmod(minutes, UNITS["days"])
    return ScenarioStep(does="wait", days=days, minutes=rest)


def _monday() -> datetime:
    return timezone.make_aware(datetime(*MONDAY))
