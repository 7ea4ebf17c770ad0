"""One row, or one repeat, as a question, a note or a table."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from pyxform import aliases

from forms.exchange.xlsform.choices import OTHER, Lists
from forms.exchange.xlsform.findings import Findings
from forms.exchange.xlsform.languages import Languages
from forms.exchange.xlsform.outline import Element
from forms.exchange.xlsform.own import SENSITIVITIES, Own
from forms.exchange.xlsform.references import with_names
from forms.exchange.xlsform.rules import Rules
from forms.exchange.xlsform.types import type_of
from forms.exchange.xlsform.unread import say_unread
from forms.schema import Leaf, Note, Question, Rule, Table

UPLOADED = ("photos", "audio", "files")
MOST_ROWS = 200


@dataclass
class Leaves:
    languages: Languages
    lists: Lists
    rules: Rules
    findings: Findings

    def of(self, element: Element, above: tuple[Element, ...] = ()) -> Leaf | None:
        """None, and a finding, for what cannot be in the form. `above` are the groups that its condition counts too."""
        say_unread(element, self.findings)
        if element.kind.role == "metadata":
            message = _("The portal itself knows who filled in what and when; “%(type)s” was left out.")
            self.findings.dropped(element.row.at("type"), message % {"type": element.row.get("type")})
            return None
        if element.is_repeat:
            return self.table(element, above)
        if element.kind.role == "note":
            return self.note(element, above)
        if element.kind.role == "choice" and not self.has_list(element):
            return None
        return self.readonly(element, above) or self.question(element, above)

    def has_list(self, element: Element) -> bool:
        if element.kind.ours and element.kind.list_name in self.lists:
            return True
        message = _("The options of “%(list)s” are in another file or in answers; the question was left out.")
        self.findings.dropped(element.row.at("type"), message % {"list": element.kind.list_name})
        return False

    def readonly(self, element: Element, above: tuple[Element, ...]) -> Note | None:
        """A question that nobody can answer is something to read."""
        row = element.row
        if not row.get("bind", "readonly") or row.get("bind", "calculate") or row.get("default"):
            return None
        if not aliases.yes_no.get(row.get("bind", "readonly")):
            return None
        self.findings.changed(row.at("bind", "readonly"), _("A question that nobody can answer became a note."))
        return self.note(element, above)

    def note(self, element: Element, above: tuple[Element, ...]) -> Note | None:
        row = element.row
        text = self.words(element, "label")
        if not text and not row.own("part"):
            self.findings.dropped(row.at("type"), _("This note says nothing; it was left out."))
            return None
        for language, more in self.words(element, "hint").items():
            text[language] = f"{text.get(language, '')}\n{more}".strip()
        if said := row.get("bind", "calculate"):
            self.rules.leave_out(row.at("bind", "calculate"), said, _("A note has no value."))
        tone = Own(row, self.findings).among("tone", ("plain", "warning", "danger"), "plain")
        shown_when = self.rules.shown_when(element, above)
        return Note.model_validate({"key": element.key, "text": text, "tone": tone, "shown_when": shown_when})

    def question(self, element: Element, above: tuple[Element, ...]) -> Question | None:
        own = Own(element.row, self.findings)
        ours, settings = type_of(element, own, self.findings)
        if element.table and ours in UPLOADED:
            self.findings.dropped(element.row.at("type"), _("A table cannot hold files; the question was left out."))
            return None
        required, required_when = self.rules.required(element, own)
        default, prefill = self.rules.default(element, own, ours)
        computed = self.rules.computed(element, own)
        if ours == "hidden" and default and default.formula.startswith("'") and not own.row.own("type"):
            settings, default = {"value": element.row.get("default")}, None
        if self.is_fixed(element) and computed is None and default is not None:
            computed, default = default, None
        ours = self.as_computed(element, ours, computed)
        return Question(
            key=element.key,
            type=ours,
            label=self.label(element),
            hint=self.hint(element),
            required=required,
            required_when=required_when,
            shown_when=self.rules.shown_when(element, above),
            checks=self.rules.checks(element, own),
            computed=computed,
            default=default,
            prefill=element.row.own("prefill") or prefill,
            settings=settings,
            **self.own_fields(element, own),
            **self.options(element, own, ours),
        )

    def own_fields(self, element: Element, own: Own) -> dict[str, Any]:
        return {
            "sensitivity": own.among("sensitivity", SENSITIVITIES, "open"),
            "countable": own.among("countable", ("yes",), "") == "yes",
            "option_list": element.row.own("option_list") or None,
        }

    def is_fixed(self, element: Element) -> bool:
        return bool(aliases.yes_no.get(element.row.get("bind", "readonly"))) or element.kind.xform == "calculate"

    def as_computed(self, element: Element, ours: str, computed: Rule | None) -> str:
        if element.row.own("type"):
            return ours
        if computed is not None and ours == "text":
            ours = "computed"
        if computed is not None and not self.is_fixed(element):
            message = _("What is computed cannot be written over by hand here.")
            self.findings.changed(element.row.at("bind", "calculate"), message)
        if computed is None and ours == "computed":
            message = _("A value that nothing computes became a hidden field without a value.")
            self.findings.changed(element.row.at("type"), message)
            return "hidden"
        return ours

    def options(self, element: Element, own: Own, ours: str) -> dict[str, Any]:
        if element.kind.role != "choice" or ours == "yes_no":
            return {}
        choices = self.lists.options(element.kind.list_name).choices
        if element.kind.or_other and not any(choice.key == OTHER.key for choice in choices):
            choices = (*choices, OTHER)
        return {
            "choices": choices,
            "choice_filter": self.rules.choice_filter(element, own, self.lists.attributes),
        }

    def table(self, element: Element, above: tuple[Element, ...]) -> Table | None:
        columns = tuple(self.columns(element.children, ()))
        if not columns and not element.row.own("part"):
            self.findings.dropped(element.row.at("type"), _("Nothing is asked in this repeat; it was left out."))
            return None
        least, most = self.rows(element)
        return Table.model_validate(
            {
                "key": element.key,
                "label": self.label(element),
                "hint": self.hint(element),
                "columns": columns,
                "least_rows": least,
                "most_rows": most,
                "shown_when": self.rules.shown_when(element, above),
                "sensitivity": Own(element.row, self.findings).among("sensitivity", SENSITIVITIES, "open"),
            }
        )

    def columns(self, elements: Iterable[Element], above: tuple[Element, ...]) -> Iterator[Question]:
        for element in elements:
            if element.is_group:
                self.say_merged(element)
                yield from self.columns(element.children, (*above, element))
            elif element.is_repeat:
                self.say_nested(element)
            elif isinstance(found := self.of(element, above), Question):
                yield found
            elif found is not None:
                self.findings.dropped(element.row.at("type"), _("A table has no notes in it; the note was left out."))

    def say_merged(self, group: Element) -> None:
        say_unread(group, self.findings)
        if self.languages.words(group.row, "label"):
            message = _("The group was merged into what it stands in; its conditions stay with its questions.")
            self.findings.changed(group.row.at("type"), message)

    def say_nested(self, repeat: Element) -> None:
        for inner in repeat.walk():
            message = _("A table cannot stand in a table; the inner repeat and its questions were left out.")
            self.findings.dropped(inner.row.at("type"), message)

    def rows(self, element: Element) -> tuple[int, int]:
        own = Own(element.row, self.findings)
        least, most = own.number("least_rows"), own.number("most_rows")
        said = element.row.get("control", "jr:count")
        if said.isdecimal() and int(said) <= MOST_ROWS:
            return (least if least is not None else int(said)), (most or int(said))
        if said and least is None and most is None:
            message = _("How many rows there are, is decided by who fills in: “%(count)s” was left out.")
            self.findings.dropped(element.row.at("control", "jr:count"), message % {"count": said})
        return least or 0, most if most is not None else MOST_ROWS

    def label(self, element: Element) -> dict[str, str]:
        fallback = element.label or ({} if element.row.own("type") else {"zh-hans": element.name})
        return self.words(element, "label") or fallback

    def hint(self, element: Element) -> dict[str, str]:
        hint = self.words(element, "hint")
        for language, more in self.words(element, "guidance_hint").items():
            hint[language] = f"{hint.get(language, '')}\n{more}".strip()
            self.findings.changed(element.row.at("guidance_hint"), _("The guidance was put behind the hint."))
        return hint

    def words(self, element: Element, column: str) -> dict[str, str]:
        return with_names(
            self.languages.words(element.row, column), element, (column,), self.rules.formulas, self.findings
        )
