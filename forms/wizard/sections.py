"""The end of the wizard for one section of a form: the other offices' sections to be read, the own one to be signed."""

from abc import abstractmethod
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from forms.answering import field_for
from forms.compartments import sensitivity_of
from forms.models import SectionSignature
from forms.presentation import Section as ShownAnswers
from forms.presentation import present
from forms.review import AnswerProblem, Reviewed
from forms.schema import Question
from forms.sectioning import fields_of
from forms.services import NotFinished, Signed
from forms.services.sections import shown_sections
from forms.wizard.joint import REOPEN, JointWizard
from forms.wizard.parts import ShownProblem
from portal.access.refusal import Refused
from portal.words import readers_language, spoken

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


class SignatureForm(forms.Form):
    use_required_attribute = False

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields[SIGNATURE.key] = field = field_for(SIGNATURE)
        field.required = True
        field.error_messages["required"] = _("Sign here: type your name and agree, or draw.")


class SectionWizard(JointWizard):
    """A host gives `sign` and `before_reading`, besides what JointWizard asks for."""

    review_template = "forms/section_review.html"

    @abstractmethod
    def sign(self, signature: dict[str, Any]) -> Signed:
        """Sign the own section. Raises NotFinished or Refused."""

    @abstractmethod
    def before_reading(self) -> None:
        """Sealed answers of others are about to be shown: the host puts that on record."""

    def signed(self, result: Signed) -> HttpResponse:
        return HttpResponseRedirect(self.review_url)

    @cached_property
    def signing(self) -> SignatureForm:
        return SignatureForm(self.request.POST) if self.request.method == "POST" else SignatureForm()

    def may_fill(self, known: dict[str, Any]) -> dict[str, Any]:
        own = {field.key for field in fields_of(self.schema, self.section_key)}
        return {key: answer for key, answer in known.items() if key in own}

    def reviewed(self) -> Reviewed:
        """What is to be signed: the own section only."""
        whole = super().reviewed()
        problems = [problem for problem in whole.problems if self._is_own(problem.step)]
        own = {field.key for field in fields_of(self.schema, self.section_key)}
        return Reviewed({key: whole.answers[key] for key in whole.answers if key in own}, problems, whole.state)

    def review_context(self, reviewed: Reviewed, problems: list[AnswerProblem]) -> dict[str, Any]:
        found = super().review_context(reviewed, problems)
        wrong = [str(error) for error in self.signing.errors.get(SIGNATURE.key, [])]
        return {
            **found,
            "problems": [*found["problems"], *(ShownProblem("#signature", str(_("Signature")), one) for one in wrong)],
            "signing": self.signing,
            "signature": self.own_signature,
            "other_sections": self.other_sections(),
            "reopen_url": self.step_url(REOPEN),
        }

    def hand_in(self) -> HttpResponse:
        """Sign the own section; whoever signs last hands the whole in."""
        answer = self.signing.cleaned_data.get(SIGNATURE.key) if self.signing.is_valid() else None
        if answer is None:
            if not self.signing.errors:
                self.signing.add_error(SIGNATURE.key, _("Sign here: type your name and agree, or draw."))
            return self.review_page(status=422)
        try:
            return self.signed(self.sign(answer))
        except NotFinished as missing:
            return self.review_page(missing.problems, status=422)
        except Refused as refused:
            return self.refused(refused)

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
