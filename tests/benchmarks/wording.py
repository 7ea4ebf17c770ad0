"""What policy documents say, in any number: each has a place, a number and sentences of its own."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from random import Random
from typing import Any

from content.policytext.characters import as_numeral

FIRST_DAY, DAYS = date(1996, 1, 1), 11_000
CLAUSES = (8, 40)
FIRST, SECOND = "云青红白金玉龙凤东西南北新安永平长宁清泉石桂松竹", "山水川阳江河州坪溪湖岭关桥塘湾峰源林沟店"
RANKS = ("省", "市", "县", "县", "县", "乡", "镇")
ISSUERS = (
    "人民政府",
    "人民政府办公室",
    "民政局",
    "教育局",
    "公安局",
    "卫生健康局",
    "人力资源和社会保障局",
    "妇女联合会",
)
VERBS = ("加强", "完善", "落实", "推进", "健全", "开展", "规范", "做好", "建立", "指导", "督促", "组织", "支持", "明确")
CHILDREN = (
    "留守儿童",
    "困境儿童",
    "孤儿",
    "适龄儿童",
    "残疾儿童",
    "流动儿童",
    "未成年人",
    "学生",
    "婴幼儿",
    "失学儿童",
)
OTHERS = ("防汛抗旱", "森林防火", "粮食收购", "公路养护", "农村饮水", "集体林权", "医疗保险", "养老服务", "食品安全",
          "土地确权", "招商引资", "电子商务", "危房改造", "污水处理", "文物保护", "安全生产")  # fmt: skip
MATTERS = ("监护监督", "家庭教育", "走访台账", "控辍保学", "临时照料", "心理辅导", "强制报告", "应急处置", "帮扶计划",
           "考核奖惩", "资金拨付", "信息报送", "队伍培训", "宣传引导", "档案管理", "部门协作", "社会参与",
           "隐患排查")  # fmt: skip
ENDS = ("责任到人", "每季度通报一次", "不得推诿", "纳入年度考核", "确保取得实效", "并于月底前报送", "做到底数清楚",
        "逐级签订责任书", "接受社会监督", "保障必要经费", "及时向上级报告", "发现问题限期整改")  # fmt: skip
KINDS = ("通知", "意见", "实施方案", "办法", "细则", "批复")


@dataclass(frozen=True)
class Paper:
    """One document; the same serial gives the same words."""

    serial: int

    @cached_property
    def _chance(self) -> Random:
        return Random(self.serial)  # noqa: S311  # nosec B311 -- words to be found, not secrets

    @cached_property
    def place(self) -> str:
        some = Random(self.serial // 3)  # noqa: S311  # nosec B311
        return some.choice(FIRST) + some.choice(SECOND) + some.choice(RANKS)

    @cached_property
    def day(self) -> date:
        return FIRST_DAY + timedelta(days=self.serial * 7919 % DAYS)

    @property
    def number(self) -> str:
        return f"{self.place[0]}政发〔{self.day.year}〕{self.serial}号"

    @property
    def issuer(self) -> str:
        return f"{self.place}{ISSUERS[self.serial % len(ISSUERS)]}"

    @cached_property
    def title(self) -> str:
        about = self._subjects[self.serial // 5 % len(self._subjects)]
        return f"{self.issuer}关于{VERBS[self.serial % len(VERBS)]}{about}工作的{KINDS[self.serial % len(KINDS)]}"

    @cached_property
    def clauses(self) -> list[dict[str, Any]]:
        return [self._clause(place) for place in range(1, self._chance.randint(*CLAUSES) + 1)]

    def _clause(self, place: int) -> dict[str, Any]:
        number = as_numeral(place)
        text = "".join(self._sentence() for _ in range(self._chance.randint(1, 3)))
        title = f"{self._chance.choice(VERBS)}{self._chance.choice(MATTERS)}"
        return {"id": number, "level": 1, "number": f"{number}、", "inferred": False, "title": title, "text": text,
                "allocations": []}  # fmt: skip

    def _sentence(self) -> str:
        pick = self._chance.choice
        who = pick((f"{self.place}各单位", "乡镇政府", "村（居）民委员会", "学校", pick(ISSUERS)))
        about = pick(self._subjects)
        return f"{who}要{pick(VERBS)}{about}的{pick(MATTERS)}，{pick(VERBS)}{pick(MATTERS)}，{pick(ENDS)}。"

    @property
    def _subjects(self) -> tuple[str, ...]:
        """One document in five is about children."""
        return CHILDREN if self.serial % 5 == 0 else OTHERS
