"""Translations are compiled when their source is newer, and only then."""

import gettext
import os

from portal.supervisor.catalogues import compile_changed

SOURCE = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

msgid "Report"
msgstr "报告"
"""


def write(folder, text=SOURCE):
    source = folder / "zh_Hans" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True, exist_ok=True)
    source.write_text(text, encoding="utf-8")
    return source


def test_a_new_source_is_compiled_and_read_back(tmp_path):
    source = write(tmp_path)
    assert compile_changed([tmp_path]) == [source]
    with source.with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Report") == "报告"


def test_an_unchanged_source_is_left_alone_and_a_newer_one_is_not(tmp_path):
    source = write(tmp_path)
    compile_changed([tmp_path])
    assert compile_changed([tmp_path]) == []
    later = source.with_suffix(".mo").stat().st_mtime + 10
    os.utime(source, (later, later))
    assert compile_changed([tmp_path]) == [source]
