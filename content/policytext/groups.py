"""Where a text says who is responsible: （市民政局、市公安局） (责任单位:…;协助单位:…) or a line of its own."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from content.policytext.members import read_members
from content.policytext.units import find

_OPEN, _CLOSE = "（(【[［〔", "）)】]］〕"
_PLAIN = "（("
_SENTENCE_END = "。！？；;!?"
LABEL = re.compile(
    r"(?:(?:第一)?责任|牵头|主责|主办|主管|负责|协助|配合|协办|参与|参加|协同|实施)(?:单位|部门|科室|机构)\s*[:：]"
)
_LABELLED_LINE = re.compile(
    rf"(?:^|(?<=[。；\n]))\s*{LABEL.pattern}[^。\n]*(?:\n\s*{LABEL.pattern}[^。\n]*)*", re.MULTILINE
)
_ALONE_NEVER = re.compile(r"(?:乡镇)?(?:人民)?(?:街道办事处|管委会|街道办|社区|居|场|镇|村|街道|政府|学校|单位|部门)")
_OFFICIAL_PREFIX = re.compile(r"[省市州县区盟旗各团]|[\u3400-\u9fff]{2,6}[省市州县区]")
_LONGEST_UNIT = 14
_LONGEST_LIST = 400


@dataclass(frozen=True)
class Group:
    """A stretch that names units: where it stands in the text, and what is inside its brackets."""

    start: int
    end: int
    inside: str


def find_groups(text: str) -> list[Group]:
    """The groups that allocate responsibility, in order. Parentheses that explain a word are left out."""
    bracketed = [group for group in _brackets(text) if _allocates(text, group)]
    lines = [Group(found.start(), found.end(), found[0].strip()) for found in _LABELLED_LINE.finditer(text)]
    apart = [
        line for line in lines if not any(group.start < line.end and line.start < group.end for group in bracketed)
    ]
    return sorted([*bracketed, *apart], key=lambda group: group.start)


def ends_with_group(text: str) -> bool:
    """Whether the text ends with such a group (a full stop may follow)."""
    last = text.rsplit("\n", 1)[-1]
    if not last.rstrip("。； ").endswith(tuple(_CLOSE)) and not LABEL.search(last[-_LONGEST_LIST:]):
        return False
    groups = find_groups(text)
    return bool(groups) and not text[groups[-1].end :].strip("。； \n")


def begins_with_label(text: str) -> bool:
    return bool(LABEL.match(text))


def _brackets(text: str) -> Iterator[Group]:
    """Outermost pairs; any opening sign is closed by any closing sign; one left open ends with its paragraph."""
    depth, start = 0, 0
    for position, character in enumerate(text):
        if character == "\n":
            depth = 0
        elif character in _OPEN:
            start = position if depth == 0 else start
            depth += 1
        elif character in _CLOSE and depth:
            depth -= 1
            if depth == 0:
                yield Group(start, position + 1, text[start + 1 : position])


def _allocates(text: str, group: Group) -> bool:
    members = read_members(group.inside)
    if members is None or _ALONE_NEVER.fullmatch(group.inside):
        return False
    if LABEL.search(group.inside):
        return True
    before = text[: group.start].rstrip(" ")
    if not before or before[-1] in _SENTENCE_END + "\n" or before[-1] in _CLOSE:
        return True
    if text[group.end : group.end + 1] not in {"。", "；", ";"} or text[group.start] not in _PLAIN:
        return False
    if _explains_a_unit(before) and len(members) == 1 and not members[0].has_duty:
        return False
    return all(member.has_duty or _OFFICIAL_PREFIX.match(member.name) for member in members)


def _explains_a_unit(before: str) -> bool:
    """设在市未保办（市民政局）: the parentheses say which unit that is."""
    tail = before[-_LONGEST_UNIT:]
    names = (tail[at:] for at in range(len(tail) - 1))
    return tail.endswith(("办公室", "领导小组", "联席会议")) or any(find(name) for name in names)
