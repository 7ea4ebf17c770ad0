"""The units inside one group, and which of them lead."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from content.policytext.units import is_known

_LABEL = re.compile(
    r"(?P<label>(?:第一)?责任|牵头|主责|主办|主管|负责|协助|配合|协办|参与|参加|协同|实施)(?:单位|部门|科室|机构)\s*[:：]"
    r"|(?P<other>(?:完成)?(?:时限|时间|期限)|联系人|备注)\s*[:：]"
)
_LABEL_LEADS = {"牵头", "主办", "主责", "主管", "第一责任"}
_LABEL_ANSWERS = {"责任", "负责", "实施"}
_AFTER_SENTENCE = re.compile(r"。.*$", re.DOTALL)
_AND = re.compile(r"(?:和|及|以及|与|会同)(?=[省市州县区各团])")
_BY = re.compile(r"^(?:由|其中[，,]?)")
_DUTY = re.compile(
    r"(?:等\d*个?(?:有关|相关|成员)?(?:部门|单位|机关)?)?"
    r"(?:按照?|依据?|根据)?(?:各自)?(?:的)?(?:职责|职能)?(?:分工)?(?P<each>分别)?(?:共同|具体|密切|积极|联合)?"
    r"(?P<duty>牵头负责|牵头|主办|负责落实|负责|配合|参与|参加|协助|协办|落实|承办|组织实施)?(?:落实|实施)?$"
)
_NO_UNIT = re.compile(
    r".*(?:\d|年底|月底|持续|长期|完成|推进|坚持|下同|按职责|按照职责|职责分工|排在|排名|列第一).*|按.*|(?:负责|配合|参与|落实)"
)
_UNIT = re.compile(
    r"(?:[“\"][^”\"]{1,8}[”\"]|[\u3400-\u9fff]|[（(][\u3400-\u9fff、，,]{1,14}[)）]){1,24}?"
    r"(?:[局委办厅部院署]|政府|法院|检察院|中法|妇联|工会|残联|工商联|文联|侨联|科协|红十字会|团[省市州县区]委|团委|关工委|共青团"
    r"|办公室|单位|银行|公司|管委会|中心|协会|部门|[县市区州])"
    r"(?:[（(][\u3400-\u9fff、，,]{1,14}[)）])?"
)
# Units only where others stand beside them.
_WEAK = re.compile(
    r"[\u3400-\u9fff（）()]{2,24}(?:支行|分行|分局|大队|支队|总队|集团|电视台|报社|大学|学校|医院|[街乡]道?|镇|机关|组织)"
)
_VERB = re.compile(r"[由的按是要在被把]")
_SEAM = re.compile(r"(?<=[局委府院法联办会位])(?=[省市州县区盟旗团各])")
_SUFFIX = re.compile(r"(?:行政)?部门$")
_BARE = re.compile(r"[\u3400-\u9fff]{2,10}")
_LEADS = {"牵头", "牵头负责", "主办"}
_BRACKETS = {"（": 1, "(": 1, "）": -1, ")": -1}
_SEPARATORS = "、，,；;\n"


@dataclass(frozen=True)
class Member:
    """`has_duty` says that a word beside the name tells what it is to do: 牵头, 负责, 配合."""

    name: str
    leads: bool = False
    has_duty: bool = False


def read_members(inside: str) -> list[Member] | None:
    """The units of a group; None when what is in the brackets is not a list of units.

    Labels decide who leads; without any, the units before 牵头, 分别负责 or 会同; without these the first one.
    """
    text = _AFTER_SENTENCE.sub("", inside.strip()).strip()
    if _LABEL.search(text):
        return list(_labelled(text)) or None
    return _listed(text)


def _labelled(text: str) -> Iterator[Member]:
    found = list(_LABEL.finditer(text))
    ends = [*(match.start() for match in found[1:]), len(text)]
    has_lead = any(match["label"] in _LABEL_LEADS for match in found)
    for match, end in zip(found, ends, strict=True):
        if match["other"]:
            continue
        leads = match["label"] in _LABEL_LEADS or (match["label"] in _LABEL_ANSWERS and not has_lead)
        for piece in _pieces(text[match.end() : end]):
            name = _without_duty(piece)[0]
            if name and not _NO_UNIT.fullmatch(name):
                yield Member(name, leads, has_duty=True)


def _listed(text: str) -> list[Member] | None:
    members = _with_suffix(list(_read(text)))
    if not any(_is_unit(member.name) for member in members):
        return None
    if not all(_is_unit(member.name) or _WEAK.fullmatch(member.name) for member in members):
        return None
    last = max((place for place, member in enumerate(members) if member.leads), default=0)
    return [replace(member, leads=place <= last) for place, member in enumerate(members)]


def _read(text: str) -> Iterator[Member]:
    """The names between commas. What is not even meant as a name, a date for one, is left out."""
    for piece in _pieces(text):
        name, duty = _without_duty(piece)
        if name and (_is_unit(name) or not _NO_UNIT.fullmatch(piece)):
            yield Member(name, leads=duty in _LEADS, has_duty=bool(duty))


def _is_unit(name: str) -> bool:
    return not _VERB.search(name) and (bool(_UNIT.fullmatch(name)) or (len(name) > 1 and is_known(name)))


def _with_suffix(members: Sequence[Member]) -> list[Member]:
    """教育、公安部门 are 教育部门 and 公安部门."""
    named: list[Member] = []
    suffix = ""
    for member in reversed(members):
        found = _SUFFIX.search(member.name)
        suffix = found[0] if found else suffix if _BARE.fullmatch(member.name) and not _is_unit(member.name) else ""
        named.append(member if found else replace(member, name=member.name + suffix))
    return named[::-1]


def _pieces(text: str) -> Iterator[str]:
    """Split at commas, not inside brackets: 各县（市、区）人民政府 is one."""
    depth, piece = 0, ""
    for character in text:
        depth = max(0, depth + _BRACKETS.get(character, 0))
        if (character in _SEPARATORS or character == " ") and not depth:
            yield from _parts(piece)
            piece = ""
        else:
            piece += character
    yield from _parts(piece)


def _parts(piece: str) -> Iterator[str]:
    """和 and 会同 between two units; the one before 会同 leads."""
    if not piece.strip():
        return
    start = 0
    for found in _AND.finditer(piece):
        if found.start() > start:
            yield piece[start : found.start()].strip() + ("牵头" if found[0] == "会同" else "")
            start = found.end()
    yield from _run_together(piece[start:].strip())


def _run_together(piece: str) -> Iterator[str]:
    """市公安局市民政局, where a space between them was lost, are two."""
    names = _SEAM.split(piece)
    yield from names if all(is_known(_without_duty(name)[0]) for name in names) else [piece]


def _without_duty(piece: str) -> tuple[str, str]:
    """The name and the word for its duty; 分别负责 is that each of the units before it leads."""
    text = _BY.sub("", piece)
    found = _DUTY.search(text)
    if not found or not found[0]:
        return text, ""
    duty = found["duty"] or found[0]
    return text[: found.start()], "牵头" if found["each"] and duty.startswith("负责") else duty
