"""Units in parentheses, as a document prints who is responsible: （市民政局、市公安局） (责任单位:…;协助单位:…)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_OPEN, _CLOSE = "（(", "）)"
_SENTENCE_END = "。！？；;!?"
_EXPLANATION = re.compile(r"。.*$", re.DOTALL)
_SEPARATOR = re.compile(r"[、，,;；]|(?:和|及|以及|会同)(?=[省市州县区各团])")
_UNIT = re.compile(
    r"(?:[“\"][^”\"]{1,8}[”\"]|[\u3400-\u9fff]|[（(][\u3400-\u9fff、]{1,8}[)）]){1,22}?"
    r"(?:[局委办厅部院署]|政府|法院|检察院|中法|妇联|工会|残联|工商联|文联|侨联|科协|红十字会|团[省市州县区]委|团委|关工委|共青团"
    r"|办公室|单位|银行|公司|管委会|中心|协会|部门|[县市区州])(?:分别)?(?:牵头|负责|配合)?"
)
_OFFICIAL_PREFIX = re.compile(r"[省市州县区盟旗各团]|[\u3400-\u9fff]{2,6}[省市州县区]")
_NEVER = re.compile(r"街道办事处|管委会|街道办|社区|居|场")


@dataclass(frozen=True)
class Group:
    """A pair of parentheses that names units: where it stands in the text, and what is inside."""

    start: int
    end: int
    inside: str


def find_groups(text: str) -> list[Group]:
    """The groups that allocate responsibility, in order. Parentheses that explain a word are left out."""
    return [group for group in _parentheses(text) if _allocates(text, group)]


def ends_with_group(text: str) -> bool:
    """Whether the text ends with such a group (a full stop may follow)."""
    if not text.rstrip("。 ").endswith(tuple(_CLOSE)):
        return False
    groups = find_groups(text)
    return bool(groups) and not text[groups[-1].end :].strip("。 ")


def without_explanation(inside: str) -> str:
    """The units alone: a sentence added inside the parentheses explains the rule, it names nobody."""
    return _EXPLANATION.sub("", inside.strip()).strip()


def split_units(text: str) -> list[str]:
    return [part.strip() for part in _SEPARATOR.split(text) if part.strip()]


def _parentheses(text: str) -> Iterator[Group]:
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
    inside = without_explanation(group.inside)
    if re.search(r"(?:责任|牵头|主办)(?:单位|部门)\s*[:：]", inside):
        return True
    units = split_units(inside)
    if not units or not all(_UNIT.fullmatch(unit) for unit in units):
        return False
    after_sentence = group.start == 0 or text[: group.start].rstrip()[-1:] in _SENTENCE_END + "\n"
    if after_sentence:
        return not _NEVER.fullmatch(inside)
    closes_sentence = text[group.end : group.end + 1] in {"。", "；", ";"}
    return closes_sentence and not _NEVER.search(inside) and all(_OFFICIAL_PREFIX.match(unit) for unit in units)
