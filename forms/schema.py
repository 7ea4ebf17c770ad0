"""The published form as typed data: the contract between editor, packs, wizard, export and API.

Answers are one flat JSON object by field key. An empty answer is absent. Values by type: text, choice, date
(`2026-11-21`), date-time (`2026-11-21T08:30:00+08:00`), area (12-digit code) and decimal are strings; integer is a
number; yes/no is true or false; multiple choice is a list of choice keys; a file field is a list of file ids;
a table is a list of objects by column key.
"""

import hashlib
import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from portal.words import Words

SCHEMA_VERSION: Literal[1] = 1

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
Sensitivity = Literal["open", "personal", "sensitive", "reporter"]


def is_empty(answer: Any) -> bool:
    """Whether an answer is none: it is then left out."""
    return answer is None or answer in ("", [], {})


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Rule(Part):
    """An expression: the formula as its author wrote it and the tree it was parsed to (see forms.logic)."""

    formula: str
    tree: Any = None


class Check(Part):
    """Something that must be so, and the sentence for when it is not."""

    rule: Rule
    message: Words


class Choice(Part):
    """`attributes` are what a choice filter may ask of it, such as the county that a town belongs to."""

    key: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.-]{1,60}$")]
    label: Words
    attributes: dict[Key, str] = {}
    # Days, the first and the last on which it is on offer.
    since: date | None = None
    until: date | None = None
    # It is on offer only where the place of the form lies in one of these; beginnings of 12-digit codes.
    areas: tuple[str, ...] = ()


class Question(Part):
    """One field. `settings` belongs to the field type (least, most, levels, most_files …)."""

    kind: Literal["field"] = "field"
    key: Key
    type: str
    label: Words
    hint: Words = {}
    required: bool = False
    required_when: Rule | None = None
    shown_when: Rule | None = None
    checks: tuple[Check, ...] = ()
    computed: Rule | None = None
    default: Rule | None = None
    choices: tuple[Choice, ...] = ()
    # The list that `choices` were taken from when the form was published.
    option_list: Key | None = None
    choice_filter: Rule | None = None
    # Where an answer can be had from before anybody types: `profile.phone`, `last.address`, `record.child_file.name` ….
    prefill: str = ""
    sensitivity: Sensitivity = "open"
    countable: bool = False
    settings: dict[str, Any] = {}


class Table(Part):
    """Repeating rows."""

    kind: Literal["table"] = "table"
    key: Key
    label: Words
    hint: Words = {}
    columns: tuple[Question, ...]
    least_rows: int = 0
    most_rows: int = 200
    shown_when: Rule | None = None
    sensitivity: Sensitivity = "open"


class Note(Part):
    """Something to read between the questions."""

    kind: Literal["note"] = "note"
    key: Key
    text: Words
    tone: Literal["plain", "warning", "danger"] = "plain"
    shown_when: Rule | None = None


Leaf = Question | Table | Note


class Group(Part):
    """What belongs together under one label, shown or hidden together. Its answers are the form's like all others."""

    kind: Literal["group"] = "group"
    key: Key
    label: Words
    hint: Words = {}
    shown_when: Rule | None = None
    items: tuple[Annotated[Leaf, Field(discriminator="kind")], ...]
    # Key of the shared group that it was taken from when the form was published.
    shared: Key | None = None


Item = Annotated[Question | Table | Note | Group, Field(discriminator="kind")]


class Step(Part):
    key: Key
    title: Words
    intro: Words = {}
    shown_when: Rule | None = None
    items: tuple[Item, ...]
    # Key of the section that it belongs to, in a form that several offices fill in.
    section: Key | None = None

    def parts(self) -> Iterator[Item]:
        """Everything in it, in order, a group before what is in the group."""
        for item in self.items:
            yield item
            if isinstance(item, Group):
                yield from item.items

    def leaves(self) -> Iterator[Leaf]:
        """The same without the groups themselves."""
        return (part for part in self.parts() if not isinstance(part, Group))

    def fields(self) -> Iterator[Question | Table]:
        """Its questions and tables, in order, without the columns of tables."""
        return (leaf for leaf in self.leaves() if not isinstance(leaf, Note))


