"""People of the demo prefecture: at least one for each role. Every name is invented."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    username: str
    name: str
    organisation: str
    role: str
    title: str


OFFICE = "禾川市儿童保护门户办公室"

# Held beside the first post: such a person chooses at sign-in which one to act in.
SECOND_POSTS = (("women", "禾川市暖阳社会工作服务中心", "volunteer", "志愿者"),)

# Who is away for a week from the day the demo is loaded, and who does the work meanwhile.
AWAY = (("township", "township_leader"),)

PEOPLE = (
    Person("police", "陆明川", "东溪县公安局", "police_officer", "民警"),
    Person("police2", "何晓岚", "东溪县公安局", "police_officer", "民警"),
    Person("police_leader", "孟致远", "东溪县公安局", "police_leader", "副局长"),
    Person("police_west", "严立行", "西岭县公安局", "police_officer", "民警"),
    Person("police_city", "聂长河", "禾川市公安局", "police_officer", "指挥中心民警"),
    Person("township", "苏映雪", "柳湾镇人民政府", "township_worker", "儿童督导员"),
    Person("township_leader", "方成栋", "柳湾镇人民政府", "township_leader", "副镇长"),
    Person("township_west", "白一帆", "石桥镇人民政府", "township_worker", "儿童督导员"),
    Person("village", "田小满", "桃源村村民委员会", "village_director", "儿童主任"),
    Person("village_head", "石守田", "桃源村村民委员会", "village_head", "村委会主任"),
    Person("civil", "温书禾", "东溪县民政局", "civil_affairs_officer", "儿童福利股干部"),
    Person("civil_leader", "秦望山", "东溪县民政局", "civil_affairs_leader", "局长"),
    Person("civil_west", "罗清和", "西岭县民政局", "civil_affairs_officer", "儿童福利股干部"),
    Person("city", "顾念慈", "禾川市民政局", "city_officer", "儿童福利科科长"),
    Person("province", "江一川", "云山省民政厅", "province_officer", "儿童福利处干部"),
    Person("reporter", "林知夏", "东溪县人民医院", "duty_reporter", "护士长"),
    Person("teacher", "许春晓", "柳湾镇中心小学", "teacher", "班主任"),
    Person("school_leader", "姚育才", "柳湾镇中心小学", "school_leader", "校长"),
    Person("education", "汪启明", "东溪县教育局", "education_officer", "基教股干部"),
    Person("health", "沈安康", "禾川市卫生健康委员会", "health_worker", "妇幼科干部"),
    Person("legal_aid", "程律言", "东溪县司法局", "legal_aid_worker", "法律援助律师"),
    Person("judge", "宋平衡", "东溪县人民法院", "judge", "少年审判庭法官"),
    Person("prosecutor", "柯正言", "东溪县人民检察院", "prosecutor", "未检检察官"),
    Person("women", "余慧兰", "禾川市妇女联合会", "womens_federation_worker", "权益部干部"),
    Person("women_county", "方慧心", "东溪县妇女联合会", "womens_federation_worker", "主席"),
    Person("women_town", "蒋春燕", "柳湾镇妇女联合会", "womens_federation_worker", "主席"),
    Person("youth", "邓朝阳", "共青团禾川市委员会", "youth_league_worker", "权益部干部"),
    Person("union", "高建业", "禾川市总工会", "trade_union_worker", "女职工部干部"),
    Person("disabled", "卢向光", "禾川市残疾人联合会", "disabled_federation_worker", "康复部干部"),
    Person("elders", "钟长青", "禾川市关心下一代工作委员会", "elders_committee_worker", "秘书长"),
    Person("social_worker", "丁暖", "禾川市暖阳社会工作服务中心", "social_worker", "社工"),
    Person("volunteer", "黎青禾", "禾川市暖阳社会工作服务中心", "volunteer", "志愿者"),
    Person("finance", "钱守诚", "禾川市财政局", "finance_officer", "社保科干部"),
    Person("auditor", "金明察", "禾川市审计局", "auditor", "审计员"),
    Person("editor", "叶文心", OFFICE, "site_editor", "栏目编辑"),
    Person("legal", "范思法", OFFICE, "legal_reviewer", "合法性审核员"),
    Person("signer", "霍启元", OFFICE, "signing_leader", "签发领导"),
    Person("forms", "夏知方", OFFICE, "form_administrator", "表单管理员"),
    Person("system", "任守机", OFFICE, "system_administrator", "系统管理员"),
    Person("log_auditor", "水清澈", OFFICE, "log_auditor", "日志审计员"),
)
