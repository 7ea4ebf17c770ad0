"""A report as small as can be that still has everything: conditions, a table, files, a reporter, a danger note."""

from forms.schema import FormSchema

ABOUT = {
    "key": "about",
    "title": {"zh-hans": "情况", "en": "What happened"},
    "intro": {"zh-hans": "请如实填写。", "en": "Please write what you know."},
    "items": [
        {
            "kind": "field",
            "key": "danger",
            "type": "yes_no",
            "label": {"zh-hans": "是否有危险", "en": "In danger now"},
            "required": True,
            "countable": False,
        },
        {
            "kind": "note",
            "key": "call_now",
            "text": {"zh-hans": "请立即拨打110", "en": "Call 110 now"},
            "tone": "danger",
            "shown_when": {"formula": "${danger} = true()"},
        },
        {
            "kind": "field",
            "key": "called",
            "type": "yes_no",
            "label": {"zh-hans": "已报警", "en": "Called the police"},
            "shown_when": {"formula": "${danger} = true()"},
            "required": True,
        },
        {
            "kind": "field",
            "key": "kind",
            "type": "choice",
            "label": {"zh-hans": "情形", "en": "Situation"},
            "required": True,
            "choices": [
                {"key": "alone", "label": {"zh-hans": "独居", "en": "Alone"}},
                {"key": "hurt", "label": {"zh-hans": "受伤", "en": "Hurt"}},
            ],
            "sensitivity": "sensitive",
            "countable": True,
        },
        {
            "kind": "field",
            "key": "place",
            "type": "area",
            "label": {"zh-hans": "地点", "en": "Place"},
            "required": True,
        },
        {
            "kind": "field",
            "key": "facts",
            "type": "long_text",
            "label": {"zh-hans": "描述", "en": "Description"},
            "hint": {"zh-hans": "看到了什么", "en": "What was seen"},
            "required": True,
            "sensitivity": "sensitive",
            "settings": {"least_length": 5, "most_length": 300},
        },
        {
            "kind": "field",
            "key": "days",
            "type": "integer",
            "label": {"zh-hans": "天数", "en": "Days"},
            "shown_when": {"formula": "${kind} = 'alone'"},
            "required_when": {"formula": "${danger} = true() and ${kind} = 'alone'"},
            "checks": [{"rule": {"formula": ". < 100"}, "message": {"zh-hans": "太多", "en": "Too many days"}}],
            "settings": {"least": 1},
        },
    ],
}
PEOPLE = {
    "key": "people",
    "title": {"zh-hans": "人员", "en": "People"},
    "items": [
        {
            "kind": "table",
            "key": "guardians",
            "label": {"zh-hans": "监护人", "en": "Guardians"},
            "most_rows": 3,
            "columns": [
                {
                    "key": "name",
                    "type": "text",
                    "label": {"zh-hans": "姓名", "en": "Name"},
                    "required": True,
                    "sensitivity": "personal",
                },
                {"key": "reached", "type": "yes_no", "label": {"zh-hans": "可联系", "en": "Reached"}},
            ],
        },
        {
            "kind": "field",
            "key": "photos",
            "type": "photos",
            "label": {"zh-hans": "照片", "en": "Photos"},
            "sensitivity": "sensitive",
            "settings": {"most_files": 2},
        },
        {
            "kind": "field",
            "key": "papers",
            "type": "files",
            "label": {"zh-hans": "材料", "en": "Papers"},
            "sensitivity": "sensitive",
            "settings": {"most_files": 3, "accept": ["pdf", "jpg"]},
        },
    ],
}
REPORTER = {
    "key": "reporter",
    "title": {"zh-hans": "报告人", "en": "Who reports"},
    "items": [
        {
            "kind": "field",
            "key": "reporter_name",
            "type": "text",
            "label": {"zh-hans": "您的姓名", "en": "Your name"},
            "sensitivity": "reporter",
        },
        {
            "kind": "field",
            "key": "reporter_phone",
            "type": "phone",
            "label": {"zh-hans": "电话", "en": "Telephone"},
            "sensitivity": "reporter",
        },
    ],
}


def schema(**changes: object) -> FormSchema:
    whole = {
        "key": "sample_report",
        "title": {"zh-hans": "示例报告", "en": "Sample report"},
        "steps": [ABOUT, PEOPLE, REPORTER],
        "place": "place",
        "numbering": "报-{area}-{year}-{serial:05d}",
        "receipt": True,
    }
    return FormSchema.model_validate({**whole, **changes})


ANSWERS = {
    "danger": False,
    "kind": "hurt",
    "place": "990121101201",
    "facts": "孩子独自在家,手臂受伤",
    "guardians": [{"name": "林远", "reached": False}],
    "reporter_name": "何老师",
    "reporter_phone": "13800000000",
}
