"""Documents to try the parser on, and the ways in which the same document reaches an office."""

import os
import random
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from django.conf import settings

from content.policytext.characters import as_numeral
from content.policytext.lines import read_lines
from content.policytext.paragraphs import read_paragraphs

PROJECT = Path(settings.PROJECT_DIR)
SAMPLE = (PROJECT / "content" / "samples" / "hechuan-2026-12.txt").read_text(encoding="utf-8")

LOST_NUMBERS = """网站首页
当前位置: 网站首页>>公开信息内容
关于印发《禾川市假期儿童安全工作方案》的通知
索引号: H4001-X-2026-0301002 公开目录: 政府文件 发布日期: 2026年03月02日
主题词: 儿童 安全 发布机构: 禾川市政府 文    号: 禾政发[2026]3号

各县人民政府,市人民政府各部门:

《禾川市假期儿童安全工作方案》已经市人民政府同意,现印发你们。

2026年3月1日

禾川市假期儿童安全工作方案

为保障儿童假期安全,制定本方案。

一、总体要求

假期里每一名重点儿童都要有人照看。

二、具体任务

㈠ 加强宣传,让家长知道风险。

讲清假期风险。学校在放假前召开家长会,讲明溺水、用火用电等风险。(责任单位:市教育局;协助单位:公安局、各县人民政府)

用好身边平台。广播、网络平台每周播放安全提示。

村里的大喇叭同步播放。

(责任单位:市文明办;协助单位:文旅局)

㈡ 排查隐患。

⒈清点危险水域。乡镇逐处登记水塘、河段,设立警示牌。(责任单位:各县人民政府;协助单位:市水利局、应急局)

定期巡查。假期里每天巡查一次。(责任单位:各县人民政府、市公安局;协助单位:团市委、妇联)

三、保障措施

㈠ 落实责任。各县明确专人负责。

㈡ 报送信息。每周五报送一次。
"""


def seeds() -> list[Path]:
    """Real documents for trying out, where an installation has them. They are no part of this project."""
    folder = Path(os.environ.get("SEEDS_DIR") or PROJECT.parent / "shared" / "seeds")
    return sorted(folder.glob("00[0-4]_*.txt")) if folder.is_dir() else []


def with_page_breaks(text: str, every: int = 43) -> str:
    """Blank lines in the middle of sentences, as paper pages leave them. Lines that stand alone stay whole."""
    return "\n".join(_broken(line, every) if len(line) > 60 else line for line in text.split("\n"))


def _broken(line: str, every: int) -> str:
    pieces, rest = [], line
    while len(rest) > every + 5:
        cut = next(n for n in range(every, len(rest)) if rest[n - 1] not in "。；：" and rest[n] not in "（(")
        pieces.append(rest[:cut])
        rest = rest[cut:]
    return "\n\n\n\n".join([*pieces, rest])


def with_running_header(text: str) -> str:
    """The line that each page of some offices begins with, inside the sentences."""
    return with_page_breaks(text).replace("\n\n\n\n", "\n\n\n\n禾川市规范性文件汇编\n\n")


def with_half_width_brackets(text: str) -> str:
    return text.replace("（", "(").replace("）", ")")


def with_mixed_brackets(text: str) -> str:
    """Every second closing bracket is of the other kind."""
    count = iter(range(len(text)))
    return re.sub("）", lambda _found: ")" if next(count) % 2 else "）", text)


def with_full_width_digits(text: str) -> str:
    return text.translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"})


def with_square_brackets(text: str) -> str:
    return text.replace("〔", "［").replace("〕", "］")


def with_signs_for_numbers(text: str) -> str:
    """（一） as ㈠ and 1. as ⒈, where they stand at the head of a line."""
    text = re.sub(r"^（([一二三])）", lambda found: "㈠㈡㈢"["一二三".index(found[1])], text, flags=re.MULTILINE)
    return re.sub(r"^([1-5])\.", lambda found: "⒈⒉⒊⒋⒌"[int(found[1]) - 1], text, flags=re.MULTILINE)


def with_windows_lines(text: str) -> str:
    return "\ufeff" + text.replace("\n", "\r\n")


def with_indent(text: str) -> str:
    return "\n".join(f"\u3000\u3000{line}  " if line else line for line in text.split("\n"))


def wrapped(text: str, width: int = 30) -> str:
    """Every paragraph indented by two columns and cut into lines of one width, with a blank line after each."""
    paragraphs = [line for line in text.split("\n") if line]
    return "\n\n".join("\n\n".join(_lines(paragraph, width)) for paragraph in paragraphs)


def _lines(paragraph: str, width: int) -> list[str]:
    flush = paragraph.startswith(("各县人民政府，", "禾政发", "2026"))
    text = paragraph if flush else "  " + paragraph
    return [text[start : start + width] for start in range(0, len(text), width)]


def with_breaks_anywhere(text: str, seed: int, between: str = "\n\n\n\n") -> str:
    """Pages that end wherever they end: inside a list of units, a bracket, a word."""
    chance = random.Random(seed)  # noqa: S311 -- the same pages at each run
    return "\n".join(between.join(_anywhere(line, chance)) for line in text.split("\n"))


def _anywhere(line: str, chance: random.Random) -> Iterator[str]:
    while len(line) > 30 and (length := chance.randint(60, 240)) < len(line) - 1:
        yield line[:length]
        line = line[length:]
    yield line


def with_number_brackets(text: str, opening: str, closing: str) -> str:
    return re.sub(r"〔(\d{4})〕", rf"{opening}\1{closing}", text)


