"""The published workflow as typed data. Guards are expressions over the answers of the case's submissions:
`${answers.field}` of the submission that opened the case, `${form_key.field}` of the newest one of that form,
`${before.form_key.field}` of the one that it took the place of, so that a rule can ask what has changed. A guard
sees open and countable answers only: deciding where a case goes never unseals anything (workflows.check says so).

An effect happens with its step, or `later`; what becomes of it then: docs/decisions/0032.

How effects are written (`settings` of EffectCall, by type; workflows.effects holds the models that check them):

- `notify`: `relation`, `words` (Words, what the notice says after the number; left out: the portal's own sentence);
  tells everybody in that relation's organisation, which becomes part of the case.
- `pdf`: `template` (key of a letter, workflows.letters), `form` (of the letter: the newest one in the case; left out:
  the one handed in with this transition), `each` (the letter's table: one for each of its rows), `to` (the relation it
  is addressed to, which becomes part of the case), `title` (Words, the file's name; left out: the form's title), `word`
  (true: a Word file beside it). A retried effect prints from the version of the letter it began with.
- `tell_reporter`: `words` (Words), what the reporter reads when following the report; left out: the public status of
  the state the case is now in.
- `start_case`: `workflow` (key), `fields` (by question of the form that opens it, "form_key.field" of this case).
- `webhook`: `channel` (key of a channel of notices); sends it what happened in keys and numbers, signed.
"""

from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import Field, model_validator

from forms.schema import Definition, Key, Part, Rule, Sensitivity
from portal.directory.roles import LEADER_ROLES
from portal.words import Words
from workflows.scenarios import Scenario

# A year of minutes; two years of days.
LONGEST_MINUTES, LONGEST_DAYS = 366 * 24 * 60, 731


class Relation(Part):
    """Who, found at run time. `kind` names a resolver (workflows.relations), `duty` what is answered for."""

    key: Key
    title: Words
    # `supervisor`: whoever stands above who is late; the engine's own, in no definition.
    kind: Literal["duty_at_place", "filer", "above_filer", "acceptor", "supervisor"]
    # Of `above_filer`: who it is where nobody stands above the one who handed in.
    duty: str = ""
    # Of `duty_at_place`: never who handed in the report; then it is who answers one level up.
    not_filer: bool = False


class Rung(Part):
    """A step that is taken once when a deadline comes near or has passed, counted in the deadline's own time.

    `tell`: who has the task, the leader there, the level above, which becomes part of the case and reads no papers.
    """

    side: Literal["before", "after"] = "after"
    # With neither of them it is taken when the task is due.
    minutes: Annotated[int, Field(ge=0, le=LONGEST_MINUTES)] = 0
    days: Annotated[int, Field(ge=0, le=LONGEST_DAYS)] = 0
    tell: tuple[Literal["holder", "leader", "above"], ...] = ()
    mark: Literal["", "yellow", "red"] = ""
    # Who has the task lays it down, with what was begun: for everybody there, or for the leader there.
    reassign: Literal["", "everybody", "leader"] = ""
    # The level above gets a task of its own, SUPERVISION: to see that this one is done.
    supervise: bool = False

    @property
    def does(self) -> tuple[str, ...]:
        """Whom it tells, in one list with whatever else it does."""
        return (*self.tell, *(["reassign"] if self.reassign else []), *(["supervise"] if self.supervise else []))

    @property
    def is_heard(self) -> bool:
        """Does anybody learn of it?"""
        return bool(self.tell) or self.supervise


# What happens where the definition says nothing of it: no deadline passes unheard.
STANDARD_LADDER = (
    Rung(side="before", days=1, tell=("holder",)),
    Rung(tell=("holder",), mark="yellow"),
    Rung(days=1, tell=("holder", "leader"), mark="red"),
    Rung(days=3, tell=("above",)),
)
URGENT_LADDER = (Rung(tell=("holder", "leader"), mark="red"), Rung(minutes=30, tell=("above",)))


class Length(Part):
    """So many minutes or so many days. `working`: minutes of office hours, or working days, by portal.calendar."""

    minutes: Annotated[int, Field(ge=1, le=LONGEST_MINUTES)] | None = None
    days: Annotated[int, Field(ge=1, le=LONGEST_DAYS)] | None = None
    working: bool = False

    @model_validator(mode="after")
    def _is_one_of_them(self) -> Self:
        if (self.minutes is None) == (self.days is None):
            raise ValueError("so long is either minutes or days")
        return self


