"""Who seems to be responsible where nothing is printed: sentences of the form 民政部门要…

What is found is a proposal. It stays marked as not printed, and nobody reads it before an editor has confirmed it.
"""

import re
from collections.abc import Iterator
from itertools import groupby

from content.policytext.document import Allocation

_BARE = (
    r"(?:民政|公安|教育|财政|财税|税务|司法(?:行政)?|卫生计生|卫生健康|卫健|人社|人力资源(?:和)?社会保障|发展(?:和)?改革|发改|农业(?:农村)?"
    r"|住房(?:和)?城乡建设|住建|交通(?:运输)?|水利|文化(?:和)?(?:旅游|广电)?|文旅|广电|新闻出版|体育|旅游|审计|统计|扶贫|乡村振兴|应急(?:管理)?"
    r"|市场监管|工商|网信|宣传|信访|民族(?:宗教)?|医疗?保障|医保|自然资源|生态环境|机构编制|检察|审判|消防|通信|妇儿工委|金融"
    r"|工会|总工会|共青团|团委|妇联|残联|关工委|工商联|科协|红十字会|计划生育协会)"
)
_GROUPS = r"(?:总?工会|共青团|团委|妇联|妇女联合会|残联|残疾人联合会|关工委|工商联|科协|红十字会|计划生育协会)"
_NAMED = r"(?:[省市州县区][\u3400-\u9fff]{1,8}?(?:局|委|办|厅|法院|检察院|妇联|残联|总工会|关工委)|团[省市州县区]委)"
_ANYBODY = (
    r"(?:有关|相关|各|其他|其它|上级|主管|职能|业务|成员|牵头|同级|这些|上述|本|[省市州县区]直"
    r"|[\u3400-\u9fff]{0,6}(?:政府|单位|乡镇|街道|社区))"
)
_OTHER = rf"(?!{_ANYBODY})[\u3400-\u9fff]{{2,8}}?"
_AND = r"(?:、|和|及|以及|与)"
_RANK = r"(?:各级|各地|省级|市级|州级|县级|县区|县市|区县|市|州|省)?"
_DEPARTMENTS = (
    rf"{_RANK}(?P<bare>(?:{_BARE}{_AND})*(?:{_BARE}|{_OTHER}))(?:等)?(?:有关|相关)?"
    r"(?P<suffix>(?:行政)?(?:主管)?(?:部门|机关))"
)
_UNITS = rf"{_RANK}(?P<units>(?:{_GROUPS}|{_NAMED})(?:{_AND}(?:{_GROUPS}|{_NAMED}))*)(?:等(?:群团组织|单位|部门)?)?"
_DUTY = r"(?:要|应当|应|须|必须|负责|牵头|联合|共同|作为|配合|会同|依托|定期|依法|具体|承担|切实)"
_SUBJECT = re.compile(rf"(?:{_DEPARTMENTS}|{_UNITS})(?={_DUTY})")
_WITH = re.compile(rf"(?:要|应当|应)?会同(?P<others>(?:{_BARE}{_AND})*{_BARE})(?:等)?(?:部门|机关|单位)?")
_SENTENCE = re.compile(r"[^。；;！？\n]+[。；;！？\n]*")
_BETWEEN = re.compile(r"[、和与及]|以及")
# These end in 和 or contain it and are one name.
_WHOLE = re.compile(r"人力资源和社会保障|发展和改革|住房和城乡建设|文化和旅游|文化和广电")
_NO_SUFFIX = re.compile(_GROUPS)


def propose(text: str) -> tuple[Allocation, ...]:
    """A row for each stretch that begins with a sentence whose subject is a department or a group organisation.

    All the subjects of a sentence lead; whom it says they act with (会同) cooperates.
    """
    found = [(start, *units) for start, sentence in _sentences(text) if (units := _subject(sentence))]
    stretches = [next(same) for _units, same in groupby(found, key=lambda row: row[1:])]
    return tuple(
        Allocation(seq, leads, cooperating, False, start)
        for seq, (start, leads, cooperating) in enumerate(stretches, 1)
    )


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    return ((found.start(), found[0]) for found in _SENTENCE.finditer(text))


def _subject(sentence: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    found = _SUBJECT.match(sentence.lstrip())
    if not found:
        return None
    leads = _named(found["bare"], found["suffix"]) if found["bare"] else _named(found["units"], "")
    others = _WITH.match(sentence.lstrip()[found.end() :])
    return leads, _named(others["others"], "部门") if others else ()


def _named(names: str, suffix: str) -> tuple[str, ...]:
    """民政、公安部门 are two departments; 妇联 is none."""
    kept = _WHOLE.sub(lambda found: found[0].replace("和", "\0"), names)
    parts = (part.replace("\0", "和") for part in _BETWEEN.split(kept) if part)
    return tuple(dict.fromkeys(part if _NO_SUFFIX.fullmatch(part) else part + suffix for part in parts))
