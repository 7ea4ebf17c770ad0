"""Files of every kind: what is read from them is the same, and what cannot be read is refused with its reason."""

import pytest
from django.utils import translation
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st

from content.importing.documents import MOST_LINES, read_document
from content.importing.files import LARGEST, Taken, read_bytes, read_file
from content.importing.takingapart import take_apart
from content.importing.unreadable import Unreadable
from content.policytext.parse import parse
from tests.content import papers
from tests.content.policytext.documents import DUTY_WORDS, FALSE_FRIENDS, LABELLED_LINES
from tests.content.policytext.samples import SAMPLE

TEXTS = {
    "sample": SAMPLE,
    "words for duties": DUTY_WORDS.text,
    "labels": LABELLED_LINES.text,
    "false friends": FALSE_FRIENDS.text,
}
FORMS = {
    "Word": papers.as_word,
    "page": papers.as_page,
    "page in GBK": lambda text: papers.as_page(text, "gb2312"),
    "PDF": papers.as_pdf,
}


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def read(data, source="x"):
    return read_document(read_bytes(data), source=source)


def facts(document):
    rows = [[(row.leads, row.cooperating, row.printed) for row in clause.allocations] for clause in document.clauses]
    return {
        "ids": [clause.id for clause in document.clauses],
        "titles": [clause.title for clause in document.clauses],
        "rows": rows,
        "number": document.document_number,
        "title": document.title,
        "date": document.issued_on,
        "cites": document.cites,
    }


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
@pytest.mark.parametrize("make", FORMS.values(), ids=FORMS.keys())
def test_a_document_says_the_same_in_every_kind_of_file(text, make):
    assert facts(read(make(text))) == facts(parse(text))


def test_the_numbers_that_word_writes_itself_are_read():
    lines = [
        (None, "禾川市民政局关于开展检查的通知"),
        (None, "禾民发〔2026〕4号"),
        (None, "各县民政局："),
        (None, "现通知如下。"),
        (0, "检查内容"),
        (1, "消防。查灭火器。"),
        (2, "查看日期。在有效期内。"),
        (2, "查看数量。每层两个。"),
        (1, "饮食。查留样。"),
        (0, "检查时间"),
        (1, "自查。三月底前完成。"),
    ]
    document = read(papers.as_numbered_word(lines))
    assert [clause.id for clause in document.clauses] == [
        *("一", "一（一）", "一（一）1", "一（一）2", "一（二）", "二", "二（一）")
    ]
    assert not any(clause.inferred for clause in document.clauses)


def test_macros_of_a_word_file_are_left_out_with_a_warning():
    data = papers.with_part(papers.as_word(SAMPLE), "word/vbaProject.bin", b"Sub AutoOpen()")
    document = read(data)
    assert facts(document) == facts(parse(SAMPLE))
    assert [warning for warning in document.warnings if "macros" in warning]


def test_tracked_changes_are_read_as_accepted_with_a_warning():
    document = Document()
    document.add_paragraph("一、做好")._p.append(parse_xml(f"<w:ins {nsdecls('w')}><w:r><w:t>检查</w:t></w:r></w:ins>"))
    document.paragraphs[0]._p.append(
        parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>删去的</w:delText></w:r></w:del>")
    )
    taken = read_bytes(papers.saved(document))
    assert taken.text == "一、做好检查"
    assert "tracked changes" in taken.warnings[0]


def test_a_table_of_labels_on_a_page_is_read_without_colons():
    page = (
        "<html><table><tr><td>索引号</td><td>A-1</td><td>发布日期</td><td>2026-05-02</td></tr></table>"
        "<p>禾川市民政局关于检查的通知</p><p>各县民政局：</p><p>一、时间</p><p>三月底前。</p></html>"
    )
    document = read(page.encode())
    assert document.index_number == "A-1"
    assert document.published_on.isoformat() == "2026-05-02"
    assert document.title == "禾川市民政局关于检查的通知"


def test_a_pdf_of_pictures_is_refused_and_told_why():
    with pytest.raises(Unreadable, match="pictures"):
        read_bytes(papers.scanned_pdf())


def test_a_pdf_with_a_page_of_pictures_says_which_one():
    import io

    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter()
    for data in (papers.as_pdf(SAMPLE), papers.scanned_pdf()):
        for page in PdfReader(io.BytesIO(data)).pages:
            writer.add_page(page)
    made = io.BytesIO()
    writer.write(made)
    last = len(writer.pages)
    assert any(str(last) in warning and "No text" in warning for warning in read(made.getvalue()).warnings)


