"""Printing: what comes out, what is refused, and what happens when the printing process dies."""

import io
import multiprocessing
import os
import signal

import pytest
from pypdf import PdfReader

from portal.pdf import ContentRefused, GlyphMissing, PrintFailed, PrintTimedOut
from portal.pdf.press import Press

LETTER = (
    '<html lang="zh-Hans"><link rel="stylesheet" href="styles:paper.css"><h1>强制报告回执</h1><p>编号 2026</p></html>'
)


@pytest.fixture(scope="module")
def press():
    press = Press()
    yield press
    press.stop()


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def test_a_document_has_its_pages_and_its_text(press):
    pages = read(press.print(LETTER + '<p style="break-before: page">第二页</p>')).pages
    assert len(pages) == 2
    assert "强制报告回执" in pages[0].extract_text()
    assert "第二页" in pages[1].extract_text()


def test_the_sheet_makes_the_paper_a4_with_page_numbers(press):
    page = read(press.print(LETTER)).pages[0]
    assert [round(float(side)) for side in page.mediabox[2:]] == [595, 842]
    assert "1 / 1" in page.extract_text()


def test_the_same_document_gives_the_same_bytes_in_another_process(press):
    other = Press()
    try:
        assert press.print(LETTER) == press.print(LETTER) == other.print(LETTER)
    finally:
        other.stop()


@pytest.mark.parametrize(
    "asking",
    [
        '<img src="http://127.0.0.1:9/x.png">',
        '<img src="//127.0.0.1:9/x.png">',
        '<img src="file:///etc/passwd">',
        '<img src="/etc/passwd">',
        '<link rel="attachment" href="file:///etc/passwd">',
        '<link rel="stylesheet" href="styles:../child.py">',
        '<style>@import "http://127.0.0.1:9/x.css";</style>',
        "<style>@font-face { font-family: x; src: url(file:///etc/passwd) } p { font-family: x }</style><p>x</p>",
        '<p style="background: url(ftp://127.0.0.1/x)">x</p>',
        '<svg><image href="http://127.0.0.1:9/x.png" width="9" height="9"/></svg>',
        '<base href="file:///etc/"><img src="passwd">',
    ],
)
def test_nothing_outside_the_document_is_fetched(press, asking):
    with pytest.raises(ContentRefused):
        press.print(asking)


def test_a_picture_inside_the_document_is_printed(press):
    svg = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/%3E"
    assert press.print(f'<img src="{svg}">').startswith(b"%PDF-")


def test_a_character_no_font_has_stands_by_its_number_and_keeps_no_document_from_being_printed(press):
    text = read(press.print("<p>王小\U0001f9ff同学，བོད</p>")).pages[0].extract_text()

    assert "王小〔U+1F9FF〕同学" in "".join(text.split())
    assert "〔U+0F56〕" in text


def test_rare_characters_of_names_are_printed(press):
    assert "昝旸㛃𬍛𫖯" in read(press.print(f"{LETTER}<p>昝旸㛃𬍛𫖯</p>")).pages[0].extract_text()


def test_a_document_too_deep_to_lay_out_fails_without_quoting_it(press):
    with pytest.raises(PrintFailed) as raised:
        press.print("<div>" * 3000 + "张三")
    assert "张三" not in str(raised.value)
    assert press.print(LETTER)


def test_when_the_process_is_killed_between_two_documents_the_second_is_printed(press):
    press.print(LETTER)
    os.kill(press.child_id, signal.SIGKILL)
    assert press.print(LETTER).startswith(b"%PDF-")


def test_when_a_document_kills_the_process_it_fails_and_the_next_is_printed(monkeypatch):
    press = Press()
    real = os.write

    def write_and_kill(pipe, data):
        sent = real(pipe, data)
        os.kill(press.child_id, signal.SIGKILL)
        return sent

    monkeypatch.setattr("portal.pdf.press.os.write", write_and_kill)
    with pytest.raises(PrintFailed):
        press.print(LETTER)
    monkeypatch.undo()
    assert press.print(LETTER).startswith(b"%PDF-")
    press.stop()


def test_a_process_that_left_for_a_rest_is_replaced_without_a_word():
    press = Press()
    press.print(LETTER)
    first = press._child
    first.stdin.close()  # as if idle: the child ends by itself, with status 0
    first.wait()
    assert press.print(LETTER).startswith(b"%PDF-")
    assert press.child_id != first.pid
    with pytest.raises(ProcessLookupError):
        os.kill(first.pid, 0)  # not even a zombie
    press.stop()


def test_a_document_that_takes_too_long_is_given_up():
    press = Press(seconds=0.01)
    with pytest.raises(PrintTimedOut):
        press.print(LETTER)
    press.seconds = 40
    assert press.print(LETTER).startswith(b"%PDF-")
    press.stop()


