"""What happens in the browser of somebody who fills in: how long a keystroke takes, and what the scripts weigh."""

import gzip
import re
import shutil
from pathlib import Path
from posixpath import dirname, normpath
from time import process_time
from typing import Any

from playwright.sync_api import Page, sync_playwright

from forms.schema import FormSchema, Step
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
    drawing = _table()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = chromium.new_page()
        figures = [
            _keystroke(page, "a keystroke among 150 fields, p95", fields),
            _keystroke(page, f"a keystroke in a table of {ROWS} × {COLUMNS}, p95", rows),
            drawing,
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
    schema, given, took = table(), cells(), []
    standing(schema, given)
    for _ in range(RENDERINGS):
        began = process_time()
        standing(schema, given)
        took.append((process_time() - began) * 1000)
    return Figure(f"drawing a table of {ROWS} × {COLUMNS}", sorted(took)[len(took) // 2], "ms CPU")


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