def test_a_pdf_with_a_password_is_refused_and_told_why():
    import io

    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(papers.as_pdf("一、时间"))))
    writer.encrypt("secret", algorithm="RC4-128")
    made = io.BytesIO()
    writer.write(made)
    with pytest.raises(Unreadable, match="password"):
        read_bytes(made.getvalue())


def test_a_file_of_300_megabytes_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "large.pdf"
    with path.open("wb") as file:
        file.write(b"%PDF-1.7")
        file.truncate(300 * 1024 * 1024)
    with pytest.raises(Unreadable, match="300 MB"):
        read_file(path)
    assert LARGEST < 300 * 1024 * 1024


def test_big5_is_read_with_a_warning_and_gbk_without():
    traditional = "關於兒童照顧的通知\n\n一、時間，三月。\n\n（一）地點。在學校、在家中。\n" * 3
    taken = read_bytes(traditional.encode("big5"))
    assert taken.text == traditional
    assert "Big5" in taken.warnings[0]
    assert read_bytes(SAMPLE.encode("gbk")).warnings == ()


def test_a_word_file_made_to_fill_the_memory_is_refused():
    import io
    import zipfile

    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("word/document.xml", b" " * (61 * 1024 * 1024))
    with pytest.raises(Unreadable, match="larger than it looks"):
        read_bytes(made.getvalue())


def test_a_word_file_that_names_outside_entities_is_refused():
    import io
    import zipfile

    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as parts:
        parts.writestr("word/document.xml", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><x>&e;</x>')
    with pytest.raises(Unreadable, match="damaged"):
        read_bytes(made.getvalue())


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.sampled_from([b"", b"<html><p>", b"PK\x03\x04", b"\xff\xfe", b"<table><td>"]))
def test_any_bytes_are_a_text_or_a_sentence(data, beginning):
    answer = take_apart(beginning + data)
    assert answer.get("refused") or parse(answer["text"]).as_json()["source"] == ""


def test_a_file_that_takes_its_reader_too_long_is_refused(monkeypatch):
    monkeypatch.setattr("content.importing.files.SECONDS", 0.01)
    with pytest.raises(Unreadable, match="too intricate"):
        read_bytes(b"<html><body><p>" + b"<div>" * 11_000)


def test_a_reader_that_dies_refuses_its_file(monkeypatch, tmp_path):
    dies = tmp_path / "dies.py"
    dies.write_text("import os; os.kill(os.getpid(), 9)")
    monkeypatch.setattr("content.importing.files.PROGRAM", dies)
    with pytest.raises(Unreadable, match="too intricate"):
        read_bytes(b"text")


def test_a_text_far_longer_than_a_document_is_refused():
    with pytest.raises(Unreadable, match="lines"):
        read_document(Taken("1.\n2.\n" * MOST_LINES), source="x")


def test_sentences_about_a_file_are_in_the_language_of_who_sends_it():
    with translation.override("zh-hans"), pytest.raises(Unreadable) as refused:
        read_bytes(b"\x89PNG ...")
    assert "PNG" in str(refused.value)
    assert "请" in str(refused.value)


def word_of(body, numbering=""):
    import io
    import zipfile

    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("word/document.xml", f"<w:document {nsdecls('w')}><w:body>{body}</w:body></w:document>")
        parts.writestr("word/numbering.xml", f"<w:numbering {nsdecls('w')}>{numbering}</w:numbering>")
    return made.getvalue()


def test_a_word_file_of_tables_within_tables_without_end_is_refused():
    tables = "<w:tbl><w:tr><w:tc>" * 1000 + "<w:p><w:r><w:t>一</w:t></w:r></w:p>" + "</w:tc></w:tr></w:tbl>" * 1000
    with pytest.raises(Unreadable, match="damaged"):
        read_bytes(word_of(tables))


def test_a_number_as_long_as_a_book_is_not_written_before_every_paragraph():
    paragraph = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>一</w:t></w:r></w:p>'
    )
    level = f'<w:lvl w:ilvl="0"><w:lvlText w:val="{"第" * 100_000}"/></w:lvl>'
    numbering = f'<w:abstractNum w:abstractNumId="1">{level}</w:abstractNum>'
    numbering += '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    assert len(read_bytes(word_of(paragraph * 20, numbering)).text) < 2000
