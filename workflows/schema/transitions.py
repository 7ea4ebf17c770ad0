"""The ways from state to state, and what they cause.

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

from typing import Any, Literal

from forms.schema import Key, Part, Rule
from portal.words import Words
from workflows.schema.deadlines import Length
from workflows.schema.people import are_for


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
