"""The steps of a policy document on its way to the public, as tasks of Wagtail's own workflow.

Wagtail approves twice what two people approve in the same moment: each of these tasks locks its state first.
"""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.forms import TaskStateCommentForm
from wagtail.models import AbstractGroupApprovalTask, Page, TaskState

from content.models.numbering import DocumentNumber, NumberSeries
from content.models.policy import PolicyPage
from content.models.validity import Disclosure
from portal.locking import locked

Action = tuple[str, str | Promise, bool]
REJECT: Action = ("reject", _("Send back with reasons"), True)


class OpinionForm(TaskStateCommentForm):
    """An opinion is said, not clicked."""

    comment = forms.CharField(label=_("Opinion"), widget=forms.Textarea({"rows": 4}), max_length=4000)


class DisclosureForm(TaskStateCommentForm):
    disclosure = forms.ChoiceField(label=_("Disclosure"), choices=Disclosure.choices, widget=forms.RadioSelect)
    comment = forms.CharField(
        label=_("Reason"), widget=forms.Textarea({"rows": 3}), max_length=4000, required=False,
        help_text=_("Required for what is not published on own initiative."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("disclosure") != Disclosure.PUBLISHED and not said.get("comment"):
            self.add_error("comment", _("Say why it is not published."))
        return said


class OnceApproved(AbstractGroupApprovalTask):
    """A step that is taken once, however many take it at the same moment: who is second is refused.

    What is decided about is what stood there when the step began: edited meanwhile, it can only be sent back. Sent back
    it leaves the workflow, and all steps are taken anew. So no signature stands under words that its hand never saw.
    """

    class Meta:
        abstract = True

    @transaction.atomic
    def on_action(self, task_state: TaskState, user: Any, action_name: str, **said: Any) -> Any:
        form = self.get_form_for_action(action_name)(said)
        if not form.is_valid():
            raise PermissionDenied(_("Something is missing that this step asks for."))
        now = locked(TaskState.objects.filter(pk=task_state.pk)).get().specific
        if now.status != TaskState.STATUS_IN_PROGRESS:
            raise PermissionDenied(_("Somebody else was first."))
        newest = PolicyPage.objects.values_list("latest_revision", flat=True).get(pk=now.workflow_state.object_id)
        if action_name != "reject" and newest != now.revision_id:
            raise PermissionDenied(_("It was edited since this step began: send it back."))
        if not self.decided(now, user, action_name, form.cleaned_data):
            return None
        super().on_action(now, user, action_name, comment=form.cleaned_data.get("comment", ""))
        if action_name == "reject":
            now.workflow_state.cancel(user=user)
        return None

    def decided(self, state: TaskState, user: Any, action_name: str, said: dict[str, Any]) -> bool:
        """Does what the action causes. False: the step is not over with that."""
        return action_name == "reject" or self.approved(state, user, said)

    def approved(self, state: TaskState, user: Any, said: dict[str, Any]) -> bool:
        """Does what the approval causes. False: it is not approved with that yet."""
        return True

    def change(self, state: TaskState, user: Any, **fields: Any) -> PolicyPage:
        """A new revision of the document with these fields, which this step then is about."""
        page: PolicyPage = state.revision.as_object()
        for name, value in fields.items():
            setattr(page, name, value)
        state.revision = page.save_revision(user=user, log_action=True)
        state.save(update_fields=["revision"])
        return page


class OpinionTask(OnceApproved):
    """A review that ends with a written opinion, such as the legal review."""

    class Meta:
        verbose_name = _("review with an opinion")
        verbose_name_plural = _("reviews with an opinion")

    @classmethod
    def get_description(cls) -> str | Promise:
        return _("A member of one of these groups says an opinion: it goes on, or back to be changed")

    def get_actions(self, obj: Page, user: Any) -> list[Action]:
        return [REJECT, ("approve", _("Approve with an opinion"), True)] if super().get_actions(obj, user) else []

    def get_form_for_action(self, action: str) -> type[forms.Form]:
        return OpinionForm


class CountersignTask(OnceApproved):
    """Every one of the groups signs; one that sends it back is enough."""

    class Meta:
        verbose_name = _("countersigning")
        verbose_name_plural = _("countersignings")

    @classmethod
    def get_description(cls) -> str | Promise:
        return _("A member of each of these groups signs")

    def get_actions(self, obj: Page, user: Any) -> list[Action]:
        state = obj.current_workflow_task_state
        if state is None or not self.open_to(state, user):
            return []
        return [REJECT, ("approve", _("Countersign"), False), ("approve", _("Countersign with a comment"), True)]

    def open_to(self, state: TaskState, user: Any) -> list[Group]:
        """The groups of that person that have not signed yet."""
        signed = Countersignature.objects.filter(state=state).values("group")
        return list(self.groups.filter(pk__in=user.groups.all()).exclude(pk__in=signed))

    def approved(self, state: TaskState, user: Any, said: dict[str, Any]) -> bool:
        mine = self.open_to(state, user)
        if not mine:
            raise PermissionDenied(_("Your group has signed already."))
        for group in mine:
            Countersignature.objects.create(state=state, group=group, by=user, comment=said.get("comment", ""))
        signed = Countersignature.objects.filter(state=state).values("group")
        return not self.groups.exclude(pk__in=signed).exists()


class Countersignature(models.Model):
    state = models.ForeignKey(TaskState, on_delete=models.CASCADE, related_name="countersignatures")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    comment = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["state", "group"], name="one_signature_for_each_group")]

    def __str__(self) -> str:
        return f"{self.group} {self.at:%Y-%m-%d}"


