"""Forms of the pack, built in the editor from nothing as a person does it, published, and exported as they are there.

The smallest is built with every run. All five of the real work take minutes; they are built with

    BUILD_ALL_FORMS=1 pytest tests/browser/test_building.py
"""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from forms.exchange.packs import read_definitions, read_forms
from forms.exchange.writing_yaml import to_yaml
from forms.schema import FormSchema
from tests.browser.building import NEW, Builder
from tests.browser.person import Person
from tests.running import ROOT, RunningPortal
from workflows.packing import SHIPPED

pytestmark = pytest.mark.browser

People = Callable[..., Person]
ALL = "BUILD_ALL_FORMS"
SMALLEST = "approval"
REAL = ("public_tip", "home_visit", "activity", "petition_revoke", "assessment")
FORMS = [SMALLEST, *(REAL if os.environ.get(ALL) else ())]


@pytest.mark.parametrize("key", FORMS)
def test_a_form_built_in_the_browser_is_exported_as_the_pack_has_it(
    key: str, somebody: People, portal: RunningPortal, tmp_path: Path
) -> None:
    wanted = under_another_name(shipped(key))
    administrator = somebody("forms", phone=False)
    administrator.go(NEW)
    builder = Builder(administrator.page)
    builder.build(wanted)
    administrator.keep(f"form-built-{key}")
    builder.editor.publish()

    exported = export(portal, tmp_path / "pack") / "forms" / f"{wanted.key}.yaml"

    assert exported.read_text(encoding="utf-8") == to_yaml(wanted)
    assert read_definitions(FormSchema, exported.parent, [exported.name]) == [wanted]


def shipped(key: str) -> FormSchema:
    return next(form for form in read_forms(SHIPPED / "child-protection") if form.key == key)


def under_another_name(form: FormSchema) -> FormSchema:
    """Beside the one that the portal has already."""
    title = {**form.title, "zh-hans": f"{form.title['zh-hans']}（新建）"}
    return form.model_copy(update={"key": f"{form.key}_anew", "title": title})


def export(portal: RunningPortal, folder: Path) -> Path:
    """By the portal's own command, beside the portal that runs."""
    command = [sys.executable, "manage.py", "export_pack", str(folder)]
    subprocess.run(command, cwd=ROOT, env=portal.environment, check=True, capture_output=True)  # noqa: S603 -- our own words
    return folder
