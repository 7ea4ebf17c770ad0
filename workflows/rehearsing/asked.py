"""What a rehearsed case has to be told of its forms: only what some rule of the workflow looks at. Pure."""

from collections.abc import Mapping

from forms.logic.parse import parse
from forms.schema import FormSchema, Question
from workflows.guards import clocks_of, references, rules_of
from workflows.schema import WorkflowSchema

# Whatever would keep an answer from being given, or give another.
AS_IT_IS = {
    "required": False,
    "required_when": None,
    "shown_when": None,
    "checks": (),
    "computed": None,
    "default": None,
    "choice_filter": None,
    "prefill": "",
}


def asked_by_rules(schema: WorkflowSchema, forms: Mapping[str, FormSchema]) -> dict[str, tuple[Question, ...]]:
    """By form, the questions that decide something, in the order of the form; each may be answered or left out.

    Raises ExpressionError for a rule that cannot be read.
    """
    wanted: dict[str, set[str]] = {}
    for _place, rule in (*rules_of(schema), *clocks_of(schema)):
        for path in references(parse(rule.formula)):
            if len(path) > 1:
                wanted.setdefault(schema.opened_by if path[0] == "answers" else path[0], set()).add(path[1])
    return {form: _questions(forms[form], keys) for form, keys in wanted.items() if form in forms}


def _questions(form: FormSchema, keys: set[str]) -> tuple[Question, ...]:
    found = (one for one in form.fields() if isinstance(one, Question) and one.key in keys)
    return tuple(question.model_copy(update=AS_IT_IS) for question in found)
