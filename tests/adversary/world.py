"""What the people of the table reach for: reports that have walked different ways, each with words of its own."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from forms import files, services
from forms.fieldtypes import lookups
from forms.models import Draft, Form, FormPage, Record, Submission
from forms.places import Place
from portal.access.models import EmergencyAccess
from portal.access.services import Purpose, record_reading
from portal.accounts.models import SignedIn
from portal.directory.models import Organisation, Post
from portal.jobs.models import Job
from portal.notices.models import Notice
from portal.notices.services import notify
from tests.adversary import canaries, matrix
from tests.adversary.conftest import do_all_jobs, write
from tests.adversary.everybody import AREAS, AWAY, HOME, Somebody, assemble
from workflows import dialogue
from workflows import services as working
from workflows.extracts.services import ask
from workflows.lists import CaseFilter
from workflows.models import Case, CaseExclusion, CaseParty, EffectRun, Extract, Task
from workflows.obligations.looking import look_at
from workflows.obligations.models import Obligation, Owed
from workflows.obligations.periods import before, span_at
from workflows.obligations.publishing import in_force
from workflows.rights import correcting, erasing, holding, requests
from workflows.rights.models import (
    CorrectionProposal,
    DataRequest,
    ErasureProposal,
    Hold,
    Restriction,
    RunningOut,
)

# Each report has birds of its own: one for the child, one for who reported.
BIRDS = {
    "told": ("青雀", "白鹭"),
    "new": ("绿鹮", "灰鹮"),
    "accepted": ("蓝鸲", "赤鸲"),
    "begun": ("翠鸟", "斑鸟"),
    "slip": ("戴胜", "伯劳"),
    "named": ("紫啸", "乌啸"),
    "closed": ("灰鹤", "丹鹤"),
    "over": ("白鹳", "彩鹳"),
    "wrong": ("鹪鹩", "柳莺"),
    "objected": ("沙锥", "矶鹬"),
    "quiet": ("银鸥", "黑鸥"),
    "hidden": ("雨燕", "家燕"),
    "nobodys": ("朱鹂", "翠鹂"),
    "elsewhere": ("橙鹂", "褐鹂"),
    "unsent": ("金鹃", "红鹃"),
}
BEGUN, HELD, READ_FOR, REASON, BASIS = "田鸡暗号单位", "石鸡暗号保全", "竹鸡暗号用途", "锦鸡暗号缘由", "雪鸡暗号依据"
BEGUN_VISIT = "草鸮暗号走访"
# Nobody outside police, civil affairs and procuratorate has been told of these.
UNTOLD = ("new", "accepted", "begun", "slip", "closed", "over", "nobodys")
REPORTED_ALIKE = [name for name in BIRDS if name not in ("named", "elsewhere", "unsent")]
# Nobody of the table works there, so nobody's part changes with it.
SHUT_OUT = "双河镇人民政府"
CAME_AT = timedelta(days=6)
NAMED = "东溪县公安局"
TOMORROW = timedelta(days=1)


@dataclass
class World:
    """`build` fills in the rest, in the order of its steps."""

    page: FormPage
    people: dict[tuple[str, str], Somebody]
    # By the name of the report.
    cases: dict[str, Case] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    # Granted requests about the child of the report.
    requests: dict[str, DataRequest] = field(default_factory=dict)
    # By who it is of.
    notices: dict[str, Notice] = field(default_factory=dict)
    devices: dict[str, SignedIn] = field(default_factory=dict)
    came_at: datetime = field(init=False)
    exclusion: CaseExclusion = field(init=False)
    failed: EffectRun = field(init=False)
    hold: Hold = field(init=False)
    proposal: ErasureProposal = field(init=False)
    asked: DataRequest = field(init=False)
    granted: DataRequest = field(init=False)
    correction: CorrectionProposal = field(init=False)
    restriction: Restriction = field(init=False)
    emergency: EmergencyAccess = field(init=False)
    extract: Extract = field(init=False)
    record: Record = field(init=False)
    # That the child was visited last month, which nobody has done.
    owed: Owed = field(init=False)
    visit: Submission = field(init=False)
    begun_visit: Draft = field(init=False)
    unsent: Draft = field(init=False)
    unsent_token: str = field(init=False)

    def post(self, who: str, place: str = HOME) -> Post:
        post = self.people[who, place].post
        assert post is not None, who
        return Post.objects.select_related("user", "organisation").get(pk=post.pk)

    def task(self, name: str) -> Task:
        return self.cases[name].tasks.open().get()

    def paper(self, name: str, form: str) -> Submission:
        return Submission.objects.get(in_case__case=self.cases[name], version__form__key=form)


def words_about_child(name: str) -> tuple[str, ...]:
    bird = f"{BIRDS[name][0]}暗号"
    return (f"{bird}童", f"{bird}事实", f"{bird}去处", f"{bird}监护人")


def words_about_reporter(name: str) -> tuple[str, ...]:
    bird = f"{BIRDS[name][1]}暗号"
    return tuple(f"{bird}{what}" for what in ("学校", "人", "职务"))


def answers_of(name: str, **changes: Any) -> dict[str, Any]:
    now = timezone.localtime().replace(second=0, microsecond=0)
    return in_birds(name, {**canaries.report(now), **changes})


def in_birds(name: str, value: Any) -> Any:
    """The answers with the words of that report instead of those of the first one."""
    if isinstance(value, str):
        for old, new in zip(BIRDS["told"], BIRDS[name], strict=True):
            value = value.replace(f"{old}暗号", f"{new}暗号")
        return value
    if isinstance(value, dict):
        return {key: in_birds(name, part) for key, part in value.items()}
    return [in_birds(name, part) for part in value] if isinstance(value, list) else value


def build(page: FormPage) -> World:
    """Raises nothing: what fails here fails the tests that ask for it."""
    world = World(page, assemble(matrix.read().people))
    for name in REPORTED_ALIKE:
        report(world, name)
    report(world, "elsewhere", place=AREAS[AWAY]["village"])
    named = Organisation.objects.get(name=NAMED)
    report(world, "named", official_involved="yes", involved_organisation=str(named.pk))
    walk(world)
    set_aside(world)
    do_all_jobs()
    of_people(world)
    of_rights(world)
    dialogue.write(world.paper("told", "mandatory_report"), canaries.ADDED, [], key="world")
    of_readings(world)
    of_records(world)
    world.extract = ask("mandatory_report", CaseFilter(), kind="csv", purpose=REASON, by=world.post("handling_officer"))
    do_all_jobs()
    world.unsent, world.unsent_token = write(page, answers_of("unsent", reporter_phone="13971826399"))
    return world


def report(world: World, name: str, **changes: Any) -> None:
    draft, _token = write(world.page, answers_of(name, **changes))
    receipt = services.submit(draft, by=None, idempotency_key=f"world:{name}")
    world.cases[name] = Case.objects.get(case_submissions__submission=receipt.submission)
    world.codes[name] = receipt.code


def walk(world: World) -> None:
    """As far as each report goes."""
    officer, now = world.post("handling_officer"), timezone.localtime().replace(second=0, microsecond=0)
    for name in ("told", "accepted", "begun", "slip", "closed", "over", "objected"):
        working.complete_task(world.task(name), "accept", by=officer)
    finish(world, "told", "record", canaries.response(now))
    finish(world, "told", "send", canaries.letter())
    why = {"refusal_reason": "到场核查后认定情况不属实", "leader_agrees": "孟"}
    untrue = {**canaries.response(now), "accept_result": "untrue", **why}
    for name in ("closed", "over"):
        finish(world, name, "reject", in_birds(name, untrue))
    begin(world, "begun", {"accept_result": "elsewhere", "moved_to": BEGUN})


def begin(world: World, name: str, answers: dict[str, Any]) -> Draft:
    task = world.task(name)
    version = Form.objects.get(key=world.cases[name].version.schema.task_type(task.key).form).current_version
    assert version is not None
    occasion, officer = working.occasion_of(task.pk), world.post("handling_officer")
    return services.start_draft(version, occasion=occasion, post=officer, initial=answers)[0]


def finish(world: World, name: str, way: str, answers: dict[str, Any]) -> None:
    draft = begin(world, name, answers)
    working.complete_task(world.task(name), way, by=world.post("handling_officer"), draft=draft)


def set_aside(world: World) -> None:
    """Two cases in which nobody has a part, one whose task is nobody's, and the minute at which a report came."""
    do_all_jobs()
    for name in ("quiet", "hidden"):
        CaseParty.objects.filter(case=world.cases[name]).delete()
        world.cases[name].tasks.all().delete()
    Task.objects.filter(case=world.cases["nobodys"]).update(organisation=None)
    # What comes after a slip waits for anybody of the office, and no child is in danger.
    Task.objects.filter(case=world.cases["slip"]).open().update(assignee=None, accepted_at=None)
    Case.objects.filter(pk=world.cases["slip"].pk).update(urgent=False)
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    world.came_at = midnight - CAME_AT + timedelta(hours=3, minutes=17)
    Case.objects.filter(pk=world.cases["told"].pk).update(opened_at=world.came_at)
    CaseParty.objects.filter(case=world.cases["told"]).update(case_opened_at=world.came_at)
    Submission.objects.filter(pk=world.paper("told", "mandatory_report").pk).update(submitted_at=world.came_at)
    township = Organisation.objects.get(name=SHUT_OUT)
    working.exclude_organisation(world.cases["told"], township, by=world.post("civil_affairs_leader"), reason="涉案")
    world.exclusion = world.cases["told"].exclusions.get()
    for run in EffectRun.objects.filter(case=world.cases["told"]):
        if Job.objects.filter(key=run.job_key).update(state=Job.State.DEAD):
            world.failed = run


