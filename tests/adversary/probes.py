"""How each thing of the table is asked for: True when it was shown, or was done."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from content.models import PolicyIndexPage, PolicyPage, Validity
from portal.directory.models import Area
from portal.templatetags.portal_tags import said_moment
from tests.adversary import canaries
from tests.adversary.asking import Asker
from tests.adversary.everybody import AREAS, HOME
from tests.adversary.world import BASIS, BEGUN, HELD, READ_FOR, REASON, World, words_about_child, words_about_reporter
from workflows.models import RestReason, Task

Probe = Callable[[World, Asker], bool]
PROBES: dict[str, Probe] = {}
FINE = {"reason": "向报告人了解情况", "finding": "确有必要，只读了需要的内容"}


def probe(*things: str) -> Callable[[Probe], Probe]:
    def keep(asked: Probe) -> Probe:
        PROBES.update(dict.fromkeys(things, asked))
        return asked

    return keep


def shown(thing: str, address: Callable[[World], str], *words: str) -> None:
    """The thing is what that address shows: the words, or that it opens at all."""
    PROBES[thing] = lambda world, asker: asker.shows(address(world), *words)


def case(world: World, name: str = "told") -> str:
    return f"/desk/cases/{world.cases[name].pk}/"


def paper(world: World, name: str, form: str = "mandatory_report") -> str:
    return f"{case(world, name)}submissions/{world.paper(name, form).pk}/"


def file_of(world: World, form: str) -> str:
    return f"{case(world)}files/{world.paper('told', form).files.get().pk}/"


def task(world: World, name: str) -> str:
    return f"/desk/tasks/{world.task(name).pk}/"


# Reading a report.


@probe("case")
def _case(world: World, asker: Asker) -> bool:
    return asker.shows(case(world), world.cases["told"].number)


@probe("case_in_list")
def _case_in_list(world: World, asker: Asker) -> bool:
    return asker.shows("/desk/cases/", world.cases["told"].number)


shown("new_report", lambda world: paper(world, "new"), *words_about_child("new"))
shown("named_report", lambda world: paper(world, "named"), *words_about_child("named"))
shown("child", lambda world: paper(world, "told"), canaries.CHILD, canaries.GUARDIAN, canaries.GUARDIAN_PHONE)
shown("restricted", lambda world: paper(world, "objected"), words_about_child("objected")[0])
shown("story", lambda world: paper(world, "told"), canaries.FACTS, canaries.WHERE)
shown("photo", lambda world: file_of(world, "mandatory_report"), "image/jpeg")
shown("record_open", lambda world: paper(world, "told", "police_response"), "受理时间")
shown("record", lambda world: paper(world, "told", "police_response"), canaries.OFFICERS, canaries.CONCLUSION)
shown("letter", lambda world: paper(world, "told", "notify_township"), canaries.ADVICE)
shown("letter_paper", lambda world: file_of(world, "notify_township"), "application/pdf")


@probe("reporter")
def _reporter(world: World, asker: Asker) -> bool:
    return _who_reported(world, asker, "told")


@probe("reporter_of_new")
def _reporter_of_new(world: World, asker: Asker) -> bool:
    return _who_reported(world, asker, "new")


def _who_reported(world: World, asker: Asker, name: str) -> bool:
    answer = asker.post(f"{paper(world, name)}reporter/", **FINE)
    return all(word in answer.text for word in words_about_reporter(name))


@probe("minute")
def _minute(world: World, asker: Asker) -> bool:
    minute = said_moment(world.came_at)
    return minute in "".join(asker.get(page).text for page in (case(world), paper(world, "told"), "/desk/cases/"))


@probe("find_child")
def _find_child(world: World, asker: Asker) -> bool:
    return world.cases["told"].number in asker.post("/desk/search/", who=canaries.CHILD[:4]).text


shown("papers_by_program", lambda _world: "/api/v1/submissions/?form=mandatory_report", canaries.FACTS)


shown("dialogue", lambda world: f"{case(world)}dialogue/", canaries.ADDED)


@probe("ask_reporter")
def _ask_reporter(world: World, asker: Asker) -> bool:
    return asker.does(f"{case(world)}dialogue/", "workflows_dialoguemessage", text="孩子现在在谁家？", key=uuid4())


# The files of children.


@probe("ledger")
def _ledger(world: World, asker: Asker) -> bool:
    return asker.shows("/desk/records/", canaries.FILED_CHILD)


@probe("find_file")
def _find_file(world: World, asker: Asker) -> bool:
    return world.record.number in asker.post("/desk/records/", who=canaries.FILED_CHILD[:4]).text


def file_of_child(world: World) -> str:
    return f"/desk/records/{world.record.pk}/"


def visit(world: World) -> str:
    return f"{file_of_child(world)}papers/{world.visit.pk}/"


shown("filed_child", file_of_child, canaries.FILED_CHILD)
shown("filed_illness", file_of_child, canaries.FILED_ILLNESS)
shown("visit", visit, canaries.VISITED)
shown("visit_photo", lambda world: f"{visit(world)}files/{world.visit.files.get().pk}/", "image/jpeg")
shown("begun_visit", lambda world: f"/desk/records/forms/{world.begun_visit.pk}/visit/")


shown("duty", lambda world: f"/desk/duties/{world.owed.pk}/")


@probe("missed_visit")
def _missed_visit(world: World, asker: Asker) -> bool:
    address = f"/desk/duties/missed/?duty=monthly_visit&period={world.owed.period}"
    return asker.shows(address, canaries.FILED_CHILD)


@probe("excuse_visit")
def _excuse_visit(world: World, asker: Asker) -> bool:
    return asker.does(f"/desk/duties/{world.owed.pk}/excuse/", "obligations_owed", reason="away")


@probe("begin_file")
def _begin_file(world: World, asker: Asker) -> bool:
    return asker.does("/desk/records/new/child_file/", "portal_forms_draft")


@probe("begin_visit")
def _begin_visit(world: World, asker: Asker) -> bool:
    return asker.does(f"{file_of_child(world)}begin/child_quarterly_update/", "portal_forms_draft")


# Working on it.


@probe("take_table_file")
def _take_table_file(world: World, asker: Asker) -> bool:
    return asker.does(f"/desk/extracts/{world.extract.pk}/file/", "workflows_extract")


@probe("accept_report")
def _accept_report(world: World, asker: Asker) -> bool:
    return asker.does(f"{task(world, 'new')}steps/accept/", "workflows_task")


@probe("write_record")
def _write_record(world: World, asker: Asker) -> bool:
    return asker.does(f"{task(world, 'accepted')}start-form/", "portal_forms_draft")


@probe("begun_record")
def _begun_record(world: World, asker: Asker) -> bool:
    return asker.shows(f"{task(world, 'begun')}form/acceptance/", BEGUN)


@probe("task")
def _task(world: World, asker: Asker) -> bool:
    return asker.shows(task(world, "told"), world.cases["told"].number)


@probe("confirm_notice")
def _confirm_notice(world: World, asker: Asker) -> bool:
    return asker.does(f"{task(world, 'told')}steps/sign/", "workflows_task")


@probe("shut_out")
def _shut_out(world: World, asker: Asker) -> bool:
    township = world.post("township_worker").organisation_id
    return asker.does(f"{case(world)}exclude/", "workflows_caseexclusion", organisation=township, reason="镇干部涉案")


@probe("end_case")
def _end_case(world: World, asker: Asker) -> bool:
    return asker.does(f"{case(world)}do/terminate/", "workflows_event", reason="of_age")


@probe("finish_several")
def _finish_several(world: World, asker: Asker) -> bool:
    return asker.does("/desk/finish/", "workflows_event", task=world.task("wrong").pk, transition="accept")


@probe("suspend_case")
def _suspend_case(world: World, asker: Asker) -> bool:
    until = timezone.localdate() + timedelta(days=9)
    address = f"{case(world, 'slip')}do/suspend-case/"
    return asker.does(address, "workflows_caserest", reason=RestReason.values[0], until=until)


@probe("take_back")
def _take_back(world: World, asker: Asker) -> bool:
    return asker.does(f"{case(world, 'slip')}do/take-back/", "workflows_event")


@probe("merge_case")
def _merge_case(world: World, asker: Asker) -> bool:
    into = world.cases["accepted"].number
    return asker.does(f"{case(world, 'begun')}do/merge-case/", "workflows_casemerge", number=into)


@probe("let_in")
def _let_in(world: World, asker: Asker) -> bool:
    address = f"{case(world)}exclusions/{world.exclusion.pk}/lift/"
    return asker.does(address, "workflows_liftedexclusion", reason="已查清，与本案无关")


@probe("try_again")
def _try_again(world: World, asker: Asker) -> bool:
    return asker.does(f"{case(world)}effects/{world.failed.pk}/retry/", "jobs_job")


@probe("pass_on")
def _pass_on(world: World, asker: Asker) -> bool:
    nobodys = Task.objects.get(case=world.cases["nobodys"])
    police = world.post("police_leader").organisation_id
    return asker.does(f"/desk/tasks/{nobodys.pk}/route/", "workflows_task", organisation=police)


@probe("give_task")
def _give_task(world: World, asker: Asker) -> bool:
    """From the board of the own organisation, to somebody of it."""
    colleague = world.post("township_worker")
    return asker.does("/desk/board/", "workflows_task", task=f"{world.task('told').pk}:0", to=colleague.pk)


@probe("board")
def _board(world: World, asker: Asker) -> bool:
    at_home = world.people[asker.person.who, HOME].post
    return asker.shows("/desk/board/", at_home.organisation.name if at_home else "–")


@probe("watch")
def _watch(world: World, asker: Asker) -> bool:
    return asker.does(f"{case(world)}watch/", "workflows_watchedcase")


@probe("keep_filter")
def _keep_filter(_world: World, asker: Asker) -> bool:
    return asker.does("/desk/filters/", "workflows_savedfilter", name="紧急", query="urgent=yes")


@probe("measures")
def _measures(_world: World, asker: Asker) -> bool:
    """Of a place; who asks elsewhere is shown their own instead."""
    township = Area.objects.get(code=AREAS[HOME]["township"])
    return asker.shows(f"/desk/measures/?place={township.code}", township.name)


@probe("coverage")
def _coverage(_world: World, asker: Asker) -> bool:
    township = Area.objects.get(code=AREAS[HOME]["township"])
    return asker.shows(f"/desk/duties/?place={township.code}", township.name)


@probe("hand_over")
def _hand_over(world: World, asker: Asker) -> bool:
    at_home = world.people[asker.person.who, HOME].post
    return asker.get(f"/desk/posts/{at_home.pk if at_home else 1}/hand-over/").status == 200


@probe("hand_over_of_colleague")
def _hand_over_of_colleague(world: World, asker: Asker) -> bool:
    other = world.people[asker.person.who, HOME].colleague
    return asker.get(f"/desk/posts/{other.pk if other else 1}/hand-over/").status == 200


def _stands_in(world: World, asker: Asker, *, for_colleague: bool) -> bool:
    at_home = world.people[asker.person.who, HOME]
    absent, other = (at_home.colleague, at_home.post) if for_colleague else (at_home.post, at_home.colleague)
    if for_colleague and asker.person.who == "system_administrator":
        # Nobody gives rights to themselves: somebody else of the office stands in.
        other = world.post("site_editor")
    day = timezone.localdate() + timedelta(days=30)
    named = {"post": absent.pk if absent else 1, "substitute": other.pk if other else 1}
    return asker.does("/desk/absence/", "directory_absence", starts_on=day, ends_on=day, **named)


PROBES["substitute"] = lambda world, asker: _stands_in(world, asker, for_colleague=False)
PROBES["substitute_of_colleague"] = lambda world, asker: _stands_in(world, asker, for_colleague=True)


# Emergencies and the log.


@probe("open_in_emergency")
def _open_in_emergency(world: World, asker: Asker) -> bool:
    number = world.cases["hidden"].number
    return asker.does("/desk/emergencies/", "access_emergencyaccess", number=number, reason=FINE["reason"] * 2)


@probe("see_emergency")
def _see_emergency(world: World, asker: Asker) -> bool:
    return asker.shows(emergency(world), world.cases["quiet"].number)


@probe("end_emergency")
def _end_emergency(world: World, asker: Asker) -> bool:
    return asker.does(f"{emergency(world)}end/", "access_emergencyaccess")


@probe("review_emergency")
def _review_emergency(world: World, asker: Asker) -> bool:
    return asker.does(emergency(world), "access_emergencyaccess", finding=FINE["finding"])


def emergency(world: World) -> str:
    return f"/desk/emergencies/{world.emergency.pk}/"


@probe("log_own")
def _log_own(world: World, asker: Asker) -> bool:
    return asker.shows("/desk/log/", f"{READ_FOR}〔{asker.person.who}〕")


@probe("log_of_case")
def _log_of_case(world: World, asker: Asker) -> bool:
    """What the prosecutor has read: nobody else of the log's readers."""
    return asker.shows("/desk/log/", f"{READ_FOR}〔prosecutor〕")


