"""What a script needs to show, hide and require while somebody types. It only hints: the server decides."""

from collections.abc import Mapping
from typing import Any

from forms.schema import FormSchema, Step


def live_data(schema: FormSchema, step: Step, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The step's rules and the person's own answers, as JSON."""
    return {"step": step.model_dump(mode="json", exclude_defaults=True), "answers": dict(answers)}
