"""What the demo site explains: questions with their answers, cases, and good practice. All of it is invented."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from content.models import Audience, LawCasePage, ModelCasePage, PolicyPage, QuestionPage, Subject, TopicPage
from content.setup import SitePages
from workflows.demo.guidance import basis_in


@dataclass(frozen=True)
class Told:
    """A page as an editor would write it; `parts` are its other fields."""

    slug: str
    title: str
    title_en: str
    summary: str
    summary_en: str
    subject: Subject
    audience: Audience
    parts: dict[str, str]
    # Clause, and what it says.
    basis: tuple[tuple[str, str], ...] = ()

    def page(self, kind: type[TopicPage], document: PolicyPage, **more: Any) -> TopicPage:
        return kind(
            slug=self.slug, title=self.title, title_en=self.title_en, summary=self.summary, summary_en=self.summary_en,
            subject=self.subject, audience=self.audience, basis=basis_in(document, self.basis),
            checked_on=timezone.localdate(), **self.parts, **more,
        )  # fmt: skip


def lines(*sentences: str) -> str:
    return "".join(f"<p>{sentence}</p>" for sentence in sentences)


def items(*sentences: str) -> str:
    return f"<ul>{''.join(f'<li>{sentence}</li>' for sentence in sentences)}</ul>"


QUESTIONS = (
    Told(
        "not-sure", "我不确定孩子是不是真的受了伤害，也能报告吗？",
        "I am not sure that a child was harmed. May I report?",
        "能。只要有怀疑就可以报告，核实是公安机关的事。", "Yes. A suspicion is enough; to find out is for the police.",
        Subject.SAFETY, Audience.EVERYBODY,
        {
            "reply": lines(
                "能。您不需要证据，也不需要确定。把看到的、听到的照实说出来，是否属实由公安机关核实。",
                "出于善意的报告，即使后来查明没有这回事，也不用负责任。",
            ),
            "answered_by": "禾川市公安局",
        },
        (("二（二）3", "哪些单位必须报告"),),
    ),
    Told(
        "who-knows-me", "报告以后，别人会知道是我报告的吗？", "Will others learn that it was I who reported?",
        "不会。只有承办民警看得到您是谁。", "No. Only the officer in charge can read who you are.",
        Subject.SAFETY, Audience.EVERYBODY,
        {
            "reply": lines(
                "不会。您可以不留姓名；留了的，只有承办民警看得到，每看一次都有记录。",
                "凭查询码就能看进展，不用登录。",
            ),
            "answered_by": "禾川市公安局",
        },
    ),
    Told(
        "grandparents", "我们外出务工，孩子跟着爷爷奶奶，还要签委托照护协议吗？",
        "The grandparents look after our child. Do we need an agreement?",
        "要。先看老人有没有照护能力，再当面签。", "Yes, and first make sure that they are able to.",
        Subject.CARE, Audience.FAMILIES,
        {
            "reply": lines("要。协议写清谁照看、怎么联系、急事找谁，老人遇到难处时村里才知道怎么帮。")
            + items("老人身体不好、照看不过来的，换一位合适的人", "签之前听听孩子愿意跟谁", "签好后告诉班主任"),
            "answered_by": "禾川市民政局",
        },
        (("一（二）", "父母和受委托照护人承担首要责任"),),
    ),
    Told(
        "three-days", "学生两天没来，家长说“家里有事”，学校还要告知吗？",
        "A pupil was away for two days, the family says that something came up. Must the school write?",
        "先问清事由；说不清、联系不上孩子本人的，第三天书面告知。",
        "Ask first. If it stays unclear, write on the third day.",
        Subject.SCHOOL, Audience.SCHOOLS,
        {
            "reply": lines(
                "能说清事由并且听到孩子本人说话的，记下来即可。",
                "说不清，或者始终联系不上孩子本人的，第三天书面告知。",
            ),
            "answered_by": "禾川市教育局",
        },
        (("二（一）2", "缺课两天、三天分别做什么"),),
    ),
)  # fmt: skip

LAW_CASES = (
    Told(
        "left-alone", "把七岁的孩子独自留在家里，行吗？", "May a seven-year-old be left alone at home?",
        "父母外出，孩子一个人过了一周。公安机关训诫父母，村里帮着找到照护人。",
        "The parents were away, the child was alone for a week. What the police and the village did.",
        Subject.LAW, Audience.FAMILIES,
        {
            "happened": lines(
                "父母接到外地的活，来不及安排，让七岁的孩子独自在家，每天转生活费。第六天邻居发现孩子发烧，打了电话。"
            ),
            "asked": lines("父母每天联系、也给了钱，算不算没有尽到监护责任？"),
            "outcome": lines(
                "民警当天到家，把孩子送医，联系村委会临时照护，要求父母立即返回，并对父母训诫。"
                "父母回来后和姑姑签了委托照护协议。"
            ),
            "explained": lines(
                "没满八周岁，或者身体、心理上需要多照顾的孩子，身边不能没有大人；没满十六周岁的，不能自己一个人过日子。"
                "给钱、打电话代替不了有人照看。"
            ),
            "advice": items(
                "要外出，先选好照护人，当面签委托照护协议", "临时有急事，找村（居）委会帮忙",
                "发现孩子独自在家，打 110 或者在本网站报告",
            ),
            "laws": "《中华人民共和国未成年人保护法》第二十一条、第二十二条",
            "told_by": "禾川市司法局",
        },
        (("一（二）", "父母和受委托照护人承担首要责任"),),
    ),
)  # fmt: skip

MODEL_CASES = (
    Told(
        "evening-room", "村里的“四点半小屋”：放学后有人陪", "A room for the hours after school",
        "村委会腾出一间房，退休教师轮流值守，孩子放学后有地方写作业、有人说话。",
        "The village gave a room, retired teachers keep it open, children have company after school.",
        Subject.CARE, Audience.HELPERS,
        {
            "who": "东溪县青禾镇某村儿童之家",
            "place": "东溪县",
            "since": "2024 年秋季开学",
            "praised": "东溪县民政局",
            "before": lines("放学到天黑有两三个小时，老人还在地里，孩子没人看，常去河边。"),
            "done": items(
                "村委会腾出一间向阳的房间，乡镇配桌椅和书", "六位退休教师排班，每天两人，签到签退",
                "家长在群里报平安，接走要签字",
            ),
            "came": lines("开放两个学期，去河边玩的少了，作业按时交的多了；两位老人主动加入值守。"),
            "learned": lines("先问孩子想要什么再布置；排班表贴在门口，谁值守一目了然；不收费，也不补课。"),
        },
        (("二（一）1", "村里每月走访，了解照护情况"),),
    ),
)  # fmt: skip


def ensure_explained(site: SitePages, document: PolicyPage) -> None:
    """Nothing in a list where there is something."""
    told: tuple[tuple[Any, type[TopicPage], tuple[Told, ...], dict[str, Any]], ...] = (
        (site.questions, QuestionPage, QUESTIONS, {}),
        (site.law_cases, LawCasePage, LAW_CASES, {"nobody_named": True}),
        (site.model_cases, ModelCasePage, MODEL_CASES, {"nobody_named": True}),
    )
    for index, kind, pages, more in told:
        if not kind.objects.child_of(index).exists():
            for each in pages:
                index.add_child(instance=each.page(kind, document, **more))
