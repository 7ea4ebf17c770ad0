"""A second small workflow, for help, which cases of the first one start."""

from forms import builder as form_builder
from forms import services as forms
from forms.schema import FormSchema
from tests.workflows.definitions import WORKFLOW, words
from workflows import builder, services
from workflows.schema import WorkflowSchema


def question(key, kind, **more):
    return {"kind": "field", "key": key, "type": kind, "label": words(key, key), **more}


URGENT = question("urgent", "choice", required=True, choices=[
    {"key": "yes", "label": words("是", "Yes")},
    {"key": "no", "label": words("否", "No")},
    {"key": "unknown", "label": words("不详", "Unknown")},
])  # fmt: skip
HELP = FormSchema.model_validate(
    {
        "key": "small_help",
        "title": words("帮助", "Help"),
        "place": "where",
        "numbering": "助-{year}-{serial:05d}",
        "steps": [
            {
                "key": "what",
                "title": words("情况", "What"),
                "items": [
                    URGENT,
                    question("where", "area"),
                    question("child", "text", sensitivity="personal", required=True),
                    question("situation", "text", sensitivity="sensitive"),
                    question("remark", "text"),
                    question("note", "text", required=True, shown_when={"formula": "${urgent} = 'unknown'"}),
                ],
            }
        ],
    }
)
HELPING = WorkflowSchema.model_validate(
    {
        "key": "helping",
        "title": words("帮助流程", "Helping"),
        "opened_by": "small_help",
        "relations": [
            {"key": "police", "title": words("公安", "Police"), "kind": "duty_at_place", "duty": "police"},
            {"key": "township", "title": words("乡镇", "Township"), "kind": "duty_at_place", "duty": "government"},
            {"key": "starter", "title": words("发起人", "Starter"), "kind": "filer"},
        ],
        "states": [
            {
                "key": "asked",
                "title": words("已提出", "Asked for"),
                "kind": "start",
                "tasks": [{"key": "help", "title": words("帮助", "Help"), "relation": "township"}],
            },
            {"key": "helped", "title": words("已帮助", "Helped"), "kind": "end"},
        ],
        "transitions": [
            {
                "key": "help",
                "title": words("已帮助", "Helped"),
                "source": "asked",
                "target": "helped",
                "task": "help",
            }
        ],
        "readers": [
            {"relation": "township", "forms": ["small_help"], "sensitivities": ["open", "personal", "sensitive"]}
        ],
    }
)
FIELDS = {
    "urgent": "small_report.danger_now",
    "where": "small_report.place",
    "child": "small_report.child_name",
    "situation": "small_report.facts",
}


def start(workflow="helping", **fields):
    return {"type": "start_case", "settings": {"workflow": workflow, "fields": {**FIELDS, **fields}}}


def with_start(effect, way="accept"):
    """The first workflow, in which that way starts a case."""
    raw = WORKFLOW.model_dump(mode="json")
    next(one for one in raw["transitions"] if one["key"] == way)["effects"] = [effect]
    return WorkflowSchema.model_validate(raw)


def publish_help(form=HELP, workflow=HELPING):
    forms.publish(form_builder.save_definition(form, by=None), by=None)
    return services.publish(builder.save_definition(workflow, by=None), by=None)