class SigningTask(OnceApproved):
    """Who signs gives the document its number and its date."""

    series = models.ForeignKey(
        NumberSeries, on_delete=models.PROTECT, related_name="+", verbose_name=_("series of document numbers")
    )
    admin_form_fields = [*AbstractGroupApprovalTask.admin_form_fields, "series"]

    class Meta:
        verbose_name = _("signing and numbering")
        verbose_name_plural = _("signings and numberings")

    @classmethod
    def get_description(cls) -> str | Promise:
        return _("A member of one of these groups signs; the document gets the next number and the date of that day")

    def get_actions(self, obj: Page, user: Any) -> list[Action]:
        return [REJECT, ("approve", _("Sign and number"), False)] if super().get_actions(obj, user) else []

    def approved(self, state: TaskState, user: Any, said: dict[str, Any]) -> bool:
        page = state.revision.as_object()
        given = DocumentNumber.objects.filter(page=page).first()
        # What came with its number, or is signed once more after a correction, keeps number and date.
        if given is None and not page.document_number and not page.is_translated:
            given = self.series.give(page, by=user)
        if given is not None:
            issued_on = timezone.localdate(given.given_at)
            self.change(state, user, document_number=str(given), issued_on=issued_on)
        return True


class DisclosureTask(OnceApproved):
    """Who decides whether the public reads it. What it does not read leaves the workflow here, unpublished."""

    class Meta:
        verbose_name = _("decision on disclosure")
        verbose_name_plural = _("decisions on disclosure")

    @classmethod
    def get_description(cls) -> str | Promise:
        return _("A member of one of these groups decides whether it is published, given on request, or withheld")

    def get_actions(self, obj: Page, user: Any) -> list[Action]:
        return [REJECT, ("approve", _("Decide on disclosure"), True)] if super().get_actions(obj, user) else []

    def get_form_for_action(self, action: str) -> type[forms.Form]:
        return DisclosureForm if action == "approve" else OpinionForm

    def approved(self, state: TaskState, user: Any, said: dict[str, Any]) -> bool:
        disclosure = said["disclosure"]
        is_first = disclosure == Disclosure.PUBLISHED and state.revision.as_object().published_on is None
        fields = {"published_on": timezone.localdate()} if is_first else {}
        page = self.change(state, user, disclosure=disclosure, **fields)
        if disclosure == Disclosure.PUBLISHED:
            return True
        # The public may have an older wording of it.
        public = PolicyPage.objects.filter(pk=page.pk, live=True).first()
        if public is not None:
            UnpublishPageAction(public, user=user).execute(skip_permission_checks=True)
        state.workflow_state.cancel(user=user)
        TaskState.objects.filter(pk=state.pk).update(comment=said["comment"])
        return False
