"""The questions of a step, drawn. What is the same for everybody is drawn once in a process; the value is put in.

Drawing a question takes Django's templates longer than all the rest that a step asks for. The cells of tables have
moulds of their own, see forms.wizard.press.
"""

from collections import OrderedDict
from collections.abc import Hashable

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from forms.fieldtypes import registry
from forms.fieldtypes.steady import Same
from forms.wizard.parts import QuestionPart
from forms.wizard.press import VALUE, blank, typed
from portal.words import readers_language

# Of two large forms; a list of two thousand offices is drawn for each person, because it would fill the memory.
MOST, LONGEST = 300, 6_000
_moulds: OrderedDict[Hashable, str] = OrderedDict()


def pressed(part: QuestionPart) -> SafeString | None:
    """The question as its template draws it; None for one that has to be drawn by itself."""
    bound, question = part.bound, part.question
    if bound is None or bound.form.is_bound or part.errors or not registry[question.type].steady:
        return None
    text = typed(bound.field, bound.initial)
    said = bound.initial if text is None else VALUE
    widget = bound.field.widget
    options = tuple(key for key, _label in getattr(bound.field, "choices", ()))
    looks = (part.shown, part.required, repr(said), options, frozenset(getattr(widget, "withheld", ())))
    mould = _mould((Same(question), readers_language(), bound.html_name, *looks), part, said)
    # The mould comes from a template, and what is put into it has just been escaped.
    return mark_safe(mould if text is None else mould.replace(VALUE, escape(text)))  # nosec B308 B703


def _mould(key: Hashable, part: QuestionPart, said: object) -> str:
    if (mould := _moulds.get(key)) is None:
        mould = render_to_string("forms/parts/question.html", {"part": blank(part, said)})
        if len(mould) <= LONGEST:
            _moulds[key] = mould
        if len(_moulds) > MOST:
            _moulds.popitem(last=False)
    return mould
