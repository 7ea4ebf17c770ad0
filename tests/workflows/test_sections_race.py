"""Two offices save, sign and reopen their parts of one form in the same moments: nothing is lost, nothing half done."""

import random
from collections import Counter
from threading import Barrier

import pytest

from forms import builder as form_builder
from forms import services as forms
from forms.models import Draft, SectionSignature, Submission
from forms.schema import FormSchema
from forms.services import AlreadySigned, NotFinished, StaleStep
from forms.services.sections import holds
from portal.access.refusal import Refused
from tests.workflows.definitions import FORMS, words
from tests.workflows.joint import ASSESSMENT, JOINT, question
from tests.workflows.test_race import at_once
from tests.workflows.test_sections import begin, sign
from workflows import builder, services
from workflows.engine import NotPossible
from workflows.events import broken_links
from workflows.models import Case, Task
from workflows.schema import WorkflowSchema

ROUNDS = 200
SCHOOL = {
    "key": "school",
    "title": words("学校", "School"),
    "section": "school",
    "items": [question("class", required=True)],
}


def with_third_part(schema: FormSchema) -> FormSchema:
    """As long as nobody signs this part, the whole is not handed in."""
    raw = schema.model_dump(mode="json")
    raw["steps"].append(SCHOOL)
    raw["sections"].append({"key": "school", "title": words("学校", "School"), "filler": "civil_affairs"})
    return FormSchema.model_validate(raw)


def with_third_task(schema: WorkflowSchema) -> WorkflowSchema:
    raw = schema.model_dump(mode="json")
    task = {**raw["states"][0]["tasks"][0], "key": "school_part", "section": "school", "relation": "civil_affairs"}
    raw["states"][0]["tasks"].append(task)
    raw["transitions"].append({**raw["transitions"][0], "key": "done_school", "task": "school_part"})
    return WorkflowSchema.model_validate(raw)


@pytest.fixture
def version(cast):
    for form in (*FORMS.values(), with_third_part(ASSESSMENT)):
        forms.publish(form_builder.save_definition(form, by=None), by=None)
    return services.publish(builder.save_definition(with_third_task(JOINT), by=None), by=None)


class Office:
    """Plays its moves one by one, together with the other; remembers what it was told."""

    def __init__(self, task: Task, post, draft: Draft, step: str, rounds: Barrier, seed: int) -> None:
        self.task, self.post, self.draft, self.step, self.rounds = task, post, draft, step, rounds
        self.chance = random.Random(seed)  # noqa: S311 -- a game that can be played again
        self.said: Counter[str] = Counter()
        self.last: dict[str, object] = {}

    def play(self) -> "Office":
        for number in range(ROUNDS):
            move = self.chance.choices([self.save, self.sign, self.reopen], [5, 3, 3])[0]
            self.rounds.wait(timeout=60)
            try:
                self.said[move(number)] += 1
            except (AlreadySigned, StaleStep, NotFinished, NotPossible) as refusal:
                self.said[refusal.code] += 1
        return self

    def save(self, number: int) -> str:
        seen = Draft.objects.get(pk=self.draft.pk).revision
        answers = self.answers(number)
        forms.save_step(self.draft, self.step, answers, shown_at=seen)
        self.last = answers
        return "saved"

    def answers(self, number: int) -> dict[str, object]:
        if self.step == "safe":
            return {"risk": number % 3 == 0, "violence": f"第{number}次"}
        return {"income": 7 if number % 5 == 0 else number + 100, "relative": f"第{number}次"}

    def sign(self, _number: int) -> str:
        sign(self.task, self.post)
        return "signed"

    def reopen(self, _number: int) -> str:
        services.reopen_section(self.task, by=self.post)
        return "reopened"


@pytest.mark.django_db(transaction=True)
def test_two_hundred_rounds_of_saving_signing_and_reopening_leave_one_story(cast, story):
    case = story.report()
    tasks = {task.type.section: task for task in case.tasks.all()}
    police, township = cast.post("east_police"), cast.post("east_township")
    draft = begin(tasks["safety"], police)
    began = Draft.objects.get(pk=draft.pk).revision
    rounds = Barrier(2)
    played = at_once(
        Office(tasks["safety"], police, draft, "safe", rounds, seed=1).play,
        Office(tasks["home"], township, draft, "family", rounds, seed=2).play,
    )
    assert [type(office) for office in played] == [Office, Office], played
    draft = Draft.objects.get(pk=draft.pk)
    said = played[0].said + played[1].said
    assert said["signed"] > 20, said
    assert said["reopened"] > 10, said
    # Each revision is one saving, and what was saved last stands there: neither wrote over the other.
    assert draft.revision - began == said["saved"]
    for office in played:
        assert {key: draft.answers[key] for key in office.last} == office.last
    agree(case, draft, tasks, said)
    end(cast, case, draft, tasks)


def agree(case: Case, draft: Draft, tasks: dict[str, Task], said: Counter[str]) -> None:
    """Tasks, signatures and the log of the case tell the same."""
    case = Case.objects.get(pk=case.pk)
    done = {section for section, task in tasks.items() if Task.objects.get(pk=task.pk).state == Task.State.DONE}
    assert done == set(draft.signatures.values_list("section", flat=True))
    kinds = Counter(case.events.values_list("kind", flat=True))
    # A part that others' answers changed is reopened without anybody asking.
    assert kinds["reopened"] >= said["reopened"]
    assert kinds["signed"] - kinds["reopened"] == len(done), kinds
    assert broken_links(case) == []


def end(cast, case: Case, draft: Draft, tasks: dict[str, Task]) -> None:
    """All agree at last: the whole is handed in once, with three signatures that hold."""
    posts = {"safety": "east_police", "home": "east_township", "school": "east_civil_affairs"}
    for section in ("safety", "home"):
        forms.reopen_section(draft, section)
        Task.objects.filter(pk=tasks[section].pk).update(state=Task.State.OPEN, done_at=None, done_by=None)
    forms.save_step(draft, "safe", {"risk": False})
    forms.save_step(draft, "family", {"income": 3000})
    forms.save_step(draft, "school", {"class": "三班"})
    results = at_once(*[lambda key=key, name=name: sign(tasks[key], cast.post(name)) for key, name in posts.items()])
    assert not [result for result in results if isinstance(result, Exception)], results
    submission = Submission.objects.get(version__form__key="joint_assessment")
    assert Draft.objects.get(pk=draft.pk).submission == submission
    signatures = SectionSignature.objects.filter(submission=submission)
    answers = submission.unsealed()
    assert {one.section for one in signatures} == set(posts)
    assert all(holds(one, submission.version, {**answers, **submission.open_answers}) for one in signatures)
    with pytest.raises(Refused):
        services.reopen_section(tasks["home"], by=cast.post("east_township"))
