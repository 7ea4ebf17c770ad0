"""A small letter of the police's response, and the answers it is written from."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from forms.reading import Opened
from forms.schema import FormSchema
from workflows.letters.filling import Answers, Facts
from workflows.letters.schema import LetterSchema

NOW = datetime(2026, 11, 21, 8, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
FACTS = Facts("函〔2026〕1号", "C-1", date(2026, 11, 21), NOW, "东县公安局", "桃源镇人民政府", "东县桃源镇")


def field(key, kind="text", **said):
    return {"kind": "field", "key": key, "type": kind, "label": {"zh-hans": key.upper()}, **said}


FORM = FormSchema.model_validate(
    {
        "key": "response",
        "title": {"zh-hans": "处置"},
        "steps": [
            {
                "key": "one",
                "title": {"zh-hans": "一"},
                "items": [
                    field("found", "long_text", sensitivity="sensitive"),
                    field("child", sensitivity="personal"),
                    field("danger", "yes_no"),
                    field("signed", "signature", sensitivity="personal"),
                    field("who", sensitivity="reporter"),
                    field("photos", "files"),
                    {
                        "kind": "table",
                        "key": "people",
                        "label": {"zh-hans": "人员"},
                        "columns": [field("name"), field("hours", "integer")],
                    },
                ],
            }
        ],
    }
)
SIGNED = {"kind": "signature", "text": "${sender}\n${today}"}


def letter(*blocks, **said):
    said = {"reveals": ["open", "personal", "sensitive"], **said}
    return LetterSchema.model_validate(
        {"key": "letter", "title": {"zh-hans": "函"}, "form": "response", "blocks": blocks, **said}
    )


def paragraph(text, **said):
    return {"kind": "paragraph", "text": text, **said}


def answers(row=None, each="", **given):
    return Answers(Opened(FORM, given), FACTS, row=row, each=each)
