"""A small workflow and its forms, in the shape of the real ones: report, police, township."""

from forms.schema import FormSchema
from workflows.schema import WorkflowSchema


def words(chinese, english):
    return {"zh-hans": chinese, "en": english}


REPORT = FormSchema.model_validate(
    {
        "key": "small_report",
        "title": words("报告", "Report"),
        "place": "place",
        "numbering": "报-{year}-{serial:05d}",
        "receipt": True,
        "steps": [
            {
                "key": "what",
                "title": words("情况", "What"),
                "items": [
                    {
                        "kind": "field",
                        "key": "danger_now",
                        "type": "choice",
                        "label": words("是否危险", "Danger now"),
                        "required": True,
                        "choices": [
                            {"key": "yes", "label": words("是", "Yes")},
                            {"key": "no", "label": words("否", "No")},
                        ],
                    },
                    {"kind": "field", "key": "place", "type": "area", "label": words("地点", "Place")},
                    {
                        "kind": "field",
                        "key": "facts",
                        "type": "text",
                        "label": words("事实", "Facts"),
                        "sensitivity": "sensitive",
                    },
                    {
                        "kind": "field",
                        "key": "child_name",
                        "type": "text",
                        "label": words("姓名", "Name"),
                        "sensitivity": "personal",
                    },
                    {
                        "kind": "field",
                        "key": "reporter_name",
                        "type": "text",
                        "label": words("报告人", "Reporter"),
                        "sensitivity": "reporter",
                    },
                ],
            }
        ],
    }
)

RESPONSE = FormSchema.model_validate(
    {
        "key": "small_response",
        "title": words("处置", "Response"),
        "numbering": "处-{year}-{serial:05d}",
        "steps": [
            {
                "key": "done",
                "title": words("处置", "Done"),
                "items": [
                    {
                        "kind": "field",
                        "key": "result",
                        "type": "choice",
                        "label": words("结果", "Result"),
                        "required": True,
                        "choices": [
                            {"key": "handled", "label": words("已处置", "Handled")},
                            {"key": "false", "label": words("不属实", "Not so")},
                        ],
                    },
                    {
                        "kind": "field",
                        "key": "child_name",
                        "type": "text",
                        "label": words("姓名", "Name"),
                        "sensitivity": "personal",
                    },
                    {
                        "kind": "field",
                        "key": "found",
                        "type": "text",
                        "label": words("查明", "Found"),
                        "sensitivity": "sensitive",
                    },
                ],
            }
        ],
    }
)

WORKFLOW = WorkflowSchema.model_validate(
    {
        "key": "small_protection",
        "title": words("小流程", "Small protection"),
        "opened_by": "small_report",
        "relations": [
            {"key": "police", "title": words("公安", "Police"), "kind": "duty_at_place", "duty": "police"},
            {"key": "township", "title": words("乡镇", "Township"), "kind": "duty_at_place", "duty": "government"},
            {
                "key": "civil_affairs",
                "title": words("民政", "Civil affairs"),
                "kind": "duty_at_place",
                "duty": "civil_affairs",
            },
            {"key": "officer", "title": words("受理民警", "Officer in charge"), "kind": "acceptor"},
        ],
        "states": [
            {
                "key": "reported",
                "title": words("已报告", "Reported"),
                "kind": "start",
                "public_status": words("已收到", "Received"),
                "tasks": [
                    {
                        "key": "take",
                        "title": words("受理", "Take on"),
                        "relation": "police",
                        "deadline": {
                            "minutes": 240,
                            "urgent_when": {"formula": "${answers.danger_now} = 'yes'"},
                            "urgent_minutes": 30,
                        },
                    }
                ],
            },
            {
                "key": "handling",
                "title": words("处置中", "Being handled"),
                "kind": "work",
                "public_status": words("处理中", "Being handled"),
                "tasks": [
                    {
                        "key": "respond",
                        "title": words("处置", "Respond"),
                        "relation": "officer",
                        "form": "small_response",
                        "deadline": {"minutes": 1440},
                    }
                ],
            },
            {
                "key": "notified",
                "title": words("已通报", "Township notified"),
                "kind": "waiting",
                "public_status": words("已处置", "Handled"),
                "tasks": [
                    {"key": "sign", "title": words("签收", "Sign for it"), "relation": "township"},
                    {"key": "watch", "title": words("跟进", "Watch"), "relation": "civil_affairs"},
                ],
            },
            {"key": "received", "title": words("已签收", "Received by township"), "kind": "end"},
            {"key": "refused", "title": words("不予受理", "Not taken on"), "kind": "end"},
        ],
        "transitions": [
            {
                "key": "accept",
                "title": words("受理", "Accept"),
                "source": "reported",
                "target": "handling",
                "task": "take",
                "effects": [{"type": "tell_reporter", "settings": {"words": words("已受理", "Accepted")}}],
            },
            {
                "key": "notify",
                "title": words("通报乡镇", "Notify the township"),
                "source": "handling",
                "target": "notified",
                "task": "respond",
                "guard": {"formula": "${small_response.result} = 'handled'"},
                "confirmation": words("乡镇将看到此案", "The township will see this case"),
                "effects": [
                    {"type": "notify", "settings": {"relation": "township"}},
                    {"type": "tell_reporter"},
                ],
            },
            {
                "key": "refuse",
                "title": words("不属实", "Not so"),
                "source": "handling",
                "target": "refused",
                "task": "respond",
                "guard": {"formula": "${small_response.result} = 'false'"},
            },
            {
                "key": "sign",
                "title": words("签收", "Sign"),
                "source": "notified",
                "target": "received",
                "task": "sign",
            },
            {
                "key": "back",
                "title": words("退回", "Send back"),
                "source": "notified",
                "target": "reported",
                "task": "watch",
            },
        ],
        "readers": [
            {
                "relation": "police",
                "forms": ["small_report", "small_response"],
                "sensitivities": ["open", "personal", "sensitive", "reporter"],
            },
            {"relation": "township", "forms": ["small_report"], "sensitivities": ["open", "personal", "sensitive"]},
            {"relation": "civil_affairs", "forms": ["small_report"], "sensitivities": ["open", "personal"]},
        ],
        "opening_effects": [{"type": "notify", "settings": {"relation": "police"}}],
    }
)

FORMS = {form.key: form for form in (REPORT, RESPONSE)}
