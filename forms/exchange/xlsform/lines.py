"""A question as a row of the survey sheet."""

from typing import Any

from pyxform.utils import default_is_dynamic

from forms.exchange.xlsform.cells import Line, clean
from forms.exchange.xlsform.expressions import Named, said
from forms.exchange.xlsform.listing import Listing
from forms.exchange.xlsform.own import written
from forms.exchange.xlsform.texts import in_columns
from forms.exchange.xlsform.types import WRITTEN
from forms.logic.errors import ExpressionError
from forms.logic.formatting import quoted
from forms.logic.parse import read
from forms.schema import Question, Rule

# Column of the workbook → (name in `tonghu::meant`, what its text stands for).
Meanings = dict[str, tuple[str, dict[str, Any]]]
APPEARANCES = {"long_text": "multiline", "signature": "signature", "phone": "numbers"}
BOUNDED = {"integer", "decimal", "money"}


def with_meanings(line: Line, meanings: Meanings) -> Line:
    meant = {name: [clean(line.get(column, "")), value] for column, (name, value) in meanings.items()}
    return {**line, "tonghu::meant": written(meant)}


class Lines:
    def __init__(self, named: Named, listing: Listing) -> None:
        self.named, self.listing = named, listing

    def name(self, key: str, table: str = "") -> Line:
        name = self.named.of(key, table)
        return {"name": name, "tonghu::key": key if name != key else ""}

    def shown(self, line: Line, rule: Rule | None) -> Line:
        meanings: Meanings = {}
        self.formula(line, meanings, "relevant", rule)
        return with_meanings(line, meanings)

    def question(self, question: Question, table: str = "") -> Line:
        line = {
            **self.name(question.key, table),
            **in_columns("label", question.label or {"zh-hans": question.key}),
            **in_columns("hint", question.hint),
            **self.kind(question, table),
            "tonghu::sensitivity": "" if question.sensitivity == "open" else question.sensitivity,
            "tonghu::countable": "yes" if question.countable else "",
            "tonghu::prefill": question.prefill,
            "tonghu::option_list": question.option_list or "",
            "tonghu::settings": written(question.settings),
        }
        return with_meanings(line, self.rules(line, question, table))

    def kind(self, question: Question, table: str) -> Line:
        kind = WRITTEN.get(question.type, "select_one" if question.choices else "text")
        if question.type == "yes_no":
            kind = f"select_one {self.listing.yes_no()}"
        elif kind.startswith("select"):
            wanted = question.option_list or "_".join(filter(None, (table, question.key)))
            kind = f"{kind} {self.listing.list_name_of(question.choices, wanted)}"
        line = {"type": kind, "tonghu::type": question.type, "appearance": APPEARANCES.get(question.type, "")}
        if question.type == "scale":
            least, most = (question.settings.get(name, usual) for name, usual in (("least", 1), ("most", 5)))
            line["parameters"] = f"start={least} end={most} step=1"
        return line

    def rules(self, line: Line, question: Question, table: str) -> Meanings:
        meanings: Meanings = {}
        self.formula(line, meanings, "relevant", question.shown_when, table)
        self.formula(line, meanings, "calculation", question.computed, table)
        self.formula(line, meanings, "choice_filter", question.choice_filter, table, of_choices=True)
        self.required(line, meanings, question, table)
        self.constraint(line, meanings, question, table)
        self.default(line, meanings, question, table)
        if question.computed and question.type != "computed":
            line["readonly"] = "yes"
        if question.type == "computed" and not line.get("calculation"):
            # pyxform takes no calculation without a formula.
            line["calculation"] = "''"
            meanings["calculation"] = ("calculation", {"formula": question.computed and question.computed.formula})
        return meanings

    def formula(
        self,
        line: Line,
        meanings: Meanings,
        column: str,
        rule: Rule | None,
        table: str = "",
        *,
        of_choices: bool = False,
    ) -> None:
        if rule is None:
            return
        line[column] = self.said(rule, table, of_choices=of_choices)
        if line[column] != rule.formula or line[column] != clean(rule.formula):
            meanings[column] = (column, {"formula": rule.formula})

    def said(self, rule: Rule, table: str, *, this: str = "", of_choices: bool = False) -> str:
        return said(rule.formula, self.named, within=table, this=this, of_choices=of_choices) or ""

    def required(self, line: Line, meanings: Meanings, question: Question, table: str) -> None:
        if question.required:
            line["required"] = "yes"
        elif question.required_when:
            line["required"] = self.said(question.required_when, table)
        when = question.required_when.formula if question.required_when else None
        if when is not None and line.get("required") != clean(when):
            meanings["required"] = ("required", {"required": question.required, "formula": when})

    def constraint(self, line: Line, meanings: Meanings, question: Question, table: str) -> None:
        formulas = [self.said(check.rule, table, this=question.type) for check in question.checks]
        parts = [*bounds(question), *filter(None, formulas)]
        line["constraint"] = " and ".join(f"({part})" for part in parts) if len(parts) > 1 else "".join(parts)
        messages: dict[str, list[str]] = {}
        for check in question.checks:
            for language, text in check.message.items():
                messages.setdefault(language, []).append(text)
        line.update(
            in_columns("constraint_message", {language: "\n".join(texts) for language, texts in messages.items()})
        )
        if not _says_all(line["constraint"], question):
            checks = [{"rule": {"formula": check.rule.formula}, "message": check.message} for check in question.checks]
            meanings["constraint"] = ("constraint", {"checks": checks})

    def default(self, line: Line, meanings: Meanings, question: Question, table: str) -> None:
        if question.default is None:
            return
        line["default"] = clean(self.static(question) or self.said(question.default, table))
        meanings["default"] = ("default", {"formula": question.default.formula})

    def static(self, question: Question) -> str:
        """A default that is a plain value, as it is typed; "" for all others."""
        try:
            node = read(question.default.formula) if question.default else None
        except ExpressionError:
            return ""
        if node is not None and node.op in ("date", "date-time") and node.args and node.args[0].op == "literal":
            node = node.args[0]
        if node is None or node.op != "literal":
            return ""
        value = node.args[0]
        if isinstance(value, bool):
            return {"consent": "OK" if value else ""}.get(question.type, "yes" if value else "no")
        if not isinstance(value, str):
            return f"{value:f}"
        dynamic = default_is_dynamic(value, WRITTEN.get(question.type, "text")) or "${" in value
        return f"concat({quoted(value.replace('${', '$ {'))}, '')" if dynamic else value


def _says_all(constraint: str, question: Question) -> bool:
    """Whether the checks can be read from the constraint again."""
    if not question.checks:
        return not constraint
    first, *more = question.checks
    return not more and bool(first.message) and constraint == first.rule.formula


def bounds(question: Question) -> list[str]:
    """The least and the most number, which XLSForm says by a constraint."""
    signs = {"least": ">=", "most": "<="}
    found = {name: question.settings.get(name) for name in signs if question.type in BOUNDED}
    return [f". {signs[name]} {value}" for name, value in found.items() if isinstance(value, int | float | str)]
