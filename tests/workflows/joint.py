"""Small workflows in which offices work at the same time: on one form, each signing a part, or each for itself."""

from forms.schema import FormSchema
from tests.workflows.definitions import WORKFLOW, words
from workflows.schema import WorkflowSchema


def question(key, kind="text", **more):
    return {"kind": "field", "key": key, "type": kind, "label": words(key, key), **more}


ASSESSMENT = FormSchema.model_validate(
    {
        "key": "joint_assessment",
        "title": words("联合评估", "Assessment"),
        "numbering": "评-{year}-{serial:05d}",
        "sections": [
            {"key": "safety", "title": words("安全", "Safety"), "filler": "police"},
            {"key": "home", "title": words("家庭", "Home"), "filler": "township"},
        ],
        "steps": [
            {
                "key": "safe",
                "title": words("安全情况", "Safety"),
                "section": "safety",
                "items": [
                    question("risk", "yes_no", required=True),
                    question("violence", sensitivity="sensitive"),
                ],
            },
            {
                "key": "family",
                "title": words("家庭情况", "Family"),
                "section": "home",
                "items": [
                    question(
                        "income",
                        "integer",
                        required=True,
                        shown_when={"formula": "${violence} != '保密内容'"},
                        checks=[{"rule": {"formula": "not(${risk}) or . != 7"}, "message": words("不对", "Wrong")}],
                    ),
                    question("relative", sensitivity="personal"),
                    question("deputy", shown_when={"formula": "${risk}"}),
                ],
            },
        ],
    }
)
JOINT = WorkflowSchema.model_validate(
    {
        "key": "joint",
        "title": words("联合", "Joint"),
        "opened_by": "small_report",
        "relations": [part.model_dump() for part in WORKFLOW.relations[:3]],
        "states": [
            {
                "key": "assessing",
                "title": words("评估中", "Assessing"),
                "kind": "start",
                "tasks": [
                    {
                        "key": f"{section}_part",
                        "title": words(title, section),
                        "relation": relation,
                        "form": "joint_assessment",
                        "section": section,
                    }
                    for section, title, relation in (
                        ("safety", "评估安全", "police"),
                        ("home", "评估家庭", "township"),
                    )
                ],
            },
            {"key": "assessed", "title": words("已评估", "Assessed"), "kind": "end"},
        ],
        "transitions": [
            {
                "key": f"done_{section}",
                "title": words("完成评估", "Done"),
                "source": "assessing",
                "target": "assessed",
                "task": f"{section}_part",
            }
            for section in ("safety", "home")
        ],
        "readers": [
            {
                "relation": "police",
                "forms": ["joint_assessment", "small_report"],
                "sensitivities": ["open", "personal"],
            },
            {"relation": "township", "forms": ["joint_assessment"], "sensitivities": ["open"]},
        ],
    }
)


def by_join(*others):
    """The same, but what the signatures come to is said of the state, in one way; `others` are tasks beside them."""
    raw = JOINT.model_dump(mode="json")
    raw["states"][0]["join"] = {"needs": "all"}
    raw["states"][0]["tasks"] += others
    raw["transitions"] = [{**raw["transitions"][0], "key": "done", "task": ""}]
    return WorkflowSchema.model_validate(raw)


OFFICES = {"vote_police": "police", "vote_town": "township", "vote_civil": "civil_affairs"}


def joined(*, form="small_response", **join):
    """After the report three offices say yes or no at once."""
    raw = WORKFLOW.model_dump(mode="json")
    tasks = [
        {"key": key, "title": words(key, key), "relation": relation, "form": form} for key, relation in OFFICES.items()
    ]
    raw["states"][0] |= {"tasks": tasks, "join": join}
    raw["transitions"] = [
        {"key": "met", "title": words("过", "Met"), "source": "reported", "target": "received", "task": ""},
        {"key": "missed", "title": words("不过", "Missed"), "source": "reported", "target": "refused", "task": ""},
    ]
    raw["transitions"][1]["missed"] = True
    raw["states"] = [state for state in raw["states"] if state["key"] not in ("handling", "notified")]
    return WorkflowSchema.model_validate(raw)
