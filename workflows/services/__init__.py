"""The writes of the workflows floor: publishing, opening a case, accepting and completing its tasks."""

from forms.versions.publishing import NotPublishable
from workflows.engine import NotPossible
from workflows.services.beside import take_way
from workflows.services.cases import (
    accept_task,
    case_to_open,
    complete_task,
    is_of_a_task,
    occasion_of,
    open_case,
    route_task,
    version_opened_by,
)
from workflows.services.conflicts import exclude_organisation, lift_exclusion
from workflows.services.deadlines import LONGEST_EXTENSION, LONGEST_PAUSE, extend_deadline, go_on, pause_deadline
from workflows.services.emergencies import end_emergency, open_case_in_emergency
from workflows.services.escalating import sweep
from workflows.services.handing_over import Piece, count_open_work, hand_over, open_work, successors_of
from workflows.services.linking import link_cases
from workflows.services.merging import merge_case, part_case, why_not_parted
from workflows.services.passing_up import pass_up_vacant
from workflows.services.publishing import publish
from workflows.services.reassigning import reassign_task
from workflows.services.resting import LONGEST_REST, go_on_with_case, suspend_case
from workflows.services.retrying import retry_effect
from workflows.services.rounds import DANGER, measure_of
from workflows.services.signing import draft_of_sections, reopen_section, sign_section, start_sections
from workflows.services.snapshots import clear_answers, context_of, done_here, snapshot_of
from workflows.services.supervising import finish_supervision
from workflows.services.taking_back import last_step, take_back

__all__ = [
    "DANGER",
    "LONGEST_EXTENSION",
    "LONGEST_PAUSE",
    "LONGEST_REST",
    "NotPossible",
    "NotPublishable",
    "Piece",
    "accept_task",
    "case_to_open",
    "clear_answers",
    "complete_task",
    "context_of",
    "count_open_work",
    "done_here",
    "draft_of_sections",
    "end_emergency",
    "exclude_organisation",
    "extend_deadline",
    "finish_supervision",
    "go_on",
    "go_on_with_case",
    "hand_over",
    "is_of_a_task",
    "last_step",
    "lift_exclusion",
    "link_cases",
    "measure_of",
    "merge_case",
    "occasion_of",
    "open_case",
    "open_case_in_emergency",
    "open_work",
    "part_case",
    "pass_up_vacant",
    "pause_deadline",
    "publish",
    "reassign_task",
    "reopen_section",
    "retry_effect",
    "route_task",
    "sign_section",
    "snapshot_of",
    "start_sections",
    "successors_of",
    "suspend_case",
    "sweep",
    "take_back",
    "take_way",
    "version_opened_by",
    "why_not_parted",
]
