"""Posts: one person in one organisation in one role, from a day to a day. Rights follow the post."""

from datetime import date
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from portal.directory.models.appointed import problem_with
from portal.directory.models.organisation import Organisation
from portal.directory.models.person import User
from portal.directory.roles import APPOINTED_ROLES, LEADER_ROLES, ROLES, fits, role_choices


class PostQuerySet(models.QuerySet["Post"]):
    def current(self, on: date | None = None) -> Self:
        """Those that have begun and not ended by that day, today unless told. The last day counts."""
        day = on or timezone.localdate()
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)

    def appointed(self) -> Self:
        """Those of today that an administrator can neither give nor take."""
        return self.current().filter(role__in=APPOINTED_ROLES)

    def ended(self, on: date | None = None) -> Self:
        return self.filter(ends_on__lt=on or timezone.localdate())

    def standing_in_for(self, post: "Post", on: date | None = None) -> Self:
        """The posts that do the work of an absent one on that day. One step only, never the substitutes of those."""
        day = on or timezone.localdate()
        if not post.is_current(day):
            return self.none()
        return self.current(day).filter(**_absent("substitutions", day), substitutions__post=post)

    def stood_in_for_by(self, post: "Post", on: date | None = None) -> Self:
        """The absent posts whose work that one does on that day."""
        day = on or timezone.localdate()
        if not post.is_current(day):
            return self.none()
        return self.current(day).filter(**_absent("absences", day), absences__substitute=post)

    def working_for(self, organisation: Organisation, on: date | None = None) -> Self:
        """The posts of the organisation, and those elsewhere that stand in for one of them on that day."""
        day = on or timezone.localdate()
        helping = Post.objects.filter(**_absent("substitutions", day), substitutions__post__organisation=organisation)
        return self.current(day).filter(Q(organisation=organisation) | Q(pk__in=helping.order_by().values("pk")))

    def with_places_of_work(self) -> "list[Post]":
        """Those of today, of one person: each knows of all of them without asking again."""
        from portal.directory.inheriting import has_a_past  # here: it asks the models

        rows = self.select_related("organisation__area").annotate(past=has_a_past())
        posts = [post for post in rows if post.is_current()]
        places = {post.organisation_id: bool(post.past) for post in posts}  # type: ignore[attr-defined]  # annotated
        for post in posts:
            post._places_of_work = places
        return posts

    def leading(self) -> Self:
        return self.filter(role__in=LEADER_ROLES)


def _absent(relation: str, day: date) -> dict[str, Any]:
    return {f"{relation}__starts_on__lte": day, f"{relation}__ends_on__gte": day, f"{relation}__cancelled_at": None}


