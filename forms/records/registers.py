"""The registers that a form may speak of."""

from collections.abc import Mapping

from forms.models.record import registers
from forms.schema import FormSchema


def known_registers(beside: Mapping[str, FormSchema]) -> list[FormSchema]:
    """Those that are published and those among `beside`, forms by key that count as published."""
    found = {register.key: register for register in registers().values()}
    return [*{**found, **{key: form for key, form in beside.items() if form.records}}.values()]
