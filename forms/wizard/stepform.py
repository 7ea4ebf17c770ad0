"""One step as a Django form: fields from the field types, rows of tables as forms of their own."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from forms.answering import field_for, holds_files
from forms.fieldtypes import registry
from forms.files import endings, most_files
from forms.logic.formstate import FormState, RowState
from forms.review import sentences, wrong_count
from forms.schema import Group, Leaf, Note, Question, Step, Table, is_empty
from forms.wizard.moulds import pressed
from forms.wizard.offering import may_differ, withhold
from forms.wizard.parts import PATTERN, GroupPart, NotePart, Part, QuestionPart, RowPart, TablePart
from forms.wizard.press import Press
from portal.words import readers_language, spoken

# What the browser sends beside answers. A key never begins with "_", so none of these can be a field.
GO, SEEN, REVISION, RETURN = "_go", "_seen", "_revision", "_return"

# What django's MultiWidget puts behind the key.
PART = re.compile(r"_[0-9]\Z")


class QuestionsForm(forms.Form):
    """The typed questions of one level: of a step, or of one row of a table. Required is decided by the rules."""

    # The browser's own bubbles would come before the form's rules and know nothing of what is hidden.
    use_required_attribute = False

    def __init__(
        self,
        *args: Any,
        questions: tuple[Question, ...],
        shared: Mapping[str, forms.Field] | None = None,
        **kwargs: Any,
    ) -> None:
        """`shared` are fields that forms like this one have in common."""
        super().__init__(*args, **kwargs)
        self.questions = {question.key: question for question in questions if is_typed(question)}
        known = shared or {}
        for key, question in self.questions.items():
            self.fields[key] = known.get(key) or field_for(question)

    @property
    def answers(self) -> dict[str, Any]:
        """What was typed and can be read, by key; None where a field was left empty. Unreadable fields are absent."""
        if not self.is_valid() and not self.is_bound:
            return {}
        return {
            key: registry[question.type].to_answer(self.cleaned_data[key])
            for key, question in self.questions.items()
            if key in self.cleaned_data
        }

    @property
    def unreadable(self) -> set[str]:
        return set(self.errors)


def is_typed(question: Question) -> bool:
    return question.computed is None and not holds_files(question)


class StepForm(QuestionsForm):
    """A step, bound to what was typed or filled with the draft's answers."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        files: Any = None,
        prefix: str | None = None,
        initial: dict[str, Any] | None = None,
        *,
        step: Step,
        state: FormState,
        stored: Mapping[str, list[Any]],
    ) -> None:
        self.step, self.state, self.stored = step, state, stored
        typed = MultiValueDict({}) if data is None else data
        super().__init__(data, None, prefix=prefix, initial=_initial(step, initial or {}), questions=_questions(step))
        self.columns = {table.key: _same_in_all_rows(table) for table in _tables(step)}
        self.tables = {table.key: self._rows(table, typed, initial or {}) for table in _tables(step)}

    def _rows(self, table: Table, typed: Any, answers: dict[str, Any]) -> dict[int, QuestionsForm]:
        """The rows by number: those the browser sent, else those of the draft, else as many as are needed."""
        if self.is_bound:
            numbers = _row_numbers(typed, table)
            rows: dict[int, dict[str, Any]] = {number: {} for number in numbers}
        else:
            given = answers.get(table.key) or [{} for _ in range(table.least_rows)]
            rows = dict(enumerate(given))
        return {number: self._row(table, number, row) for number, row in rows.items()}

    def _row(self, table: Table, number: int, row: dict[str, Any]) -> QuestionsForm:
        initial = {
            column.key: registry[column.type].to_initial(row[column.key])
            for column in table.columns
            if column.key in row and column.type in registry
        }
        data = self.data if self.is_bound else None
        shared = self.columns[table.key]
        prefix = f"{table.key}-{number}"
        return QuestionsForm(data, prefix=prefix, initial=initial, questions=table.columns, shared=shared)

    @property
    def answers(self) -> dict[str, Any]:
        tables = {
            key: [
                {name: value for name, value in form.answers.items() if not is_empty(value)} for form in forms_.values()
            ]
            for key, forms_ in self.tables.items()
        }
        return {**super().answers, **tables}

    @property
    def can_be_read(self) -> bool:
        """Whether everything that is shown could be read as an answer of its kind."""
        cells = (form for rows in self.tables.values() for form in rows.values())
        return not any(self.state.shown.get(key) for key in self.unreadable) and not any(cell.errors for cell in cells)

    def add_row(self, key: str) -> None:
        table = next(table for table in _tables(self.step) if table.key == key)
        rows = self.tables[key]
        if len(rows) < table.most_rows:
            number = max(rows, default=-1) + 1
            rows[number] = self._fresh_row(table, number)

    def remove_row(self, key: str, number: str) -> None:
        """Of a number as it was sent: there may be no such row."""
        rows = self.tables[key]
        self.tables[key] = {row: form for row, form in rows.items() if str(row) != number}

    def _fresh_row(self, table: Table, number: int | str) -> QuestionsForm:
        shared = self.columns[table.key]
        return QuestionsForm(prefix=f"{table.key}-{number}", questions=table.columns, shared=shared)

    def parts(self, *, checked: bool) -> list[Part]:
        """Everything in the step in order; with `checked`, errors stand at their fields."""
        return [
            GroupPart(item, self.state.shown[item.key], [self._part(inner, checked) for inner in item.items])
            if isinstance(item, Group)
            else self._part(item, checked)
            for item in self.step.items
        ]

    def _part(self, item: Leaf, checked: bool) -> QuestionPart | TablePart | NotePart:
        shown = self.state.shown[item.key]
        if isinstance(item, Note):
            return NotePart(item, shown)
        if isinstance(item, Table):
            return self._table_part(item, shown, checked)
        part = self._question_part(self, item, self.state, self.state.answers, checked)
        part.press = pressed
        return part

    def _question_part(
        self, form: QuestionsForm, question: Question, state: RowState | None, answers: Mapping[str, Any], checked: bool
    ) -> QuestionPart:
        shown = state.shown.get(question.key, False) if state else question.shown_when is None
        required = state.required.get(question.key, question.required) if state else question.required
        part = QuestionPart(question, shown, required)
        if question.key in form.fields:
            withhold(form.fields[question.key], question, state)
            part.form = form
        elif holds_files(question):
            part.files = list(self.stored.get(question.key, ()))
            part.room = max(0, most_files(question) - sum(not shown.file.missing for shown in part.files))
            part.accept = ",".join(f".{ending}" for ending in endings(question))
        else:
            part.text = shown_text(question, answers.get(question.key))
        if checked and shown and state is not None:
            part.errors = list(self.wrong_with(form, question, state, answers))
        if part.form is not None and (part.errors or form.is_bound):
            # So that the look's own field component marks what is wrong.
            form.errors.pop(question.key, None)
            if part.errors:
                form.errors[question.key] = form.error_class(part.errors)
        return part

    def wrong_with(
        self, form: QuestionsForm, question: Question, state: RowState, answers: Mapping[str, Any]
    ) -> Iterator[str]:
        if form.is_bound and question.key in form.errors:
            yield from (str(error) for error in form.errors[question.key])
        else:
            yield from sentences(question, answers.get(question.key), state)

    def _table_part(self, table: Table, shown: bool, checked: bool) -> TablePart:
        rows, states = self.tables[table.key], self.state.rows.get(table.key, ())
        answers = self.state.answers.get(table.key, [])
        label, press = spoken(table.label), Press(table)
        drawn = []
        for place, (number, form) in enumerate(rows.items()):
            state = states[place] if place < len(states) else None
            cells = answers[place] if place < len(answers) else {}
            parts = self._cells(table, form, state, cells, checked)
            drawn.append(RowPart(number, f"{label} {place + 1}", parts, press))
        pattern = RowPart(None, label, self._cells(table, self._fresh_row(table, PATTERN), None, {}, False), press)
        part = TablePart(table, shown, drawn, pattern, may_grow=len(rows) < table.most_rows)
        if checked and shown and (sentence := wrong_count(table, len(rows))):
            part.errors = [sentence]
        return part

    def _cells(
        self, table: Table, form: QuestionsForm, state: RowState | None, answers: Mapping[str, Any], checked: bool
    ) -> list[QuestionPart]:
        return [self._question_part(form, column, state, answers, checked) for column in table.columns]


