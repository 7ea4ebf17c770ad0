"""Pages about a subject that are written in parts."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.text import capfirst
from wagtail.fields import RichTextField

from content.models.topics import TopicPage
from content.text import plain

FEATURES = ["bold", "ol", "ul", "link", "document-link"]


@dataclass(frozen=True)
class Part:
    """`anchor` is the end of its address."""

    anchor: str
    heading: str
    html: str


def text_of(label: Any, *, blank: bool = True) -> RichTextField:
    return RichTextField(label, blank=blank, features=FEATURES)


class WrittenPage(TopicPage):
    """`told` names the fields that hold its parts, in the order of the page; each is called there as in the editor."""

    told: ClassVar[tuple[str, ...]]

    template = "content/written_page.html"

    class Meta:
        abstract = True

    @property
    def parts(self) -> list[Part]:
        fields = ((name, str(self._meta.get_field(name).verbose_name)) for name in self.told)
        return [Part(name, capfirst(heading), getattr(self, name)) for name, heading in fields if getattr(self, name)]

    def search_passages(self) -> list[tuple[str, str]]:
        return [("", self.summary), *((part.anchor, plain(part.html)) for part in self.parts)]
