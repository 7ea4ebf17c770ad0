"""What policy documents say, in any number: each has a place, a number and sentences of its own."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from random import Random
from typing import Any, NamedTuple

from content.policytext.characters import as_numeral


def words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


FIRST_DAY, DAYS = date(1996, 1, 1), 11_000
CLAUSES = (8, 40)
FIRST, SECOND = "云青红白金玉龙凤东西南北新安永平长宁清泉石桂松竹", "山水川阳江河州坪溪湖岭关桥塘湾峰源林沟店"
RANKS = words("省 市 县 县 县 乡 镇")
ISSUERS = words("人民政府 人民政府办公室 民政局 教育局 公安局 卫生健康局 人力资源和社会保障局 妇女联合会")
# Words of two characters are put together in pairs: thousands of things that one can speak of.
VERBS = words(
    "加强 完善 落实 推进 健全 开展 规范 做好 建立 指导 督促 组织 支持 明确 深化 "
    "细化 优化 统筹 压实 拓展 巩固 改进 严格 加快 畅通 强化 探索 创新 整合 核查"
)
CHILDREN = words("留守儿童 困境儿童 孤儿 适龄儿童 残疾儿童 流动儿童 未成年人 学生 婴幼儿 失学儿童")
AREAS = words(
    "防汛 森林 粮食 公路 农村 集体 医疗 养老 食品 土地 招商 电子 危房 污水 文物 "
    "消防 旅游 水库 茶叶 畜牧 渔业 矿山 燃气 电网 河道 种子 农机 气象 档案 统计"
)
OBJECTS = words(
    "抗旱 防火 收购 养护 饮水 林权 保险 服务 安全 确权 引资 商务 改造 处理 保护 "
    "生产 普查 检疫 补贴 登记 仲裁 调度 储备 标准 品牌 合作 交易 监测 救助 规划"
)
CARES = words(
    "监护 家庭 走访 控辍 临时 心理 强制 应急 帮扶 考核 资金 信息 队伍 宣传 台账 "
    "部门 社会 隐患 法治 亲情 假期 营养 入学 就业 康复 收养 网络 交通 户籍 病历"
)
WORKS = words(
    "监督 教育 保学 照料 辅导 报告 处置 计划 奖惩 拨付 报送 培训 引导 管理 协作 "
    "参与 排查 回访 评估 转介 建档 公示 演练 值守 抽查 结对 探望 托管 补助 联络"
)
WHENS = words(
    "每季度 每半年 每月底 每周五 年底前 汛期前 开学前 假期前 十日内 一周内 当天 次月 冬季前 春耕前 三年内 两年一次"
)
DOINGS = words(
    "通报情况 考核结果 完成整改 上报备案 召开例会 更新名册 签订责任书 公开账目 组织抽查 交换数据 清点物资 听取意见 "
    "评选先进 核对名单 轮换人员 检修设施"
)
VILLAGES = words("村 社区 小学 中学 林场 卫生院")
KINDS = words("通知 意见 实施方案 办法 细则 批复")


class Sentence(NamedTuple):
    who: str
    verb: str
    about: str
    matter: str
    other_verb: str
    other_matter: str
    end: str

    def __str__(self) -> str:
        said = f"{self.who}要{self.verb}{self.about}的{self.matter}"
        return f"{said}，{self.other_verb}{self.other_matter}，{self.end}。"


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
        about = self._subject(Random(self.serial))  # noqa: S311  # nosec B311
        return f"{self.issuer}关于{VERBS[self.serial % len(VERBS)]}{about}工作的{KINDS[self.serial % len(KINDS)]}"

    @property
    def clauses(self) -> list[dict[str, Any]]:
        return [
            {"id": as_numeral(place), "level": 1, "number": f"{as_numeral(place)}、", "inferred": False, "title": title,
             "text": "".join(map(str, said)), "allocations": []}
            for place, (title, said) in enumerate(self._said, 1)
        ]  # fmt: skip

    @property
    def last_words(self) -> Sentence:
        return self._said[-1][1][-1]

    @cached_property
    def _said(self) -> list[tuple[str, list[Sentence]]]:
        """The heading of each clause and its sentences."""
        chance = self._chance
        return [
            (f"{chance.choice(VERBS)}{self._matter()}", [self._sentence() for _ in range(chance.randint(1, 3))])
            for _ in range(chance.randint(*CLAUSES))
        ]

    def _sentence(self) -> Sentence:
        pick = self._chance.choice
        village = f"{pick(FIRST)}{pick(SECOND)}{pick(VILLAGES)}"
        who = pick((f"{self.place}各单位", "乡镇政府", "村（居）民委员会", village, village, pick(ISSUERS)))
        return Sentence(who, pick(VERBS), self._subject(self._chance), self._matter(), pick(VERBS), self._matter(),
                        f"{pick(WHENS)}{pick(DOINGS)}")  # fmt: skip

    def _matter(self) -> str:
        return f"{self._chance.choice(CARES)}{self._chance.choice(WORKS)}"

    def _subject(self, chance: Random) -> str:
        """One document in five is about children."""
        return chance.choice(CHILDREN) if self.serial % 5 == 0 else f"{chance.choice(AREAS)}{chance.choice(OBJECTS)}"