@probe("log_reason")
def _log_reason(world: World, asker: Asker) -> bool:
    return asker.shows("/desk/log/", REASON)


@probe("save_log")
def _save_log(world: World, asker: Asker) -> bool:
    return READ_FOR in asker.post("/desk/log/export/").text


# Rights of the people in the data.


shown("rights_page", lambda _world: "/desk/rights/", HELD)
shown("processing_page", lambda _world: "/desk/rights/processing/")
PROBES["retention_page"] = lambda world, asker: asker.shows(
    "/desk/rights/retention/", world.paper("closed", "mandatory_report").number
)


@probe("hold")
def _hold(world: World, asker: Asker) -> bool:
    given = {"hold-number": world.paper("over", "mandatory_report").number, "hold-reason": "诉讼中"}
    return asker.does("/desk/rights/holds/", "rights_hold", **given, **{"hold-until": "2099-01-01"})


@probe("lift_hold")
def _lift_hold(world: World, asker: Asker) -> bool:
    return asker.does(f"/desk/rights/holds/{world.hold.pk}/lift/", "rights_hold")


@probe("lift_restriction")
def _lift_restriction(world: World, asker: Asker) -> bool:
    return asker.does(f"/desk/rights/restrictions/{world.restriction.pk}/lift/", "rights_restriction")


