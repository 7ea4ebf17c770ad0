"""A file of another program in the admin: shown as what it would be, with what is lost, before it is taken in."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Generic, Protocol, TypeVar, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from forms.keys import key_from
from forms.schema import Definition
from forms.versions import carrying
from forms.versions.models import Edited
from portal.directory.admin.pages import Screen
from portal.directory.models import User

MOST_SHOWN = 500

Kind = TypeVar("Kind", bound=Definition)


class Finding(Protocol):
    """Something that could not be kept as it stood in the file."""

    @property
    def severity(self) -> str: ...


class TakeInScreen(Screen, Generic[Kind]):
    """A subclass says which definitions it makes, of what, and in which words."""

    header_icon = "upload"
    # Looked at, then packed into the page, and taken in by a second request.
    model: ClassVar[type[Edited]]
    kind: type[Kind]
    urls: ClassVar[str]
    listing: ClassVar[str | Promise]
    nothing: ClassVar[str | Promise]
    too_large: ClassVar[str | Promise]
    locked: ClassVar[str | Promise]
    severities: ClassVar[Mapping[Any, Any]]

    @abstractmethod
    def read(self, file: "UploadedFile[Any]") -> tuple[Kind | None, Sequence[Finding]]:
        """What the file says, None when nothing can be made of it, and what is lost."""

    @abstractmethod
    def drawn(self, schema: Kind) -> dict[str, Any]:
        """What the page shows of it."""

    @abstractmethod
    def save(self, schema: Kind, *, by: User) -> Edited:
        """As a draft."""

    def may(self, request: HttpRequest) -> bool:
        return request.user.has_perm(self._permission("add"))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        listing = {"url": reverse(f"{self.urls}:list"), "label": self.listing}
        return [*self.breadcrumbs_items, listing, {"url": "", "label": self.get_page_title()}]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.page()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.take() if "packed" in request.POST else self.look()

    def look(self) -> HttpResponse:
        file = self.request.FILES.get("file")
        if file is None:
            return self.page(problem=_("Choose a file first."))
        schema, findings = self.read(file)
        if schema is None:
            return self.page(problem=self.nothing, **self._listed(findings))
        return self.show(schema, findings)

    def show(self, schema: Kind, findings: Sequence[Finding] = (), **words: Any) -> HttpResponse:
        packed = carrying.pack(schema, user_id=self.user_id)
        if len(packed) > carrying.MOST_CARRIED:
            return self.page(problem=self.too_large)
        there = self._there(schema)
        return self.page(
            schema=schema,
            packed=packed,
            there=there,
            may_replace=there is not None and self.request.user.has_perm(self._permission("change")),
            **self.drawn(schema),
            **self._listed(findings),
            **words,
        )

    def take(self) -> HttpResponse:
        schema = carrying.unpack(self.kind, self.request.POST["packed"], user_id=self.user_id)
        if schema is None:
            return self.page(problem=_("This page was open for too long. Choose the file again."))
        if self.request.POST.get("into") != "replace":
            schema = self._as_another(schema)
        elif problem := self.obstacle(schema):
            return self.show(schema, problem=problem)
        made = self.save(schema, by=cast(User, self.request.user))
        messages.success(self.request, _("“%(title)s” is a draft now. Look through it.") % {"title": made.title})
        return redirect(reverse(f"{self.urls}:edit", args=[made.pk]))

    def obstacle(self, schema: Kind) -> str | Promise:
        """Why the draft that is there cannot be replaced by this person now."""
        if not self.request.user.has_perm(self._permission("change")):
            raise PermissionDenied
        there = self._there(schema)
        lock = there.get_lock() if there else None
        return self.locked if lock and lock.for_user(self.request.user) else ""

    @property
    def user_id(self) -> int:
        return int(self.request.user.pk or 0)

    def _there(self, schema: Kind) -> Edited | None:
        return self.model._default_manager.filter(key=schema.key).first()

    def _as_another(self, schema: Kind) -> Kind:
        """Under a key of its own."""
        taken = set(self.model._default_manager.values_list("key", flat=True))
        return schema.model_copy(update={"key": key_from(schema.key, taken)}) if schema.key in taken else schema

    def _permission(self, verb: str) -> str:
        return f"{self.model._meta.app_label}.{verb}_{self.model._meta.model_name}"

    def _listed(self, findings: Sequence[Finding]) -> dict[str, Any]:
        shown = [{"found": finding, "severity": self.severities[finding.severity]} for finding in findings[:MOST_SHOWN]]
        return {"findings": shown, "more": max(len(findings) - MOST_SHOWN, 0), "looked": True}
