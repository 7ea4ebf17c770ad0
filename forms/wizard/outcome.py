"""What came of a step that was sent, and how far a form is."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Outcome:
    """`unseen` are fields that the answers brought up and the person has not seen yet."""

    answers: dict[str, Any]
    passes: bool
    unseen: list[str]


@dataclass(frozen=True)
class Progress:
    """One step in the list of steps (components/steps.html)."""

    label: str
    done: bool
    current: bool
    href: str = ""
