"""The writes of the forms floor: publishing, filling in, handing in."""

from forms.locking import AlreadySigned, DraftClosed, MovedOn, StaleStep
from forms.services.again import begin_again
from forms.services.correcting import correct
from forms.services.drafts import discard, fill_in, plan_sweep, resume_draft, save_step, start_draft
from forms.services.erasing import erase_submission
from forms.services.handing_on import hand_on
from forms.services.moving import move_to, newer_version
from forms.services.publishing import publish, publish_group
from forms.services.renewing import Use, uses
from forms.services.sections import (
    NotFinished,
    Signed,
    is_begun,
    joint_draft,
    reopen_section,
    sign_section,
    start_joint_draft,
)
from forms.services.submitting import Incomplete, Receipt, find_by_receipt, submit
from forms.versions.publishing import NotPublishable

__all__ = [
    "AlreadySigned",
    "DraftClosed",
    "Incomplete",
    "MovedOn",
    "NotFinished",
    "NotPublishable",
    "Receipt",
    "Signed",
    "StaleStep",
    "Use",
    "begin_again",
    "correct",
    "discard",
    "erase_submission",
    "fill_in",
    "find_by_receipt",
    "hand_on",
    "is_begun",
    "joint_draft",
    "move_to",
    "newer_version",
    "plan_sweep",
    "publish",
    "publish_group",
    "reopen_section",
    "resume_draft",
    "save_step",
    "sign_section",
    "start_draft",
    "start_joint_draft",
    "submit",
    "uses",
]