def of_people(world: World) -> None:
    """A notice and a second device of everybody at home."""
    now, words = timezone.now(), {"number": world.cases["told"].number}
    for (who, place), person in world.people.items():
        if place == HOME and person.user is not None:
            notify([person.user], key="world", template="new_task", words=words, path="/desk/")
            world.notices[who] = Notice.objects.get(user=person.user, key="world")
            world.devices[who] = SignedIn.objects.create(user=person.user, began_at=now, seen_at=now)


def of_rights(world: World) -> None:
    leader, day = world.post("civil_affairs_leader"), timezone.localdate() + TOMORROW
    closed = world.paper("closed", "mandatory_report")
    world.hold = holding.place(world.cases["told"], by=leader, reason=HELD, until=day)
    other = Post.objects.select_related("organisation").get(user__username="civil_leader")
    world.proposal = erasing.propose(world.cases["closed"], by=other, reason="unlawful")
    RunningOut.objects.create(submission=closed, erase_on=day)
    world.asked, world.granted = asked(world, "access", "told"), asked(world, "access", "told")
    for request, name in ((world.granted, "told"), (asked(world, "erasure", "over"), "over")):
        grant(world, request, name)
    requests.ask_for_export(world.granted, by=leader)
    do_all_jobs()
    world.correction = propose_correction(world)
    world.restriction = restrict(world, other)


