"""What a form begins with: answers that the portal knows already. One provider for each kind of source.

A question names its source as `<source>.<path>`: `profile.name`, `last.<key>`, `case.<form>.<key>`,
`record.<register>.<key>`. A provider is asked once for a form, and answers only what the person may read; no answer
goes where more people may read it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from forms.answering import holds_files, problem_with
from forms.compartments import RANKS, is_clear, sensitivity_of
from forms.logic.types import ValueType, answer_types
from forms.schema import FormSchema, Question, Sensitivity, Table
from portal.directory.models import Post

# Answers that mean something only where they were given.
BOUND = frozenset({"consent", "signature"})
LAST = "last"
# Answers that were given the last time, and are only to be confirmed.
CARRIED = frozenset({LAST, "record"})


@dataclass(frozen=True)
class Asking:
    """Which form, for whom, and what the host fills it in for (a task), None where there is nothing.

    `by` is None where nobody's post is kept.

    `named` are questions for which the host itself says where their answers come from: what they name does not count.
    """

    schema: FormSchema
    by: Post
    subject: object = None
    named: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Known:
    """`carried` are the keys of those answers that were given before, and are only to be confirmed."""

    answers: dict[str, Any] = field(default_factory=dict)
    carried: tuple[str, ...] = ()


Provider = Callable[[Asking, Mapping[str, str]], Mapping[str, Any]]


class Providers:
    """By the word before the first dot. Each gets the paths behind it by the key of the field that is to be filled."""

    def __init__(self) -> None:
        self._providers: dict[str, Provider] = {}

    def register(self, source: str) -> Callable[[Provider], Provider]:
        def decorate(provider: Provider) -> Provider:
            if source in self._providers:
                raise ValueError(f"prefill source {source!r} is registered twice")
            self._providers[source] = provider
            return provider

        return decorate

    def __contains__(self, source: str) -> bool:
        return source in self._providers

    def __iter__(self) -> Iterator[str]:
        return iter(self._providers)

    def known(self, asking: Asking) -> Known:
        """The answers the form begins with; what a provider gives that is no answer to its question is left out."""
        questions = {one.key: one for one in fillable(asking.schema)}
        asked: dict[str, Question | Table] = {**questions, **{one.key: one for one in tables(asking.schema)}}
        own = [one for one in questions.values() if one.key not in asking.named]
        found: dict[str, Any] = {}
        carried: list[str] = []
        for source, provider in self._providers.items():
            given = provider(asking, _paths(own, source))
            new = {key: value for key, value in given.items() if key in asked and key not in found}
            fitting = {key: value for key, value in new.items() if fitted(value, asked[key]) is not None}
            carried += fitting if source in CARRIED else ()
            found |= fitting
        return Known(found, tuple(carried))


registry = Providers()


def fillable(schema: FormSchema) -> list[Question]:
    """The questions of a form that may begin with an answer given elsewhere."""
    return _may_begin(item for item in schema.fields() if isinstance(item, Question))


def tables(schema: FormSchema) -> list[Table]:
    """The tables of a form, which may begin with the rows of an earlier paper of the same form."""
    return [item for item in schema.fields() if isinstance(item, Table)]


def _may_begin(asked: Iterable[Question]) -> list[Question]:
    return [one for one in asked if not (one.computed or one.type in BOUND or holds_files(one))]


def may_flow(sensitivity: Sensitivity, target: Question | Table) -> bool:
    """Whether an answer of that sensitivity may stand in the field: never where it would be less protected."""
    return RANKS.index(sensitivity) <= RANKS.index(sensitivity_of(target))


def is_alike(origin: Question, target: Question, *, named: bool) -> bool:
    """The same kind of field, or, where an author named the source, the same kind of answer."""
    kind = answer_types[origin.type]
    alike = kind is not ValueType.ANY and kind is answer_types[target.type]
    return origin.type == target.type or (named and alike)


def may_be_copied(origin: Question, target: Question) -> bool:
    """Into another form without anybody looking: nothing comes to stand in clear that did not, or who reported.

    Options go among options only, and each of the one must be one of the other.
    """
    here, there = ({choice.key for choice in one.choices} for one in (origin, target))
    return (
        origin.sensitivity != "reporter"
        and is_alike(origin, target, named=True)
        and may_flow(origin.sensitivity, target)
        and (is_clear(origin) or not is_clear(target))
        and (bool(here) == bool(there) and here <= there)
    )


def fitted(answer: Any, target: Question | Table) -> Any:
    """The answer as the field may begin with it, of a table the cells that are still answers; None for nothing."""
    if isinstance(target, Question):
        return answer if fits(answer, target) else None
    rows = answer if isinstance(answer, list) else []
    columns = {one.key: one for one in _may_begin(target.columns)}
    return [
        {key: cell for key, cell in row.items() if key in columns and fits(cell, columns[key])} for row in rows
    ] or None


def fits(answer: Any, target: Question) -> bool:
    if answer is None:
        return False
    chosen = answer if isinstance(answer, list) else [answer]
    # One in parts is the field's own to judge.
    if (
        target.choices
        and not isinstance(answer, dict)
        and not all(one in {choice.key for choice in target.choices} for one in chosen)
    ):
        return False
    return problem_with(target, answer) is None


def _paths(questions: Iterable[Question], source: str) -> dict[str, str]:
    split = ((one.key, one.prefill.partition(".")) for one in questions)
    return {key: path for key, (word, dot, path) in split if dot and word == source}


# What the portal knows of whoever fills in. A telephone number is the office's, not the person's.
PROFILE: dict[str, Callable[[Post], str]] = {
    "name": lambda post: str(post.user),
    "phone": lambda post: post.organisation.telephone,
    "organisation": lambda post: str(post.organisation),
    "post": str,
    "area": lambda post: post.organisation.area_id,
}


@registry.register("profile")
def profile(asking: Asking, paths: Mapping[str, str]) -> Mapping[str, Any]:
    """Of the person and the office. In a field for an organisation, `profile.organisation` is its number."""
    kinds = {one.key: one.type for one in fillable(asking.schema)}
    known = {key: PROFILE[path](asking.by) for key, path in paths.items() if path in PROFILE}
    office = {key: str(asking.by.organisation_id) for key in known if kinds[key] == "organisation"}
    return {key: value for key, value in {**known, **office}.items() if value}
