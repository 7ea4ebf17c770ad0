"""Publishing a letter, and finding the one to print."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _
from pydantic import ValidationError

from forms.logic.parse import parse
from forms.models import FormVersion
from forms.problems import Problem, malformed
from forms.schema import FormSchema, Rule
from forms.versions.publishing import NotPublishable, write_version
from portal.directory.models import User
from portal.words import spoken
from workflows.letters.builder import schema_of
from workflows.letters.check import Forms, check_letter, too_much
from workflows.letters.models import Letter, LetterVersion
from workflows.letters.schema import Block, LetterSchema, Listing
from workflows.models.definition import versions_in_use

_NONE: Mapping[str, LetterSchema] = {}
_beside: ContextVar[Mapping[str, LetterSchema]] = ContextVar("letters_beside", default=_NONE)


@contextmanager
def beside(letters: Iterable[LetterSchema]) -> Iterator[None]:
    """Inside, these letters count as published, for example those of a pack."""
    token = _beside.set({letter.key: letter for letter in letters})
    try:
        yield
    finally:
        _beside.reset(token)


def published_letter(key: str) -> LetterSchema | None:
    """What is printed under that key from now on; nothing while it is withdrawn."""
    if key in _beside.get():
        return _beside.get()[key]
    version = newest(key)
    return version.schema if version else None


def newest(key: str) -> LetterVersion | None:
    return LetterVersion.objects.filter(letter__key=key, letter__live=True).order_by("-number").first()


def is_withdrawn(key: str) -> bool:
    """It was published, and is to be used no more."""
    return LetterVersion.objects.filter(letter__key=key, letter__live=False).exists()


def published_letters() -> list[LetterSchema]:
    """The current version of each that has one and is not withdrawn."""
    last = LetterVersion.objects.filter(letter=OuterRef("letter")).order_by("-number").values("number")[:1]
    versions = LetterVersion.objects.filter(number=Subquery(last), letter__live=True)
    return [version.schema for version in versions.order_by("letter__key")]


def problems_of(letter: Letter) -> list[Problem]:
    """What keeps it from being published as it stands in the editor."""
    try:
        schema = schema_of(letter)
    except ValidationError as error:
        return malformed(error)
    return [*problems_in(schema), *_where_it_is_printed(schema)]


def problems_in(schema: LetterSchema, *, beside: Forms | None = None) -> list[Problem]:
    """What is wrong with it here; forms `beside` it, for example in its pack, count as published."""
    return check_letter(schema, forms={**form_of(schema.form), **(beside or {})})


def _where_it_is_printed(schema: LetterSchema) -> Iterator[Problem]:
    """What it shows too much of where published workflows send it. Of a pack, the check of its workflows says it."""
    form = form_of(schema.form).get(schema.form)
    if form is None or _beside.get():
        return
    for version in versions_in_use():
        for problem in too_much(schema, form, version.schema):
            sentence = _("In the workflow “%(title)s”: %(problem)s")
            words = {"title": spoken(version.schema.title), "problem": problem.sentence}
            yield Problem("", sentence % words, code=problem.code)


def form_of(key: str) -> dict[str, FormSchema]:
    """The published form of that key, by its key; nothing where there is none."""
    version = FormVersion.objects.filter(form__key=key).order_by("-number").first()
    return {key: version.schema} if version else {}


@transaction.atomic
def publish(letter: Letter, *, by: User | None) -> LetterVersion:
    """A new version, or the current one when nothing changed. Raises NotPublishable."""
    if problems := problems_of(letter):
        raise NotPublishable(problems)
    schema = schema_of(letter)
    blocks = tuple(_compiled(block) for block in schema.blocks)
    return write_version(letter, letter.versions, schema.model_copy(update={"blocks": blocks}), by=by)


def _compiled(block: Block) -> Block:
    """With every rule parsed."""
    changed: dict[str, object] = {"shown_when": _parsed(block.shown_when)}
    if isinstance(block, Listing):
        lines = (line.model_copy(update={"shown_when": _parsed(line.shown_when)}) for line in block.lines)
        changed["lines"] = tuple(lines)
    return block.model_copy(update=changed)


def _parsed(rule: Rule | None) -> Rule | None:
    return rule and rule.model_copy(update={"tree": parse(rule.formula)})
