"""A form that points to a record goes on with what stands there; one that would open a second record says so early."""

from typing import Any

from django.contrib import messages
from django.utils.translation import gettext as _

from forms import services
from forms.models import Record
from forms.records import knowing, linking, recognising
from forms.records.keeping import AlreadyThere
from forms.schema import is_empty
from forms.wizard.contract import WizardContract
from forms.wizard.outcome import Outcome
from portal.access.services import record_refusal
from portal.directory.models import Post


class RecordingMixin(WizardContract):
    """Part of FormWizard."""

    actor: Any

    @property
    def looks_up_as(self) -> Post | None:
        """For whom records and people are found: never more than that post may see."""
        post: Post | None = self.actor or self.draft.post
        return post

    def links(self) -> dict[str, str]:
        return linking.numbers(self.schema, self.draft.answers)

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

    def follow_links(self, before: dict[str, str]) -> None:
        """Fill in what the record knows. Of another record than before, nothing of the former stays."""
        post = self.looks_up_as
        for key, number in self.links().items():
            if post is None or before.get(key) == number:
                continue
            record = Record.objects.visible_as(post).filter(number=number).select_related("form", "version").first()
            if record is None:
                continue
            known = knowing.prefilled(self.schema, record, by=post)
            if key in before:
                known = {**dict.fromkeys(knowing.filled_from(self.schema, record.form.key)), **known}
            else:
                known = {field: answer for field, answer in known.items() if is_empty(self.draft.answers.get(field))}
            self.draft = services.fill_in(self.draft, self.may_fill(known))

    def may_fill(self, known: dict[str, Any]) -> dict[str, Any]:
        """What of it goes into the draft: in a form of several offices only the own part."""
        return known

    def _already_there(self, record: Record) -> str:
        """That somebody learns of a record which they may not see is on record."""
        post = self.looks_up_as
        if post is None or not Record.objects.visible_as(post).filter(pk=record.pk).exists():
            record_refusal(record, by=post, action="see", purpose=self.schema.key)
        return str(AlreadyThere(record, seen_by=post).sentence)

    def _point_out(self, alike: list[Record]) -> None:
        post = self.looks_up_as
        seen = Record.objects.visible_as(post).filter(pk__in=[each.pk for each in alike]) if post and alike else []
        if numbers := ", ".join(record.number for record in seen):
            sentence = _("A record with the same details is there already: %(numbers)s. Go on only if this is another.")
            messages.warning(self.request, sentence % {"numbers": numbers})
