"""Words and bytes that exist nowhere else: where one of them is found, something has leaked."""

from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from PIL import Image

from workflows.demo import answers

REPORTER = {
    "reporter_unit": "白鹭暗号学校",
    "reporter_name": "白鹭暗号人",
    "reporter_post": "白鹭暗号职务",
    "reporter_phone": "13971826354",
}
CHILD, FACTS, WHERE = "青雀暗号童", "青雀暗号事实：孩子说晚上不敢睡。", "青雀暗号去处"
GUARDIAN, GUARDIAN_PHONE = "青雀暗号监护人", "13962534187"
OFFICERS, CONCLUSION, ADVICE = "黑鹳暗号民警", "黑鹳暗号结论", "黑鹳暗号建议"
FILE_NAME = "红隼暗号照片"
CAMERA, COMMENT = "canary-camera-9471", "canary-comment-5083"
LATITUDE = (29.0, 57.0, 13.1337)

ABOUT_REPORTER = tuple(REPORTER.values())
ABOUT_CHILD = (CHILD, FACTS[:6], WHERE, GUARDIAN, GUARDIAN_PHONE, FILE_NAME)
# What who reported writes later, by the code, and what the office asks them.
ADDED, ASKED = "彩鹬暗号回话", "水雉暗号提问"
ABOUT_WORK = (OFFICERS, CONCLUSION, ADVICE, ADDED, ASKED)
IN_PHOTO = (CAMERA, COMMENT)
ALL = (*ABOUT_REPORTER, *ABOUT_CHILD, *ABOUT_WORK, *IN_PHOTO)


FILED_CHILD, FILED_ILLNESS, VISITED = "苍鹰暗号童", "金雕暗号病", "游隼暗号家"


def child_file(village: str, school: int) -> dict[str, Any]:
    """The file of a child who goes to that school."""
    return {
        "place": village,
        "child_name": FILED_CHILD,
        "child_gender": "female",
        "child_birth": "2016-02-03",
        "registered": "no",
        "outwork_type": "both",
        "parents": [{"relation": "mother", "name": "苍鹰暗号母"}],
        "entrusted": False,
        "guard_type": "fair",
        "schooling": "attends",
        "school": str(school),
        "health": "ill",
        "health_note": FILED_ILLNESS,
        "risk": "medium",
        "guardian_agrees": True,
    }


def visit(now: datetime) -> dict[str, Any]:
    """A visit with something to write down."""
    return {
        "visit_at": (now - timedelta(hours=1)).isoformat(),
        "met": ["child"],
        "issues": ["hazard"],
        "talked_to_parents": False,
        "home_state": {"food": "good", "living": "good", "clean": "fair", "safe": "fair"},
        "schooling": "attends",
        "note": VISITED,
    }


def photo() -> bytes:
    """A JPEG with camera, place and comment in it, and noise that no other picture has."""
    picture = Image.effect_noise((64, 48), 90).convert("RGB")
    exif = Image.Exif()
    exif[0x0110] = CAMERA
    exif.get_ifd(0x8825)[2] = LATITUDE
    out = BytesIO()
    picture.save(out, "JPEG", exif=exif, comment=COMMENT.encode())
    return out.getvalue()


def report(now: Any) -> dict[str, Any]:
    """The mandatory report with canaries in every place where a person writes."""
    return {
        **answers.alone_at_home(now),
        **REPORTER,
        "place": "990121101201",
        "facts": FACTS,
        "child_name": CHILD,
        "child_now_where": WHERE,
        "several_children": False,
        "guardians": [{"name": GUARDIAN, "relation": "father", "phone": GUARDIAN_PHONE, "reachable": "yes"}],
        "reporter_kind": "duty_unit",
        "reporter_unit_type": "school",
        "feedback_way": "phone",
    }


def response(now: Any) -> dict[str, Any]:
    return {**answers.response_to_fall(now), "officers": OFFICERS, "conclusion": CONCLUSION}


def letter() -> dict[str, Any]:
    return {**answers.letter_about_fall(), "child_name": CHILD, "advice": ADVICE}
