"""The editor of posts. A post that ends with open work asks who goes on with it."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from portal.directory.models import Post
from portal.directory.naming import neat
from portal.staffing import leaving
from portal.staffing.policies import may_keep_posts_of

NOT_ONES_OWN = _("This post is yours. Another administrator gives you a post, or changes it.")


class PostForm(WagtailAdminModelForm):
    instance: Post

    to_inbox = forms.BooleanField(label=_("The open work goes back to the inbox of the organisation"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        post = self.instance
        there = Post.objects.current().filter(organisation=post.organisation_id).exclude(pk=post.pk)
        self.fields["successor"].queryset = there.select_related("user", "organisation")
        if post.pk:
            # Rights and records hang on who held which post: another person or place is another post.
            self.fields["user"].disabled = self.fields["organisation"].disabled = True

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        person = given.get("user")
        if person and not may_keep_posts_of(self.for_user, person):
            self.add_error(None, NOT_ONES_OWN)
        ends = given.get("ends_on") is not None and self.instance.pk
        if ends and not given.get("successor") and not given.get("to_inbox"):
            self._ask(leaving.open_work(self.instance))
        return given

    def save(self, commit: bool = True) -> Post:
        post: Post = super().save(commit)
        # One that ends later keeps its work until then; the daily look hands it over.
        if commit and post.ends_on is not None and not post.is_current():
            leaving.hand_over(post, post.successor)
        return post

    def _ask(self, n: int) -> None:
        if n:
            sentence = ngettext(
                "This post has %(n)d piece of open work. Choose who takes over, or give it back to the inbox below.",
                "This post has %(n)d pieces of open work. Choose who takes over, or give them back to the inbox below.",
                n,
            )
            self.add_error("successor", sentence % {"n": n})


class PostIndex(IndexView):
    def get_base_queryset(self) -> QuerySet[Post]:
        return Post.objects.select_related("user", "organisation")

    def search_queryset(self, posts: QuerySet[Post]) -> QuerySet[Post]:
        """By the person or the organisation, in the table itself: no search engine finds a part of a Chinese name."""
        if not self.is_searching:
            return posts
        text = neat(self.search_query)
        person = Q(user__name__icontains=text) | Q(user__username__icontains=text)
        return posts.filter(person | Q(organisation__name__icontains=text))


class PostViewSet(ModelViewSet):
    model = Post
    icon = "user"
    menu_label = _("Posts")
    add_to_reference_index = False
    copy_view_enabled = False
    list_display = ["user", "organisation", "role", "title", "starts_on", "ends_on"]
    list_per_page = 50
    list_filter = ["role"]
    index_view_class = PostIndex
    search_fields = ["user__name"]
    search_backend_name = None
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("user"), FieldPanel("organisation")]),
            FieldRowPanel([FieldPanel("role"), FieldPanel("title")]),
            FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
            FieldPanel("successor"),
            FieldPanel("to_inbox"),
        ],
        base_form_class=PostForm,
    )
