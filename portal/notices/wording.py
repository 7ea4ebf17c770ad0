"""What notices say, by key. Stored keys are permanent; the sentences name numbers only."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.words import Words, say

# By name, a number or key, or what an author wrote in several languages.
Said = Mapping[str, str | Words]


@dataclass(frozen=True)
class NoticeTemplate:
    key: str
    # A sentence with %(named)s places for `words`.
    sentence: Promise
    words: tuple[str, ...] = ()
    # A child may be in danger: no hours are quiet.
    urgent: bool = False
    # About the person's own account: a mail may say it.
    of_account: bool = False
    # To one person alone, such as who reported: that there is news for somebody is said to no group.
    alone: bool = False

    def check(self, words: Said) -> None:
        """Raises KeyError when a word is missing, ValueError when one does not belong."""
        if missing := set(self.words) - set(words):
            raise KeyError(f"notice {self.key!r} needs {', '.join(sorted(missing))}")
        if unknown := set(words) - set(self.words):
            raise ValueError(f"notice {self.key!r} has no place for {', '.join(sorted(unknown))}")

    def say(self, words: Said) -> str:
        """The sentence in the active language."""
        return str(self.sentence) % {
            name: said if isinstance(said, str) else say(said, get_language() or "") for name, said in words.items()
        }


class NoticeTemplates:
    def __init__(self) -> None:
        self._templates: dict[str, NoticeTemplate] = {}

    def add(
        self,
        key: str,
        sentence: Promise,
        *words: str,
        urgent: bool = False,
        of_account: bool = False,
        alone: bool = False,
    ) -> None:
        if key in self._templates:
            raise ValueError(f"notice {key!r} is registered twice")
        self._templates[key] = NoticeTemplate(key, sentence, words, urgent, of_account, alone or of_account)

    def __getitem__(self, key: str) -> NoticeTemplate:
        try:
            return self._templates[key]
        except KeyError:
            raise LookupError(f"no notice {key!r}") from None

    def __contains__(self, key: str) -> bool:
        return key in self._templates

    def __iter__(self) -> Iterator[NoticeTemplate]:
        return iter(self._templates.values())


templates = NoticeTemplates()

templates.add("new_task", _("Case %(number)s: a new task waits for your organisation."), "number")
templates.add("urgent_task", _("Urgent. Case %(number)s: a child may be in danger now."), "number", urgent=True)
templates.add("case_shared", _("Case %(number)s is now open to your organisation."), "number")
templates.add("said_of_case", _("Case %(number)s: %(said)s"), "number", "said")
templates.add("case_moved", _("Case %(number)s has gone one step further."), "number", alone=True)
templates.add("hotlines_due", _("Hotlines to check: %(n)s. Call each number and say whether it is right."), "n")
templates.add(
    "new_device",
    _(
        "Your account was signed in on a device that is new to us. "
        "If that was not you, sign it out and change your password."
    ),
    of_account=True,
)
templates.add(
    "second_factor_set",
    _("A second factor was set up for your account. If that was not you, tell your administrator."),
    of_account=True,
)
templates.add(
    "second_factor_reset", _("An administrator has reset your second factor. Set it up anew."), of_account=True
)
templates.add(
    "recovery_code_used",
    _("A recovery code was used to sign in. Codes that are left: %(left)s."),
    "left",
    of_account=True,
)
templates.add(
    "stand_in",
    _("You stand in for a colleague from %(since)s to %(until)s. Their work is in your inbox."),
    "since",
    "until",
)
templates.add("stand_in_ended", _("You no longer stand in for a colleague: that was ended early."))
templates.add(
    "substitute_away",
    _("A substitute is away from %(since)s to %(until)s, and nobody else stands in. Name another one."),
    "since",
    "until",
)
templates.add(
    "post_ended", _("A post of your organisation has ended. Pieces of open work that were handed over: %(n)s."), "n"
)
templates.add(
    "request_to_decide",
    _("Request %(number)s of a person about their data waits for you to decide it."),
    "number",
)
templates.add("work_handed_over", _("Work of a colleague was handed over to you. Tasks: %(n)s."), "n")
templates.add(
    "opened_in_emergency",
    _("Case %(number)s was opened in an emergency by somebody whom you supervise. Please look at the reason."),
    "number",
)
templates.add("extract_ready", _("The table file you asked for is ready. Papers in it: %(count)s."), "count")
templates.add("due_soon", _("Case %(number)s: a task is due soon."), "number")
templates.add("due_now", _("Case %(number)s: a task is due and not finished."), "number")
templates.add("late_here", _("Case %(number)s: a task of your organisation is late."), "number")
templates.add("late_below", _("Case %(number)s: an organisation below yours is late with a task."), "number")
templates.add("owed_soon", _("Regular duties of your organisation that are due soon: %(n)s."), "n")
templates.add("owed_missed", _("Regular duties of your organisation that were not done in time: %(n)s."), "n")
templates.add("owed_below", _("Organisations below yours have regular duties that are due and not done."))
templates.add("supervise", _("Case %(number)s: an organisation below yours is late: see to it."), "number")
templates.add("task_given_late", _("Case %(number)s: a task was late; you have it now."), "number")
templates.add("task_taken_late", _("Case %(number)s: a task of yours was late; it is no longer yours."), "number")
templates.add("task_given", _("Case %(number)s: your leader has given you a task."), "number")
templates.add("task_taken", _("Case %(number)s: your leader has given a task of yours to somebody else."), "number")
templates.add("reporter_wrote", _("Case %(number)s: who reported has written to you."), "number")
templates.add("question_for_you", _("Report %(number)s: the office has a question for you."), "number", alone=True)
