"""Papers as Word files: what stands on the page stands in the file, and nothing about whoever made it."""

import base64
import io
import zipfile

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import RGBColor
from PIL import Image

from portal.docx import render_html
from portal.docx.pictures import picture

LINES = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 200"><path d="M10 10L300 100M20 50L40 60"/></svg>'


def opened(body: str, title: str = "函"):
    made = render_html(f"<!DOCTYPE html><html><head><title>{title}</title></head><body>{body}</body></html>")
    return Document(io.BytesIO(made))


def svg(text: str) -> str:
    return f"data:image/svg+xml;base64,{base64.b64encode(text.encode()).decode()}"


def paragraphs(document) -> list[tuple[str, str]]:
    return [(paragraph.style.name, paragraph.text) for paragraph in document.paragraphs]


def test_headings_paragraphs_and_lists_stand_in_their_order():
    body = (
        "<h1>申 请 书</h1><p>申请人：<strong>某局</strong></p><h2>请求事项</h2><ol><li>撤销；</li><li>指定。</li></ol>"
    )
    assert paragraphs(opened(body)) == [
        ("Heading 1", "申 请 书"), ("Normal", "申请人：某局"), ("Heading 2", "请求事项"),
        ("Normal", "1. 撤销；"), ("Normal", "2. 指定。"),
    ]  # fmt: skip


def test_words_between_blocks_are_not_lost():
    document = opened("<div>开头<p>中间</p>结尾<span>和</span><em>后面</em></div>")
    assert [text for _style, text in paragraphs(document)] == ["开头", "中间", "结尾和后面"]


def test_a_break_is_a_line_and_spaces_count_once():
    assert paragraphs(opened("<p>甲   乙\n  丙<br>丁</p>")) == [("Normal", "甲 乙 丙\n丁")]


def test_emphasis_stays_where_it_was():
    (paragraph,) = opened("<p>一<b>二</b><em>三</em></p>").paragraphs
    assert [(run.text, run.bold, run.italic) for run in paragraph.runs] == [
        ("一", None, None), ("二", True, None), ("三", None, True),
    ]  # fmt: skip


def test_what_the_template_says_of_word_is_done():
    document = opened(
        '<p data-word="center red">单位</p><div data-word="right"><p>署名</p></div><p>正文</p>'
        '<section data-word="page"><h2>附件</h2><p>内容</p></section><p data-word="foot">页脚</p>'
    )
    sender, signed, text, annex, content = document.paragraphs
    assert (sender.alignment, sender.runs[0].font.color.rgb) == (WD_ALIGN_PARAGRAPH.CENTER, RGBColor(0xD7, 0, 0x0F))
    assert (signed.alignment, signed.paragraph_format.first_line_indent) == (WD_ALIGN_PARAGRAPH.RIGHT, None)
    assert text.paragraph_format.first_line_indent
    assert [bool(one.paragraph_format.page_break_before) for one in (text, annex, content)] == [False, True, False]
    assert [one.text for one in document.sections[0].footer.paragraphs if one.text] == ["页脚"]


def test_a_table_keeps_its_rows_its_wide_cells_and_its_head():
    document = opened(
        "<table><thead><tr><th>序号</th><th>名称</th></tr></thead><tbody><tr><td>1</td><td>甲<br>乙</td></tr></tbody>"
        '<tfoot><tr><td colspan="2">合计</td></tr></tfoot></table>'
    )
    (table,) = document.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["序号", "名称"], ["1", "甲\n乙"], ["合计", "合计"],
    ]  # fmt: skip
    assert "w:tblHeader" in table.rows[0]._tr.xml
    assert "w:tblHeader" not in table.rows[1]._tr.xml


def test_rows_that_are_not_as_long_as_each_other_are_taken_as_they_are():
    (table,) = opened("<table><tr><td>1</td></tr><tr><td>1</td><td>2</td><td>3</td></tr></table>").tables
    assert [cell.text for cell in table.rows[0].cells] == ["1", "", ""]


def png(width: int, height: int) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (width, height)).save(made, "PNG")
    return made.getvalue()


def photo(data: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(data).decode()}"


def test_a_photo_that_is_damaged_or_far_too_large_is_none(monkeypatch):
    whole = png(30, 30)
    at = whole.index(b"IEND") - 5
    damaged = whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]
    assert picture(photo(whole)).getvalue() == whole
    assert picture(photo(damaged)) is None
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 100)
    assert picture(photo(whole)) is None


def test_a_drawn_signature_is_a_picture_that_is_not_too_wide():
    document = opened(f'<p>负责人：<img src="{svg(LINES)}" alt="签名"></p>')
    (shape,) = document.inline_shapes
    assert round(shape.width.mm) == 50
    drawn = Image.open(picture(svg(LINES)))
    assert drawn.getpixel((20, 20))[3] == 255
    assert drawn.getpixel((1100, 380))[3] == 0


@pytest.mark.parametrize(
    "address", ["", "https://example.org/a.png", "data:image/png;base64,AAAA", svg("<svg>"), svg("<svg/>")]
)
def test_a_picture_that_is_none_is_left_out(address):
    assert paragraphs(opened(f'<p>前<img src="{address}">后</p>')) == [("Normal", "前后")]


def test_page_and_type_are_those_of_official_papers():
    document = opened("<p>正文</p>")
    page = document.sections[0]
    sides = (page.page_width, page.top_margin, page.left_margin)
    assert [round(side.mm) for side in sides] == [210, 37, 28]
    assert 'w:eastAsia="仿宋"' in document.styles["Normal"].element.xml
    assert "Theme=" not in document.styles["Heading 1"].element.rPr.xml


def test_the_file_says_nothing_of_who_made_it_and_when():
    known = opened("<p>正文</p>", title="函 1").core_properties
    assert (known.title, known.author, known.last_modified_by, known.comments) == ("函 1", "", "", "")
    assert known.created.year == 1980


def test_the_same_paper_gives_the_same_bytes():
    assert render_html("<p>一</p>") == render_html("<p>一</p>")


@pytest.mark.parametrize("html", ["", "<p>", "<table></table>", "<table><tr></tr></table>", "<ul></ul>", "\x00<p>一"])
def test_odd_pages_are_files_all_the_same(html):
    assert zipfile.ZipFile(io.BytesIO(render_html(html))).testzip() is None


def test_characters_that_no_document_may_hold_do_not_stop_it():
    assert paragraphs(opened("<p>甲\x0b\x01乙</p>"))[0][1].replace("\x0b", "").replace("\n", "") == "甲乙"
