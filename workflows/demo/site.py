"""Pages of the demo site: the policy sample, hotlines of its places, and the report under /report/mandatory/."""

from datetime import timedelta
from pathlib import Path

from django.utils import timezone

import content
from content.importing.documents import read_document
from content.importing.files import read_file
from content.importing.pages import import_document
from content.models import Hotline, HotlineKind, PolicyPage, Validity
from content.models.activity import SIGN_UP
from content.models.consulting import USUAL_DAYS
from content.setup import ensure_site
from forms.models import Form, FormPage, ReportIndexPage
from forms.models.page import Fillers
from workflows.demo.explained import ensure_explained
from workflows.demo.guidance import ensure_guides
from workflows.demo.offices import ensure_offices, ensure_stations

SAMPLES = Path(content.__file__).parent / "samples"
REPORT = "mandatory_report"
TIP = "public_tip"
ACTIVITY = "activity"
VOLUNTEERS = "volunteer_org"
STATIONS = "station_staff"
COMMENT = "comment_on_draft"
SIGNING_UP = "activity_sign_up"


def ensure_hotlines() -> None:
    """Lines of the invented places, whose numbers no exchange gives out: checked lately, due, and long unchecked."""
    for line, days in ((_city_line(), 20), (_east_line(), 120), (_west_line(), 240)):
        if not Hotline.objects.filter(number=line.number).exists():
            line.verified_on = timezone.localdate() - timedelta(days=days)
            line.save()


def _city_line() -> Hotline:
    return Hotline(
        number="0999-0123401", kind=HotlineKind.CHILDREN, order=100, area="禾川市", area_en="Hechuan",
        name="禾川市未成年人救助保护中心", name_en="Hechuan centre for the protection of minors",
        operator="禾川市民政局", operator_en="Hechuan civil affairs bureau",
        purpose="临时监护、救助和转介", purpose_en="Temporary guardianship, help and referral",
        hours="全天 24 小时", hours_en="Day and night", source="禾川市民政局", source_en="Hechuan civil affairs bureau",
    )  # fmt: skip


def _east_line() -> Hotline:
    return Hotline(
        number="0999-0123402", kind=HotlineKind.MIND, order=100, area="东溪县", area_en="Dongxi county",
        name="东溪县儿童心理辅导站", name_en="Dongxi counselling for children",
        operator="东溪县教育局", operator_en="Dongxi education bureau",
        purpose="学习压力、想念父母、和同学处不好", purpose_en="Pressure, missing parents, trouble with others",
        hours="周一至周五 8:30–17:30，周六 9:00–12:00", hours_en="Mon–Fri 8:30–17:30, Sat 9:00–12:00",
        source="东溪县教育局", source_en="Dongxi education bureau",
    )  # fmt: skip


def _west_line() -> Hotline:
    return Hotline(
        number="0999-0123403", kind=HotlineKind.LAW, order=100, area="西岭县", area_en="Xiling county",
        name="西岭县未成年人法律援助", name_en="Xiling legal aid for minors",
        operator="西岭县司法局", operator_en="Xiling justice bureau",
        purpose="抚养、侵权、校园欺凌的法律帮助", purpose_en="Legal help: support, harm, bullying",
        hours="工作日 9:00–17:00", hours_en="Working days 9:00–17:00",
        source="西岭县司法局", source_en="Xiling justice bureau",
    )  # fmt: skip


def ensure_pages() -> None:
    site = ensure_site()
    ensure_hotlines()
    ensure_offices(site)
    ensure_stations(site)
    home = site.home
    documents = [
        import_document(read_document(read_file(path), source=path.name), publish=True).page
        for path in sorted(SAMPLES.glob("*.txt"))
    ]
    index = ReportIndexPage.objects.child_of(home).first() or home.add_child(instance=_index())
    for page in (_report(), _tip()):
        if not FormPage.objects.child_of(index).filter(slug=page.slug).exists():
            index.add_child(instance=page)
    if not FormPage.objects.child_of(site.stations).exists():
        site.stations.add_child(instance=_stations())
    for page in (_registration(), _volunteers(), _sign_up()):
        if not FormPage.objects.child_of(site.activities).filter(slug=page.slug).exists():
            site.activities.add_child(instance=page)
    comments = FormPage.objects.child_of(site.policies).first() or site.policies.add_child(instance=_comment())
    in_force = next(document for document in documents if document.validity == Validity.IN_FORCE)
    ensure_guides(site, in_force)
    ensure_explained(site, in_force)
    for document in documents:
        _open_to_comments(document, comments)