def asked(world: World, kind: str, name: str) -> DataRequest:
    """A parent asks about the child of that report. Nobody of the cast takes it, so that each could be the second."""
    person = {"asker": "申请人", "name": words_about_child(name)[0]}
    other = Post.objects.select_related("organisation", "user").get(user__username="civil_leader")
    return requests.take(kind, person=person, identity_checked="guardian", legal_basis=BASIS, by=other)


def grant(world: World, request: DataRequest, name: str) -> None:
    leader = world.post("civil_affairs_leader")
    requests.decide(request, by=leader, granted=True, why="材料齐全")
    requests.confirm(request, [world.paper(name, "mandatory_report").pk], by=leader)
    world.requests[name] = request


def restrict(world: World, by: Post) -> Restriction:
    """A granted objection to what the police are still working on."""
    objection = asked(world, "objection", "objected")
    requests.decide(objection, by=world.post("civil_affairs_leader"), granted=True, why="材料齐全")
    requests.confirm(objection, [world.paper("objected", "mandatory_report").pk], by=by)
    return objection.restrictions.get()


def propose_correction(world: World) -> CorrectionProposal:
    """By somebody who is none of the cast, so that everybody of the cast could be the second person."""
    request, paper = asked(world, "correction", "wrong"), world.paper("wrong", "mandatory_report")
    grant(world, request, "wrong")
    other = Post.objects.select_related("organisation", "user").get(user__username="civil_leader")
    return correcting.propose(request, paper, Place("child_name"), "鹪鹩更正", ground="户口簿", by=other)