def test_a_forked_process_prints_with_a_child_of_its_own(press):
    press.print(LETTER)
    fork = multiprocessing.get_context("fork")
    receiving, sending = fork.Pipe(duplex=False)

    def print_in_fork():
        press.forget()
        sending.send((press.print(LETTER)[:5], press.child_id))
        press.stop()

    ours = press.child_id
    process = fork.Process(target=print_in_fork)
    process.start()
    beginning, theirs = receiving.recv()
    process.join()
    assert beginning == b"%PDF-"
    assert theirs != ours
    assert press.print(LETTER)
    assert press.child_id == ours


def test_secrets_of_the_environment_do_not_reach_the_printing_process(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "not-for-the-press")
    press = Press()
    press.print(LETTER)
    with open(f"/proc/{press.child_id}/environ", "rb") as environment:
        assert b"not-for-the-press" not in environment.read()
    press.stop()


FULL = "为了进一步做好农村地区儿童的关爱保护工作，根据有关规定（2021年6月1日起施行），现就2026年工作通知如下。" * 6
SET = '<style>@page{size:A4;margin:30mm} html{font:16pt/2 "Portal FangSong"} p{margin:0;text-align:justify}</style>'


def edges(pdf: bytes) -> list[float]:
    """Where the lines of the first page end, in points from the left."""
    import pypdfium2

    written = pypdfium2.PdfDocument(pdf)[0].get_textpage()
    ends: dict[int, float] = {}
    for number in range(written.count_chars()):
        if written.get_text_range(number, 1).isspace():
            continue
        _left, bottom, right, _top = written.get_charbox(number, loose=True)
        ends[round(bottom / 8)] = max(ends.get(round(bottom / 8), 0.0), right)
    return [ends[line] for line in sorted(ends, reverse=True)]


def test_lines_of_chinese_end_at_one_edge(press):
    justified = edges(press.print(f'<html lang="zh-Hans">{SET}<p>{FULL}</p>'))[:-1]
    ragged = edges(press.print(f'<html lang="zh-Hans">{SET.replace("justify", "left")}<p>{FULL}</p>'))[:-1]
    assert len(justified) > 8
    assert max(justified) - min(justified) < 1 < 5 < max(ragged) - min(ragged)


def test_latin_words_and_numbers_are_not_torn_apart_by_justification(press):
    text = read(press.print(f'<html lang="zh-Hans">{SET}<p>{FULL.replace("通知", "WeasyPrint")}</p>')).pages[0]
    assert "WeasyPrint" in text.extract_text()
    assert "2026" in text.extract_text()


def test_an_accessible_document_says_that_it_is_pdf_a_and_pdf_ua(press):
    asked = '<html lang="zh-Hans"><head><title>通知</title><meta name="print" content="accessible"></head><p>文</p>'
    said = read(press.print(asked)).trailer["/Root"]["/Metadata"].get_data()
    assert b"pdfaid:part" in said
    assert b'pdfuaid:part="1"' in said
    assert b"pdfuaid" not in read(press.print(LETTER)).trailer["/Root"]["/Metadata"].get_data()


def test_what_is_attached_comes_out_again_and_the_bytes_stay_the_same(press):
    asked = '<html><link rel="attachment" title="data.json" href="data:application/json,%7B%22a%22:1%7D"><p>x</p>'
    pdf = press.print(asked)
    assert read(pdf).attachments == {"data.json": [b'{"a":1}']}
    assert press.print(asked) == pdf


def test_a_document_that_wants_every_character_is_not_printed_without_one(press):
    rare = "<p>王\U0001f9ff</p>"
    assert "U+1F9FF" in read(press.print(f"<html>{rare}")).pages[0].extract_text()
    with pytest.raises(GlyphMissing, match=r"U\+1F9FF"):
        press.print(f'<html><meta name="print" content="every-glyph">{rare}')


def test_a_typeface_that_the_operator_has_is_used_for_its_role(settings, tmp_path):
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    pen = TTGlyphPen(None)
    for move, *points in (("moveTo", (100, 0)), ("lineTo", (900, 0)), ("lineTo", (900, 800))):
        getattr(pen, move)(*points)
    pen.closePath()
    made, glyph = FontBuilder(1000, isTTF=True), pen.glyph()
    made.setupGlyphOrder([".notdef", "wen"])
    made.setupCharacterMap({ord("文"): "wen"})
    made.setupGlyf({".notdef": glyph, "wen": glyph})
    made.setupHorizontalMetrics({".notdef": (1000, 100), "wen": (1000, 100)})
    made.setupHorizontalHeader(ascent=880, descent=-120)
    made.setupNameTable({"familyName": "FangSong_GB2312", "styleName": "Regular"})
    made.setupOS2(sTypoAscender=880, sTypoDescender=-120)
    made.setupPost()
    (tmp_path / "fonts").mkdir()
    made.save(tmp_path / "fonts" / "fs.ttf")
    settings.DATA_DIR = tmp_path
    other = Press()
    try:
        pdf = other.print('<html lang="zh-Hans"><style>html{font-family:"Portal FangSong"}</style><p>文字')
    finally:
        other.stop()
    fonts = read(pdf).pages[0]["/Resources"]["/Font"].values()
    names = " ".join(str(font.get_object()["/BaseFont"]) for font in fonts)
    assert "FangSong-GB2312" in names.replace("_", "-")
    assert "Noto" in names
