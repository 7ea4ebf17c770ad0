"""A visitor in a browser without scripts, inside the test's own process, who may send whatever they like."""

from typing import Any

from django.test import Client

from forms.models import Draft, FormPage

BASIC = {
    "danger": {"danger_now": "no"},
    "what": {
        "situations": ["alone"], "place": "990121101201", "found_dt": "2026-11-01T08:00", "how_found": "at_work",
        "late_reason": "忙", "facts": "孩子一个人在家已经三天了", "alone_days": "3", "alone_with": "0",
    },
    "child": {
        "child_name": "小禾", "child_gender": "female", "child_age_est": "9", "child_now_where": "在家",
        "child_now_with": "没有人", "child_now_medical": "no",
    },
    "people": {},
    "measures": {"measures_done": ["told_guardian"]},
    "reporter": {"reporter_kind": "anonymous"},
    "confirmation": {"confirm": "yes"},
}  # fmt: skip
REVIEW = "review-and-send"


class Visitor:
    def __init__(self, page: FormPage, **client: Any) -> None:
        self.client = Client(**client)
        self.page = page
        self.base = ""

    def begin(self) -> "Visitor":
        first = self.client.post(f"{self.page.get_url()}start/").headers["Location"]
        self.base = first.removesuffix(f"{next(iter(BASIC))}/")
        return self

    @property
    def draft(self) -> Draft:
        return Draft.objects.get(pk=self.base.rstrip("/").rsplit("/", 1)[-1])

    def look(self, place: str) -> Any:
        return self.client.get(f"{self.base}{place}/")

    def send(self, place: str, answers: dict[str, Any], go: str = "next", **how: Any) -> Any:
        return self.client.post(f"{self.base}{place}/", {**answers, "_go": go}, **how)

    def fill(self, *, until: str = "", **changes: Any) -> "Visitor":
        """Fill in the steps before `until`, all of them without it, in two sendings where something new comes up."""
        for step, answers in BASIC.items():
            if step == until:
                break
            given = {**answers, **{key: value for key, value in changes.items() if _is_of(self.draft, step, key)}}
            for _sending in range(2):
                answer = self.send(step, given)
                assert answer.status_code == 302, answer.content.decode()
        return self


def _is_of(draft: Draft, step: str, name: str) -> bool:
    key = name.split("-")[0]
    return any(item.key == key for one in draft.version.schema.steps if one.key == step for item in one.items)