class Deadline(Length):
    """How long there is for a task."""

    # Another deadline, by the clock, for cases the guard holds for, for example when a child is in danger now.
    urgent_when: Rule | None = None
    urgent_minutes: Annotated[int, Field(ge=1, le=LONGEST_MINUTES)] | None = None
    urgent_days: Annotated[int, Field(ge=1, le=LONGEST_DAYS)] | None = None
    ladder: tuple[Rung, ...] = STANDARD_LADDER
    # For those cases.
    urgent_ladder: tuple[Rung, ...] = URGENT_LADDER

    @model_validator(mode="after")
    def _is_urgent_one_way(self) -> Self:
        if self.urgent_minutes is not None and self.urgent_days is not None:
            raise ValueError("when urgent a deadline has either minutes or days")
        return self


# In the place of a transition: the task is finished; what follows, if anything, is decided with the others there.
FINISH = "finish-part"
# Among the roles of a task.
LEADER = "leader"


def are_for(roles: Sequence[str], role: str) -> bool:
    """Is that role among those asked for, LEADER among them? None asked for: everybody."""
    return not roles or role in roles or (LEADER in roles and role in LEADER_ROLES)


class Remark(Part):
    """What the desk shows beside a task while the rule holds: the title as a mark, the text as a notice."""

    title: Words
    text: Words = {}
    shown_when: Rule


class TaskType(Part):
    """Something to do while a case is in a state."""

    key: Key
    title: Words
    instructions: Words = {}
    relation: Key
    # Who there may do it, by role in their post; LEADER is whoever leads there. None: everybody there.
    roles: tuple[str, ...] = ()
    form: str = ""
    # The section of the form that this task fills in and signs, beside the tasks of other offices for the others.
    # It is done when that is signed; the last signature hands the form in and takes a transition of its task.
    section: str = ""
    # Where answers of the form come from, by field key: "form_key.field" or "answers.field". Fields with the same key
    # and type in an earlier submission of another form of the case are filled without being named here, as far as they
    # may be read. What a paper that was sent back keeps is named: "the_form.field".
    prefill: dict[str, str] = {}
    deadline: Deadline | None = None
    remarks: tuple[Remark, ...] = ()
    # It may be left undone: finishing it moves nothing, and it ends with its state.
    optional: bool = False

    def is_for(self, role: str) -> bool:
        """May a post of that role do it, in the organisation that has it?"""
        return are_for(self.roles, role)

    @property
    def may_be_supervised(self) -> bool:
        ladders = (*self.deadline.ladder, *self.deadline.urgent_ladder) if self.deadline else ()
        return any(rung.supervise for rung in ladders)


# What a rung opens for the level above. It belongs to no state: it ends with the late task, or when it is finished.
SUPERVISION = TaskType(
    key="supervision",
    title={"zh-hans": "督办逾期任务", "en": "See to late work"},
    instructions={
        "zh-hans": "下级单位有一项任务逾期。请联系该单位，弄清原因，督促办理，需要时换人或者派人协助。然后点“已督办”。",
        "en": "An office below yours is late. Call it, find out why, and see that the task is done, by somebody else "
        "or with help if need be. Then say that you have seen to it.",
    },
    relation="supervision",
    deadline=Deadline(days=1, working=True, ladder=(Rung(tell=("holder", "leader"), mark="red"),)),
)
SUPERVISOR = Relation(key="supervision", title={"zh-hans": "督办单位", "en": "Supervising office"}, kind="supervisor")


class Join(Part):
    """What the tasks of a state come to together. Each is finished by itself; transitions without a task follow.

    In favour is a task whose form says so; without a rule every one that is done.
    """

    needs: Literal["all", "any", "some"] = "all"
    # Of `some`: how many.
    count: Annotated[int, Field(ge=0, le=50)] = 0
    # Of the answers of the task's own form.
    favour: Rule | None = None
    # One that is against ends it, whatever the others say: so all of them are waited for.
    veto: bool = False

    def number(self, tasks: int) -> int:
        """How many of so many."""
        return {"all": tasks, "any": 1, "some": self.count}[self.needs]

    def outcome(self, votes: Sequence[bool], tasks: int) -> bool | None:
        """Of so many tasks these are done, each in favour or not: met, missed, or not decided yet."""
        needed = self.number(tasks)
        against = len(votes) - sum(votes)
        if (self.veto and against) or tasks - against < needed:
            return False
        return True if sum(votes) >= needed and not (self.veto and len(votes) < tasks) else None


class State(Part):
    key: Key
    title: Words
    kind: Literal["start", "work", "waiting", "end"]
    join: Join | None = None
    # What the reporter reads when following the report; never more than the stage.
    public_status: Words = {}
    tasks: tuple[TaskType, ...] = ()

    @property
    def needed(self) -> tuple[TaskType, ...]:
        """The tasks without which it does not go on."""
        return tuple(task for task in self.tasks if not task.optional)

    def finishes_beside(self, task: TaskType) -> bool:
        """Is the task finished by itself, and by none of its transitions?"""
        return self.join is not None or task.optional