@probe("propose_erasing")
def _propose_erasing(world: World, asker: Asker) -> bool:
    number = world.paper("over", "mandatory_report").number
    given = {"erase-number": number, "erase-reason": "unlawful", "erase-whole_case": "on"}
    return asker.does("/desk/rights/erasures/", "rights_erasureproposal", **given)


@probe("confirm_erasing")
def _confirm_erasing(world: World, asker: Asker) -> bool:
    return asker.does(f"/desk/rights/erasures/{world.proposal.pk}/confirm/", "rights_tombstone")


@probe("refuse_erasing")
def _refuse_erasing(world: World, asker: Asker) -> bool:
    return asker.does(f"/desk/rights/erasures/{world.proposal.pk}/refuse/", "rights_erasureproposal")


@probe("take_request")
def _take_request(world: World, asker: Asker) -> bool:
    person = {"asker": "母亲", "name": "小禾", "identity_checked": "guardian"}
    person |= {"legal_basis": "依法", "received_on": str(timezone.localdate())}
    return asker.does("/desk/rights/requests/", "rights_datarequest", kind="access", **person)


def request(world: World, verb: str = "", *, granted: bool = True) -> str:
    found = world.granted if granted else world.asked
    return f"/desk/rights/requests/{found.pk}/{verb}"


