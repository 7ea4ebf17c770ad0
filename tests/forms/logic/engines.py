"""Where the browser's evaluator runs in tests: in node when there is one, else in the Chromium the tests have."""

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

LOGIC = Path(__file__).resolve().parents[3] / "forms" / "static" / "forms" / "logic"
FILLING_IN = LOGIC.with_name("wizard")
HARNESS = Path(__file__).with_name("compute.mjs")
Compute = Callable[[list[dict[str, Any]]], list[Any]]


@contextmanager
def in_node(folder: Path, harness: Path = HARNESS) -> Iterator[Compute]:
    """One process for all cases; the modules are copied beside a package.json that says they are modules."""
    shutil.copytree(LOGIC, folder / "logic")
    shutil.copytree(FILLING_IN, folder / "wizard")
    shutil.copy(harness, folder)
    (folder / "package.json").write_text('{"type": "module"}')
    command = [shutil.which("node"), str(folder / harness.name), (folder / "logic").as_uri()]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 -- our own file, no shell

        def compute(cases: list[dict[str, Any]]) -> list[Any]:
            process.stdin.write(json.dumps(cases) + "\n")
            process.stdin.flush()
            return json.loads(process.stdout.readline())

        yield compute
        process.stdin.close()


@contextmanager
def in_chromium(harness: Path = HARNESS) -> Iterator[Compute]:
    """A page of an invented site whose addresses are these files."""
    from playwright.sync_api import sync_playwright

    files = {f"/{folder.name}/{path.name}": path for folder in (LOGIC, FILLING_IN) for path in folder.glob("*.js")}
    files["/compute.mjs"] = harness

    def serve(route: Any, request: Any) -> None:
        path = files.get("/" + request.url.split("/", 3)[3])
        body = path.read_text() if path else "<!doctype html><title>Computing</title>"
        route.fulfill(body=body, content_type="text/javascript" if path else "text/html")

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page()
        page.route("**/*", serve)
        page.goto("http://computing.test/")
        page.evaluate(
            """async () => {
                const { computer } = await import('/compute.mjs');
                window.compute = await computer('/logic');
            }"""
        )
        # As one text each way: playwright is slow with many small values.
        script = "(cases) => JSON.stringify(window.compute(JSON.parse(cases)))"
        yield lambda cases: json.loads(page.evaluate(script, json.dumps(cases)))
        browser.close()