def of_readings(world: World) -> None:
    """Everybody at home has read something in the case, and an officer has learnt who reported."""
    case = world.cases["told"]
    for (who, place), person in world.people.items():
        if place == HOME and person.post is not None:
            record_reading(case, by=person.post, action="read", purpose=Purpose(f"{READ_FOR}〔{who}〕", matter=case.pk))
    reason = Purpose(f"task: {REASON}", matter=case.pk)
    record_reading(case, by=world.post("handling_officer"), action="read_reporter", purpose=reason)
    leader = world.post("police_leader")
    working.open_case_in_emergency(world.cases["quiet"].number, by=leader, reason="孩子今晚送到，需要马上了解")
    world.emergency = EmergencyAccess.objects.get(matter=world.cases["quiet"].pk)


def of_records(world: World) -> None:
    """The file of a child: one visit was missed, on one a picture was taken, and one is only begun."""
    director, school = world.post("village_director"), world.post("teacher").organisation
    with lookups.asking_as(lambda: director):
        opened = _handed_in("child_file", director, canaries.child_file(AREAS[HOME]["village"], school.pk))
        world.record = Record.objects.get(number=opened.number)
        world.owed = visit_missed(world.record)
        about = {"child": opened.number, "place": AREAS[HOME]["village"]}
        world.visit = _handed_in(
            "home_visit", director, {**canaries.visit(timezone.localtime()), **about}, picture="photos"
        )
        version = Form.objects.get(key="home_visit").current_version
        assert version is not None
        begun = {**about, "not_reported_why": BEGUN_VISIT}
        occasion = f"record:{world.record.pk.hex}:home_visit"
        world.begun_visit, _token = services.start_draft(version, occasion=occasion, post=director, initial=begun)


def visit_missed(record: Record) -> Owed:
    now = timezone.now()
    span = before("month", span_at("month", timezone.localdate()))
    Record.objects.filter(pk=record.pk).update(opened_at=now - timedelta(days=100))
    Obligation.objects.filter(key="monthly_visit").update(began_on=span.first)
    record.refresh_from_db()
    look_at(in_force(key="monthly_visit")[0], [record], span, now=now)
    return Owed.objects.get(record=record, period=span.key)


def _handed_in(form: str, post: Post, answers: dict[str, Any], *, picture: str = "") -> Submission:
    version = Form.objects.get(key=form).current_version
    assert version is not None
    draft, _token = services.start_draft(version, occasion=f"record:{form}", post=post, initial=answers)
    if picture:
        files.store(draft, picture, SimpleUploadedFile(f"{canaries.FILE_NAME}.jpg", canaries.photo(), "image/jpeg"))
    return services.submit(draft, by=post, idempotency_key=form).submission
