"""The picture as a page shows it for a case: the same for all cases of a version that came to a state the same way."""

from dataclasses import dataclass, field
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from portal.words import readers_language, say
from workflows.diagram import draw
from workflows.models import WorkflowVersion
from workflows.schema import WorkflowSchema

# A workflow has a dozen states, and few ways lead to each.
KEPT = 200


@dataclass(frozen=True)
class _Published:
    """What is drawn, known by its checksum."""

    checksum: str
    schema: WorkflowSchema = field(compare=False)


def picture_of(version: WorkflowVersion, *, here: str, visited: frozenset[str], done: int | None = None) -> SafeString:
    """In the reader's language. `here` is the state a case is in, `visited` those it has been in, `done` how
    many of the tasks that come together here are done.

    Kept in this process: nothing in it is about one case or one person.
    """
    return _picture(_Published(version.checksum, version.schema), readers_language(), here, visited, done)


@lru_cache(maxsize=KEPT)
def _picture(published: _Published, language: str, here: str, visited: frozenset[str], done: int | None) -> SafeString:
    schema = published.schema
    diagram = draw(schema, language=language, here=here, visited=visited, done=done)
    context = {"diagram": diagram, "name": say(schema.title, language), "here": here}
    return render_to_string("workflows/diagram.html", context)
