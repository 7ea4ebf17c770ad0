"""Families of field types, as the editor offers them, and the settings that have an input of their own."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks


@dataclass(frozen=True)
class Setting:
    """One input for one setting. Empty means: the setting is not given."""

    block: Callable[[], blocks.Block]
    kind: type

    def takes(self, value: object) -> bool:
        """Whether the input can say this value; others stay in the JSON."""
        return type(value) is self.kind and value not in ("", False)


def integer(label: str | Promise) -> Setting:
    return Setting(lambda: blocks.IntegerBlock(label=label, required=False), int)


def text(label: str | Promise) -> Setting:
    return Setting(lambda: blocks.CharBlock(label=label, required=False), str)


@dataclass(frozen=True)
class Family:
    label: str | Promise
    icon: str
    types: tuple[str, ...]
    choices: bool = False
    settings: dict[str, Setting] = field(default_factory=dict)

    @property
    def default_type(self) -> str | None:
        return self.types[0] if self.types else None


FAMILIES: dict[str, Family] = {
    "text": Family(
        _("Text"),
        "pilcrow",
        ("text", "long_text", "person_name", "phone", "address"),
        settings={
            "least_length": integer(_("At least (characters)")),
            "most_length": integer(_("At most (characters)")),
        },
    ),
    "number": Family(
        pgettext_lazy("kind of field", "Number"),
        "plus-inverse",
        ("integer", "decimal"),
        settings={"least": integer(_("At least")), "most": integer(_("At most")), "unit": text(_("Unit"))},
    ),
    "choice": Family(
        _("Choice"),
        "list-ul",
        ("choice", "multiple_choice"),
        choices=True,
        settings={"least": integer(_("At least (choices)")), "most": integer(_("At most (choices)"))},
    ),
    "yes_no": Family(_("Yes or no"), "check", ("yes_no", "consent")),
    "date": Family(_("Date and time"), "date", ("date", "datetime")),
    "area": Family(
        _("Place"), "globe", ("area",), settings={"level": text(_("Down to")), "least_level": text(_("At least to"))}
    ),
    "person": Family(_("Identity and signature"), "user", ("id_number", "signature")),
    "file": Family(
        _("Files"), "doc-empty", ("files", "photos"), settings={"most_files": integer(_("At most (files)"))}
    ),
    "computed": Family(_("Computed value"), "code", ("computed",), settings={"unit": text(_("Unit"))}),
    # Whatever kind of field is registered and in no family above.
    "other": Family(_("Other"), "form", (), choices=True),
}


def family_of(type_key: str) -> str:
    return next((name for name, family in FAMILIES.items() if type_key in family.types), "other")


def type_choices(name: str) -> list[tuple[str, str | Promise]]:
    """The kinds of field a family offers, by their names in the registry."""
    from forms.fieldtypes import registry  # at run time: the registry fills after the models are loaded

    known = {key: kind.name for key, kind in registry.items()}
    if name == "other":
        return [(key, label) for key, label in known.items() if family_of(key) == "other"]
    return [(key, known[key]) for key in FAMILIES[name].types if key in known]
