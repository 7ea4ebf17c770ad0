"""From a function's name and what stands in its brackets to a node. Three functions name a field, not its value."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from forms.logic.errors import ExpressionError
from forms.logic.operators import registry
from forms.logic.refused import no_function
from forms.logic.tokens import Token, reference_in
from forms.logic.tree import Node, call

Arguments = tuple[Node, ...]
CONSTANTS = {"true": True, "false": False}
# Other names of ODK for the same.
ALIASES = {"jr:choice-name": "choice-label"}


def called(name: Token, args: Arguments) -> Node:
    """Raises ExpressionError for an unknown function and for the wrong number of values."""
    if name.value in CONSTANTS and not args:
        return Node("literal", (CONSTANTS[name.value],), name.at)
    operator = registry.function(ALIASES.get(name.value, name.value))
    if operator is None:
        raise no_function(name.value, name.at)
    if not operator.accepts(len(args)):
        raise ExpressionError(operator.usage(name.value), name.at)
    return call(operator.key, FIELDS.get(operator.key, _as_they_are)(args), name.at)


def _as_they_are(args: Arguments) -> Arguments:
    return args


def _field(args: Arguments) -> Arguments:
    """choice-label(value, ${field}); ODK writes the field in quotes."""
    value, field = args
    if field.op == "literal" and isinstance(field.args[0], str) and (path := reference_in(field.args[0])):
        field = Node("ref", path, field.at)
    if field.op != "ref":
        raise ExpressionError(_("Name the field whose options these are: ${key}."), field.at)
    return value, field


def _cell(args: Arguments) -> Arguments:
    """indexed-repeat(${table.column}, ${table}, number); ODK names the column alone."""
    column, table, place = args
    if table.op != "ref" or len(table.args) != 1:
        raise ExpressionError(_("Name the table here: ${key}."), table.at)
    if column.op == "ref" and len(column.args) == 1:
        column = Node("ref", (*table.args, *column.args), column.at)
    if column.op != "ref" or column.args[:-1] != table.args:
        raise ExpressionError(_("Name a column of the table here: ${table.column}."), column.at)
    return column, table, place


FIELDS: dict[str, Callable[[Arguments], Arguments]] = {"choice-label": _field, "indexed-repeat": _cell}
