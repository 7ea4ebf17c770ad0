"""What stands above the first clause: title, 文号, addressees, the labels of the web page, and the lead-in."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from content.policytext.characters import without_stray_spaces
from content.policytext.kinds import LABEL, TITLE_END, find_status, without_status
from content.policytext.numbers import find_numbers
from content.policytext.paragraphs import Paragraph

_ADDRESSEE = re.compile(r"[^。；;]{2,300}[:：]")
_ADDRESSED = re.compile(r"各|政府|委员会|[局委办厅部院]|单位|部门|学校|公司")
_LEAD_IN = re.compile(r"如下|通知|意见|决定|根据|为了|为切实|为进一步")
_SUBJECT = re.compile(r"关于|印发|转发|方案|办法|规定|细则|条例|规划|计划|公告|通告|预案")
_BETWEEN_ADDRESSEES = re.compile(r"[，,；;]")
_SHORT_FORM = re.compile(r"(?P<place>[\u3400-\u9fff]{1,8})(?<!人民)政府")


@dataclass
class Heading:
    title: str = ""
    number: str = ""
    status: str = ""
    addressees: tuple[str, ...] = ()
    labels: dict[str, str] = field(default_factory=dict)
    preamble: list[Paragraph] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def read_heading(paragraphs: Sequence[Paragraph]) -> Heading:
    """Sorts the paragraphs above the first clause."""
    heading = Heading()
    heading.labels = _labels(paragraphs)
    addressed = next((i for i, paragraph in enumerate(paragraphs) if _is_addressee(paragraph)), None)
    titled = _title_at(paragraphs[: addressed if addressed is not None else len(paragraphs)])
    _take_title(heading, paragraphs, titled)
    _take_number(heading, paragraphs[: addressed if addressed is not None else len(paragraphs)])
    heading.status = next((status for paragraph in paragraphs if (status := _status_of(paragraph))), "")
    if addressed is None:
        heading.warnings.append(_("No addressee was found."))
    else:
        text = paragraphs[addressed].text[:-1]
        heading.addressees = tuple(part.strip() for part in _BETWEEN_ADDRESSEES.split(text) if part.strip())
    start = max(-1 if addressed is None else addressed, -1 if titled is None else titled) + 1
    heading.preamble = [
        paragraph for paragraph in paragraphs[start:] if paragraph.kind in {"text", "date", "signature"}
    ]
    return heading


def issuer_in(title: str) -> str:
    """The organ that a title begins with: 某市人民政府关于…"""
    found = re.match(
        r"(?P<organ>[\u3400-\u9fff（）()]{2,40}?(?:政府|办公厅|办公室|委员会|法院|检察院|[局厅部委]))(?:关于|印发|转发)",
        title,
    )
    return found["organ"] if found else ""


def in_full(organ: str) -> str:
    """某州政府 on a web page is 某州人民政府."""
    found = _SHORT_FORM.fullmatch(organ)
    return f"{found['place']}人民政府" if found else organ


def _labels(paragraphs: Sequence[Paragraph]) -> dict[str, str]:
    labels: dict[str, str] = {}
    for paragraph in paragraphs:
        if paragraph.kind != "label":
            continue
        found = list(LABEL.finditer(paragraph.text))
        ends = [match.start() for match in found[1:]] + [len(paragraph.text)]
        for match, end in zip(found, ends, strict=True):
            labels[re.sub(r"\s", "", match["label"])] = without_stray_spaces(paragraph.text[match.end() : end])
    return labels


def _is_addressee(paragraph: Paragraph) -> bool:
    return (
        paragraph.kind == "text"
        and bool(_ADDRESSEE.fullmatch(paragraph.text))
        and bool(_ADDRESSED.search(paragraph.text))
        and not _LEAD_IN.search(paragraph.text)
    )


def _title_at(paragraphs: Sequence[Paragraph]) -> int | None:
    texts = [(i, without_status(p.text)) for i, p in enumerate(paragraphs) if p.kind == "text"]
    for index, text in texts:
        if TITLE_END.search(text) and _SUBJECT.search(text) and len(text) <= 150:
            return index
    return next((index for index, text in texts if 2 <= len(text) <= 80 and text[-1] not in "。：:；;"), None)


def _take_title(heading: Heading, paragraphs: Sequence[Paragraph], titled: int | None) -> None:
    if titled is None:
        heading.warnings.append(_("No title was found."))
        return
    heading.title = without_status(paragraphs[titled].text)
    if not TITLE_END.search(heading.title):
        heading.warnings.append(_("The title does not end with a kind of document: please look at it."))


def _take_number(heading: Heading, paragraphs: Sequence[Paragraph]) -> None:
    printed = [number for p in paragraphs if p.kind == "number" for number in find_numbers(p.text)]
    labelled = find_numbers(heading.labels.get("文号") or heading.labels.get("发文字号") or "")
    numbers = list(dict.fromkeys([*printed, *labelled]))
    heading.number = numbers[0] if numbers else ""
    if not numbers:
        heading.warnings.append(_("No document number was found."))
    if len(numbers) > 1:
        heading.warnings.append(
            _("More than one document number was found: %(numbers)s. The first was taken.")
            % {"numbers": _(", ").join(numbers)}
        )


def _status_of(paragraph: Paragraph) -> str:
    short = paragraph.kind == "status" or TITLE_END.search(without_status(paragraph.text))
    return find_status(paragraph.text) if short else ""
