"""What the demo site tells people to do: guides, as editors would write them. Nobody is given these numbers."""

from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from content.models import Audience, PolicyPage, ServiceGuidePage, Subject
from content.setup import SitePages
from forms.models import FormPage


@dataclass(frozen=True)
class Guide:
    slug: str
    title: str
    title_en: str
    summary: str
    summary_en: str
    subject: Subject
    audience: Audience
    conditions: str
    # What, as which paper, where to get it.
    materials: tuple[tuple[str, str, str], ...]
    # Step, who, what, how long.
    steps: tuple[tuple[str, str, str, str], ...]
    # Clause, and what it says.
    basis: tuple[tuple[str, str], ...]
    # Time limit, fee, result, office, place, hours, telephone.
    facts: dict[str, str] = field(default_factory=dict)
    begin_at: str = ""


FREE = "不收费"
HOURS = "工作日 8:30–12:00，14:00–17:30"
GUIDES = (
    Guide(
        "report-a-child", "发现孩子处境危险，怎样报告", "How to report a child in danger",
        "打电话或在网上填，十分钟说清楚，凭查询码看结果。",
        "By telephone or online, in ten minutes; a code shows what came of it.",
        Subject.SAFETY, Audience.EVERYBODY,
        "任何人都可以报告，不用证明，也不用确定\n学校、医院、村（居）委会等单位及工作人员必须报告",
        (),
        (
            ("正在危险中，先打 110", "您", "说清孩子在哪里、正在发生什么。", "马上"),
            ("在网上补充情况", "您", "按页面提示填写，可以不留姓名。中途离开，回来接着填。", "约十分钟"),
            ("公安机关出警、通报乡镇", "公安机关", "分清情况采取措施，需要临时照护的通知民政部门。", "立即"),
            ("看处理到哪一步", "您", "在“查进度”输入查询码。", "随时"),
        ),
        (("二（二）3", "哪些单位必须报告"), ("二（二）4", "公安机关接到报告后怎么做")),
        {
            "time_limit": "公安机关接到报告后立即处置", "fee": FREE, "result": "查询码，凭它看处理结果",
            "office": "就近派出所", "hours": "全天 24 小时", "telephone": "110",
        },
        "mandatory",
    ),
    Guide(
        "entrusted-care", "父母外出务工，怎样委托别人照护孩子", "How to entrust your child while you work away",
        "选好照护人，当面签委托照护协议，告诉村里和学校。",
        "Choose a carer, sign an agreement together, tell the village and the school.",
        Subject.CARE, Audience.FAMILIES,
        "父母双方外出，或者一方外出、另一方没有照护能力\n受委托人有照护能力，愿意照护，没有不宜照护的情形\n听过孩子自己的意见",
        (
            ("父母和受委托人的身份证", "both", "自己携带"),
            ("户口簿", "copy", "自己携带"),
            ("委托照护协议", "form", "村（居）委会，儿童主任帮助填写"),
        ),
        (
            ("和孩子、照护人商量", "父母", "说好谁照看、怎么联系、费用怎么出、急事找谁。", ""),
            ("当面签协议", "父母、受委托人", "在村（居）委会签，一式三份，各留一份，村里留一份。", "当天"),
            ("告诉学校", "父母", "把照护人的联系方式告诉班主任。", "签好后一周内"),
            ("保持联系", "父母", "常和孩子通话见面；情况变了重新签。", "每周至少一次"),
        ),
        (("一（二）", "父母和受委托照护人承担首要责任"), ("二（一）1", "村里每月走访，了解照护情况")),
        {
            "time_limit": "材料齐全当天办好", "fee": FREE, "result": "委托照护协议一份",
            "office": "户籍地村（居）委会", "place": "村（居）委会便民服务点",
            "hours": HOURS, "telephone": "0999-0123410",
        },
    ),
    Guide(
        "back-to-school", "孩子不去上学了，学校怎样书面告知", "What a school does when a child stays away",
        "连续两天无故缺课当天联系家长，第三天书面告知。",
        "Call the family on the second day, write to the authorities on the third.",
        Subject.SCHOOL, Audience.SCHOOLS,
        "学生连续两天无故缺课\n当天联系了家长或者委托照护人",
        (("缺课情况说明", "original", "班主任填写"), ("联系家长的记录", "copy", "学校留存")),
        (
            ("联系家长", "班主任", "问清原因，记下时间和谈话内容。", "第二天当天"),
            ("书面告知", "学校", "告知县级教育部门和乡镇人民政府（街道办事处）。", "第三天"),
            ("一起劝返", "学校、乡镇、村委会", "上门了解困难，能当场解决的当场解决。", ""),
        ),
        (("二（一）2", "缺课两天、三天分别做什么"),),
        {
            "time_limit": "第三天仍未到校的当天告知", "fee": FREE, "result": "乡镇接收回执",
            "office": "禾川市教育局", "place": "禾川市书香路 6 号", "hours": HOURS, "telephone": "0999-0123411",
        },
    ),
)  # fmt: skip


def ensure_guides(site: SitePages, document: PolicyPage) -> None:
    """Nothing where there is one."""
    if ServiceGuidePage.objects.child_of(site.guides).exists():
        return
    for guide in GUIDES:
        site.guides.add_child(instance=_page(guide, document))


def _page(guide: Guide, document: PolicyPage) -> ServiceGuidePage:
    return ServiceGuidePage(
        slug=guide.slug, title=guide.title, title_en=guide.title_en, summary=guide.summary,
        summary_en=guide.summary_en, subject=guide.subject, audience=guide.audience, conditions=guide.conditions,
        materials=[
            ("material", {"name": name, "paper": paper, "copies": 1, "source": source})
            for name, paper, source in guide.materials
        ],
        steps=[
            ("step", {"title": title, "who": who, "what": what, "takes": takes})
            for title, who, what, takes in guide.steps
        ],
        basis=basis_in(document, guide.basis), checked_on=timezone.localdate(),
        begin_at=FormPage.objects.filter(slug=guide.begin_at).first() if guide.begin_at else None,
        **guide.facts,
    )  # fmt: skip


def basis_in(document: PolicyPage, clauses: tuple[tuple[str, str], ...]) -> list[tuple[str, dict[str, Any]]]:
    """Clauses of a document, each with what it says."""
    return [("basis", {"document": document, "clause": clause, "says": says}) for clause, says in clauses]
