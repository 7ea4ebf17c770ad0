"""What an office answers that asks a court to remove a guardian."""

from datetime import date, timedelta

from tests.browser.filling import FILE

VILLAGE = "990121101201"


def ago(days: int) -> str:
    return (date.today() - timedelta(days=days)).isoformat()


PETITION = {
    "applicant_kind": "civil_affairs",
    "applicant_name": "东县民政局",
    "applicant_code": "91350100M000100Y43",
    "legal_representative": "周某",
    "applicant_address": "人民路1号",
    "applicant_phone": "13800000000",
    "has_agent": False,
    "respondents": [{"name": "林某", "gender": "male", "relation": "father", "address": "桃源村12号", "now": "lost"}],
    "child_name": "林小某",
    "child_gender": "female",
    "child_birth": ago(365 * 10),
    "place": VILLAGE,
    "child_address": "12号",
    "current_care": "外祖母",
    "child_view": "想和外婆住在一起。",
    "requests": ["revoke"],
    "temporary_care": "relatives",
    "temporary_since": ago(60),
    "protection_order": False,
    "ground": "six_months",
    "refused_since": ago(250),
    "livelihood_facts": "没有寄回过生活费。",
    "contact_attempts": [
        {"day": ago(100), "way": "phone", "result": "无人接听"},
        {"day": ago(40), "way": "phone", "result": "号码停用"},
    ],
    "facts": "被申请人外出后一直没有回家，也没有寄回生活费用。" * 6,
    "evidence": [{"name": "走访记录", "proves": "无人照料", "source": "村委会", "pages": 3, "form": "copy"}],
    "assessment_report": {"报告": FILE},
    "report_contents": ["basics", "problems", "remorse", "teaching", "health", "wishes"],
    "court": "东县人民法院",
    "legal_opinion": "符合申请条件。",
    "lawyer_signature": {"name": "何某", "agreed": True},
    "leader_signature": {"name": "周某", "agreed": True},
}