class Section(Part):
    """The steps that one office fills in and signs, beside others that fill in theirs."""

    key: Key
    title: Words
    # The relation that says which office, as the tasks of a workflow name it.
    filler: str


class Expectation(Part):
    """What must be so. `place` is a key, or `table.row.column` with rows from 1; "" is the whole form."""

    place: str = ""
    must_be: Literal["shown", "hidden", "required", "optional", "equal", "refused", "accepted"]
    # With "equal": the effective answer, None for none.
    value: Any = None


class RegisterReader(Part):
    """Posts that see the records of a register: of all places in their area or, with `through`, those that name them.

    `highest`: only where their office is of a place of this level or below it. `writes`: they open and revise, too.
    """

    roles: tuple[str, ...]
    sensitivities: tuple[Sensitivity, ...]
    # Key of a field of type `organisation`: whoever a record names there sees it, wherever the record is from.
    through: Key | None = None
    highest: Literal["province", "prefecture", "county", "township", "village"] = "county"
    writes: bool = False


class Register(Part):
    """What makes a form a register: whatever is handed in opens a record that lives on and is revised."""

    # The field that a record is found by, such as the name of the child.
    name: Key
    # No two records answer all of these alike; two that answer `alike` alike are pointed out.
    identity: tuple[Key, ...] = ()
    alike: tuple[Key, ...] = ()
    # Fields of type `child` point to its records.
    of_children: bool = False
    readers: tuple[RegisterReader, ...] = ()


class WriteBack(Part):
    """An answer that goes into the record which the form points to."""

    field: Key
    into: Key


class AuthorTest(Part):
    """An example that the author of a form wrote: when these answers are given, this must be so."""

    title: str
    answers: dict[str, Any] = {}
    # The moment it is filled in at; None is the moment of the test.
    at: datetime | None = None
    context: dict[str, Any] = {}
    expected: tuple[Expectation, ...]


class Definition(Part):
    """What is published, of a form or a workflow."""

    schema_version: Literal[1] = SCHEMA_VERSION
    key: Key
    title: Words

    def checksum(self) -> str:
        """SHA-256 of the canonical JSON: equal exactly when the definitions are.

        Defaults are left out, so what a later portal adds to definitions changes no checksum.
        """
        said = self.model_dump(mode="json", exclude_defaults=True)
        plain = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(plain.encode()).hexdigest()


class SharedGroupSchema(Definition):
    """Fields that forms take in as a group, with `title` as its label."""

    hint: Words = {}
    items: tuple[Annotated[Leaf, Field(discriminator="kind")], ...]


class FormSchema(Definition):
    steps: tuple[Step, ...]
    # Key of the area field whose answer is the place of the submission; routing goes by it.
    place: str | None = None
    # How submissions are numbered: {area} six digits, {year}, {serial}.
    numbering: str = "{year}-{serial:05d}"
    # Whether the person gets a code to follow the submission by, and a PDF receipt.
    receipt: bool = False
    # How long after the case is closed, or without a case after handing in.
    retention_months: int = 60
    # What the answers are for, and the rule that allows to ask: said in the records of processing.
    purpose: Words = {}
    legal_basis: Words = {}
    # How it looks on paper: a key of forms.layouts.
    layout: Key = "plain"
    sections: tuple[Section, ...] = ()
    records: Register | None = None
    # Of a form that points to a record (`child`, `record_link`).
    write_back: tuple[WriteBack, ...] = ()
    # Whether it is begun at a record, by whoever may write there.
    at_records: bool = False
    tests: tuple[AuthorTest, ...] = ()

    def fields(self) -> Iterator[Question | Table]:
        """Every question and table, in order, without the columns of tables."""
        for step in self.steps:
            yield from step.fields()

    def step(self, key: str) -> Step:
        """Raises KeyError for a key the form does not have."""
        for step in self.steps:
            if step.key == key:
                return step
        raise KeyError(key)

    def field(self, key: str) -> Question | Table:
        """Raises KeyError for a key the form does not have."""
        for field in self.fields():
            if field.key == key:
                return field
        raise KeyError(key)
