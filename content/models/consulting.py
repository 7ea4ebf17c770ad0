"""The round of comments as a step of publication: the public reads the draft until a day, then what became of it.

What is commented is a paper of the forms floor; here is only where to, from when and until when.
"""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import AbstractGroupApprovalTask, Page, TaskState
from wagtail.signals import page_published, published

from content.models.policy import PolicyPage
from content.models.publication import REJECT, Action, OnceApproved, OpinionForm
from content.models.validity import Disclosure, Validity
from portal.pagecache import purge

# Usually the least: Interim Regulations on Procedures for Major Administrative Decisions, article 15.
USUAL_DAYS = 30


class RoundForm(forms.Form):
    """Until which day; it begins today."""

    until = forms.DateField(label=_("Comments until"), widget=forms.DateInput({"type": "date"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].initial = timezone.localdate() + timedelta(days=USUAL_DAYS)

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if until <= timezone.localdate():
            raise forms.ValidationError(_("Leave at least until tomorrow."))
        return until


class FeedbackForm(OpinionForm):
    comment = forms.CharField(
        label=_("What became of the comments"), widget=forms.Textarea({"rows": 6}), max_length=4000,
        help_text=_("The public reads it. Without a round: why there was none; only colleagues read that."),
    )  # fmt: skip


class ConsultationTask(OnceApproved):
    """Opened, a round makes the draft public, marked as one; over, it is closed with what became of the comments."""

    form_page = models.ForeignKey(
        Page, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("page of the form for comments"),
    )  # fmt: skip
    admin_form_fields = [*AbstractGroupApprovalTask.admin_form_fields, "form_page"]

    class Meta:
        verbose_name = _("round of comments")
        verbose_name_plural = _("rounds of comments")

    @classmethod
    def get_description(cls) -> str | Promise:
        return _(
            "The public comments on the draft until a day; then a member of one of these groups says what became of it"
        )

    def get_actions(self, obj: Page, user: Any) -> list[Action]:
        if not super().get_actions(obj, user):
            return []
        until = _round_of(obj.pk)
        if until is None:
            return [
                REJECT,
                ("open", _("Open the round of comments"), True),
                ("approve", _("Go on without a round"), True),
            ]
        take_down: Action = ("reject", _("Take the draft down and send it back"), True)
        is_over = until < timezone.localdate()
        return [take_down, ("approve", _("Say what became of the comments"), True)] if is_over else [take_down]

    def get_form_for_action(self, action: str) -> type[forms.Form]:
        forms_of: dict[str, type[forms.Form]] = {"open": RoundForm, "reject": OpinionForm}
        return forms_of.get(action, FeedbackForm)

    def decided(self, state: TaskState, user: Any, action_name: str, said: dict[str, Any]) -> bool:
        if action_name == "open":
            self._open(state, user, said["until"])
            return False
        if action_name == "reject":
            self._take_down(state, user)
        return super().decided(state, user, action_name, said)

    def approved(self, state: TaskState, user: Any, said: dict[str, Any]) -> bool:
        until = _round_of(state.workflow_state.object_id)
        if until is None:
            return True
        if until >= timezone.localdate():
            raise PermissionDenied(_("Comments are taken until %(day)s.") % {"day": date_format(until)})
        # Of the draft that the public reads nothing else changes; what goes on from here is the text to be.
        public = PolicyPage.objects.get(pk=state.workflow_state.object_id)
        public.comments_feedback = said["comment"]
        public.save()
        purge()
        self.change(state, user, comments_feedback=said["comment"], validity=Validity.IN_FORCE)
        return True

    def _open(self, state: TaskState, user: Any, until: date) -> None:
        draft: PolicyPage = state.revision.as_object()
        if PolicyPage.objects.filter(pk=draft.pk, live=True).exists():
            raise PermissionDenied(_("It is public already: a draft that changes it is a document of its own."))
        if draft.disclosure != Disclosure.PUBLISHED or draft.go_live_at:
            raise PermissionDenied(_("What is not to be public, or only later, cannot be commented on now."))
        self.change(
            state, user, validity=Validity.CONSULTATION, comments_from=timezone.localdate(), comments_until=until,
            comments_at=self.form_page, comments_feedback="",
        )  # fmt: skip
        _PublishDraft(state.revision, user=user).execute(skip_permission_checks=True)

    def _take_down(self, state: TaskState, user: Any) -> None:
        """The draft goes with its round, so that a new one can be opened on what it becomes."""
        if _round_of(state.workflow_state.object_id) is None:
            return
        public = PolicyPage.objects.get(pk=state.workflow_state.object_id)
        UnpublishPageAction(public, user=user, include_descendants=True).execute(skip_permission_checks=True)
        self.change(state, user, validity=Validity.IN_FORCE, comments_from=None, comments_until=None)


def _round_of(page_pk: Any) -> date | None:
    """Until when the public comments, or did, on the draft that it reads now."""
    drafts = PolicyPage.objects.filter(pk=page_pk, live=True, validity=Validity.CONSULTATION)
    until: date | None = drafts.values_list("comments_until", flat=True).first()
    return until


class _PublishDraft(PublishPageRevisionAction):
    """Wagtail ends the workflow of what is published; a draft stays in it."""

    def _after_publish(self) -> None:
        page = self.object.specific
        page_published.send(sender=self.object.specific_class, instance=page, revision=self.revision)
        published.send(sender=type(self.object), instance=self.object, revision=self.revision)
        self.object.update_aliases(revision=self.revision, _content=self.revision.content)
