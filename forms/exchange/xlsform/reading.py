"""From a workbook to a form: `read(file, name=…)`."""

import re
from dataclasses import dataclass
from typing import IO

from django.utils.translation import gettext as _
from pydantic import ValidationError

from forms.exchange.xlsform.checking import settle
from forms.exchange.xlsform.choices import Lists
from forms.exchange.xlsform.findings import Finding, Findings, Place
from forms.exchange.xlsform.form import form_fields
from forms.exchange.xlsform.formulas import Answers, Formulas
from forms.exchange.xlsform.judging import judge
from forms.exchange.xlsform.languages import Languages
from forms.exchange.xlsform.leaves import Leaves
from forms.exchange.xlsform.naming import Naming
from forms.exchange.xlsform.outline import Element, outline
from forms.exchange.xlsform.rules import Rules
from forms.exchange.xlsform.sheets import Book, Row, Unreadable
from forms.exchange.xlsform.sheets import read as read_sheets
from forms.exchange.xlsform.steps import Steps
from forms.exchange.xlsform.unread import say_unknown_columns
from forms.schema import FormSchema

_REFERENCE = re.compile(r"\$\{\s*(?:last-saved#)?([^}]*?)\s*\}")


@dataclass(frozen=True)
class Imported:
    """The form, None when none can be made of the file, and what is not in it as it was."""

    form: FormSchema | None
    findings: tuple[Finding, ...]


def read(file: IO[bytes], *, name: str = "form") -> Imported:
    """`name` is that of the file, for workbooks that do not say what the form is called. Raises nothing."""
    findings = Findings()
    form = None
    try:
        book = read_sheets(file, findings)
        form = _form(book, name.rsplit("/", 1)[-1].rsplit(".", 1)[0], findings)
    except Unreadable as unreadable:
        findings.error(Place(), str(unreadable))
    except ValidationError as damaged:
        # Only our own columns can hold what a definition does not allow.
        where = " › ".join(str(part) for part in damaged.errors()[0]["loc"])
        message = _("A column “tonghu::…” holds what a form cannot have: %(where)s.")
        findings.error(Place("survey"), message % {"where": where})
    return Imported(None if findings.has_errors else form, findings.by_place())


def _form(book: Book, name: str, findings: Findings) -> FormSchema | None:
    top = outline(book["survey"], findings)
    _demand_known(book, top, findings)
    if findings.has_errors:
        return None
    judge(book, findings)
    if findings.has_errors:
        return None
    return _made(book, top, name, findings)


def _demand_known(book: Book, top: list[Element], findings: Findings) -> None:
    """References and lists that are not there are errors, each with its cell."""
    names = {element.name for one in top for element in one.walk()} | {"instanceID", "instanceName"}
    lists = {row.get("list name") for row in book["choices"].rows} if "choices" in book else set()
    for row in book["survey"].rows:
        _demand_names(row, names, findings)
    for element in (element for one in top for element in one.walk()):
        listed = element.kind.list_name
        if listed and listed not in lists and "." not in listed and "${" not in listed and element.kind.ours:
            message = _("There is no list “%(list)s” in the sheet “choices”.")
            findings.error(element.row.at("type"), message % {"list": listed})


def _demand_names(row: Row, names: set[str], findings: Findings) -> None:
    for column, text in row.cells.items():
        for name in _REFERENCE.findall(text) if column[0] != "tonghu" else ():
            if name not in names:
                message = _("There is no question “%(name)s”.")
                findings.error(row.at(*column), message % {"name": name})


def _made(book: Book, top: list[Element], name: str, findings: Findings) -> FormSchema:
    say_unknown_columns(book["survey"], findings)
    languages = Languages(book, findings)
    fields = form_fields(book, name, languages.ours[""], findings)
    lists = Lists(book, languages, findings)
    formulas = Formulas(Naming(top, findings), lambda element: _answers(element, lists), languages)
    rules = Rules(formulas, languages, findings)
    steps = Steps(Leaves(languages, lists, rules, findings), findings, fields["title"]).of(top)
    places = {_place(element): element.row.at("name") for one in top for element in one.walk()}
    schema = FormSchema.model_validate({**fields, "steps": steps})
    if not any(step.items for step in steps):
        findings.error(book["survey"].head_place(), _("The form asks nothing."))
        return schema
    return settle(schema, rules, places, findings)


def _place(element: Element) -> str:
    return f"{element.table}.{element.key}" if element.table else element.key


def _answers(element: Element, lists: Lists) -> Answers:
    if element.row.own("type") == "yes_no" and element.kind.list_name == "yes_no":
        return Answers({}, truths={"yes": "true()", "no": "false()"})
    if element.kind.role == "choice" and element.kind.list_name in lists:
        return Answers(lists.options(element.kind.list_name).renamed, has_choices=True)
    return Answers({}, truths={"OK": "true()"} if element.kind.xform == "acknowledge" else {})