def with_numerals_in_dates(text: str) -> str:
    digits = "〇一二三四五六七八九"

    def written(found: re.Match[str]) -> str:
        year = "".join(digits[int(digit)] for digit in found[1])
        return f"{year}年{as_numeral(int(found[2]))}月{as_numeral(int(found[3]))}日"

    return re.sub(r"^(20\d\d)年(\d+)月(\d+)日$", written, text, flags=re.MULTILINE)


def with_points_for_commas(text: str) -> str:
    """一. for 一、 and 1、 for 1."""
    text = re.sub(r"^([一二三四])、", r"\1．", text, flags=re.MULTILINE)
    return re.sub(r"^(\d+)\.", r"\1、", text, flags=re.MULTILINE)


def with_half_width_signs(text: str) -> str:
    return text.translate(str.maketrans("，；：", ",;:"))


def with_invisible_characters(text: str) -> str:
    return text.replace("一、", "\u200b一、").replace("。", "。\u00ad").replace("\u3000", "\u00a0\u00a0")


def with_pages(text: str, foot: str, head: str = "", width: int = 28) -> str:
    """As a paper is printed: lines of one width, twenty on a page, with what stands above and below each page."""
    whole = [paragraph.text for paragraph in read_paragraphs(read_lines(text))]
    indented = [f"\u3000\u3000{line}" if len(line) > 20 else line for line in whole]
    lines = [line[start : start + width] for line in indented for start in range(0, len(line), width)]
    pages = [lines[start : start + 20] for start in range(0, len(lines), 20)]
    return "\n".join(
        line
        for number, page in enumerate(pages, 1)
        for line in (head.format(number), *page, foot.format(number))
        if line
    )


def with_dashes_for_one(text: str) -> str:
    """一 as some scanners read it."""
    return re.sub(
        r"^(\s*)一、", r"\1—、", re.sub(r"^(\s*)[（(]一[）)]", r"\1（—）", text, flags=re.MULTILINE), flags=re.M
    )


def with_numerals_in_numbers(text: str) -> str:
    """〔二〇二六〕 for 〔2026〕."""
    digits = "〇一二三四五六七八九"
    return re.sub(r"〔(20\d\d)〕", lambda found: f"〔{''.join(digits[int(one)] for one in found[1])}〕", text)


def with_groups_on_their_own_lines(text: str) -> str:
    return re.sub(r"。\s*([（(](?:责任单位|各[市县级]|[市县州省][^（）()。]{1,8}[局委法院厅]、))", r"。\n\n\1", text)


LOST = re.compile(
    r"^[ \u3000]*((?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|[㈠-㈩]|[⒈-⒛]"
    r"|[\d０-９]{1,2}\s*[.．、]) ?)"
    r"(?=\S)",
    re.MULTILINE,
)


def without_one_number(text: str) -> Iterator[str]:
    """The text as often as it has clauses, each time with another clause that lost its number."""
    for found in LOST.finditer(text.split("\n附件：1")[0]):
        yield text[: found.start(1)] + text[found.end(1) :]


VARIATIONS = {
    "page breaks": with_page_breaks,
    "running header": with_running_header,
    "half-width brackets": with_half_width_brackets,
    "mixed brackets": with_mixed_brackets,
    "full-width digits": with_full_width_digits,
    "square brackets": with_square_brackets,
    "signs for numbers": with_signs_for_numbers,
    "Windows lines and a mark": with_windows_lines,
    "full-width indent": with_indent,
    "wrapped lines": wrapped,
    "page breaks and full-width digits": lambda text: with_full_width_digits(with_page_breaks(text, 37)),
    "mixed brackets and indent": lambda text: with_indent(with_mixed_brackets(text)),
    **{f"breaks anywhere {n}": partial(with_breaks_anywhere, seed=n) for n in range(4)},
    "breaks with page numbers": partial(with_breaks_anywhere, seed=5, between="\n\n— 3 —\n\n"),
    "breaks with a header": partial(with_breaks_anywhere, seed=6, between="\n\n\n\n禾川市规范性文件汇编\n\n"),
    "form feeds": partial(with_breaks_anywhere, seed=7, between="\f"),
    **{
        f"number in {pair}": partial(with_number_brackets, opening=pair[0], closing=pair[1])
        for pair in ("[]", "【】", "（）", "()", "﹝﹞", "〈〉", "{}")
    },
    "pages with numbers": partial(with_pages, foot="— {} —"),
    "pages with counted pages": partial(with_pages, foot="{}/9", width=40),
    "pages with counted headers": partial(with_pages, foot="-{}-", head="禾川市人民政府公报 {}"),
    "dashes for one": with_dashes_for_one,
    "numerals in numbers": with_numerals_in_numbers,
    "a number cut in two": lambda text: text.replace("〔", "〔\n", 1),
    "groups on their own lines": with_groups_on_their_own_lines,
    "tabs before lines": lambda text: "\n".join(f"\t{line.strip()}" for line in text.split("\n")),
    "lines ended by returns": lambda text: text.replace("\n", "\r"),
    "spaces in numbers": lambda text: re.sub(
        r"^([（(]?)([一二三四五])([、）)])", r"\1 \2 \3", text, flags=re.MULTILINE
    ),
    "numerals in dates": with_numerals_in_dates,
    "points for commas": with_points_for_commas,
    "half-width signs": with_half_width_signs,
    "invisible characters": with_invisible_characters,
    "no blank lines": lambda text: re.sub(r"\n\s*\n+", "\n", text),
    "a blank line after each": lambda text: text.replace("\n", "\n\n"),
}
