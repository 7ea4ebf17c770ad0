"""The wizard for a form that several offices fill in at once: only the own steps, and who else is there."""

from abc import abstractmethod
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from forms.compartments import sensitivity_of
from forms.models import SectionSignature, StoredFile
from forms.presentation import present
from forms.schema import Section, Sensitivity
from forms.sectioning import fields_of, section_of
from forms.services import AlreadySigned, StaleStep
from forms.services.sections import be_seen, others_present
from forms.wizard.drawing import REVIEW
from forms.wizard.filing import ShownFile
from forms.wizard.stepform import GO
from forms.wizard.view import FormWizard
from portal.access.refusal import Refused
from portal.words import readers_language, spoken

PRESENCE, REOPEN = "presence", "reopen"


@dataclass(frozen=True)
class Difference:
    """A field that the person and a colleague have answered differently."""

    label: str
    mine: str
    theirs: str


class JointWizard(FormWizard):
    """A host gives `section_key`, `may_read` and `reopen`, besides what FormWizard asks for."""

    conflict: Sequence[Difference] = ()

    @property
    @abstractmethod
    def section_key(self) -> str:
        """The section that the person fills in."""

    @abstractmethod
    def may_read(self) -> Collection[Sensitivity]:
        """What the person may read of other offices' sections."""

    @abstractmethod
    def reopen(self) -> None:
        """Take the own signature back. Raises Refused."""

    @property
    def section(self) -> Section:
        return next(one for one in self.schema.sections if one.key == self.section_key)

    @property
    def own_signature(self) -> SectionSignature | None:
        signatures = self.draft.signatures.select_related("post__organisation", "post__user")
        return signatures.filter(section=self.section_key).first()

    @property
    def steps_shown(self) -> list[str]:
        return [key for key in super().steps_shown if self._is_own(key)]

    def _is_own(self, step_key: str) -> bool:
        return section_of(self.schema, self.schema.step(step_key)) == self.section_key

    def get_next_step(self, step: str | None = None) -> str | None:
        shown = self.steps_shown
        return next(iter(shown[shown.index(step or self.place) + 1 :]), None)

    def get_prev_step(self, step: str | None = None) -> str | None:
        shown = self.steps_shown
        before = shown[: shown.index(step or self.place)]
        return before[-1] if before else None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.draft.is_open and self.place in ("", *self.form_list) and self.own_signature:
            return HttpResponseRedirect(self.review_url)
        if self.place in self.form_list and not self._is_own(self.place):
            raise Http404
        return super().get(request, *args, **kwargs)

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.draft.is_open:
            return self.closed()
        if self.place == PRESENCE:
            return self.present_now()
        if self.place == REOPEN:
            return self.refusing(self.reopen)
        if self.place in self.form_list and not self._is_own(self.place):
            raise Http404
        if self.place != REVIEW and self.own_signature:
            return self.already_signed()
        try:
            return super().post(*args, **kwargs)
        except AlreadySigned:
            return self.already_signed()

    def already_signed(self) -> HttpResponse:
        sentence = _("This part is signed. Open it again to change something in it.")
        if self.request.POST.get(GO) == "save":
            return self.not_saved(sentence)
        messages.error(self.request, sentence)
        return HttpResponseRedirect(self.review_url)

    def refusing(self, act: Any) -> HttpResponse:
        try:
            act()
        except Refused as refusal:
            messages.error(self.request, str(refusal.sentence))
        return HttpResponseRedirect(self.review_url)

    # Files: only those of the own section, whatever the address says.

    def shown_files(self) -> dict[str, ShownFile]:
        return {key: shown for key, shown in super().shown_files().items() if self._is_own_field(shown.file.field_key)}

    def take_file(self, field_key: str) -> HttpResponse:
        if not self._is_own_field(field_key):
            raise Http404
        return super().take_file(field_key)

    def own_file(self, file_id: str) -> StoredFile:
        file = super().own_file(file_id)
        if not self._is_own_field(file.field_key):
            raise Http404
        return file

    # A colleague was quicker.

    def save_step(self, go: str) -> HttpResponse:
        be_seen(self.draft, self.actor, self.section_key)
        try:
            return super().save_step(go)
        except StaleStep as stale:
            return self.both_versions(stale, quietly=go == "save")

    def both_versions(self, stale: StaleStep, *, quietly: bool) -> HttpResponse:
        """What was typed stays in the fields, what is saved stands beside it; sending once more saves what is typed."""
        if quietly:
            return self.not_saved(str(stale.sentence))
        self.draft.refresh_from_db()
        form = self.get_form(data=self.request.POST)
        self.state = form.state = self.evaluated({**self.draft.answers, **form.answers})
        self.conflict = list(self._differences(form.answers))
        return self.render_step(form, checked=True, status=409)

    def _differences(self, typed: dict[str, Any]) -> Iterator[Difference]:
        saved = self.draft.answers
        for field in self.step.fields():
            mine, theirs = typed.get(field.key), saved.get(field.key)
            if (mine or None) != (theirs or None):
                yield Difference(
                    spoken(field.label), self._in_words(field.key, mine), self._in_words(field.key, theirs)
                )

    def _in_words(self, key: str, answer: Any) -> str:
        shown = present(self.schema, {key: answer} if answer else {}, language=readers_language())
        return "\n".join(row.text for section in shown for row in section.rows) or "–"

    # Who else is there.

    def present_now(self) -> JsonResponse:
        be_seen(self.draft, self.actor, self.section_key)
        return JsonResponse({"present": self.others()})

    def others(self) -> list[str]:
        titles = {one.key: spoken(one.title) for one in self.schema.sections}
        return [
            _("%(who)s (%(office)s) is filling in “%(part)s” now")
            % {
                "who": one.post.user,
                "office": one.post.organisation,
                "part": titles.get(one.section, ""),
            }
            for one in others_present(self.draft, self.actor)
        ]

    def extra_context(self) -> dict[str, Any]:
        return {
            **super().extra_context(),
            "section": self.section,
            "others": self.others(),
            "presence_url": self.step_url(PRESENCE),
            "conflict": self.conflict,
        }

    # What of the other sections is known to a script.

    def live(self) -> dict[str, Any]:
        found = super().live()
        sealed = {key for key in found["answers"] if not self._is_own_field(key) and not self._is_open(key)}
        kept = {key: answer for key, answer in found["answers"].items() if key not in sealed}
        return {**found, "answers": kept, "elsewhere": sorted({*found["elsewhere"], *sealed})}

    def _is_own_field(self, key: str) -> bool:
        return any(field.key == key for field in fields_of(self.schema, self.section_key))

    def _is_open(self, key: str) -> bool:
        return "open" in self.may_read() and sensitivity_of(self.schema.field(key)) == "open"
