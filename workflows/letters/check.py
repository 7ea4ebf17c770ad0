"""What keeps a letter from being published. Pure: the forms are handed in."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from forms.compartments import sensitivity_of
from forms.logic.errors import ExpressionError
from forms.logic.parse import parse
from forms.problems import Problem
from forms.schema import FormSchema, Sensitivity
from workflows.check.parts import effects_of
from workflows.guards import references
from workflows.letters.names import FORM, ROW, Name, offered, table_of
from workflows.letters.papers import PAPERS
from workflows.letters.placeholders import Path, broken_in, names_in
from workflows.letters.schema import Fields, LetterSchema, Paragraph, Rows, Signature
from workflows.schema import WorkflowSchema

Forms = Mapping[str, FormSchema]


def check_letter(schema: LetterSchema, *, forms: Forms) -> list[Problem]:
    """Every problem; none means it may be published. `forms` are the published forms by key."""
    form = forms.get(schema.form)
    if form is None:
        return [Problem("form", _("There is no form “%(key)s”.") % {"key": schema.form}, code="form_unknown")]
    return list(
        dict.fromkeys(
            [
                *_whole(schema),
                *_tables(schema, form),
                *_texts(schema, form),
                *_fields(schema, form),
                *_rules(schema, form),
                *_protection(schema, form),
            ]
        )
    )


def shown(schema: LetterSchema, form: FormSchema) -> dict[str, Sensitivity]:
    """The fields of the form that the letter shows something of, with their protection."""
    known = {field.key: sensitivity_of(field) for field in form.fields()}
    return {key: known[key] for _place, key in _named(schema) if key in known}


def too_much(schema: LetterSchema, form: FormSchema, workflow: WorkflowSchema) -> Iterator[Problem]:
    """What it shows to an office that may not read it in that workflow."""
    for place, call in effects_of(workflow):
        to = call.settings.get("to")
        if call.type != "pdf" or not to or call.settings.get("template") != schema.key:
            continue
        rows = [row for row in workflow.readers if row.relation == to and schema.form in row.forms]
        may = {level for row in rows for level in row.sensitivities}
        over = [key for key, level in shown(schema, form).items() if level not in may]
        if over:
            sentence = _("The letter “%(letter)s” shows who gets it what they may not read here: %(keys)s.")
            words = {"letter": schema.key, "keys": "、".join(over)}
            yield Problem(place, sentence % words, code="letter_shows_too_much")


def _whole(schema: LetterSchema) -> Iterator[Problem]:
    if not schema.blocks:
        yield Problem("blocks", _("There is nothing on the paper yet."), code="empty")
    elif PAPERS[schema.paper].needs_signature and not any(isinstance(one, Signature) for one in schema.blocks):
        yield Problem("blocks", _("A paper for a court is signed: add a signature."), code="unsigned")


def _tables(schema: LetterSchema, form: FormSchema) -> Iterator[Problem]:
    named = [("each", schema.each)] if schema.each else []
    for number, block in enumerate(schema.blocks, start=1):
        if isinstance(block, Paragraph) and block.each:
            named.append((f"{number} {block.kind}", block.each))
        elif isinstance(block, Rows):
            named.append((f"{number} {block.kind}", block.table))
    sentence = _("The form “%(form)s” has no table “%(key)s”.")
    for place, key in named:
        if table_of(form, key) is None:
            yield Problem(place, sentence % {"form": form.key, "key": key}, code="table_unknown")
        elif schema.each and place != "each" and key == schema.each:
            said = _("A letter for one row shows nothing of the others.")
            yield Problem(place, said, code="other_rows")


def _texts(schema: LetterSchema, form: FormSchema) -> Iterator[Problem]:
    for place, text, each in schema.passages():
        if broken := broken_in(text):
            sentence = _("This is no placeholder: “%(text)s”. Insert one from the list.")
            yield Problem(place, sentence % {"text": broken}, code="placeholder_broken")
        known = {name.path for name in offered(form, each)}
        for path in names_in(text):
            if path not in known:
                yield _unknown(place, path, form)
            elif schema.each and path[:2] == (FORM, schema.each):
                said = _("A letter for one row shows nothing of the others.")
                yield Problem(place, said, code="other_rows")


def _fields(schema: LetterSchema, form: FormSchema) -> Iterator[Problem]:
    for number, block in enumerate(schema.blocks, start=1):
        place = f"{number} {block.kind}"
        if isinstance(block, Fields):
            known = {name.path[1] for name in offered(form) if name.path[0] == FORM}
            yield from (_unknown(place, (FORM, key), form) for key in block.fields if key not in known)
            if schema.each in block.fields and schema.each:
                yield Problem(place, _("A letter for one row shows nothing of the others."), code="other_rows")
        elif isinstance(block, Rows) and (table := table_of(form, block.table)):
            columns = {column.key for column in table.columns}
            wrong = [key for key in block.columns if key not in columns]
            yield from (_unknown(place, (FORM, block.table, key), form) for key in wrong)


def _rules(schema: LetterSchema, form: FormSchema) -> Iterator[Problem]:
    for place, rule, each in schema.rules():
        try:
            tree = parse(rule.formula)
        except ExpressionError as error:
            yield Problem(place, f"{rule.formula}: {error}", code="formula_wrong")
            continue
        known = {name.path for name in offered(form, each) if name.path[0] in (FORM, ROW, "case")}
        tables = {path[:2] for path in known if len(path) == 3}
        for path in references(tree):
            if path not in known and path not in tables:
                yield _unknown(place, path, form)


def _protection(schema: LetterSchema, form: FormSchema) -> Iterator[Problem]:
    allowed: set[Sensitivity] = {*schema.reveals}
    known = {field.key: sensitivity_of(field) for field in form.fields()}
    for place, key in _named(schema):
        level = known.get(key)
        if level == "reporter":
            sentence = _("“%(key)s” may say who reported: it stands in no letter.")
            yield Problem(place, sentence % {"key": key}, code="reporter")
        elif level and level not in allowed:
            sentence = _("“%(key)s” is protected more than this letter may reveal.")
            yield Problem(place, sentence % {"key": key}, code="too_much")


def _named(schema: LetterSchema) -> Iterator[tuple[str, str]]:
    """The fields of the form that stand in it, each with its place; a row stands for its table."""
    for place, text, each in schema.passages():
        for path in names_in(text):
            if path[0] == FORM and len(path) > 1:
                yield place, path[1]
            elif path[0] == ROW and each:
                yield place, each
    for number, block in enumerate(schema.blocks, start=1):
        if isinstance(block, Fields):
            yield from ((f"{number} {block.kind}", key) for key in block.fields)
        elif isinstance(block, Rows):
            yield f"{number} {block.kind}", block.table
        elif isinstance(block, Paragraph) and block.each:
            yield f"{number} {block.kind}", block.each
    yield from _asked(schema)


def _asked(schema: LetterSchema) -> Iterator[tuple[str, str]]:
    """What a rule asks: whether a passage stands there tells of the answer."""
    for place, rule, each in schema.rules():
        try:
            paths = list(references(parse(rule.formula)))
        except ExpressionError:
            continue
        for path in paths:
            if path[0] == FORM and len(path) > 1:
                yield place, path[1]
            elif path[0] == ROW and each:
                yield place, each


def _unknown(place: str, path: Path, form: FormSchema) -> Problem:
    name = Name(path, "").placeholder
    sentence = _("There is nothing called “%(name)s” for a letter of the form “%(form)s”.")
    return Problem(place, sentence % {"name": name, "form": form.key}, code="name_unknown")
