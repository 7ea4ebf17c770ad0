"""What the reports of the load say: the demo's invented answers, split once and sealed anew for every submission."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from forms.compartments import split
from forms.models import Form, FormVersion
from workflows.demo import answers

REPORTER = {"reporter_kind": "citizen", "reporter_name": "演练报告人", "reporter_phone": "13800000009"}


@dataclass(frozen=True)
class Given:
    """The answers of one submission as they are kept: in clear, to be sealed, to be sealed apart (or nothing)."""

    version: int
    open: str
    sealed: bytes
    reporter: bytes | None


def prepared() -> dict[str, list[Given]]:
    """For each form of the course, what people may have answered."""
    now = timezone.localtime().replace(second=0, microsecond=0)
    response = answers.response_to_fall(now)
    said: dict[str, list[dict[str, Any]]] = {
        "mandatory_report": [
            {**answers.alone_at_home(now), **REPORTER},
            answers.fall_from_a_tree(now),
            {**answers.hungry_boy(now), **REPORTER},
        ],
        "police_response": [response, {**response, "accept_result": "untrue"}],
        "notify_township": [answers.letter_about_fall()],
        "assessment": [answers.assessment_of_fall(now)],
        "home_visit": [answers.visit_after_fall(now)],
        "approval": [answers.agreed(now)],
    }
    return {key: [_given(_version(key), each) for each in every] for key, every in said.items()}


def _version(key: str) -> FormVersion:
    version = Form.objects.get(key=key).current_version
    if version is None:
        raise LookupError(key)
    return version


def _given(version: FormVersion, said: Mapping[str, Any]) -> Given:
    parts = split(version.schema, dict(said))
    reporter = _json(parts.reporter).encode() if parts.reporter else None
    return Given(version.pk, _json(parts.open), _json(parts.sealed).encode(), reporter)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
