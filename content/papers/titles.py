"""Where a title of several lines is broken: lines of like length, no word torn, no hourglass. Pure.

GB/T 9704-2012, 7.3.1: words stay whole, the lines are arranged as a trapezoid or a diamond.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

# Of 22 pt on 156 mm.
WIDEST = 20
MOST_LINES = 4
# Words of titles; what is not here may be torn, but not where a line would begin or end with what belongs elsewhere.
WORDS = re.compile(
    "关于|印发|转发|批转|加强|进一步|切实|做好|开展|建立|健全|完善|落实|推进|促进|实施|贯彻|深化|规范|成立|调整|修改|废止|公布"
    "|农村留守儿童|留守儿童|困境儿童|流动儿童|农村|城乡|留守|困境|流动|儿童|未成年人|关爱保护|妇女|家庭|监护|关爱|保护|保障|救助|帮扶|服务|管理|监督|预防|强制报告|侵害|案件"
    "|工作|体系|机制|制度|方案|意见|通知|决定|办法|规定|细则|规划|计划|公告|通告|批复|函|试行|暂行|领导小组|联席会议|指导"
    "|国务院|人民政府|办公厅|办公室|委员会|自治区|自治州|自治县|民政|公安|教育|卫生|司法|部门|中华人民共和国|[0-9０-９A-Za-z.]+"
)
NEVER_FIRST = "的和与及等》）”’」』、，。；：？！〕】"
NEVER_LAST = "《（“‘「『〔【、和与及对为在"
HOURGLASS, POINTED = 40, 25


def title_lines(title: str, widest: int = WIDEST) -> list[str]:
    """The lines of a title; one line when it fits. None is longer than `widest` characters."""
    return list(_lines(" ".join(title.split()), widest))


@lru_cache(maxsize=256)
def _lines(title: str, widest: int) -> tuple[str, ...]:
    count = -(-len(title) // widest)
    if count <= 1:
        return (title,)
    if count <= MOST_LINES:
        breaks = (0, *_whole(title), len(title))
        tried = (lines for more in (count, count + 1) for lines in _cuts(title, breaks, 0, more, widest))
        if best := min(tried, key=_cost, default=None):
            return best
    return tuple(title[start : start + widest] for start in range(0, len(title), widest))


def _cuts(title: str, breaks: Sequence[int], start: int, lines: int, widest: int) -> Iterator[tuple[str, ...]]:
    """Every way to set what begins at `start` in so many lines that fit."""
    rest = len(title) - start
    if lines == 1:
        if 0 < rest <= widest:
            yield (title[start:].strip(),)
        return
    # What is left must fit on the lines that are left, and none of them is much shorter than the others.
    least = max(rest - widest * (lines - 1), rest // (2 * lines), 1)
    for end in breaks:
        if start + least <= end <= start + widest:
            for after in _cuts(title, breaks, end, lines - 1, widest):
                yield (title[start:end].strip(), *after)


def _whole(title: str) -> Iterator[int]:
    """The places where a line may end."""
    inside = {place for word in WORDS.finditer(title) for place in range(word.start() + 1, word.end())}
    for place, (before, after) in enumerate(pairwise(title), 1):
        if place not in inside and before not in NEVER_LAST and after not in NEVER_FIRST:
            yield place


def _cost(lines: Sequence[str]) -> float:
    lengths = [len(line) for line in lines]
    mean = sum(lengths) / len(lengths)
    cost = sum((length - mean) ** 2 for length in lengths) + 30 * len(lines)
    inner = lengths[1:-1]
    if inner and min(inner) < min(lengths[0], lengths[-1]):
        cost += HOURGLASS
    # One or two characters alone look like a mistake.
    return cost + POINTED * sum(length < 4 for length in lengths)
