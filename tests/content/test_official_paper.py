"""A policy document on the sheet of GB/T 9704, and as data."""

import io
import json
from datetime import date
from itertools import pairwise

import pypdfium2
import pytest
from django.core.cache import cache
from pypdf import PdfReader

from content.importing.pages import import_document
from content.models import PolicyPage
from content.papers import printing
from content.papers.titles import NEVER_FIRST, WIDEST, title_lines
from content.papers.wording import JOINER, wording
from content.policytext.parse import parse
from portal.directory.models import User
from portal.pdf import PrintFailed
from tests.content.policytext.samples import SAMPLE

MM = 72 / 25.4


@pytest.fixture
def policy(db, settings, tmp_path):
    cache.clear()
    papers = {**settings.CACHES["papers"], "LOCATION": tmp_path / "papers"}
    settings.CACHES = {**settings.CACHES, "papers": papers}
    return import_document(parse(SAMPLE, "sample.txt"), publish=True).page


def change(policy, **fields):
    PolicyPage.objects.filter(pk=policy.pk).update(**fields)


def paper_of(policy, client):
    response = client.get(f"{policy.url}pdf/")
    assert response.status_code == 200
    return response.content


def lines_of(pdf: bytes, number: int) -> list[tuple[str, float, float, float]]:
    """The lines of a page: text, left and right edge, height of the lower edge, all in millimetres from top left."""
    page = pypdfium2.PdfDocument(pdf)[number]
    height, written = page.get_height(), page.get_textpage()
    lines: list[tuple[str, float, float, float]] = []
    for place in range(written.count_chars()):
        character = written.get_text_range(place, 1)
        if not character.strip():
            continue
        left, bottom, right, _top = (edge / MM for edge in written.get_charbox(place, loose=True))
        low = height / MM - bottom
        if lines and abs(lines[-1][3] - low) < 2:
            text, start, _right, _low = lines.pop()
            lines.append((text + character, min(start, left), right, low))
        else:
            lines.append((character, left, right, low))
    return lines


def test_the_sheet_is_that_of_the_standard(policy, client):
    change(policy, copied_to="市委办公室。", printed_by="禾川市人民政府办公室", printed_on=date(2026, 4, 2))
    pdf = paper_of(policy, client)
    first, second = lines_of(pdf, 0), lines_of(pdf, 1)
    assert first[0][0] == f"{policy.issuer}文件"
    assert first[1][0] == policy.document_number
    body = second[:-1]
    assert all(line[3] < 297 - 35 for line in body)
    full = [line for line in body if line[2] > 180]
    assert len(full) > 10
    assert max(line[2] for line in full) - min(line[2] for line in full) < 0.6
    assert all(27.5 < line[1] < 40 for line in body)
    assert all(abs(after[3] - before[3] - 10.2272) < 0.1 for before, after in pairwise(body))
    assert second[-1][0] == "—2—"
    assert second[-1][1] < 60 < 150 < lines_of(pdf, 2)[-1][1]
    last = "".join(line[0] for line in lines_of(pdf, len(pypdfium2.PdfDocument(pdf)) - 1))
    assert "抄送：市委办公室。禾川市人民政府办公室2026年4月2日印发" in last


def test_a_page_of_nothing_but_text_has_22_lines_of_28_characters(policy, client):
    outline = policy.outline | {"clauses": [], "annexes": [], "closing": [], "preamble": ["照护" * 700]}
    body = lines_of(printing.printed(policy, outline), 1)[:-1]
    assert [len(line[0]) for line in body] == [28] * 22


def test_everything_the_document_says_is_on_paper(policy, client):
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper_of(policy, client))).pages)
    bare = "".join(text.split()).replace(JOINER, "")
    for clause in policy.outline["clauses"]:
        wanted = "".join(f"{clause['number']}{clause['title']}".split())
        assert wanted in bare


def test_the_paper_says_that_it_can_be_read_aloud_and_holds_the_document_as_data(policy, client):
    reader = PdfReader(io.BytesIO(paper_of(policy, client)))
    said = reader.trailer["/Root"]["/Metadata"].get_data()
    assert b"pdfuaid" in said
    assert b"pdfaid" in said
    [inside] = reader.attachments["document.json"]
    assert json.loads(inside) == client.get(f"{policy.url}json/").json()
    assert json.loads(inside)["clauses"] == policy.outline["clauses"]


