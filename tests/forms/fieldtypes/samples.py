"""One good example of every kind of field: how it is asked, what is typed, what becomes of it."""

from dataclasses import dataclass, field
from typing import Any

from forms.schema import Question
from tests import cast as people
from tests.forms.fieldtypes.asking import question

CHOICES = [
    {"key": "a", "label": {"zh-hans": "甲", "en": "First"}, "attributes": {"points": "0"}},
    {"key": "b", "label": {"zh-hans": "乙", "en": "Second"}, "attributes": {"points": "2.5"}},
]
ROWS = [{"key": "food", "label": "饮食", "label_en": "Food"}, {"key": "home", "label": "居住", "label_en": "Home"}]
BANDS = [
    {"key": "low", "label": "低风险", "label_en": "Low", "least": 0},
    {"key": "high", "label": "高风险", "label_en": "High", "least": 3},
]
NUMBER = "11010519491231002X"
CREDIT_CODE = "91350100M000100Y43"
FILE = "0b7c1f2e-6f0d-4c8b-9a53-2f6d1f0a9e11"
AREA = people.EAST_VILLAGE


@dataclass
class Sample:
    """`typed`: a text, a list, or suffixes to texts. `answer` None: the field gives none from a browser."""

    settings: dict[str, Any] = field(default_factory=dict)
    typed: Any = None
    answer: Any = None
    choices: bool = False
    more: dict[str, Any] = field(default_factory=dict)

    def question(self, kind: str, **more: Any) -> Question:
        choices = {"choices": CHOICES} if self.choices else {}
        return question(kind, settings=self.settings, **choices, **self.more, **more)


SAMPLES: dict[str, Sample] = {
    "text": Sample(typed="\u3000张三\u202e １２ ", answer="张三 12"),
    "long_text": Sample(typed="一\r\n二，三。", answer="一\n二，三。"),
    "person_name": Sample(typed="张\u200b三", answer="张三"),
    "address": Sample(typed="东溪县柳湾镇１号", answer="东溪县柳湾镇1号"),
    "hidden": Sample(settings={"value": "web"}, typed="forged", answer="web"),
    "integer": Sample(typed="１,２００", answer=1200),
    "decimal": Sample(typed="１２.50", answer="12.5"),
    "money": Sample(typed="￥１,２３４.5元", answer="1234.50"),
    "scale": Sample(settings={"low": "很差", "high": "很好", "high_en": "Good"}, typed="4", answer=4),
    "choice": Sample(choices=True, typed="b", answer="b"),
    "multiple_choice": Sample(choices=True, typed=["b", "a"], answer=["b", "a"]),
    "matrix": Sample(
        choices=True, settings={"rows": ROWS}, typed={"-food": "a", "-home": "b"}, answer={"food": "a", "home": "b"}
    ),
    "score_sheet": Sample(
        choices=True,
        settings={"rows": [*ROWS, {"key": "care", "label": "照料", "most": 10}], "bands": BANDS},
        typed={"-food": "a", "-home": "b", "-care": "１.5"},
        answer={"items": {"food": "a", "home": "b", "care": 1.5}, "total": 4, "band": "high"},
    ),
    "yes_no": Sample(typed="no", answer=False),
    "consent": Sample(typed="on", answer=True),
    "date": Sample(typed="２０２６年11月2日", answer="2026-11-02"),
    "time": Sample(typed="下午3点半", answer="15:30"),
    "datetime": Sample(typed="2026/11/2 下午3点半", answer="2026-11-02T15:30:00+08:00"),
    "period": Sample(
        typed={"-from": "2026-11-01", "-to": "2026年11月30日"}, answer={"from": "2026-11-01", "to": "2026-11-30"}
    ),
    "phone": Sample(typed="＋86 138 1234-5678", answer="13812345678"),
    "email": Sample(typed=" Xiaoman@Example.CN ", answer="Xiaoman@example.cn"),
    "url": Sample(typed="www.example.cn/页", answer="https://www.example.cn/页"),
    "id_number": Sample(typed=" 110105 19491231 002x ", answer=NUMBER),
    "identity_paper": Sample(
        typed={"-kind": "resident", "-number": "110105 19491231 002x"}, answer={"kind": "resident", "number": NUMBER}
    ),
    "credit_code": Sample(typed="9135 0100 m000 100y 43", answer=CREDIT_CODE),
    "area": Sample(typed=AREA, answer=AREA),
    "located_address": Sample(
        typed={"-area": AREA, "-street": "桃源路１号", "-point": "108.54321，31.12345"},
        answer={"area": AREA, "street": "桃源路1号", "point": {"lat": 31.12345, "lon": 108.54321}},
    ),
    "organisation": Sample(),
    "person": Sample(),
    "case_link": Sample(),
    "record_link": Sample(),
    "child": Sample(),
    "files": Sample(answer=[FILE]),
    "photos": Sample(answer=[FILE]),
    "audio": Sample(answer=[FILE]),
    "signature": Sample(
        typed={"-name": " 张三 ", "-drawing": "M1 2L3 4L5 6"},
        answer={"name": "张三", "signed_at": "2026-11-21T08:30:00+08:00", "drawing": "M1 2L3 4L5 6"},
    ),
    "computed": Sample(more={"computed": {"formula": "1"}}, answer=3),
}
POINTING = ("person", "case_link", "record_link", "child")
FILES = ("files", "photos", "audio")
