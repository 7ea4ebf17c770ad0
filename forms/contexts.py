"""What formulas may name beyond the form's own fields, such as what the case knows. The floors above register it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property

from forms.logic.inference import Known
from forms.logic.types import Kind, ValueType, answer_types
from forms.schema import FormSchema, Question, Table

# By the whole path, such as "case.report.situations"; None is there, but sealed: no rule may look at it.
Names = Mapping[str, Known | None]
# Gets the forms that count as published beside those that are.
Provide = Callable[[Mapping[str, FormSchema]], Names]

_providers: dict[str, Provide] = {}
_NONE: Mapping[str, FormSchema] = {}
_beside: ContextVar[Mapping[str, FormSchema]] = ContextVar("forms_beside", default=_NONE)


def register(first: str, provide: Provide) -> None:
    """`first` is what all these names begin with. Raises ValueError when it is taken."""
    if first in _providers:
        raise ValueError(f"names that begin with {first!r} are registered twice")
    _providers[first] = provide


@contextmanager
def beside(forms: Iterable[FormSchema]) -> Iterator[None]:
    """Inside, these forms count as published, for example those of a pack."""
    token = _beside.set({form.key: form for form in forms})
    try:
        yield
    finally:
        _beside.reset(token)


def forms_beside() -> Mapping[str, FormSchema]:
    """By key, the forms that count as published here and now."""
    return _beside.get()


def names_of(field: Question | Table) -> Iterator[tuple[str, Known]]:
    """What formulas elsewhere may name of a field: itself, its parts, the columns of a table."""
    if isinstance(field, Table):
        yield field.key, Known(Kind(ValueType.TABLE))
        for column in field.columns:
            yield f"{field.key}.{column.key}", Known(Kind(answer_types[column.type], many=True), column.choices)
        return
    yield field.key, Known(Kind(answer_types[field.type]), field.choices)
    for part, kind in answer_types.parts(field).items():
        yield f"{field.key}.{part}", Known(Kind(kind))


def names() -> Names:
    """Of this moment. Nothing is looked up before a formula names something of the kind."""
    return _Names()


class _Names(Mapping[str, Known | None]):
    @cached_property
    def _all(self) -> dict[str, Known | None]:
        return {name: known for provide in _providers.values() for name, known in provide(_beside.get()).items()}

    def __getitem__(self, name: str) -> Known | None:
        if name.partition(".")[0] not in _providers:
            raise KeyError(name)
        return self._all[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)
