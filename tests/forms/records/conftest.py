"""A register of children, and a form that is begun at its records and revises them, both as the pack has them."""

from dataclasses import dataclass
from functools import cache

import pytest

from forms.builder import save_definition
from forms.exchange.packs import read_definitions, read_manifest, read_shared
from forms.models import FormVersion, Record, Submission
from forms.schema import FormSchema
from forms.services import publish, start_draft, submit
from tests.cast import EAST_VILLAGE, Cast
from workflows import packing

CHILD = {
    "place": EAST_VILLAGE,
    "child_name": "林小远",
    "child_gender": "male",
    "child_birth": "2017-05-03",
    "registered": "yes",
    "child_idno": "990121201705030013",
    "outwork_type": "both",
    "parents": [{"relation": "father", "name": "林大山", "works_in": "深圳"}],
    "entrusted": False,
    "guard_type": "nobody",
    "schooling": "left",
    "health": "healthy",
    "risk": "high",
    "guardian_agrees": True,
}


@dataclass
class Registry:
    cast: Cast
    versions: dict[str, FormVersion]

    def hand_in(self, form: str, answers: dict, *, by: str = "east_township") -> Submission:
        """As that actor, from start to end; raises what `submit` raises."""
        post = self.cast.post(by)
        version = self.versions[form]
        draft, _token = start_draft(version, occasion=f"test:{form}:{by}", post=post, initial=answers)
        return submit(draft, by=post, idempotency_key=str(draft.pk)).submission

    def open_file(self, *, by: str = "east_township", **changed) -> Record:
        submission = self.hand_in("child_file", {**CHILD, **changed}, by=by)
        return Record.objects.get(number=submission.number)


WANTED = ("child_file", "child_quarterly_update", "home_visit")


@cache
def packed() -> dict[str, FormSchema]:
    """As the files say them: what is installed beside them is not asked, so tests without a database have them, too."""
    folder = packing.find("child-protection")
    manifest = read_manifest(folder)
    forms = read_definitions(FormSchema, folder, manifest.forms, read_shared(folder, manifest))
    return {form.key: form for form in forms if form.key in WANTED}


@pytest.fixture
def registry(cast) -> Registry:
    return Registry(cast, {key: publish(save_definition(packed()[key], by=None), by=None) for key in WANTED})
