"""What somebody keeps at their desk: cases they watch, and ways of looking at the list of cases."""

from typing import Self

from django.core.validators import MinLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.directory.models import Post
from workflows.models.case import Case

# So many of each fit onto a page, and nobody keeps an eye on more.
MOST_WATCHED, MOST_FILTERS = 100, 12


class WatchedCaseQuerySet(models.QuerySet["WatchedCase"]):
    def of(self, post: Post) -> Self:
        return self.filter(post=post)


class WatchedCase(models.Model):
    """It gives no right: whoever may not see the case any more does not find it among the watched ones."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="watched_cases", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="watched_by")
    since = models.DateTimeField(auto_now_add=True)
    # The last event of the case when the person said that they had seen it.
    seen = models.PositiveIntegerField(default=0)

    objects = WatchedCaseQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "case"], name="watched_once_by_a_post")]

    def __str__(self) -> str:
        return f"{self.post_id} {self.case_id}"


class SavedFilter(models.Model):
    """A way of looking at the list of cases, by a name of one's own. `query` is what stands in the address."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="saved_filters", db_index=False)
    name = models.CharField(_("name"), max_length=20, validators=[MinLengthValidator(1)])
    query = models.CharField(max_length=200)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["post", "name"], name="one_saved_filter_of_a_name")]

    def __str__(self) -> str:
        return f"{self.post_id} {self.pk}"