def test_it_is_printed_once_for_each_state_of_the_document(policy, client, monkeypatch):
    printed = []
    real = printing.pdf.render_html
    monkeypatch.setattr(printing.pdf, "render_html", lambda html: printed.append(html) or real(html))
    first = client.get(f"{policy.url}pdf/")
    assert client.get(f"{policy.url}pdf/").content == first.content
    assert client.get(f"{policy.url}pdf/", headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert len(printed) == 1
    change(policy, document_number="禾政发〔2026〕99号")
    assert client.get(f"{policy.url}pdf/").content != first.content
    monkeypatch.setattr(printing.pdf, "setting", lambda: "another typeface")
    client.get(f"{policy.url}pdf/")
    assert len(printed) == 3


def test_one_document_is_printed_at_a_time_and_one_that_failed_is_left_alone_for_a_while(policy, client, monkeypatch):
    tried = []

    def fail(html):
        tried.append(html)
        raise PrintFailed("no")

    cache.add(printing.BUSY, True)
    assert client.get(f"{policy.url}pdf/").status_code == 302
    cache.delete(printing.BUSY)
    monkeypatch.setattr(printing.pdf, "render_html", fail)
    for _again in range(3):
        assert client.get(f"{policy.url}pdf/").status_code == 302
    assert len(tried) == 1
    assert cache.get(printing.BUSY) is None


def test_a_closed_document_is_closed_as_a_file_too(policy, client):
    policy.view_restrictions.create(restriction_type="login")
    assert client.get(f"{policy.url}pdf/").status_code == 302
    assert client.get(f"{policy.url}json/").status_code == 302
    policy.view_restrictions.all().delete()
    policy.unpublish()
    assert client.get(f"{policy.url}pdf/").status_code == 404


def test_where_nothing_can_be_printed_the_reader_comes_back_to_the_text(policy, client, monkeypatch):
    def fail(html):
        raise PrintFailed("no")

    monkeypatch.setattr(printing.pdf, "render_html", fail)
    response = client.get(f"{policy.url}pdf/", follow=True)
    assert response.redirect_chain == [(policy.url, 302)]
    assert "暂时无法生成 PDF" in response.content.decode()


def test_an_editor_sees_the_paper_and_which_character_no_typeface_has(policy, client):
    client.force_login(User.objects.create_superuser("editor", password="x"))
    preview = policy.make_preview_request(client.get("/admin/").wsgi_request, "paper")
    assert preview.content.startswith(b"%PDF")
    policy.title += "\U0001f9ff"
    said = policy.make_preview_request(client.get("/admin/").wsgi_request, "paper").content.decode()
    assert "\U0001f9ff (U+1F9FF)" in said


def test_markup_in_a_document_stays_text(policy, client):
    change(policy, title="关于<b>照护</b>的通知", issuer="<img src=x>市政府")
    text = PdfReader(io.BytesIO(paper_of(policy, client))).pages[0].extract_text()
    assert "<b>照护</b>" in "".join(text.split())


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("关于照护的通知", ["关于照护的通知"]),
        (
            "某某市人民政府关于加强农村留守儿童关爱保护工作的实施意见",
            ["某某市人民政府关于加强", "农村留守儿童关爱保护工作的实施意见"],
        ),
        (
            "关于印发《自治州加强农村留守儿童关爱保护工作实施方案》的通知",
            ["关于印发《自治州加强农村留守儿童", "关爱保护工作实施方案》的通知"],
        ),
    ],
)
def test_the_lines_of_a_title_tear_no_word(title, lines):
    assert title_lines(title) == lines


@pytest.mark.parametrize("length", [0, 1, 20, 21, 39, 41, 60, 79, 81, 300])
@pytest.mark.parametrize("sign", ["文", "、", "（", "2026年", "关于的通知和儿童"])
def test_any_title_is_broken_into_lines_that_fit(length, sign):
    title = (sign * length)[:length]
    lines = title_lines(title)
    assert "".join(lines) == title
    assert all(len(line) <= WIDEST for line in lines)


def test_the_lines_of_a_title_do_not_begin_with_what_belongs_before():
    title = "禾川市人民政府办公室关于切实做好困境儿童和农村留守儿童假期安全保护与关爱服务工作的紧急通知"
    lines = title_lines(title)
    assert 3 <= len(lines) <= 4
    assert all(line[0] not in NEVER_FIRST for line in lines)


def test_a_number_stays_with_what_it_counts_and_a_rare_character_is_marked():
    assert wording("2026年3月") == f"2026{JOINER}年3{JOINER}月"
    assert wording("阿依·古丽") == f"阿依{JOINER}·古丽"
    assert wording("王\u65f8<b>") == '王<span class="rare">\u65f8</span>&lt;b&gt;'
