"""The wizard for one section of a form that several offices fill in: the own steps, and the rest to be read."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from forms.answering import field_for
from forms.compartments import sensitivity_of
from forms.models import SectionSignature
from forms.presentation import Section as ShownAnswers
from forms.presentation import present
from forms.review import AnswerProblem, Reviewed
from forms.schema import Question, Section, Sensitivity
from forms.sectioning import fields_of, section_of
from forms.services import NotFinished, Signed, StaleStep
from forms.services.sections import be_seen, others_present, shown_sections
from forms.wizard.drawing import REVIEW
from forms.wizard.parts import ShownProblem
from forms.wizard.view import FormWizard
from portal.access.refusal import Refused
from portal.words import readers_language, spoken

PRESENCE, REOPEN = "presence", "reopen"
SIGNATURE = Question(
    key="signature",
    type="signature",
    label={"zh-hans": "签名", "en": "Signature"},
    hint={
        "zh-hans": "签名后，本部分在重新打开之前不能修改。",
        "en": "Once signed, this part cannot be changed until it is opened again.",
    },
    sensitivity="personal",
)


@dataclass(frozen=True)
class OtherSection:
    """A section of another office: who has signed it and when, and what of it the reader may read."""

    title: str
    signature: SectionSignature | None
    answers: list[ShownAnswers]
    is_kept_back: bool


@dataclass(frozen=True)
class Difference:
    """A field that the person and a colleague have answered differently."""

    label: str
    mine: str
    theirs: str


class SignatureForm(forms.Form):
    use_required_attribute = False

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields[SIGNATURE.key] = field_for(SIGNATURE)


class SectionWizard(FormWizard):
    """A host gives `section_key`, `may_read` and `sign`, `reopen`, besides what FormWizard asks for."""

    review_template = "forms/section_review.html"

    @property
    def section_key(self) -> str:
        raise NotImplementedError

    def may_read(self) -> Collection[Sensitivity]:
        """What the person may read of other offices' sections."""
        return ()

    def before_reading(self) -> None:
        """Sealed answers of others are about to be shown: the host puts that on record."""

    def sign(self, signature: dict[str, Any]) -> Signed:
        raise NotImplementedError

    def reopen(self) -> None:
        raise NotImplementedError

    def signed(self, result: Signed) -> HttpResponse:
        return HttpResponseRedirect(self.review_url)

    # Only the own steps.

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
        return super().post(*args, **kwargs)

    def already_signed(self) -> HttpResponse:
        sentence = _("This part is signed. Open it again to change something in it.")
        if self.request.POST.get("_go") == "save":
            return JsonResponse({"stale": sentence}, status=409)
        messages.error(self.request, sentence)
        return HttpResponseRedirect(self.review_url)

    def refusing(self, act: Any) -> HttpResponse:
        try:
            act()
        except Refused as refusal:
            messages.error(self.request, str(refusal.sentence))
        return HttpResponseRedirect(self.review_url)

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
            return JsonResponse({"stale": str(stale.sentence)}, status=409)
        self.draft.refresh_from_db()
        self.conflict: list[Difference] = []
        form = self.get_form(data=self.request.POST)
        self.state = form.state = self.evaluated({**self.draft.answers, **form.answers})
        self.conflict = list(self._differences(form.answers))
        return self.render_step(form, checked=True, status=409)

    def _differences(self, typed: dict[str, Any]) -> Any:
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
            "conflict": getattr(self, "conflict", []),
        }

    # The end: signing.

    def live(self) -> dict[str, Any]:
        found = super().live()
        sealed = {key for key in found["answers"] if not self._is_own_field(key) and not self._is_open(key)}
        kept = {key: answer for key, answer in found["answers"].items() if key not in sealed}
        return {**found, "answers": kept, "elsewhere": sorted({*found["elsewhere"], *sealed})}

    def _is_own_field(self, key: str) -> bool:
        return any(field.key == key for field in fields_of(self.schema, self.section_key))

    def _is_open(self, key: str) -> bool:
        return "open" in self.may_read() and sensitivity_of(self.schema.field(key)) == "open"

    def reviewed(self) -> Reviewed:
        """What is to be signed: the own section only."""
        whole = super().reviewed()
        problems = [problem for problem in whole.problems if self._is_own(problem.step)]
        own = {field.key for field in fields_of(self.schema, self.section_key)}
        return Reviewed({key: whole.answers[key] for key in whole.answers if key in own}, problems, whole.state)

    def review_page(self, problems: list[AnswerProblem] | None = None, *, status: int = 200) -> HttpResponse:
        self.signing = getattr(self, "signing", None) or SignatureForm()
        return super().review_page(problems, status=status)

    def page(self, template: str, context: dict[str, Any] | None = None, *, status: int = 200) -> HttpResponse:
        if template == "forms/review.html":
            template = self.review_template
            wrong = [ShownProblem("#signature", str(_("Signature")), error) for error in self._unsigned()]
            more = {"signing": self.signing, "signature": self.own_signature, "other_sections": self.other_sections()}
            context = {**(context or {}), **more, "reopen_url": self.step_url(REOPEN)}
            context["problems"] = [*context["problems"], *wrong]
        return super().page(template, context, status=status)

    def _unsigned(self) -> list[str]:
        return [str(error) for error in self.signing.errors.get(SIGNATURE.key, [])] if self.signing else []

    def hand_in(self) -> HttpResponse:
        """Sign the own section; whoever signs last hands the whole in."""
        self.signing = SignatureForm(self.request.POST)
        answer = self.signing.cleaned_data.get(SIGNATURE.key) if self.signing.is_valid() else None
        if answer is None:
            if not self.signing.errors:
                self.signing.add_error(SIGNATURE.key, _("Sign here: type your name and agree, or draw."))
            return self.review_page(status=422)
        try:
            return self.signed(self.sign(answer))
        except NotFinished as missing:
            return self.review_page(missing.problems, status=422)

    def other_sections(self) -> list[OtherSection]:
        """The rest of the form as far as it may be read, on record when something sealed is in it."""
        answers, allowed = super().reviewed().answers, set(self.may_read()) - {"reporter"}
        signatures = {
            one.section: one for one in self.draft.signatures.select_related("post__organisation", "post__user")
        }
        found, sealed = [], False
        for section in shown_sections(self.schema, super().reviewed()):
            if section.key == self.section_key:
                continue
            asked = [field for field in fields_of(self.schema, section.key) if field.key in answers]
            read = {one.key: answers[one.key] for one in asked if sensitivity_of(one) in allowed}
            sealed = sealed or any(sensitivity_of(one) != "open" for one in asked if one.key in read)
            shown = present(self.schema, read, language=readers_language())
            found.append(
                OtherSection(spoken(section.title), signatures.get(section.key), shown, len(read) < len(asked))
            )
        if sealed:
            self.before_reading()
        return found
