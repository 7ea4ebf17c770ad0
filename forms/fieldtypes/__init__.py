"""Kinds of field, one class each. Importing this package registers them all; forms.apps does so at start."""

from forms.fieldtypes import (
    area,
    choices,
    computed,
    files,
    identity,
    moments,
    numbers,
    organisation,
    signature,
    telephone,
    texts,
)
from forms.fieldtypes.base import FieldContext, FieldType
from forms.fieldtypes.registry import registry

__all__ = [
    "FieldContext",
    "FieldType",
    "area",
    "choices",
    "computed",
    "files",
    "identity",
    "moments",
    "numbers",
    "organisation",
    "registry",
    "signature",
    "telephone",
    "texts",
]
