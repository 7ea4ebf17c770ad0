"""What happens in the browser of somebody who fills in: how long a keystroke takes, and what the scripts weigh."""

import gzip
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from posixpath import dirname, normpath
from statistics import median
from time import process_time
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from playwright.sync_api import Page, sync_playwright

from forms.logic.compile import compile_rules
from forms.logic.formstate import evaluate_form
from forms.schema import FormSchema, Step
from forms.wizard.stepform import StepForm
from tests.benchmarks import bigform
from tests.benchmarks.report import Figure
from tests.forms.wizard.standing import STATICS, show, standing

# What a step page loads by itself; the rest they import.
ENTRIES = ("js/application.js", "forms/fields/fields.js", "forms/wizard/wizard.js")
IMPORTS = re.compile(r"""(?:from|import)\s+["'](\.{1,2}/[^"']+)["']""")
ROWS, COLUMNS = 200, 6
RENDERINGS = 5
# One keystroke after the other, each in a field of its own: until the page is laid out again.
TYPING = """(selector) => {
    const inputs = [...document.querySelectorAll(selector)].filter((input) => input.offsetParent);
    return inputs.slice(0, 60).map((input) => {
        const began = performance.now();
        input.value = `${input.value}1`;
        input.dispatchEvent(new Event("input", { bubbles: true }));
        document.body.offsetHeight;
        return performance.now() - began;
    });
}"""


def in_the_browser() -> list[Figure]:
    # Before the browser: it keeps a loop of events, beside which Django asks no database.
    fields, rows = standing(all_at_once(), bigform.answers()), standing(table(), cells())
    drawing = [_table(), _table_sent()]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = chromium.new_page()
        figures = [
            _keystroke(page, "a keystroke among 150 fields, p95", fields),
            _keystroke(page, f"a keystroke in a table of {ROWS} × {COLUMNS}, p95", rows),
            *drawing,
            weight(),
        ]
        chromium.close()
    return figures


def all_at_once() -> FormSchema:
    """The largest form with all its fields on one page."""
    schema = bigform.schema()
    items = tuple(item for step in schema.steps for item in step.items)
    return schema.model_copy(update={"steps": (Step(key="all", title=schema.title, items=items),)})


def table() -> FormSchema:
    """Rows with rules in them, of rules across them too."""
    words = {"zh-hans": "明细", "en": "Rows"}
    columns: list[dict[str, Any]] = [
        {"kind": "field", "key": f"c{n}", "type": "integer" if n else "text", "label": words} for n in range(COLUMNS)
    ]
    columns[2]["shown_when"] = {"formula": "${c1} > 0"}
    columns[3]["required_when"] = {"formula": "${c2} > ${c1}"}
    columns[4]["checks"] = [{"rule": {"formula": ". >= ${c1}"}, "message": words}]
    total = {"kind": "field", "key": "total", "type": "computed", "label": words}
    total["computed"] = {"formula": "sum(${rows.c5})"}
    rows = {"kind": "table", "key": "rows", "label": words, "columns": columns, "most_rows": ROWS}
    steps = [{"key": "all", "title": words, "items": [rows, total]}]
    return FormSchema.model_validate({"key": "benchmark_table", "title": words, "steps": steps})


def cells() -> dict[str, Any]:
    return {"rows": [{"c0": "一", **{f"c{n}": n for n in range(1, COLUMNS)}} for _ in range(ROWS)]}


def _keystroke(page: Page, name: str, drawn: str) -> Figure:
    show(page, drawn)
    took = sorted(page.evaluate(TYPING, "input[type=text], input[type=number], textarea"))
    p95 = took[len(took) * 95 // 100]
    return Figure(name, p95, "ms", most=16, beside=f"median {took[len(took) // 2]:.1f} ms, {len(took)} fields")


def _table() -> Figure:
    schema, given = table(), cells()
    took = _cost(lambda: standing(schema, given))
    return Figure(f"drawing a table of {ROWS} × {COLUMNS}", took, "ms CPU", most=25)


def _table_sent() -> Figure:
    """As when somebody asks for a row more without a script, or sent a mistake."""
    schema, given = compile_rules(table()), cells()
    typed = {f"rows-{n}-{key}": [str(cell)] for n, row in enumerate(given["rows"]) for key, cell in row.items()}
    sent = MultiValueDict({"rows-rows": [str(number) for number in range(ROWS)], **typed})

    def answer() -> str:
        state = evaluate_form(schema, given, now=timezone.now())
        form = StepForm(sent, step=schema.steps[0], state=state, stored={}, initial=given)
        assert form.answers == {"rows": given["rows"]}
        return "".join(render_to_string("forms/parts/part.html", {"part": part}) for part in form.parts(checked=True))

    return Figure(f"a table of {ROWS} × {COLUMNS} that was sent, drawn again", _cost(answer), "ms CPU")


def _cost(work: Callable[[], object]) -> float:
    """Milliseconds of the processor, the median of some times after a first one."""
    took = []
    for _ in range(RENDERINGS + 1):
        began = process_time()
        work()
        took.append((process_time() - began) * 1000)
    return median(took[1:])


def weight() -> Figure:
    """All scripts of a step page, each compressed by itself as the portal serves them."""
    waiting = list(ENTRIES)
    seen: dict[str, int] = {}
    while waiting:
        name = waiting.pop()
        if name not in seen:
            text = _file(name).read_text()
            seen[name] = len(gzip.compress(text.encode(), 9))
            waiting += [normpath(f"{dirname(name)}/{found}") for found in IMPORTS.findall(text)]
    return Figure(
        "scripts of a step page, compressed", sum(seen.values()) / 1000, "kB", most=60, beside=f"{len(seen)} files"
    )


def _file(name: str) -> Path:
    return next(folder / name for folder in STATICS if (folder / name).is_file())
