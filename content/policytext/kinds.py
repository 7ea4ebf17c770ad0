"""What a single line is, told by its form alone."""

import re

from content.policytext.dates import is_date_line
from content.policytext.numbers import is_number_line

TITLE_END = re.compile(
    r"(?:通知|意见|方案|办法|决定|规定|通告|公告|公报|批复|函|报告|纪要|命令|请示|细则|规划|计划|要点|条例|议案|制度|预案|指南)"
    r"(?:[（(][^（）()]{1,10}[)）])?$"
)
ORGAN_LINE = re.compile(
    r"[\u3400-\u9fff（）()“”、 ]{2,40}?"
    r"(?:人民政府|政府|政府办公厅|政府办公室|委员会|办公厅|办公室|法院|检察院|联合会|总工会|领导小组|[部厅局委办院署])"
)
LABEL = re.compile(
    r"(?P<label>索\s*引\s*号|公开目录|主题分类|公开属性|发布日期|公开日期|发布时间|发文日期|成文日期|生成日期|主\s*题\s*词|发布机构|发文机关|制发机关"
    r"|公开形式|公开范围|体\s*裁|有\s*效\s*性|发文字号|文\s*号|当前位置|信息来源|来源|浏览次数)\s*[:：]"
)
_STATUS = re.compile(r"[（(]\s*(?P<status>征求意见稿|公开征求意见稿|讨论稿|送审稿|审议稿|草案|初稿)\s*[)）]")
_DISCLOSURE = re.compile(
    r"[（(]?\s*(?P<mark>此件(?:主动|依申请|不予|删减后)?(?:公开发布|公开|不公开)|主动公开|依申请公开|不予公开)\s*[)）]?"
)
_ATTACHMENT = re.compile(r"附\s*件\s*(?P<serial>[\d一二三四五六七八九十]{0,2})\s*(?P<colon>[:：]?)\s*(?P<name>.*)")
_NAVIGATION = re.compile(r"网站首页|首页|打印本页|关闭窗口|字体[:：].*")


def kind_of(text: str) -> str:
    """label, number, date, status, disclosure, attachment, annex, letterhead, navigation, or text."""
    if _NAVIGATION.fullmatch(text):
        return "navigation"
    if LABEL.match(text):
        return "label"
    if is_number_line(text):
        return "number"
    if is_date_line(text):
        return "date"
    if _STATUS.fullmatch(text):
        return "status"
    if _DISCLOSURE.fullmatch(text):
        return "disclosure"
    if text.endswith("文件") and ORGAN_LINE.fullmatch(text.removesuffix("文件")):
        return "letterhead"
    found = _ATTACHMENT.fullmatch(text)
    if found and (found["colon"] or not found["name"]):
        return "attachment" if found["name"] else "annex"
    return "text"


def is_cut_label(before: str, after: str) -> bool:
    """Whether a label begins in the one text and ends in the other."""
    return any(found.start() < len(before) < found.end() for found in LABEL.finditer(before + after))


def find_status(text: str) -> str:
    found = _STATUS.search(text)
    return found["status"] if found else ""


def without_status(text: str) -> str:
    return _STATUS.sub("", text)


def disclosure_in(text: str) -> str:
    found = _DISCLOSURE.search(text)
    return found["mark"] if found else ""


def attachment_name(text: str) -> str:
    found = _ATTACHMENT.fullmatch(text)
    return found["name"].strip() if found else ""