class Later(Length):
    """How long after its step an effect happens."""

    # Not if a step was taken since, even one that leads back to the same state.
    unless_moved: bool = False


class EffectCall(Part):
    """One effect (workflows.effects) with its settings; it happens at once, unless it says how much later."""

    type: str
    settings: dict[str, Any] = {}
    later: Later | None = None


class Reason(Part):
    """One of those that somebody chooses from. The log of a case holds its key, and never a sentence."""

    key: Key
    title: Words


class Transition(Part):
    """A way from a state to the next, taken by completing `task`, or by the clock while the task is open.

    With a `relation` it lies beside the tasks: whoever that is takes it, and what is open in the state ends with it.
    """

    key: Key
    title: Words
    # "": any state but an end. That, and the way from an end state that opens a case again, lie beside the tasks.
    source: Key | Literal[""]
    target: Key
    # None of a state whose tasks come together: taken by whoever decides it. None of a way beside the tasks.
    task: Key | Literal[""]
    # Beside the tasks: who takes it, in which roles there (none: everybody), and for one of which reasons.
    relation: Key | Literal[""] = ""
    roles: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    # Of those: when too few were in favour.
    missed: bool = False
    guard: Rule | None = None
    # It is taken by itself at this moment, and by nobody before: a formula that gives a date or a time.
    clock: Rule | None = None
    confirmation: Words = {}
    effects: tuple[EffectCall, ...] = ()

    def is_for(self, role: str) -> bool:
        """Of one beside the tasks: may a post of that role take it, in an organisation of its relation?"""
        return are_for(self.roles, role)

    def reason(self, key: str) -> Reason | None:
        return next((one for one in self.reasons if one.key == key), None)


class Reader(Part):
    """What a relation may read of which forms once it is part of the case. No row, no reading."""

    relation: Key
    forms: tuple[str, ...]
    sensitivities: tuple[Sensitivity, ...] = ("open",)


class WorkflowSchema(Definition):
    # Key of the form whose submission opens a case.
    opened_by: str
    relations: tuple[Relation, ...]
    states: tuple[State, ...]
    transitions: tuple[Transition, ...]
    readers: tuple[Reader, ...] = ()
    # Effects when a case opens.
    opening_effects: tuple[EffectCall, ...] = ()
    # The author's examples: played at each save, and nothing is published while one of them comes out otherwise.
    scenarios: tuple[Scenario, ...] = ()

    def state(self, key: str) -> State:
        """Raises KeyError."""
        return _by_key(self.states, key)

    def transition(self, key: str) -> Transition:
        return _by_key(self.transitions, key)

    def relation(self, key: str) -> Relation:
        return SUPERVISOR if key == SUPERVISOR.key else _by_key(self.relations, key)

    def task_type(self, key: str) -> TaskType:
        """The task of that key, in whichever state, or SUPERVISION. Raises KeyError."""
        if key == SUPERVISION.key:
            return SUPERVISION
        return _by_key(tuple(task for state in self.states for task in state.tasks), key)

    def effects(self) -> Iterator[EffectCall]:
        """All of them, those of the opening first."""
        yield from self.opening_effects
        for way in self.transitions:
            yield from way.effects

    @property
    def counts_working_time(self) -> bool:
        """Does any deadline, or anything that happens later, ask for office hours or working days?"""
        deadlines = (task.deadline for state in self.states for task in state.tasks)
        return any(length and length.working for length in (*deadlines, *(call.later for call in self.effects())))

    @property
    def start(self) -> State:
        return next(state for state in self.states if state.kind == "start")

    def transitions_of(self, state: str, task: str) -> list[Transition]:
        return [way for way in self.transitions if way.source == state and way.task == task]

    def joined_ways(self, state: str, *, missed: bool | None = None) -> list[Transition]:
        """What follows when its tasks have come together; of both outcomes, or of one."""
        ways = [way for way in self.transitions_of(state, "") if not way.relation]
        return [way for way in ways if missed is None or way.missed == missed]

    def ways_beside(self, state: str) -> list[Transition]:
        """Those that somebody takes in that state without finishing a task; of an end the ways to open it again."""
        sources = {state} if self.state(state).kind == "end" else {state, ""}
        return [way for way in self.transitions if way.relation and way.source in sources and way.target != state]

    def ways_of_people(self, state: str, task: str) -> list[Transition]:
        """Those that somebody takes."""
        return [way for way in self.transitions_of(state, task) if way.clock is None]

    def ways_of_clock(self, state: str, task: str) -> list[Transition]:
        return [way for way in self.transitions_of(state, task) if way.clock is not None]


KeyedPart = TypeVar("KeyedPart", State, Transition, Relation, TaskType)


def _by_key(parts: tuple[KeyedPart, ...], key: str) -> KeyedPart:
    for part in parts:
        if part.key == key:
            return part
    raise KeyError(key)