def _open_to_comments(document: PolicyPage, form_page: FormPage) -> None:
    """A draft, for a month from the day on which the demo was loaded."""
    if document.validity != Validity.CONSULTATION or document.comments_until:
        return
    today = timezone.localdate()
    document.comments_from, document.comments_until = today, today + timedelta(days=USUAL_DAYS)
    document.comments_at = form_page
    document.save_revision().publish()


def _index() -> ReportIndexPage:
    return ReportIndexPage(
        slug="report",
        title="报告与求助",
        title_en="Report and ask for help",
        summary="孩子受到伤害或处境危险时，在这里告诉公安机关。",
        summary_en="When a child is hurt or in danger, tell the police here.",
        show_in_menus=True,
    )


def _report() -> FormPage:
    return FormPage(
        slug="mandatory",
        form=Form.objects.get(key=REPORT),
        title="强制报告",
        title_en="Mandatory report",
        summary="学校、医院、村（居）委会等单位和任何人，发现孩子受侵害或处于危险，请立即报告。",
        summary_en="Schools, hospitals, village committees, anybody: report at once a child harmed or in danger.",
        introduction=(
            "大约需要十分钟。每一步都会保存，可以中途离开再回来。您是谁，只有承办民警看得到。\n"
            "提交后会得到一个查询码，凭它随时查看进展。"
        ),
        introduction_en=(
            "It takes about ten minutes. Every step is kept; you may leave and come back. Only the officer in charge "
            "can read who you are.\nIn the end you get a code to follow the report by."
        ),
        audience="负有报告义务的单位和人员，以及每一位知情的人",
        audience_en="Units with the duty to report, and everybody who knows of something",
        thanks="谢谢您为孩子站出来。报告已经送到当地公安机关。",
        thanks_en="Thank you for speaking up. The report is with the police of the place.",
    )


def _tip() -> FormPage:
    return FormPage(
        slug="help",
        form=Form.objects.get(key=TIP),
        title="求助与线索",
        title_en="Ask for help or tell us",
        summary="孩子自己也可以写。不用登录，不用留名字。",
        summary_en="Children can write too. No account, no name needed.",
        introduction="只有四页，五分钟就能写完。写完会得到一个查询码，用它看处理到哪一步。",
        introduction_en="Four short pages, five minutes. You get a code to see what is being done.",
        audience="孩子、家长、邻居，任何想帮助孩子的人",
        audience_en="Children, parents, neighbours, anybody who wants to help a child",
        thanks="谢谢你说出来。已经有人在看了。",
        thanks_en="Thank you for telling us. Somebody is reading it now.",
    )


def _comment() -> FormPage:
    return FormPage(
        slug="comment",
        form=Form.objects.get(key=COMMENT),
        title="对征求意见稿提意见",
        title_en="Comment on a draft",
        summary="文件公开征求意见时，人人都可以提意见。",
        summary_en="While a draft is open for comments, everybody may comment.",
        introduction=(
            "从征求意见稿的页面点“对这份草案提意见”进来最方便：文件和条款已经填好。\n"
            "提交后会得到一个查询码，用它看意见是否采纳。"
        ),
        introduction_en=(
            "Best begun at the draft itself: document and clause stand here then.\n"
            "You get a code to see what became of it."
        ),
        audience="每一个人、每一个单位",
        audience_en="Everybody, every organisation",
        emergency_notice=False,
        thanks="谢谢您的意见。征求意见结束后逐条研究，采纳情况会公布。",
        thanks_en="Thank you. Each comment is weighed when the round is over, and what became of them is published.",
    )


