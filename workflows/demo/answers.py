"""What the demo reports say. Every child, family and event is invented."""

from datetime import datetime, timedelta
from typing import Any


def hungry_boy(now: datetime) -> dict[str, Any]:
    """Not accepted yet, and urgent."""
    return {
        **_report(now, hours=1),
        "danger_now": "yes",
        "called_110": True,
        "call_time": _before(now, minutes=30),
        "situations": ["not_caring", "neglect"],
        "place": "990121101201",
        "place_address": "三组，村小店对面",
        "how_found": "at_work",
        "facts": "班上一名男孩连续几天没有吃早饭，今天上课时头晕。他说奶奶住院了，家里只有他一个人，晚上不敢睡。",
        "child_name": "小石",
        "child_gender": "male",
        "child_age_est": 8,
        "child_now_where": "在学校医务室",
        "child_now_with": "班主任陪着",
        "child_now_medical": "unknown",
        "measures_done": ["stayed", "told_guardian"],
    }


def alone_at_home(now: datetime) -> dict[str, Any]:
    """Accepted; the officer has still to record what was done."""
    return {
        **_report(now, hours=5),
        "danger_now": "no",
        "situations": ["alone"],
        "place": "990121101202",
        "how_found": "others_told",
        "facts": "姐妹两人独自住在家里已有一周，父母在外务工，原来照看的姑姑上月搬走了。邻居不时送一点饭。",
        "alone_days": 7,
        "alone_with": 1,
        "child_name": "小禾",
        "child_gender": "female",
        "child_age_est": 11,
        "several_children": True,
        "other_children": [{"name": "小苗", "gender": "female", "age": 7}],
        "child_now_where": "在自己家",
        "child_now_with": "没有大人看护",
        "child_now_medical": "no",
        "guardians": [{"name": "林大川", "relation": "father", "phone": "13800000000", "reachable": "yes"}],
        "measures_done": ["told_guardian"],
    }


def fall_from_a_tree(now: datetime) -> dict[str, Any]:
    """Handled by the police; the township is to confirm."""
    return {
        **_report(now, hours=20),
        "danger_now": "no",
        "situations": ["accident", "no_capacity"],
        "place": "990121101201",
        "how_found": "medical_visit",
        "facts": "男孩从树上跌下，手臂骨折，由邻居送来。爷爷卧病在床，已无法照看他，父亲电话一时打不通。",
        "injury_kinds": ["height"],
        "child_name": "小川",
        "child_gender": "male",
        "child_birth": "2017-05-12",
        "child_school": "柳湾镇中心小学",
        "child_grade": "三年级",
        "child_now_where": "在县人民医院",
        "child_now_with": "邻居和护士",
        "child_now_medical": "yes",
        "measures_done": ["hospital", "told_guardian"],
    }


def response_to_fall(now: datetime) -> dict[str, Any]:
    return {
        "accept_dt": _before(now, hours=19),
        "accept_way": "portal",
        "accept_result": "accepted",
        "dispatch_dt": _before(now, hours=18, minutes=50),
        "arrive_dt": _before(now, hours=18),
        "officers": "陆明川、何晓岚",
        "verified": ["accident", "no_capacity"],
        "parents_reached": "partly",
        "contacted_parents": "relative_care",
        "stop_protect": "联系到在外务工的母亲，确认由住在同村的姑婆暂时照料；医院先行救治，费用由村里垫付。",
        "placement_needed": True,
        "placement": "relatives",
        "receiver_name": "林秀英",
        "receiver_phone": "13800000001",
        "placement_start": _before(now, hours=12),
        "evidence": "查看现场，询问邻居两人，调取病历，未发现他人侵害。",
        "medical": True,
        "medical_unit": "东溪县人民医院",
        "injury_exam": False,
        "conclusion": "意外跌伤。监护人因病已无照料能力，儿童由亲属临时照料，需要落实长期照料人。",
        "risk_level": "medium",
    }


def letter_about_fall() -> dict[str, Any]:
    return {
        "addressee": "柳湾镇人民政府",
        "copied_to": ["civil_affairs", "education"],
        "report_summary": "接报告，桃源村一名九岁男孩从树上跌落致手臂骨折。其祖父卧病，已无法照料，父母均在外务工。",
        "response_summary": "民警到场核实，排除他人侵害。已联系到其母亲，医院正在救治。",
        "care_summary": "出院后由同村姑婆林秀英临时照料，其母亲计划月底返回。",
        "child_name": "小川",
        "child_gender": "male",
        "child_birth": "2017-05-12",
        "child_school": "柳湾镇中心小学",
        "advice": "请尽快组织调查评估，落实长期照料人；每周走访一次；核实家庭是否符合临时救助条件。",
        "risk_level": "medium",
        "signed_by": "孟致远",
    }


def assessment_of_fall(now: datetime) -> dict[str, Any]:
    """What the five offices found out."""
    return {
        "place": "990121101201",
        "child_name": "小川",
        "child_age": 9,
        "members": [
            {"unit": "柳湾镇人民政府", "person": "苏映雪", "role": "lead"},
            {"unit": "东溪县公安局", "person": "陆明川", "role": "member"},
            {"unit": "东溪县民政局", "person": "温书禾", "role": "member"},
        ],
        "visits": [{"at": _before(now, hours=3), "place": "家中", "persons": "孩子、祖父和姑婆", "method": "home"}],
        "living_place": "fair",
        "alone_hours": 2,
        "contact_with_abuser": False,
        "immediate_danger": False,
        "outwork_type": "both",
        "parents": [{"relation": "mother", "name": "林素云", "works_at": "宁波", "phone": "13800000002"}],
        "guard_type": "trustee_weak",
        "ability": {"health": "partly", "income": "partly", "time": "enough", "knowledge": "partly"},
        "contact_frequency": "monthly",
        "incomes": ["labour"],
        "aid_now": ["none"],
        "health": "healthy",
        "injury": "左前臂骨折，已固定，恢复良好。",
        "mind": ["sleep"],
        "schooling": "attends",
        "school_note": "住院期间由班主任补课。",
        "child_view": "想等妈妈回来，也想早点回学校。",
        "asked_by": "苏映雪",
        "guard_result": "weak",
        "risk": "low",
        "needs": ["guidance", "social_aid"],
        "suggestion": "watch",
        "summary": "祖父卧病，无力照料；姑婆愿意临时照料，母亲已定月底返回并留在家中。定期回访，核对临时救助条件。",
        "leader_signature": {"name": "方成栋", "signed_at": now.isoformat()},
    }


def visit_after_fall(now: datetime) -> dict[str, Any]:
    return {
        "place": "990121101201",
        "child_name": "小川",
        "visit_at": _before(now, hours=2),
        "visit_kind": "again",
        "visitor_kind": "village",
        "met": ["child", "parents"],
        "issues": ["none"],
        "talked_to_parents": True,
    }


def agreed(now: datetime) -> dict[str, Any]:
    """What a leader says to a closing."""
    return {"result": "approved", "leader_signature": {"name": "方成栋", "signed_at": now.isoformat()}}


def _report(now: datetime, *, hours: int) -> dict[str, Any]:
    """What the three reports have in common: noticed that long ago, handed in without a name."""
    return {
        "found_dt": _before(now, hours=hours),
        "reporter_kind": "anonymous",
        "confirm": True,
    }


def _before(now: datetime, **span: int) -> str:
    return (now - timedelta(**span)).isoformat()
