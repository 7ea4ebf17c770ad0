"""The first visit with a telephone on a 2G line: how long until there are words, and until the page is whole."""

import shutil

from playwright.sync_api import Browser, sync_playwright

from tests.benchmarks.measuring import Subject
from tests.benchmarks.report import Figure

# As developer tools have it: ms there and back, bytes a second.
LINE = {"offline": False, "latency": 300, "downloadThroughput": 250_000 / 8, "uploadThroughput": 50_000 / 8}
TELEPHONE = {"width": 390, "height": 844}
PAGES = {
    "home": "/",
    "list of documents": "/policy/",
    "hotlines": "/hotlines/",
    "before a report": "/report/mandatory/",
}
TIMES = """() => [
    performance.getEntriesByName("first-contentful-paint")[0].startTime,
    performance.getEntriesByType("navigation")[0].loadEventEnd,
]"""


def slow_line(subject: Subject) -> list[Figure]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        pages = {**PAGES, "a policy document": subject.policy}
        figures = [_visit(chromium, name, f"{subject.url}{path}") for name, path in pages.items()]
        chromium.close()
    return figures


def _visit(chromium: Browser, name: str, url: str) -> Figure:
    """With nothing in the browser yet."""
    with chromium.new_context(viewport=TELEPHONE, locale="zh-CN") as context:
        page = context.new_page()
        line = context.new_cdp_session(page)
        came: list[float] = []
        line.on("Network.loadingFinished", lambda event: came.append(event["encodedDataLength"]))
        line.send("Network.enable")
        line.send("Network.emulateNetworkConditions", LINE)
        page.goto(url)
        words, whole = page.evaluate(TIMES)
    beside = f"whole after {whole / 1000:.1f} s, {sum(came) / 1000:.0f} kB, {len(came)} answers"
    return Figure(f"first words at 2G: {name}", words / 1000, "s", beside=beside)
