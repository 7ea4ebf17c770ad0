"""One case in rows: its submissions, sealed under keys of their own, its parties, tasks and chain of events."""

import json
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any
from uuid import UUID

from django.utils import timezone

from forms.models import ReporterIdentity, Submission
from portal.privacy import algorithms, sealing
from portal.privacy.models import DataKey
from workflows import events
from workflows.demo.places import CITY
from workflows.load.answers import Given
from workflows.load.course import Course, Step, Way
from workflows.load.people import Ground
from workflows.load.places import Likelihood, Village
from workflows.load.sheets import Sheet
from workflows.models import Case, CaseParty, CaseSubmission, Event, Task

REPORT = "mandatory_report"
NUMBERS = {
    REPORT: "演练", "police_response": "演练处置", "notify_township": "演练通报", "assessment": "演练评估",
    "home_visit": "演练走访", "approval": "演练审批",
}  # fmt: skip
# Offices of the county whose task in the case is their part of the assessment.
BUREAUS = ("civil_affairs", "education", "health")
# How many cases the committee of the village is part of.
VILLAGES_TOLD = 0.5


@dataclass(frozen=True)
class Setting:
    """What all cases of a load have in common."""

    ground: Ground
    likelihood: Likelihood
    given: dict[str, list[Given]]
    version: int
    algorithm: str


