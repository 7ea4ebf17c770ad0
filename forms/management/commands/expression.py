"""Try an expression: `expression 'EXPR' --answers JSON`, or `--batch` with one {"expr", "answers"} on each line."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from forms.logic.errors import ExpressionError
from forms.logic.evaluate import Scope, evaluate
from forms.logic.operators import registry
from forms.logic.parse import parse
from forms.logic.tree import Tree, parts
from forms.logic.types import ValueType
from forms.logic.values import to_json


class Command(BaseCommand):
    help = "Computes an expression of the form language and prints its value, or what is wrong and where, as JSON."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("expression", nargs="?", help="The formula, for example '${age} >= 18'.")
        parser.add_argument("--answers", default="{}", help="A JSON object of answers by field key.")
        parser.add_argument("--batch", action="store_true", help="Read a JSON object per line from standard input.")
        parser.add_argument("--now", help="The moment it is asked at, in ISO 8601; the present when left away.")

    def handle(self, *args: Any, **options: Any) -> None:
        now = _moment(options["now"])
        if options["batch"]:
            for line in _lines(sys.stdin):
                self._print(_of_line(line, now))
        elif options["expression"] is None:
            raise CommandError(_("Give an expression, or --batch."))
        else:
            self._print(_of_texts(options["expression"], options["answers"], now))

    def _print(self, result: Mapping[str, Any]) -> None:
        """At once, for whoever waits for each answer before asking on."""
        self.stdout.write(_written(result))
        self.stdout.flush()


def _lines(source: Any) -> Iterator[str]:
    """Bytes that are no text come as halves of pairs, which are refused line by line."""
    if hasattr(source, "reconfigure"):
        source.reconfigure(errors="surrogateescape")
    yield from source


def _written(result: Mapping[str, Any]) -> str:
    try:
        return json.dumps(result, ensure_ascii=False, allow_nan=False)
    except (ValueError, RecursionError):
        return json.dumps({"error": _("The value cannot be written as JSON."), "at": 0}, ensure_ascii=False)


def _moment(text: str | None) -> datetime:
    moment = parse_datetime(text) if text else timezone.now()
    if moment is None:
        raise CommandError(_("Write --now like 2026-11-21T08:30:00+08:00."))
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


def _of_line(line: str, now: datetime) -> dict[str, Any]:
    try:
        request = _read(line)
    except (ValueError, RecursionError) as error:
        return _no_json(error)
    if not isinstance(request, dict) or not isinstance(request.get("expr"), str):
        return {"error": _('A line is an object like {"expr": "1 + 1", "answers": {}}.'), "at": 0}
    return _result(request["expr"], request.get("answers"), now)


def _of_texts(expression: str, answers: str, now: datetime) -> dict[str, Any]:
    try:
        return _result(expression, _read(answers), now)
    except (ValueError, RecursionError) as error:
        return _no_json(error)


def _read(text: str) -> Any:
    """Raises ValueError, also for half of a surrogate pair. NaN and Infinity, which JSON has not, are no answer."""
    value = json.loads(text, parse_constant=lambda _name: None)
    if "\\u" in text or not text.isascii():
        json.dumps(value, ensure_ascii=False).encode()
    return value


def _no_json(error: Exception) -> dict[str, Any]:
    return {"error": _("This is not JSON."), "at": getattr(error, "pos", 0)}


def _result(expression: str, answers: Any, now: datetime) -> dict[str, Any]:
    if not isinstance(answers, dict | None):
        return {"error": _("The answers are an object by field key."), "at": 0}
    try:
        tree = parse(expression)
        value = evaluate(tree, Scope(answers=answers or {}, now=now))
        # A condition that cannot be decided does not hold.
        return {"value": False if value is None and _is_condition(tree) else to_json(value)}
    except ExpressionError as error:
        return {"error": str(error), "at": error.at}
    except RecursionError:
        return {"error": _("The answers are nested too deeply."), "at": 0}


def _is_condition(tree: Tree) -> bool:
    operator = registry.get(parts(tree)[0]) if isinstance(tree, dict) else None
    return operator is not None and operator.gives is ValueType.YES_NO