def _registration() -> FormPage:
    return FormPage(
        slug="register",
        form=Form.objects.get(key=ACTIVITY),
        title="申报活动",
        title_en="Register an activity",
        summary="群团组织、学校、社会组织和志愿者队伍，办儿童活动前请先申报。",
        summary_en="Federations, schools and volunteers: register an activity for children before it takes place.",
        introduction=(
            "请至少提前五个工作日申报。主管的群团组织或部门两个工作日内审核；"
            "超过五十名儿童、外出、过夜或者临水的，还要县级批准。\n批准以后，活动会自动出现在公开网站上。"
        ),
        introduction_en=(
            "Please register at least five working days ahead. The office above you reviews it within two; with more "
            "than fifty children, trips, nights or water the county decides, too.\nOnce approved it is on the site."
        ),
        audience="群团组织、登记的社会组织、学校",
        audience_en="Federations, registered social organisations, schools",
        fillers=Fillers.SIGNED_IN,
        kept_with_post=True,
        emergency_notice=False,
        thanks="活动已经送去审核。进展在工作台的“待办”和“个案”里看。",
        thanks_en="It is being reviewed. You see how far it is at the desk, under “Inbox” and “Cases”.",
    )


def _sign_up() -> FormPage:
    return FormPage(
        slug=SIGN_UP,
        form=Form.objects.get(key=SIGNING_UP),
        title="活动报名",
        title_en="Sign up for an activity",
        summary="给孩子报名，或者报名当志愿者。",
        summary_en="Sign up a child, or come as a volunteer.",
        introduction=(
            "从活动的页面点“报名”进来最方便：活动和主办单位已经填好。\n"
            "主办单位两个工作日内确认。提交后会得到一个查询码，用它看有没有名额。"
        ),
        introduction_en=(
            "Best begun at the activity itself: it stands here then.\n"
            "The organiser confirms within two working days. You get a code to see whether there is room."
        ),
        audience="孩子的监护人，成年的志愿者",
        audience_en="Guardians of children, and adults who want to help",
        emergency_notice=False,
        thanks="报名已经送到主办单位。",
        thanks_en="The organiser has it.",
    )


def _volunteers() -> FormPage:
    return FormPage(
        slug="volunteers",
        form=Form.objects.get(key=VOLUNTEERS),
        title="登记志愿者和社会组织",
        title_en="Register volunteers and social organisations",
        summary="为儿童服务的志愿者和社会组织，由所在单位在这里登记。",
        summary_en="Volunteers and social organisations that serve children are registered here by their office.",
        introduction="主管的群团组织或部门五个工作日内核验，并查询违法犯罪记录。登记一年内有效，到期前复核。",
        introduction_en=(
            "The office above you looks at it within five working days, and asks the crime records. It is valid for a "
            "year, and is looked at again before."
        ),
        audience="群团组织、学校、村（社区）、社会组织",
        audience_en="Federations, schools, villages, social organisations",
        fillers=Fillers.SIGNED_IN,
        kept_with_post=True,
        emergency_notice=False,
        thanks="已经送去核验。进展在工作台的“待办”和“个案”里看。",
        thanks_en="It is being looked at. You see how far it is at the desk, under “Inbox” and “Cases”.",
    )


def _stations() -> FormPage:
    return FormPage(
        slug="register",
        form=Form.objects.get(key=STATIONS),
        title="登记工作站和工作人员",
        title_en="Register a work station and who works there",
        summary="村（社区）、乡镇（街道）和学校在这里登记站点和儿童工作人员。",
        summary_en="Villages, townships and schools register stations here, and who works for children.",
        introduction="上级单位五个工作日内确认。确认以后，站点自动出现在公开目录里；工作人员的姓名和电话不公开。",
        introduction_en=(
            "The office above you confirms it within five working days. Then the station is on the public site by "
            "itself; names and numbers of people never are."
        ),
        audience="村（社区）、乡镇（街道）、学校",
        audience_en="Villages, townships, schools",
        fillers=Fillers.SIGNED_IN,
        kept_with_post=True,
        emergency_notice=False,
        thanks="已经送去确认。进展在工作台的“待办”和“个案”里看。",
        thanks_en="It is being looked at. You see how far it is at the desk, under “Inbox” and “Cases”.",
    )