class Batch:
    """Rows of many cases, written together."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.keys = Sheet(DataKey, "id", "wrapped", "algorithm", "master_version", "wrapping", "made_at")
        self.submissions = Sheet(
            Submission, "id", "version_id", "number", "idempotency_key", "area_code", "post_id", "open_answers",
            "sealed_answers", "data_key_id", "submitted_at",
        )  # fmt: skip
        self.identities = Sheet(ReporterIdentity, "submission_id", "sealed_answers", "data_key_id")
        self.cases = Sheet(
            Case,
            "id",
            "version_id",
            "number",
            "serial",
            "state",
            "area_code",
            "urgent",
            "opened_at",
            "closed_at",
            "chain_end",
        )
        self.members = Sheet(CaseSubmission, "case_id", "submission_id")
        self.parties = Sheet(
            CaseParty, "case_id", "organisation_id", "relation", "since", "is_open", "case_opened_at", "area_code"
        )
        self.tasks = Sheet(
            Task, "id", "case_id", "key", "relation", "organisation_id", "assignee_id", "state", "urgent",
            "accepted_at", "made_at", "due_at", "done_at", "done_by_id", "submission_id",
        )  # fmt: skip
        self.events = Sheet(Event, "case_id", "sequence", "kind", "detail", "post_id", "at", "before", "digest")

    def add(self, case: UUID, index: int, village: Village, course: Course, *, chance: Random) -> None:
        """`chance` chooses ids, people and answers: the same makes the same case again."""
        self.chance = chance
        _CaseRows(self, case, index, village, course).add()

    def write(self) -> None:
        """Every table in an order in which what is pointed to comes first."""
        for sheet in (self.keys, self.submissions, self.identities, self.cases):
            sheet.write()
        for sheet in (self.members, self.parties, self.tasks, self.events):
            sheet.write()

    def id(self) -> UUID:
        return UUID(int=self.chance.getrandbits(128), version=4)

    def key(self, made_at: datetime) -> DataKey:
        key = DataKey(id=self.id(), algorithm=self.setting.algorithm)
        sealing.wrap(algorithms.new_key(key.algorithm), key)
        self.keys.add(key.id, key.wrapped, key.algorithm, key.master_version, key.wrapping, made_at)
        return key


class _CaseRows:
    def __init__(self, batch: Batch, case: UUID, index: int, village: Village, course: Course) -> None:
        self.batch, self.case, self.index, self.village, self.course = batch, case, index, village, course
        ground, chance = batch.setting.ground, batch.chance
        self.organisations = {
            "police": ground.organisations["police", village.county],
            "township": ground.organisations["government", village.town],
        }
        self.organisations["acceptor"] = self.organisations["police"]
        officer = chance.choice(ground.posts["police", village.county])
        supervisor = chance.choice(ground.posts["government", village.town])
        self.posts = {"police": officer, "acceptor": officer, "township": supervisor}
        for function in BUREAUS:
            self.organisations[function] = ground.organisations[function, village.county]
            self.posts[function] = chance.choice(ground.posts[function, village.county])
        self.sequence, self.chain_end = 0, ""

    def add(self) -> None:
        course = self.course
        opening = self._submit(REPORT, None, course.opened_at)
        self._log("opened", {"state": "reported", "submission": str(opening)}, None, course.opened_at)
        for step in course.steps:
            self._task(step)
        self._parties()
        self.batch.cases.add(
            self.case, self.batch.setting.version, self._number(REPORT, course.opened_at), self.index,
            course.state, self.village.code, course.urgent, course.opened_at, course.closed_at, self.chain_end,
        )  # fmt: skip

    def _task(self, step: Step) -> None:
        way, task, post = step.way, self.batch.id(), self.posts[step.way.relation]
        organisation, urgent = self.organisations[way.relation], self.course.urgent and way.key == "accept"
        opened = (task, self.case, way.task, way.relation, organisation)
        if step.ended is None:
            taken = post if way.relation == "acceptor" else None
            at = step.began if taken else None
            self.batch.tasks.add(*opened, taken, "open", urgent, at, step.began, step.due, None, None, None)
            return
        # Signing takes a task in hand by itself.
        taken_at = step.ended if way.is_part or way.parts else step.began
        submission = self._submit(way.form, post, step.ended) if way.form else None
        if way.relation != "acceptor" and taken_at != step.ended:
            self._log("accepted", {"task": way.task, "task_id": str(task)}, post, taken_at)
        self._done(way, task, submission, post, step.ended)
        self.batch.tasks.add(
            *opened, post, "done", urgent, taken_at, step.began, step.due, step.ended, post, submission
        )

    def _done(self, way: Way, task: UUID, submission: UUID | None, post: int, at: datetime) -> None:
        of_task = {"task": way.task, "task_id": str(task)}
        if way.is_part:
            self._log("signed", of_task, post, at)
            return
        detail = {"transition": way.key, "from": way.source, "state": way.target, **of_task}
        if submission:
            detail["submission"] = str(submission)
        self._log("moved", detail, post, at)

    def _submit(self, form: str, post: int | None, at: datetime) -> UUID:
        batch, submission = self.batch, self.batch.id()
        given = batch.chance.choice(batch.setting.given[form])
        key, number = batch.key(at), self._number(form, at)
        area_code = self.village.code if form == REPORT else ""
        sealed = sealing.seal_bytes(given.sealed, key, place=f"submission.answers:{submission}")
        batch.submissions.add(
            submission, given.version, number, f"load:{number}", area_code, post, given.open, sealed, key.id, at
        )
        if given.reporter:
            apart = batch.key(at)
            sealed = sealing.seal_bytes(given.reporter, apart, place=f"reporter:{submission}")
            batch.identities.add(submission, sealed, apart.id)
        batch.members.add(self.case, submission)
        return submission

    def _log(self, kind: str, detail: dict[str, Any], post: int | None, at: datetime) -> None:
        self.sequence += 1
        before = self.chain_end
        where = (self.case, self.sequence, before)
        self.chain_end = events.digest_of_words(*where, kind=kind, detail=detail, post=post, at=at)
        self.batch.events.add(
            self.case, self.sequence, kind, json.dumps(detail, ensure_ascii=False), post, at, before, self.chain_end
        )

    def _parties(self) -> None:
        """Who is told when a case opens is part of it from then on; who gets a task, when it opens."""
        ground, village, opened_at = self.batch.setting.ground, self.village, self.course.opened_at
        self._party("police", self.organisations["police"], opened_at)
        self._party("civil_affairs", self.organisations["civil_affairs"], opened_at)
        self._party("civil_affairs", ground.organisations["civil_affairs", CITY], opened_at)
        for step in self.course.steps:
            if step.way.task in {"respond", "sign", "assess_education", "assess_health"}:
                self._party(step.way.relation, self.organisations[step.way.relation], step.began)
        if self.batch.chance.random() < VILLAGES_TOLD:
            self._party("township", ground.organisations["village_committee", village.code], opened_at)

    def _party(self, relation: str, organisation: int, since: datetime) -> None:
        is_open, opened_at = self.course.closed_at is None, self.course.opened_at
        self.batch.parties.add(self.case, organisation, relation, since, is_open, opened_at, self.village.code)

    def _number(self, form: str, at: datetime) -> str:
        year = timezone.localtime(at).year
        return f"{NUMBERS[form]}-{self.village.county[:6]}-{year}-{self.index:07d}"
