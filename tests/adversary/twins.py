"""Every guard with its broken twin: the guard is taken away, and the table's test must notice.

`TWINS` are asked of the table: who then sees or does which thing, and where. `ELSEWHERE` names the tests that break a
guard the table cannot reach: the network, the door, the database.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.db.models import Q

from forms.models import Draft
from portal.access.models import Access, EmergencyAccess
from portal.accounts.models import SignedIn
from portal.directory.roles import ROLES
from portal.notices.models import Notice
from tests.adversary.everybody import AWAY, HOME
from workflows import policies
from workflows.models import Case, CaseParty, Task
from workflows.rights import policies as rights
from workflows.rights.models import DataRequest, Hold

Patch = pytest.MonkeyPatch
EVERYTHING = {"open", "personal", "sensitive", "reporter"}


@dataclass(frozen=True)
class Twin:
    """Without the guard, `who` at `place` gets `things`."""

    guard: str
    without: Callable[[Patch], None]
    who: str
    place: str
    things: tuple[str, ...]


def set_to(name: str, value: Any) -> Callable[[Patch], None]:
    return lambda patch: patch.setattr(name, value)


def all_of(*without: Callable[[Patch], None]) -> Callable[[Patch], None]:
    def remove(patch: Patch) -> None:
        for one in without:
            one(patch)

    return remove


def always(*_given: Any, **_more: Any) -> bool:
    return True


def talks_to_reporters(patch: Patch) -> None:
    patch.setitem(policies._RULES, ("talk", Case), yes)


def yes(*_given: Any) -> policies.Answer:
    return policies.YES


def everything(rows: Any, *_given: Any) -> Any:
    return rows.all()


def sees_all(model: type[Any], name: str = "visible_to") -> Callable[[Patch], None]:
    return lambda patch: patch.setattr(type(model.objects.all()), name, everything)


def allowing(action: str, target: type[Any]) -> Callable[[Patch], None]:
    return lambda patch: patch.setitem(policies._RULES, (action, target), yes)


def not_signed(patch: Patch) -> None:
    patch.setattr("forms.public._held", lambda draft_id, _token: Draft.objects.get(pk=draft_id))


TWINS = (
    Twin("Case.visible_to", sees_all(Case), "police_officer", AWAY, ("case",)),
    Twin(
        "the lists of cases",
        all_of(sees_all(Case), set_to("workflows.lists._parties_as", lambda *_of: CaseParty.objects.all())),
        "teacher", HOME, ("case_in_list",),
    ),
    Twin("who talks to reporters", talks_to_reporters, "police_officer", HOME, ("dialogue", "ask_reporter")),
    Twin("may see a task", allowing("see", Task), "township_worker", AWAY, ("task",)),
    Twin(
        "Task.visible_to for what is nobody's",
        set_to("workflows.models.task._unrouted_seen_by", lambda _post: Q(organisation=None)),
        "police_officer", AWAY, ("pass_on",),
    ),
    Twin(
        "may accept and complete: the organisation of the task",
        all_of(allowing("see", Task), allowing("complete", Task), allowing("accept", Task)),
        "township_worker", AWAY, ("confirm_notice",),
    ),
    Twin("may complete: who accepted it", allowing("complete", Task), "police_officer", HOME, ("write_record",)),
    Twin("may retry", all_of(sees_all(Case), allowing("retry", Case)), "police_officer", AWAY, ("try_again",)),
    Twin(
        "may exclude: one level up",
        set_to("workflows.excluding.is_next_above", always),
        "township_worker", HOME, ("shut_out",),
    ),
    Twin(
        "may lift: who set it",
        all_of(
            set_to("workflows.desk.exclusions.may_lift", yes), set_to("workflows.services.conflicts.may_lift", yes)
        ),
        "prosecutor", HOME, ("let_in",),
    ),
    Twin(
        "may suspend: a leader", set_to("workflows.services.resting.may_suspend", yes),
        "police_officer", HOME, ("suspend_case",),
    ),
    Twin(
        "may merge: in charge of both", set_to("workflows.services.merging.may_merge", yes),
        "police_officer", HOME, ("merge_case",),
    ),
    Twin(
        "readable: the rows of the workflow",
        set_to("workflows.policies._readable_as", lambda *_of: EVERYTHING),
        "township_worker", HOME, ("record", "reporter"),
    ),
    Twin(
        "readable_paper: what is restricted",
        set_to("workflows.policies.has_open_work", always),
        "prosecutor", HOME, ("restricted",),
    ),
    Twin(
        "who reported: in charge",
        set_to("workflows.policies._in_charge", always),
        "police_officer", HOME, ("reporter", "minute"),
    ),
    Twin(
        "small places: the minute",
        set_to("workflows.desk.summary.may_know_reporter", always), "prosecutor", HOME, ("minute",),
    ),
    Twin(
        "search: what may be seen and read",
        all_of(sees_all(Case), set_to("workflows.searching.finding.readable", lambda *_of: EVERYTHING)),
        "police_officer", AWAY, ("find_child",),
    ),
    Twin("EmergencyAccess.visible_to", sees_all(EmergencyAccess), "teacher", HOME, ("see_emergency",)),
    Twin(
        "break-glass: the area",
        set_to("workflows.policies._lies_in_area_of", always),
        "police_leader", AWAY, ("open_in_emergency",),
    ),
    Twin(
        "break-glass: named posts",
        lambda patch: patch.setattr(settings, "BREAK_GLASS_ROLES", ("teacher",)),
        "teacher", HOME, ("open_in_emergency",),
    ),
    Twin(
        "Access.visible_to and log_readable_by",
        set_to("workflows.desk.log.log_readable_by", lambda _user: Access.objects.all()),
        "police_officer", HOME, ("log_of_case",),
    ),
    Twin("Access.visible_to", sees_all(Access), "police_leader", HOME, ("log_of_case",)),
    Twin(
        "reads_log",
        all_of(set_to("workflows.desk.log.reads_log", always), set_to("workflows.logreaders.reads_log", always)),
        "teacher", HOME, ("log_own",),
    ),
    Twin(
        "the reason for learning who reported",
        set_to("workflows.desk.log._purpose_for", lambda row, **_more: row.purpose),
        "civil_affairs_leader", HOME, ("log_reason",),
    ),
    Twin("Notice.visible_to", sees_all(Notice), "teacher", AWAY, ("own_notice",)),
    Twin("SignedIn.visible_to", sees_all(SignedIn), "teacher", AWAY, ("own_device",)),
    Twin(
        "substitutes: may_arrange",
        all_of(
            set_to("workflows.desk.absence.may_arrange", always),
            set_to("portal.staffing.services.may_arrange", always),
            set_to("workflows.desk.handing_over.may_arrange", always),
        ),
        "teacher", HOME, ("hand_over_of_colleague", "substitute_of_colleague"),
    ),
    Twin("board: leaders", set_to("workflows.desk.board.led_by", lambda post: [post]), "teacher", HOME, ("board",)),
    Twin(
        "measures: roles",
        set_to("workflows.measuring.scope.may_count", always),
        "teacher", HOME, ("measures", "coverage"),
    ),
    Twin(
        "rights: handlers",
        set_to("workflows.rights.policies.HANDLERS", frozenset(ROLES)),
        "teacher", HOME, ("take_request",),
    ),
    Twin(
        "rights: overseers",
        set_to("workflows.rights.policies.OVERSEERS", frozenset(ROLES)),
        "teacher", HOME, ("processing_page",),
    ),
    Twin(
        "rights: confirmers",
        set_to("workflows.rights.policies.CONFIRMERS", frozenset(ROLES)),
        "civil_affairs_officer", HOME, ("refuse_erasing",),
    ),
    Twin(
        "rights: correctors",
        set_to("workflows.rights.policies.CORRECTORS", rights.CONFIRMERS),
        "signing_leader", HOME, ("read_correction",),
    ),
    Twin(
        "rights: the area of requests",
        sees_all(DataRequest, "in_area_of"),
        "civil_affairs_leader", AWAY, ("read_request",),
    ),
    Twin("rights: the area of holds", sees_all(Hold, "in_area_of"), "city_officer", AWAY, ("rights_page",)),
    Twin("drafts: the token", not_signed, "anybody", HOME, ("begun_report",)),
    Twin("jobs", set_to("portal.jobs.views.may_look_after_jobs", always), "site_editor", HOME, ("look_after_jobs",)),
    Twin(
        "master keys",
        set_to("portal.keyroom.views.may_look_after_keys", always),
        "form_administrator", HOME, ("look_after_keys",),
    ),
)  # fmt: skip

# Guard, and the test that takes it away.
ELSEWHERE = {
    "requests of persons: another decides": "tests/rights/test_two_people.py::"
    "test_the_broken_twin_without_a_second_person_one_alone_would_take_and_grant",
    "requests of persons: a hold keeps who asked": "tests/rights/test_forgetting.py::"
    "test_the_broken_twin_without_the_rule_what_is_held_would_be_erased",
    "restricted papers in searches": "tests/rights/test_restricting.py::"
    "test_the_broken_twin_a_search_that_asks_nothing_would_find_it",
    "the conflict rule in queries": "tests/workflows/test_conflicts.py::"
    "test_the_broken_twin_without_the_rule_in_queries_the_village_would_see_the_case",
    "the conflict rule in policies": "tests/workflows/test_conflicts.py::"
    "test_the_broken_twin_without_the_rule_in_policies_the_village_would_read",
    "small places: deadlines": "tests/access/test_small_place.py::"
    "test_the_broken_twin_deadlines_to_the_minute_would_be_seen",
    "break-glass: its time": "tests/workflows/test_emergencies.py::"
    "test_the_broken_twin_emergencies_that_never_end_would_be_seen",
    "the access log: triggers": "tests/access/test_log.py::"
    "test_the_broken_twin_without_the_guards_a_row_can_be_changed_and_deleted",
    "the access log: its chain": "tests/access/test_audit_verify.py::"
    "test_the_broken_twin_a_chain_that_looks_at_no_content_passes_a_changed_row",
    "one door": "tests/access/test_one_door.py::test_the_broken_twin_a_new_module_that_opens_would_be_seen",
    "the network": "tests/adversary/test_broken_twins.py::"
    "test_without_the_rule_of_networks_the_administration_opens_from_anywhere",
    "the second factor": "tests/adversary/test_broken_twins.py::"
    "test_without_the_duty_the_administration_opens_without_a_second_factor",
    "CSRF": "tests/adversary/test_broken_twins.py::test_without_the_middleware_a_forged_request_begins_a_report",
    "only by POST": "tests/adversary/test_broken_twins.py::test_a_page_that_writes_when_it_is_looked_at_is_seen",
    "the door of the admin": "tests/adversary/test_broken_twins.py::"
    "test_without_the_door_staff_are_sent_to_sign_in_instead_of_told_no",
    "every address is listed": "tests/adversary/test_access_matrix_table.py::"
    "test_the_broken_twin_an_address_nobody_listed_would_be_seen",
    "every model has a policy": "tests/access/test_every_model_has_a_policy.py::"
    "test_the_broken_twin_a_model_nobody_stated_would_be_seen",
}
