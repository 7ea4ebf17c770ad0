"""Forms: a very large one, and the round trip from looking at a form to having handed it in."""

import json
import time
from collections.abc import Callable
from functools import partial
from statistics import median
from typing import Any

from django.utils import timezone

from forms.logic.compile import compile_rules
from forms.publishable import problems_in
from forms.review import review
from tests.benchmarks import bigform, filling_in, smallforms
from tests.benchmarks.load import PEOPLE, Answers
from tests.benchmarks.measuring import ROUNDS, Subject
from tests.benchmarks.report import Figure
from tests.walking.visitor import Visitor

TIMES = 20
TRIPS = 20
CROWD = 32
STEP = "step_5"
# Round trips in a second at eight clients, as measured on another machine of two processors; and what one cost.
OPEN_FORMS, OPEN_FORMS_COST = 14.4, 120


def large_form(subject: Subject) -> list[Figure]:
    """Twelve steps, 150 fields, sixty conditions."""
    schema, given, now = bigform.schema(), bigform.answers(), timezone.now()
    compiled = compile_rules(schema)
    address = smallforms.publish(schema)
    sent = filling_in.learn(subject.url, address, given)
    drafts = [filling_in.begin(subject.url, address) for _ in range(PEOPLE)]
    for draft in drafts:
        subject.sent([[filling_in.send_step(draft, step, sent[step]) for step in sent]], expect=302)
    shown, posted = [], []
    for _ in range(ROUNDS):
        shown.append(subject.sent([[filling_in.look_at(draft, STEP)] * TIMES for draft in drafts]))
        posted.append(
            subject.sent([[filling_in.send_step(draft, STEP, sent[STEP])] * TIMES for draft in drafts], expect=302)
        )
    made = _milliseconds(lambda: (problems_in(schema), compile_rules(schema)))
    reviewed = _milliseconds(lambda: review(compiled, given, now=now))
    return [
        Figure("150 fields: check and compile", made, "ms", most=300),
        Figure("150 fields: looked at again at handing in", reviewed, "ms", most=30),
        Figure("150 fields: a step, shown", _cost(shown), "ms CPU", most=40, beside=f"p95 {_p95(shown):.0f} ms"),
        Figure("150 fields: a step, POST, p95", _p95(posted), "ms", most=60, beside=f"{_cost(posted):.1f} ms CPU"),
    ]  # fmt: skip


def round_trips(subject: Subject) -> list[Figure]:
    """Five requests: the form, begin, two steps, hand in; by eight people at once, through the API and in pages."""
    address = smallforms.publish(smallforms.two_steps())
    typed = filling_in.learn(
        subject.url, address, {k: v for step in smallforms.STEPS for k, v in smallforms.answers(step).items()}
    )
    by_api, _ = subject.sent([[_through_api] * TRIPS] * PEOPLE)
    by_api, api_cost = subject.sent([[_through_api] * TRIPS] * PEOPLE)
    in_pages = partial(_in_pages, address, typed)
    pages, pages_cost = subject.sent([[in_pages] * TRIPS] * PEOPLE)
    crowd, _ = subject.sent([[_through_api] * 3] * CROWD)
    return [
        Figure("round trip through the API", _rate(by_api), "/s", least=5 * OPEN_FORMS,
               beside=f"{api_cost:.0f} ms CPU; Open Forms elsewhere {OPEN_FORMS} /s, {OPEN_FORMS_COST} ms"),
        Figure("round trip in pages", _rate(pages), "/s", least=3 * OPEN_FORMS, beside=f"{pages_cost:.0f} ms CPU"),
        Figure(f"round trips of {CROWD} at once", crowd.count, "without an error", least=3 * CROWD,
               beside=f"p95 {crowd.p95 * 1000:.0f} ms for the five"),
        *_beside_wagtail(subject),
    ]  # fmt: skip


def _beside_wagtail(subject: Subject) -> list[Figure]:
    address = smallforms.publish(smallforms.one_step())
    page, typed = smallforms.publish_wagtails()
    given = {f"only_{place}": value for place, value in enumerate(typed.values())}
    sent = filling_in.learn(subject.url, address, given)
    drafts = [filling_in.begin(subject.url, address) for _ in range(PEOPLE)]
    ours, theirs = [], []
    for _ in range(ROUNDS):
        theirs.append(subject.sent([[partial(_send_wagtails, page, typed)] * TIMES] * PEOPLE))
        ours.append(
            subject.sent([[filling_in.send_step(draft, "only", sent["only"])] * TIMES for draft in drafts], expect=302)
        )
    share = median(_rate(one) / _rate(other) for (one, _), (other, _) in zip(ours, theirs, strict=True))
    return [
        Figure("form of one step, POST", share * 100, "% of Wagtail's", least=100,
               beside=f"{_cost(ours):.1f} ms CPU, Wagtail's {_cost(theirs):.1f}"),
    ]  # fmt: skip


def _send_wagtails(page: str, typed: dict[str, Any], visitor: Visitor) -> int:
    visitor.cookies["csrftoken"] = filling_in.TOKEN
    return visitor.post(page, {**typed, "csrfmiddlewaretoken": filling_in.TOKEN}).status


def _through_api(visitor: Visitor) -> int:
    key = smallforms.TWO_STEPS
    if visitor.get(f"/api/v1/forms/{key}/").status != 200:
        return 0
    begun = visitor.send_json("POST", f"/api/v1/forms/{key}/drafts/", {}, {})
    draft = json.loads(begun.text)
    address, held = f"/api/v1/drafts/{draft['id']}/", {"Authorization": f"Bearer {draft['token']}"}
    for step in smallforms.STEPS:
        saved = visitor.send_json("PUT", f"{address}steps/{step}/", {"answers": smallforms.answers(step)}, held)
        if json.loads(saved.text)["problems"]:
            return 0
    return visitor.send_json("POST", f"{address}submission/", {}, held).status


def _in_pages(address: str, typed: dict[str, filling_in.Sent], visitor: Visitor) -> int:
    """Begin is answered by a redirect; the page that it leads to is the form."""
    visitor.cookies = {}
    page = filling_in.start(visitor, address)
    draft = page.url.removesuffix(f"{smallforms.STEPS[0]}/")
    for step in smallforms.STEPS:
        if visitor.post(f"{draft}{step}/", typed[step], follow=False).status != 302:
            return 0
    done = visitor.post(
        f"{draft}{filling_in.REVIEW}/", {"csrfmiddlewaretoken": filling_in.TOKEN, "_key": "1"}, follow=False
    )
    return 200 if done.status == 302 else 0


def _milliseconds(work: Callable[[], object]) -> float:
    waits = []
    for _ in range(TIMES):
        began = time.perf_counter()
        work()
        waits.append(time.perf_counter() - began)
    return median(waits) * 1000


def _rate(answers: Answers) -> float:
    return answers.count / answers.seconds


def _p95(rounds: list[tuple[Answers, float]]) -> float:
    return median(answers.p95 * 1000 for answers, _ in rounds)


def _cost(rounds: list[tuple[Answers, float]]) -> float:
    return median(cost for _, cost in rounds)
