"""Where a case can be, and how the tasks there come together."""

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field

from forms.schema import Key, Part, Rule
from portal.words import Words
from workflows.schema.tasks import TaskType


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
