"""Logs that say where something went wrong and never about whom.

The text of an exception may quote what a person typed (a unique constraint names the value), so a traceback is
written with its places and the kinds of its exceptions, without their texts.
"""

import logging
import traceback
from types import TracebackType

Caught = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class DiscreetFormatter(logging.Formatter):
    def formatException(self, ei: Caught) -> str:  # noqa: N802 -- the standard library's name
        error = ei[1]
        return "".join(_told(error)).rstrip() if error is not None else ""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 -- the standard library's name
        record.exc_text = None  # another formatter may have kept its own, with the text
        return super().formatMessage(record)


def _told(error: BaseException) -> list[str]:
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    lines = [*_told(before), "\nwhich led to:\n\n"] if before is not None else []
    lines += ["Traceback (most recent call last):\n", *traceback.format_tb(error.__traceback__)]
    return [*lines, f"{type(error).__module__}.{type(error).__qualname__}\n"]
