"""What forms may name of the case they belong to: `${case.<form>.<field>}` in formulas, as `context_of` offers it, and
`case.<form>.<field>` as where an answer comes from beforehand.

Every published form counts, also one that no workflow uses yet: forms are published before the workflow that joins
them. `${case.answers.<field>}` is of whichever form opened the case.
"""

from collections.abc import Iterator, Mapping

from forms import sources
from forms.compartments import is_clear
from forms.contexts import Names, forms_beside, names_of
from forms.logic.inference import Known
from forms.logic.types import Kind, ValueType
from forms.schema import FormSchema, Question
from workflows.publishable import published_forms


def names_of_the_case(beside: Mapping[str, FormSchema]) -> Names:
    """Kind and options of each answer by its path; None for what is sealed."""
    found: dict[str, Known | None] = {}
    for key, form in {**published_forms(), **beside}.items():
        for name, known in _of_form(form):
            found[f"case.{key}.{name}"] = known
            opening = f"case.answers.{name}"
            found[opening] = _either(found[opening], known) if opening in found else known
    return found


@sources.judges("case")
def of_source(schema: FormSchema, question: Question, path: str) -> str:
    """What is wrong with a field that is filled in from the case, as a sentence, or nothing."""
    form_key, _dot, key = path.partition(".")
    forms = {**published_forms(), **forms_beside(), schema.key: schema}
    asked = list(forms.values()) if form_key == "answers" else [forms[form_key]] if form_key in forms else []
    origins = (sources.question_of(form, key) for form in asked)
    return sources.from_others(question, [origin for origin in origins if origin], question.prefill)


def _of_form(form: FormSchema) -> Iterator[tuple[str, Known | None]]:
    for field in form.fields():
        clear = is_clear(field)
        for name, known in names_of(field):
            yield name, known if clear else None


def _either(one: Known | None, other: Known | None) -> Known | None:
    """Of two forms that ask something of the same name: what holds for both."""
    if one is None or other is None or one == other:
        return one or other
    return Known(one.kind if one.kind == other.kind else Kind(ValueType.ANY))
