"""A form that points to a record goes on with what stands there; one that would open a second record says so early."""

from abc import abstractmethod
from typing import Any

from django.contrib import messages
from django.utils.translation import gettext as _

from forms import services
from forms.models import Record
from forms.records import knowing, linking, recognising
from forms.records.keeping import AlreadyThere
from forms.schema import Question, is_empty
from forms.wizard.contract import WizardContract
from forms.wizard.outcome import Outcome
from portal.access.services import record_refusal
from portal.directory.models import Post


class RecordingMixin(WizardContract):
    """Part of FormWizard."""

    actor: Any

    @abstractmethod
    def shown_at(self) -> int | None:
        """The revision of the draft that the page was drawn with."""

    @property
    def looks_up_as(self) -> Post | None:
        """For whom records and people are found: never more than that post may see."""
        post: Post | None = self.actor or self.draft.post
        return post

    @property
    def is_of_another_record(self) -> bool:
        """The page was drawn with the answers of one record, and the form is about another by now."""
        shown_at = self.shown_at()
        from_records = any(one.prefill.startswith(f"{knowing.SOURCE}.") for one in self._questions())
        return from_records and shown_at is not None and shown_at < self.draft.followed_at

    def tells_apart(self, outcome: Outcome) -> bool:
        """Whether something is otherwise that records are told apart by: that step is looked at again."""
        register = self.schema.records
        keys = {*register.identity} if register else set[str]()
        return any(self.draft.answers.get(key) != outcome.answers[key] for key in keys & outcome.answers.keys())

    def doubled(self, outcome: Outcome) -> str:
        """A sentence when the answers of this step are those of a record that is there already."""
        register = self.schema.records
        here = {field.key for field in self.step.fields()}
        if register is None or here.isdisjoint({*register.identity, *register.alike}):
            return ""
        answers = {**self.draft.answers, **outcome.answers}
        if found := recognising.same(self.schema, answers):
            return self._already_there(found)
        self._point_out(recognising.alike(self.schema, answers))
        return ""

    def follow_links(self) -> None:
        """Fill in what the record knows. Of another record than before, nothing of the former stays.

        Compared is what was filled in last, not what a script has saved since.
        """
        now, was, post = linking.numbers(self.schema, self.draft.answers), self.draft.followed, self.looks_up_as
        if now == was or post is None:
            return
        known: dict[str, Any] = {}
        for question in linking.links(self.schema):
            if now.get(question.key) != was.get(question.key):
                known |= self._known_of(question, now.get(question.key, ""), replaces=question.key in was, by=post)
        self.draft = services.fill_in(self.draft, self.may_fill(known), followed=now)

    def _known_of(self, question: Question, number: str, *, replaces: bool, by: Post) -> dict[str, Any]:
        seen = Record.objects.visible_as(by).select_related("form", "version", "data_key")
        record = seen.filter(number=number).first() if number else None
        known = knowing.prefilled(self.schema, record, by=by) if record else {}
        if replaces:
            return {**dict.fromkeys(knowing.filled_through(self.schema, question)), **known}
        return {field: answer for field, answer in known.items() if is_empty(self.draft.answers.get(field))}

    def may_fill(self, known: dict[str, Any]) -> dict[str, Any]:
        """What of it goes into the draft: in a form of several offices only the own part."""
        return known

    def _already_there(self, record: Record) -> str:
        """That somebody learns of a record which they may not see is on record."""
        post = self.looks_up_as
        if post is None or not Record.objects.visible_as(post).filter(pk=record.pk).exists():
            record_refusal(record, by=post, action="see", purpose=self.schema.key)
        return str(AlreadyThere(record, seen_by=post).sentence)

    def _questions(self) -> list[Question]:
        return [item for item in self.step.fields() if isinstance(item, Question)]

    def _point_out(self, alike: list[Record]) -> None:
        post = self.looks_up_as
        seen = Record.objects.visible_as(post).filter(pk__in=[each.pk for each in alike]) if post and alike else []
        if numbers := ", ".join(record.number for record in seen):
            sentence = _("A record with the same details is there already: %(numbers)s. Go on only if this is another.")
            messages.warning(self.request, sentence % {"numbers": numbers})
