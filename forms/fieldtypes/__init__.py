"""Kinds of field, one class each. Importing this package registers them all; forms.apps does so at start."""

from forms.fieldtypes import (  # noqa: F401 -- importing them registers them
    addresses,
    area,
    choices,
    computed,
    creditcode,
    files,
    hidden,
    identity,
    located,
    matrix,
    moments,
    money,
    numbers,
    organisation,
    people,
    period,
    pointing,
    scale,
    scoresheet,
    signature,
    telephone,
    texts,
)
from forms.fieldtypes.base import FieldContext, FieldType
from forms.fieldtypes.registry import registry

__all__ = ["FieldContext", "FieldType", "registry"]