class Post(models.Model):
    """One person in one organisation in one role, from a day to a day."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="posts", verbose_name=_("person"))
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="posts", verbose_name=_("organisation")
    )
    role = models.CharField(_("role"), max_length=40, choices=role_choices)
    title = models.CharField(pgettext_lazy("of a post", "title"), max_length=60, blank=True)
    starts_on = models.DateField(_("from"), default=timezone.localdate)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("who takes over the open work"),
        null=True,
        blank=True,
        help_text=_("When the post ends. Empty: it goes back to the organisation's inbox."),
    )

    objects = PostQuerySet.as_manager()

    _stands_for: "list[Post] | None" = None
    _own_organisation_ids: set[int] | None = None
    _places_of_work: dict[int, bool] | None = None

    class Meta:
        ordering = ["starts_on", "pk"]
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="post_ends_after_it_starts"
            )
        ]
        indexes = [
            # Hardly any post has an end: what the daily look for ended posts reads.
            models.Index(fields=["ends_on"], condition=Q(ends_on__isnull=False), name="post_ends_on")
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.organisation}"

    def get_role_display(self) -> str:  # type: ignore[no-redef]  # Django leaves it to the model
        """As Django's own, which translates all thirty roles to find the one: a list says fifty of them."""
        return str(ROLES.get(self.role, self.role))

    @property
    def leads(self) -> bool:
        return self.role in LEADER_ROLES

    def is_current(self, on: date | None = None) -> bool:
        day = on or timezone.localdate()
        return self.starts_on <= day and (self.ends_on is None or self.ends_on >= day)

    def stands_for(self) -> "list[Post]":
        """The absent posts whose work this one does today. Looked up once for each time the post is read."""
        if self._stands_for is None:
            self._stands_for = self._absent_today() if self._may_stand_in() else []
        return self._stands_for

    def _absent_today(self) -> "list[Post]":
        return list(Post.objects.stood_in_for_by(self).select_related("organisation", "user").distinct())

    def _may_stand_in(self) -> bool:
        """One look into an index, which nearly always says no."""
        from portal.directory.models.absence import Absence  # here: it points to posts

        return Absence.objects.in_force().filter(substitute=self.pk).exists()

    def hats(self) -> "list[Post]":
        """Every post whose rights this one has today: itself first, then those it stands in for."""
        return [self, *self.stands_for()]

    def organisation_ids(self) -> set[int]:
        """The organisations that this post works for today, and those whose work they have taken over."""
        return set[int]().union(*(hat.own_organisation_ids() for hat in self.hats()))

    def own_organisation_ids(self) -> set[int]:
        """Its organisation, and those of the past whose work that one has. Looked up once, as `stands_for`."""
        from portal.directory.inheriting import inherited_by  # here: it asks the models

        if self._own_organisation_ids is None:
            has_a_past = self.places_of_work().get(self.organisation_id, True)
            self._own_organisation_ids = {self.organisation_id} | (
                inherited_by(self.organisation) if has_a_past else set()
            )
        return self._own_organisation_ids

    def places_of_work(self) -> dict[int, bool]:
        """The organisations in which the person holds a post today, each with whether it may have inherited."""
        if self._places_of_work is None:
            posts = Post.objects.filter(user=self.user_id).with_places_of_work()
            self._places_of_work = posts[0].places_of_work() if posts else {}
        return self._places_of_work

    def concerned_ids(self) -> set[int]:
        """Where the person works, in this post or another, and everything those organisations came from.

        For the conflict rule: who was shut out stays so under a new name.
        """
        from portal.directory.inheriting import came_before  # here: it asks the models

        places = self.places_of_work()
        return set(places) | came_before([place for place, has_a_past in places.items() if has_a_past])

    def clean(self) -> None:
        """Raises ValidationError for dates the wrong way round, a role that the organisation has not, a second time."""
        super().clean()
        if self.ends_on and self.starts_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("The post ends before it begins. Give a later day, or none.")})
        if self.organisation_id and self.role and not fits(self.role, self.organisation.function):
            raise ValidationError({"role": self._misfit()})
        if sentence := self._not_here():
            raise ValidationError({"role": sentence})
        if self.user_id and self.organisation_id and self.starts_on and (other := self._twin()):
            raise ValidationError({"starts_on": self._overlap(other)})
        if self.successor_id and (self.successor_id == self.pk or self._is_elsewhere(self.successor)):
            sentence = _("Only another post of the same organisation can take over the open work.")
            raise ValidationError({"successor": sentence})

    def _not_here(self) -> str | Promise | None:
        """Why somebody who is no more than an administrator cannot save it."""
        before = Post.objects.filter(pk=self.pk).first() if self.pk else None
        others = list(Post.objects.current().filter(user=self.user_id).exclude(pk=self.pk)) if self.user_id else []
        return problem_with(self, before, others)

    def _is_elsewhere(self, other: "Post | None") -> bool:
        return other is not None and other.organisation_id != self.organisation_id

    def _twin(self) -> "Post | None":
        """Another post of the same person in the same organisation and role, at the same time."""
        same = Post.objects.filter(user=self.user_id, organisation=self.organisation_id, role=self.role)
        same = same.exclude(pk=self.pk).filter(Q(ends_on=None) | Q(ends_on__gte=self.starts_on))
        return (same.filter(starts_on__lte=self.ends_on) if self.ends_on else same).first()

    def _misfit(self) -> str:
        words = {"role": self.get_role_display(), "function": self.organisation.get_function_display()}
        return (
            gettext("There is no “%(role)s” in an organisation of the kind “%(function)s”. Choose another role.")
            % words
        )

    def _overlap(self, other: "Post") -> str:
        words = {"since": formats.date_format(other.starts_on), "until": _until(other.ends_on)}
        return (
            gettext(
                "This person holds this post already (%(since)s – %(until)s). End that one first, or change its days."
            )
            % words
        )


def _until(day: date | None) -> str:
    return formats.date_format(day) if day else gettext("open end")
