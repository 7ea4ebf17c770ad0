"""The pages and facts that every installation begins with. Safe to call again: what is there is left alone."""

from dataclasses import dataclass
from typing import TypeVar

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import GroupPagePermission, Page, Site

from content.models import (
    ActivityIndexPage,
    BasePage,
    HomePage,
    Hotline,
    HotlineKind,
    HotlinePage,
    LawCaseIndexPage,
    ModelCaseIndexPage,
    PolicyIndexPage,
    QuestionIndexPage,
    ServiceGuideIndexPage,
    StationIndexPage,
    UnitIndexPage,
)
from portal.directory.groups import EDITORS, ensure_administrators

PageKind = TypeVar("PageKind", bound=BasePage)

EDITORS_MAY = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")


@dataclass(frozen=True)
class SitePages:
    """The pages that others are put under. Public forms go under `home`."""

    home: HomePage
    policies: PolicyIndexPage
    hotlines: HotlinePage
    activities: ActivityIndexPage
    units: UnitIndexPage
    stations: StationIndexPage
    guides: ServiceGuideIndexPage
    questions: QuestionIndexPage
    law_cases: LawCaseIndexPage
    model_cases: ModelCaseIndexPage


@dataclass(frozen=True)
class KnownHotline:
    number: str
    name: str
    name_en: str
    operator: str
    operator_en: str
    purpose: str
    purpose_en: str
    source: str
    source_en: str
    kind: HotlineKind = HotlineKind.OTHER
    at_foot: bool = False


_RESEARCH = "公开网页资料汇总，请以本地公布为准", "Collected from public web pages; what your place announces holds"
_NATIONWIDE = "全国统一号码", "One number for the whole country"
KNOWN_HOTLINES = (
    KnownHotline(
        "110", "报警电话", "Police emergency", "公安机关", "Police",
        "孩子正处在危险中，立即拨打", "A child is in danger right now", *_NATIONWIDE,
        kind=HotlineKind.CHILDREN, at_foot=True,
    ),
    KnownHotline(
        "12345", "未成年人保护热线", "Minors' protection line", "政务服务便民热线", "Government service line",
        "咨询、求助、反映未成年人保护问题", "Advice, help and concerns about a child", *_RESEARCH,
        kind=HotlineKind.CHILDREN, at_foot=True,
    ),
    KnownHotline(
        "12355", "青少年服务台", "Youth service line", "共青团", "Communist Youth League",
        "青少年权益维护与心理咨询", "Rights of young people, someone to talk to", *_RESEARCH,
        kind=HotlineKind.CHILDREN, at_foot=True,
    ),
    KnownHotline(
        "12356", "心理援助热线", "Psychological help line", "卫生健康部门", "Health authorities",
        "情绪困扰与心理危机", "Distress and emotional crisis", *_RESEARCH,
        kind=HotlineKind.MIND, at_foot=True,
    ),
    KnownHotline(
        "12338", "妇女儿童维权热线", "Women's and children's rights line", "妇联", "Women's Federation",
        "家庭暴力、家庭教育与权益维护", "Domestic violence, upbringing, rights", *_RESEARCH,
        kind=HotlineKind.WOMEN,
    ),
    KnownHotline(
        "12348", "公共法律服务热线", "Legal service line", "司法行政部门", "Justice authorities",
        "法律咨询与法律援助", "Legal advice and legal aid", *_RESEARCH,
        kind=HotlineKind.LAW,
    ),
    KnownHotline(
        "12309", "检察服务热线", "Procuratorate service line", "检察机关", "Procuratorate",
        "控告、申诉与未成年人司法保护", "Complaints, appeals, protection in court", *_RESEARCH,
        kind=HotlineKind.LAW,
    ),
    KnownHotline(
        "12351", "职工维权热线", "Workers' line", "工会", "Trade unions",
        "外出务工父母的劳动权益与帮扶", "Rights of parents who work away, and help for them", *_RESEARCH,
    ),
    KnownHotline(
        "12385", "残疾人服务热线", "Line for people with disabilities", "残联", "Disabled Persons' Federation",
        "残疾儿童康复与救助", "Rehabilitation and help for children with disabilities", *_RESEARCH,
    ),
)  # fmt: skip


