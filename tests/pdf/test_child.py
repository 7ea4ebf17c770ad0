"""The printing process by itself: what it says when it cannot print, and when it leaves."""

import builtins
import json
import os
import tracemalloc
from pathlib import Path

import pytest

from portal.pdf import child


def test_without_the_system_libraries_the_sentence_names_the_packages(monkeypatch):
    real = builtins.__import__

    def without_pango(name, *args, **kwargs):
        if name.startswith("weasyprint"):
            raise OSError("cannot load library 'libpangoft2-1.0-0'")
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without_pango)
    printer, kind, body = child.answer(None, "<p>x</p>")
    problem = json.loads(body)
    assert printer is None
    assert (kind, problem["code"]) == (b"E", "libraries")
    assert "libpangoft2-1.0-0" in problem["sentence"]
    assert "apt install libpango-1.0-0" in problem["sentence"]


@pytest.mark.parametrize("ends", ["idle", "input ended"])
def test_it_leaves_when_idle_and_when_its_input_ends(monkeypatch, ends):
    monkeypatch.setattr(child, "IDLE_SECONDS", 0)
    reading, writing = os.pipe()
    if ends == "input ended":
        os.close(writing)
    child.serve(reading, -1)  # returns, and writes nothing to a pipe that is not there


def test_it_leaves_after_its_share_of_documents(monkeypatch):
    monkeypatch.setattr(child, "DOCUMENTS", 1)
    monkeypatch.setattr(child, "answer", lambda printer, html: (printer, b"P", html.encode()))
    monkeypatch.setattr(child, "_limit_time", lambda: None)
    order, answers = os.pipe(), os.pipe()
    os.write(order[1], (2).to_bytes(4, "big") + b"ab" + (2).to_bytes(4, "big") + b"cd")
    child.serve(order[0], answers[1])
    os.close(answers[1])
    assert os.read(answers[0], 100) == (2).to_bytes(4, "big") + b"Pab"


class WithoutFonts(child.Printer):
    """A printer on a machine where some characters are in no font."""

    def __init__(self, *lacking):
        self.missing, self.lacking, self.printed = child.MissingGlyphs(), lacking, []

    def _set(self, html):
        self.missing.points = {f"U+{ord(character):04X}" for character in self.lacking if character in html}
        self.printed.append(html)
        return html.encode()


def test_without_fonts_for_everyday_characters_nothing_is_printed_and_the_package_is_named():
    _printer, kind, body = child.answer(WithoutFonts("王", "\U0001f9ff"), "<p>王小\U0001f9ff</p>")

    assert kind == b"E"
    assert json.loads(body)["code"] == "glyph"
    assert "fonts-noto-cjk" in json.loads(body)["sentence"]
    assert "王" not in json.loads(body)["sentence"]


def test_a_rare_character_is_named_by_its_number():
    _printer, kind, body = child.answer(WithoutFonts("\U0002a6a5"), "<p>王\U0002a6a5</p>")

    assert (kind, body.decode()) == (b"P", "<p>王〔U+2A6A5〕</p>")


THREE_FONTS = """<p style="font-family: 'Noto Serif CJK SC'">关爱 <b>保护</b></p>
<p style="font-family: 'Noto Sans CJK SC'">儿童</p>"""


def test_of_each_font_no_more_is_kept_than_the_document_needs():
    printer = child.Printer()
    printer.print(THREE_FONTS)
    tracemalloc.start()
    try:
        printer.print(THREE_FONTS)
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    # One font at a time is looked at whole, never two.
    assert most < 1.6 * max(path.stat().st_size for path in Path("/usr/share/fonts").rglob("Noto*CJK*Regular*"))