shown("read_request", request, BASIS)


@probe("decide_request")
def _decide_request(world: World, asker: Asker) -> bool:
    return asker.does(request(world, "decide/", granted=False), "rights_datarequest", granted="on", why="材料齐全")


@probe("search_request")
def _search_request(world: World, asker: Asker) -> bool:
    return str(world.paper("told", "mandatory_report").pk) in asker.post(request(world, "search/")).text


@probe("ask_export")
def _ask_export(world: World, asker: Asker) -> bool:
    return asker.does(request(world, "export/"), "jobs_job")


@probe("download_export")
def _download_export(world: World, asker: Asker) -> bool:
    return canaries.CHILD in asker.post(request(world, "download/json/")).text


def papers(world: World, name: str) -> str:
    """A paper that was confirmed to be about the person of the request."""
    return f"/desk/rights/requests/{world.requests[name].pk}/papers/{world.paper(name, 'mandatory_report').pk}/"


shown("choose_correction", lambda world: papers(world, "wrong"), words_about_child("wrong")[0])
shown("read_correction", lambda world: f"/desk/rights/corrections/{world.correction.pk}/", "鹪鹩更正")


@probe("propose_correction")
def _propose_correction(world: World, asker: Asker) -> bool:
    address = f"{papers(world, 'wrong')}answers/child_now_where/"
    return asker.does(address, "rights_correctionproposal", value="在姑姑家", ground="村委会证明")


