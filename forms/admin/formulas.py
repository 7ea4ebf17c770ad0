"""What the editor says of a formula while it is written: what is wrong with it and where, and what may be named."""

from collections.abc import Iterator
from typing import Any, Literal

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from pydantic import BaseModel, ValidationError

from forms import contexts
from forms.admin.functions import FUNCTIONS
from forms.builder import published_groups
from forms.logic.check import check_form
from forms.schema import Check, Choice, FormSchema, Group, Item, Key, Note, Question, Rule, Step, Table

MAY = ("portal_forms.change_form", "portal_forms.change_sharedgroup")
# A part without a key: it is new, or it is no question.
NAMELESS = "the_part_that_asks"


class Field(BaseModel):
    """A field as it stands in the editor, saved or not; `rows` are those of a matrix."""

    key: Key | Literal[""] = ""
    # "" is a part that is no question, "table" repeats what names it as its table.
    type: str = ""
    table: Key | Literal[""] = ""
    choices: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()

    def question(self) -> Question:
        rows = [{"key": row, "label": row} for row in self.rows]
        return Question(
            key=self.key or NAMELESS,
            type=self.type,
            label={},
            choices=tuple(Choice(key=key, label={}) for key in self.choices),
            settings={"rows": rows} if rows else {},
        )


class Written(BaseModel):
    """A formula, whose it is, and what stands around it."""

    formula: str
    rule: Literal["shown_when", "required_when", "check", "computed", "default", "choice_filter"]
    asking: Field
    fields: tuple[Field, ...] = ()
    shared: tuple[Key, ...] = ()


def formula(request: HttpRequest) -> HttpResponse:
    """GET says what may be written; POST judges a formula that nobody has saved, and keeps nothing."""
    if not any(request.user.has_perm(one) for one in MAY):
        raise PermissionDenied
    if request.method != "POST":
        response = JsonResponse(vocabulary())
    else:
        try:
            response = JsonResponse(judged(Written.model_validate_json(request.body)))
        except ValidationError:
            response = JsonResponse({}, status=400)
    patch_cache_control(response, no_store=True, private=True)
    return response


def vocabulary() -> dict[str, Any]:
    return {
        "functions": [{"name": name, "help": str(said)} for name, said in FUNCTIONS.items()],
        "beside": sorted(name for name, known in contexts.names().items() if known is not None),
        "words": {"fine": _("This can be computed."), "offers": _("What may be written here")},
    }


def judged(written: Written) -> dict[str, Any]:
    """{"error", "at"} with the first mistake, or {"error": ""}; other rules of the form are not looked at."""
    schema, place = _around(written)
    for problem in check_form(schema, context=contexts.names()):
        if problem.place == place and problem.rule:
            return {"error": str(problem.sentence), "at": problem.at or 0}
    return {"error": ""}


def _around(written: Written) -> tuple[FormSchema, str]:
    """The smallest form in which the formula means what it means in the editor, and the place it stands at."""
    asking = written.asking
    own = (asking.table, asking.key)
    fields = {(one.table, one.key): one for one in written.fields if one.key and (one.table, one.key) != own}
    part = _with_rule(asking, written)
    columns: dict[str, list[Question]] = {one.key: [] for one in fields.values() if one.type == "table"}
    items: list[Item] = []
    for one in fields.values():
        if one.table:
            columns.setdefault(one.table, []).append(one.question())
        elif one.type != "table" and one.type:
            items.append(one.question())
    if asking.table and isinstance(part, Question):
        columns.setdefault(asking.table, []).append(part)
    elif asking.type == "table":
        columns.setdefault(part.key, [])
    else:
        items.append(part)
    items += [_table(key, inner, part if key == part.key else None) for key, inner in columns.items()]
    items += _shared(written.shared)
    step = Step(key="the_only_step", title={}, items=tuple(items))
    place = f"{asking.table}.{part.key}" if asking.table else part.key
    return FormSchema(key="as_it_stands", title={}, steps=(step,)), place


def _with_rule(asking: Field, written: Written) -> Question | Note:
    rule = Rule(formula=written.formula)
    if not asking.type or asking.type == "table":
        return Note(key=asking.key or NAMELESS, text={}, shown_when=rule)
    if written.rule == "check":
        return asking.question().model_copy(update={"checks": (Check(rule=rule, message={}),)})
    return asking.question().model_copy(update={written.rule: rule})


def _table(key: str, columns: list[Question], asking: Question | Note | None) -> Table:
    return Table(key=key, label={}, columns=tuple(columns), shown_when=asking.shown_when if asking else None)


def _shared(keys: tuple[str, ...]) -> Iterator[Group]:
    """Groups that stand in the form and are edited elsewhere."""
    for key, group in published_groups(set(keys)).items():
        yield Group(key=f"group_{key}"[:60], label={}, items=group.items)