def typed_text(post: Any, step: Step) -> dict[str, list[str]]:
    """What was typed into the fields of the step, as it was sent; what else a program may send beside is not kept."""
    own = {field.key for field in step.fields()}
    return {name: post.getlist(name) for name in post if not own.isdisjoint(_keys_behind(name))}


def _keys_behind(name: str) -> tuple[str, str]:
    """The keys that the name of a field may stand for: `table-0-column` is of a table, `key_1` of a field in parts."""
    head = name.partition("-")[0]
    return head, PART.sub("", head)


def shown_text(question: Question, answer: Any) -> str:
    if answer is None:
        return ""
    return str(registry[question.type].display(answer, question, readers_language()))


def _questions(step: Step) -> tuple[Question, ...]:
    return tuple(field for field in step.fields() if isinstance(field, Question))


def _tables(step: Step) -> list[Table]:
    return [field for field in step.fields() if isinstance(field, Table)]


def _same_in_all_rows(table: Table) -> dict[str, forms.Field]:
    """Making the fields of two hundred rows takes longer than reading what is in them."""
    return {
        column.key: field_for(column)
        for column in table.columns
        if is_typed(column) and registry[column.type].steady and not may_differ(column)
    }


def _initial(step: Step, answers: dict[str, Any]) -> dict[str, Any]:
    return {
        question.key: registry[question.type].to_initial(answers[question.key])
        for question in _questions(step)
        if question.key in answers and is_typed(question)
    }


def _row_numbers(typed: Any, table: Table) -> list[int]:
    """The rows the browser sent, in their order, no more than the table may have."""
    sent = typed.getlist(f"{table.key}-rows") if hasattr(typed, "getlist") else []
    numbers = [int(number) for number in sent if number.isascii() and number.isdigit() and len(number) < 6]
    return list(dict.fromkeys(numbers))[: table.most_rows]