@probe("decide_correction")
def _decide_correction(world: World, asker: Asker) -> bool:
    address = f"/desk/rights/corrections/{world.correction.pk}/decide/"
    return asker.does(address, "rights_correctionproposal", confirm="1")


@probe("propose_erasing_of_paper")
def _propose_erasing_of_paper(world: World, asker: Asker) -> bool:
    return asker.does(f"{papers(world, 'over')}erase/", "rights_erasureproposal", reason="unlawful")


@probe("answer_letter")
def _answer_letter(world: World, asker: Asker) -> bool:
    return "application/pdf" in asker.post(request(world, "letter/")).text


@probe("answer_request")
def _answer_request(world: World, asker: Asker) -> bool:
    return asker.does(request(world, "answered/"), "rights_datarequest")


# The admin.


for thing, address in {
    "enter_admin": "", "edit_hotlines": "snippets/content/hotline/add/",
    "keep_documents": "documents/add/", "edit_forms": "snippets/portal_forms/form/add/",
    "edit_workflows": "snippets/workflows/workflow/add/", "keep_people": "users/new/", "keep_posts": "posts/new/",
    "keep_places": "organisations/new/", "look_after_jobs": "jobs/", "keep_channels": "channels/new/",
    "look_after_keys": "master-keys/",
    "keep_sites": "sites/new/", "keep_groups": "groups/new/",
}.items():  # fmt: skip
    shown(thing, lambda _world, address=address: f"/admin/{address}")  # type: ignore[misc]

PROBES["edit_pages"] = lambda _world, asker: asker.shows(f"/admin/pages/{PolicyIndexPage.objects.get().pk}/edit/")


@probe("reset_factor")
def _reset_factor(world: World, asker: Asker) -> bool:
    somebody = world.people["teacher", HOME].user
    assert somebody is not None
    return asker.get(f"/admin/people/{somebody.pk}/second-factor/").status == 200


@probe("assign_duty")
def _assign_duty(world: World, asker: Asker) -> bool:
    page = PolicyPage.objects.live().get(validity=Validity.IN_FORCE)
    address = f"/desk/policy/{page.pk}/assign/?unit=市公安局&clause=二（二）3"
    offices = [world.post(who).organisation_id for who in ("police_leader", "city_police_leader")]
    given = [
        asker.does(address, "workflows_assignedduty", owner=office, due_on=timezone.localdate(), wanted="")
        for office in offices
    ]
    return any(given)


# The site, and what is one's own.


shown("published_page", lambda _world: "/policy/", "政策文件")
shown("report_form", lambda world: str(world.page.get_url()), "强制报告")


@probe("begun_report")
def _begun_report(world: World, asker: Asker) -> bool:
    return asker.shows(f"/report/mandatory/d/{world.unsent.pk}/child/", words_about_child("unsent")[0])


@probe("follow_report")
def _follow_report(world: World, asker: Asker) -> bool:
    return asker.shows("/follow/", world.cases["told"].number)


@probe("own_notice")
def _own_notice(world: World, asker: Asker) -> bool:
    notice = world.notices.get(asker.person.who)
    return asker.does(f"/desk/notices/{notice.pk if notice else 1}/", "notices_notice")


@probe("own_device")
def _own_device(world: World, asker: Asker) -> bool:
    device = world.devices.get(asker.person.who)
    address = f"/accounts/devices/{device.pk if device else 1}/end/"
    return asker.post(address).status == 302 and asker.person.user is not None
