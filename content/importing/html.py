"""From a web page to lines: one for each block a reader sees, without menus and without what is hidden."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element  # nosec B405 -- the type only, tinyhtml5 reads

import tinyhtml5

from content.importing.encodings import decode
from content.policytext.kinds import LABEL

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,20})", re.IGNORECASE)
_CHINESE = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5hkscs", "utf-8": "utf-8"}
_NOT_READ = {
    *("head", "script", "style", "noscript", "template", "svg", "nav", "footer", "aside", "form"),
    *("button", "select", "iframe", "object", "video", "audio", "input"),
}
_BLOCKS = {
    *("p", "div", "section", "article", "header", "main", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "dl"),
    *("dt", "dd", "table", "tbody", "thead", "tr", "blockquote", "pre", "center", "br", "hr", "body", "fieldset"),
}
_CELLS = {"td", "th"}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_LAYOUT = re.compile(r"[ \t\r\n]+")
_NOT_IN_XML = dict.fromkeys([*range(9), 11, 12, *range(14, 32)], " ")


def read(data: bytes) -> tuple[str, list[str]]:
    """The lines of the page. What is nothing but a link is a menu, unless it is an attachment."""
    text, warnings = _decoded(data)
    page = tinyhtml5.parse(text.translate(_NOT_IN_XML), namespace_html_elements=False)
    return "\n".join(_lines(page)), warnings


def _decoded(data: bytes) -> tuple[str, list[str]]:
    named = _CHARSET.search(data[:4096])
    encoding = _CHINESE.get(named[1].decode("ascii").lower()) if named else None
    try:
        return (data.decode(encoding), []) if encoding else decode(data)
    except UnicodeDecodeError:
        return decode(data)


class _Line:
    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.outside_links = False

    def add(self, text: str, *, linked: bool) -> None:
        self.pieces.append(text)
        self.outside_links = self.outside_links or (not linked and bool(text.strip()))

    def text(self) -> str:
        text = _LAYOUT.sub(" ", "".join(self.pieces)).rstrip()
        return text if self.outside_links or text.strip().startswith("附件") else ""


def _lines(page: Element) -> Iterator[str]:
    line = _Line()
    for step in _steps(page):
        if isinstance(step, str):
            if text := line.text():
                yield text
            line = _Line()
        else:
            line.add(step[0], linked=step[1])
    if text := line.text():
        yield text


def _steps(page: Element) -> Iterator[str | tuple[str, bool]]:
    """A text with whether it is a link, or the name of a block that begins or ends. No recursion: pages are deep."""
    waiting: list[Element | str | tuple[str, bool]] = [page]
    links = 0
    while waiting:
        step = waiting.pop()
        if isinstance(step, str):
            links -= step == "a"
            if step in _BLOCKS:
                yield step
        elif isinstance(step, tuple):
            yield step[0], links > 0
        elif isinstance(step.tag, str) and step.tag not in _NOT_READ and not _is_hidden(step):
            links += step.tag == "a"
            if step.tag in _BLOCKS:
                yield step.tag
            waiting.extend(reversed(_inside(step)))


def _inside(element: Element) -> list[Element | str | tuple[str, bool]]:
    inside: list[Element | str | tuple[str, bool]] = [(element.text or "", False)]
    for child in element:
        inside += [child, (child.tail or "", False)]
    if element.tag in _CELLS:
        inside.append((_after_cell(element), False))
    return [*inside, str(element.tag)]


def _after_cell(cell: Element) -> str:
    """索引号 in a cell of its own is a label even where nobody typed a colon."""
    name = "".join(cell.itertext()).strip()
    return "：" if name and len(name) <= 8 and LABEL.fullmatch(f"{name}：") else "  "


def _is_hidden(element: Element) -> bool:
    return "hidden" in element.attrib or bool(_HIDDEN.search(element.get("style") or ""))
