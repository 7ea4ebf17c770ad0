"""The same text as the files in which it reaches an office."""

import io
import zipfile
from html import escape

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from PIL import Image
from weasyprint import HTML

SHEET = """
@page { size: A4; margin: 37mm 26mm 35mm 28mm;
        @top-center { content: "禾川市人民政府规范性文件" } @bottom-center { content: "— " counter(page) " —" } }
p { margin: 0; font: 16pt/29pt "Noto Serif CJK SC"; text-indent: 2em; text-align: justify }
p.middle { font-size: 22pt; text-align: center; text-indent: 0 } p.flush { text-indent: 0 }
"""


def paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def as_word(text: str) -> bytes:
    document = Document()
    for line in paragraphs(text):
        document.add_paragraph(line)
    return saved(document)


def saved(document) -> bytes:
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def as_page(text: str, encoding: str = "utf-8") -> bytes:
    """A page of a site: a menu, the text, a foot."""
    inside = "".join(f"<p>&emsp;&emsp;{escape(line)}</p>\n" for line in paragraphs(text))
    page = (
        f'<!DOCTYPE html><html><head><meta charset="{encoding}"><title>门户</title><script>一、菜单</script></head>'
        "<body>"
        f'<ul><li><a href="/">首页</a></li><li><a href="/x">一、机构</a></li></ul><div>{inside}</div>'
        '<p style="display: none">二、看不见</p><footer><p>三、版权所有</p></footer></body></html>'
    )
    return page.encode("gb18030" if encoding == "gb2312" else encoding)


def as_pdf(text: str) -> bytes:
    body = "".join(f'<p class="{_place(n, line)}">{escape(line)}</p>' for n, line in enumerate(paragraphs(text)))
    return bytes(HTML(string=f"<meta charset=utf-8><style>{SHEET}</style>{body}").write_pdf())


def _place(number: int, line: str) -> str:
    if number < 3 and line[-1] not in "：:。":
        return "middle"
    return "flush" if line[-1] in "：:" else ""


def scanned_pdf() -> bytes:
    made = io.BytesIO()
    Image.new("L", (600, 800), 200).save(made, "PDF")
    return made.getvalue()


def with_part(word: bytes, name: str, content: bytes) -> bytes:
    made = io.BytesIO(word)
    with zipfile.ZipFile(made, "a") as parts:
        parts.writestr(name, content)
    return made.getvalue()


LISTS = """<w:numbering {ns}><w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="japaneseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"""


def as_numbered_word(lines: list[tuple[int | None, str]]) -> bytes:
    """Each line with the depth of its number, which Word counts itself and which stands nowhere in the text."""
    document = Document()
    part = document.part.numbering_part
    part._element = parse_xml(LISTS.format(ns=nsdecls("w")))
    for depth, text in lines:
        paragraph = document.add_paragraph(text)
        if depth is not None:
            number = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            number.get_or_add_ilvl().set(qn("w:val"), str(depth))
            number.get_or_add_numId().set(qn("w:val"), "1")
    return saved(document)
