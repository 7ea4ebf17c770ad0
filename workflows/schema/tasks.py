"""What is to be done while a case is in a state."""

from forms.schema import Key, Part, Rule
from portal.words import Words
from workflows.schema.deadlines import Deadline, Rung
from workflows.schema.people import are_for

# In the place of a transition: the task is finished; what follows, if anything, is decided with the others there.
FINISH = "finish-part"


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
