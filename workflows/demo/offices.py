"""Offices and work stations of the demo prefecture, as editors would write them. Nobody is given these numbers."""

from dataclasses import dataclass

from content.models import StationPage, UnitPage
from content.setup import SitePages
from portal.directory.models import Organisation


@dataclass(frozen=True)
class Office:
    organisation: str
    name_en: str
    summary: str
    summary_en: str
    duties: str
    duties_en: str
    address: str
    telephone: str


@dataclass(frozen=True)
class Station:
    name: str
    name_en: str
    kind: str
    kind_en: str
    area: str
    address: str
    operator: str
    hours: str
    rooms: str
    rooms_en: str
    telephone: str


HOURS, HOURS_EN = "工作日 8:30–12:00，14:00–17:30", "Working days 8:30–12:00 and 14:00–17:30"
OFFICES = (
    Office(
        "禾川市民政局", "Hechuan civil affairs bureau",
        "牵头农村留守儿童和困境儿童关爱保护工作。", "Leads the care for children left behind and in difficulty.",
        "统筹儿童关爱保护和救助\n指导儿童主任、儿童督导员队伍建设\n监护缺失儿童的临时监护",
        "Care and help for children, across offices\nChildren's directors and supervisors in villages and towns\n"
        "Temporary guardianship",
        "禾川市青禾大道 18 号", "0999-0123410",
    ),
    Office(
        "禾川市教育局", "Hechuan education bureau",
        "学校关爱、控辍保学和心理健康教育。", "Care in schools, keeping children in school, mental health.",
        "控辍保学\n学校强制报告的落实\n心理健康教育",
        "Keeping children in school\nMandatory reports of schools\nMental health",
        "禾川市书香路 6 号", "0999-0123411",
    ),
    Office(
        "禾川市妇女联合会", "Hechuan women's federation",
        "家庭教育指导和妇女儿童维权。", "Guidance for families, rights of women and children.",
        "家庭教育指导服务\n儿童之家建设\n妇女儿童维权",
        "Guidance for families\nChildren's homes\nRights of women and children",
        "禾川市青禾大道 20 号", "0999-0123412",
    ),
    Office(
        "东溪县公安局", "Dongxi police",
        "受理报告，第一时间出警处置。", "Takes reports and acts at once.",
        "受理强制报告和线索\n查处侵害儿童的案件", "Reports and tips\nCases of harm to children",
        "东溪县安宁路 1 号", "0999-0123420",
    ),
    Office(
        "东溪县民政局", "Dongxi civil affairs bureau",
        "县里儿童福利和困难救助的窗口。", "Children's welfare and relief in the county.",
        "孤儿和事实无人抚养儿童保障\n困境儿童分类帮扶", "Support for orphans\nHelp for children in difficulty",
        "东溪县安宁路 9 号", "0999-0123421",
    ),
)  # fmt: skip
STATIONS = (
    Station(
        "桃源村儿童之家", "Taoyuan children's home", "儿童之家", "Children's home", "990121101201", "村委会一楼",
        "桃源村村民委员会", "周一至周五 16:30–18:30，周六 9:00–17:00", "阅读室、活动室、亲情通话室",
        "Reading room, activity room, room to call parents", "0999-0123431",
    ),
    Station(
        "柳湾镇儿童关爱工作站", "Liuwan work station", "工作站", "Work station", "990121101000", "镇便民服务中心二楼",
        "柳湾镇人民政府", "工作日 8:30–17:30", "接待室、心理辅导室", "Reception, counselling room", "0999-0123430",
    ),
    Station(
        "枫林村儿童之家", "Fenglin children's home", "儿童之家", "Children's home", "990122101201", "枫林小学旁",
        "枫林村村民委员会", "周六、周日 9:00–17:00，寒暑假每天", "活动室、运动场",
        "Activity room, playground", "0999-0123432",
    ),
)  # fmt: skip


def ensure_offices(site: SitePages) -> None:
    """Nothing where an editor has begun the directory."""
    if site.units.get_children().exists():
        return
    for office in OFFICES:
        organisation = Organisation.objects.get(name=office.organisation)
        page = UnitPage(
            title=office.organisation, title_en=office.name_en, organisation=organisation,
            slug=f"office-{organisation.pk}", summary=office.summary, summary_en=office.summary_en,
            duties=office.duties, duties_en=office.duties_en, address=office.address, telephone=office.telephone,
            hours=HOURS, hours_en=HOURS_EN,
        )  # fmt: skip
        site.units.add_child(instance=page)


def ensure_stations(site: SitePages) -> None:
    """Nothing where there is one."""
    if StationPage.objects.child_of(site.stations).exists():
        return
    for station in STATIONS:
        page = StationPage(
            title=station.name, title_en=station.name_en, kind=station.kind, kind_en=station.kind_en,
            slug=f"station-{station.area}", area_id=station.area, address=station.address, operator=station.operator,
            hours=station.hours, rooms=station.rooms, rooms_en=station.rooms_en, telephone=station.telephone,
        )  # fmt: skip
        site.stations.add_child(instance=page)