@transaction.atomic
def ensure_site() -> SitePages:
    """The site with home page and the lists below it; the default hotlines when there are none."""
    home = HomePage.objects.first() or _new_home()
    ensure_hotlines()
    return SitePages(
        home=home,
        policies=_child(
            home, PolicyIndexPage, slug="policy", title="政策文件", title_en="Policy documents",
            summary="按年份和有效性查阅，也可以用任何词语搜索。",
            summary_en="By year and by validity, or searched by any word.",
        ),
        hotlines=_child(
            home, HotlinePage, slug="hotlines", title="求助热线", title_en="Hotlines",
            summary="每个号码由谁接听、做什么用、何时核实过。",
            summary_en="Who answers each number, what it is for, and when somebody last made sure.",
        ),
        activities=_child(
            home, ActivityIndexPage, slug="activities", title="儿童活动", title_en="Activities for children",
            summary="群团组织、志愿者和学校为孩子们办的活动，都经过审核。",
            summary_en="What federations, volunteers and schools do for children. Each was reviewed.",
        ),
        units=_child(
            home, UnitIndexPage, slug="units", title="机构职责", title_en="Offices and their duties",
            summary="哪个单位管什么、在哪里、什么时候办公，政策文件交给它什么任务。",
            summary_en="Which office does what, where and when it is open, and which duties documents give it.",
        ),
        stations=_child(
            home, StationIndexPage, slug="stations",
            title="工作站与儿童之家", title_en="Work stations and children's homes",
            summary="家附近可以去的地方：地址、开放时间、有什么房间。",
            summary_en="Where to go near your home: address, opening hours, what is there.",
        ),
        guides=_child(
            home, ServiceGuideIndexPage, slug="guides", title="办事指南", title_en="How to get it done",
            summary="办一件事要带什么、找谁、几步、多久、花不花钱。",
            summary_en="What to bring, whom to ask, how many steps, how long, and what it costs.",
        ),
        questions=_child(
            home, QuestionIndexPage, slug="questions", title="常见问题", title_en="Questions and answers",
            summary="大家常问的问题，由主管单位回答。",
            summary_en="What people ask, answered by the office in charge.",
        ),
        law_cases=_child(
            home, LawCaseIndexPage, slug="law-cases", title="以案说法", title_en="Cases explained",
            summary="用一件事说清一条法：发生了什么，怎么处理，遇到了怎么办。",
            summary_en="What the law says, told by a case, and what you can do.",
        ),
        model_cases=_child(
            home, ModelCaseIndexPage, slug="model-cases", title="典型案例", title_en="Model cases",
            summary="各地各单位的好做法，可以照着做。",
            summary_en="What an office or an organisation does well, for others to take up.",
        ),
    )  # fmt: skip


def ensure_hotlines() -> None:
    """The hotlines everybody should have, unless an editor has begun a list."""
    if Hotline.objects.exists():
        return
    Hotline.objects.bulk_create(
        Hotline(
            number=known.number, kind=known.kind, name=known.name, name_en=known.name_en,
            operator=known.operator, operator_en=known.operator_en,
            purpose=known.purpose, purpose_en=known.purpose_en,
            hours="", source=known.source, source_en=known.source_en, order=order * 10, shown_at_foot=known.at_foot,
        )
        for order, known in enumerate(KNOWN_HOTLINES)
    )  # fmt: skip


@transaction.atomic
def ensure_groups() -> Group:
    """All groups of the admin. Returns the editors, who write and publish pages, keep the hotlines and the numbers."""
    ensure_administrators()
    home = HomePage.objects.first() or ensure_site().home
    editors, _created = Group.objects.get_or_create(name=EDITORS)
    for codename in EDITORS_MAY:
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
        GroupPagePermission.objects.get_or_create(group=editors, page=home, permission=permission)
    ours = Permission.objects.filter(content_type__app_label="content")
    editors.permissions.add(
        Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"),
        *ours.filter(content_type__model__in=["hotline", "numberseries"]),
        *ours.filter(codename="view_documentnumber"),
        Permission.objects.get(content_type__app_label="simple_translation", codename="submit_translation"),
    )
    return editors


def _new_home() -> HomePage:
    """Takes the place of Wagtail's welcome page."""
    root = Page.objects.get(depth=1)
    welcome = root.get_children().filter(slug="home", content_type__model="page").first()
    home: HomePage = root.add_child(
        instance=HomePage(
            title="童护", title_en="Tonghu", slug="tonghu",
            summary="农村留守儿童和困境儿童关爱保护门户：求助、报告、查政策。",
            summary_en="For children left behind and children in difficulty: find help, report, read policy.",
        )
    )  # fmt: skip
    site = Site.objects.filter(is_default_site=True).first() or Site(hostname="localhost", is_default_site=True)
    site.root_page, site.site_name = home, "童护 Tonghu"
    site.save()
    if welcome and not welcome.get_children().exists():
        welcome.delete()
    return home


def _child(home: HomePage, kind: type[PageKind], *, slug: str, **fields: str) -> PageKind:
    found = kind.objects.child_of(home).filter(slug=slug).first()
    page: PageKind = found or home.add_child(instance=kind(slug=slug, **fields))
    return page
