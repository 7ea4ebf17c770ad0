"""What the template of a paper names of a form: looked for before the form, or what prints it, is published."""

import re
from collections.abc import Iterator

from django.template import engines
from django.template.base import Lexer, TokenType
from django.template.loader import get_template

from forms.schema import FormSchema

OF_ANSWERS = re.compile(r"\banswers\.([a-z][a-z0-9_]*)")
OF_TAGS = re.compile(r"""^(?:answered|answered_rows|drawn)\s+["']([a-z][a-z0-9_]*)["']""")
OF_STEPS = re.compile(r"""\bsection\.step\s*[!=]=\s*["']([a-z][a-z0-9_]*)["']""")
OTHER_TEMPLATES = re.compile(r"""^(?:include|extends)\s+["']([^"']+)["']""")


def unknown_names(template: str, form: FormSchema) -> list[str]:
    """Fields and steps that the template names and the form does not have, each once, in the order of the template.

    Raises TemplateDoesNotExist.
    """
    fields, steps = {field.key for field in form.fields()}, {step.key for step in form.steps}
    named = dict.fromkeys(_names(template, set()))
    return [name for name, of_step in named if name not in (steps if of_step else fields)]


def _names(template: str, seen: set[str]) -> Iterator[tuple[str, bool]]:
    """Each with whether it is the name of a step. A template may include itself."""
    seen.add(template)
    for said in _tags(template):
        for pattern in (OF_ANSWERS, OF_TAGS, OF_STEPS):
            yield from ((name, pattern is OF_STEPS) for name in pattern.findall(said))
        if (other := OTHER_TEMPLATES.match(said)) and other[1] not in seen:
            yield from _names(other[1], seen)


def _tags(template: str) -> list[str]:
    tokens = Lexer(_source(template)).tokenize()
    return [token.contents for token in tokens if token.token_type in (TokenType.VAR, TokenType.BLOCK)]


def _source(template: str) -> str:
    found = get_template(template, using=next(iter(engines)))
    return str(found.template.source)  # type: ignore[attr-defined]  # of Django's own engine
