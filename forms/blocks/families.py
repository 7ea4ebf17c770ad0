"""Families of field types, as the editor offers them, and the settings that have an input of their own."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks

from forms.blocks import offers
from forms.blocks.pasting import PastingListBlock

Offers = Callable[[], list[tuple[str, str | Promise]]]


@dataclass(frozen=True)
class Setting:
    """One input for one setting. Empty means: the setting is not given."""

    block: Callable[[], blocks.Block]
    kinds: tuple[type, ...]
    # Of a list of entries: what each may have.
    entries: frozenset[str] = frozenset()
    # Of what is chosen: from what.
    offers: Offers | None = None

    def takes(self, value: object) -> bool:
        """Whether the input can say this value; others stay in the JSON."""
        if type(value) not in self.kinds or is_nothing(value):
            return False
        if self.offers is not None:
            chosen = value if isinstance(value, list) else [value]
            return all(one in dict(self.offers()) for one in chosen)
        return not isinstance(value, list) or all(isinstance(one, dict) and set(one) <= self.entries for one in value)


def is_nothing(value: object) -> bool:
    """Whether an input with this value gives no setting. Nought is a number like any other."""
    return value is None or value is False or value == "" or value == []


def plain(value: Any) -> Any:
    """What an input of the editor holds, as the setting has it."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if not isinstance(value, blocks.list_block.ListValue):
        return value
    return [_said(entry) for entry in value]


def _said(entry: Any) -> dict[str, Any]:
    """What is given, the key first as a person writes it."""
    given = {key: one for key, one in entry.items() if one not in (None, "")}
    return {key: given[key] for key in sorted(given, key=lambda key: key != "key")}


def integer(label: str | Promise) -> Setting:
    return Setting(lambda: blocks.IntegerBlock(label=label, required=False), (int,))


def number(label: str | Promise) -> Setting:
    """With decimals or without; what has none is kept as it is written, `2`."""
    return Setting(lambda: blocks.FloatBlock(label=label, required=False), (int, float))


def text(label: str | Promise) -> Setting:
    return Setting(lambda: blocks.CharBlock(label=label, required=False), (str,))


def one_of(label: str | Promise, offers: Offers) -> Setting:
    return Setting(lambda: blocks.ChoiceBlock(label=label, required=False, choices=offers), (str,), offers=offers)


def several_of(label: str | Promise, offers: Offers) -> Setting:
    def block() -> blocks.Block:
        return blocks.MultipleChoiceBlock(
            label=label, required=False, choices=offers, default=[], widget=forms.CheckboxSelectMultiple
        )

    return Setting(block, (list,), offers=offers)


def flag(label: str | Promise) -> Setting:
    return Setting(lambda: blocks.BooleanBlock(label=label, required=False), (bool,))


def listing(label: str | Promise, **inputs: blocks.Block) -> Setting:
    """A list of entries, each with a label in both languages, a key, and these inputs."""

    def block() -> blocks.Block:
        entry = blocks.StructBlock(
            [
                ("label", blocks.CharBlock(label=_("Label"))),
                ("label_en", blocks.CharBlock(label=_("In English"), required=False)),
                *inputs.items(),
                ("key", _key_input()),
            ],
            label_format="{label}",
        )
        return PastingListBlock(entry, label=label)

    return Setting(block, (list,), frozenset({"label", "label_en", "key", *inputs}))


def _key_input() -> blocks.Block:
    return blocks.RegexBlock(
        regex=r"^[a-z][a-z0-9_]{0,59}$",
        required=False,
        label=_("Key"),
        error_messages={"invalid": _("A key has small letters, digits and _ and begins with a letter.")},
    )


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
        ("text", "long_text", "person_name", "phone", "address", "email", "url"),
        settings={
            "least_length": integer(_("At least (characters)")),
            "most_length": integer(_("At most (characters)")),
            "autocomplete": one_of(_("The person's own, which the browser may fill in"), offers.own_data),
        },
    ),
    "number": Family(
        pgettext_lazy("kind of field", "Number"),
        "plus-inverse",
        ("integer", "decimal", "money"),
        settings={
            "least": number(_("At least")),
            "most": number(_("At most")),
            "unit": text(_("Unit")),
            "places": integer(_("Decimal places")),
            "currency": one_of(_("Currency"), offers.currencies),
        },
    ),
    "choice": Family(
        _("Choice"),
        "list-ul",
        ("choice", "multiple_choice"),
        choices=True,
        settings={"least": integer(_("At least (choices)")), "most": integer(_("At most (choices)"))},
    ),
    "rating": Family(
        _("Rating and points"),
        "tick-inverse",
        ("scale", "matrix", "score_sheet"),
        choices=True,
        settings={
            "least": integer(_("Scale: from")),
            "most": integer(_("Scale: to")),
            "low": text(_("Scale: what the lowest means")),
            "low_en": text(_("… in English")),
            "high": text(_("Scale: what the highest means")),
            "high_en": text(_("… in English")),
            "rows": listing(
                _("Rows"), most=blocks.IntegerBlock(label=_("Most points (without options)"), required=False)
            ),
            "bands": listing(_("What the sum means"), least=blocks.IntegerBlock(label=_("From this sum on"))),
            "all_rows": flag(_("Every row needs an answer")),
        },
    ),
    "yes_no": Family(_("Yes or no"), "check", ("yes_no", "consent")),
    "date": Family(
        _("Date and time"),
        "date",
        ("date", "time", "datetime", "period"),
        settings={
            "most_days": integer(_("Period: at most (days)")),
            "open_end": flag(_("Period: the end may be missing")),
        },
    ),
    "area": Family(
        _("Place"),
        "globe",
        ("area", "located_address"),
        settings={
            "level": one_of(_("Down to"), offers.levels),
            "least_level": one_of(_("At least to"), offers.levels),
            "without_point": flag(_("Address: do not ask for the point")),
        },
    ),
    "person": Family(
        _("Identity and signature"),
        "user",
        ("id_number", "identity_paper", "credit_code", "signature"),
        settings={"kinds": several_of(_("Identity paper: only these"), offers.papers)},
    ),
    "pointing": Family(
        _("From the portal: organisation, person, case, record"),
        "link",
        ("organisation", "person", "child", "case_link", "record_link"),
        settings={
            "functions": several_of(_("Organisation: only these"), offers.functions),
            "conflict": flag(_("Organisation: has no part in what follows")),
            "below": flag(_("Person: also of the places below")),
            "register": one_of(_("Register"), offers.registers),
        },
    ),
    "file": Family(
        _("Files"),
        "doc-empty",
        ("files", "photos", "audio"),
        settings={
            "most_files": integer(_("At most (files)")),
            "accept": several_of(_("Only these kinds of file"), offers.endings),
        },
    ),
    "computed": Family(
        _("Computed value"),
        "code",
        ("computed", "hidden"),
        settings={"unit": text(_("Unit")), "value": text(_("Carried along: this value"))},
    ),
    # Whatever kind of field is registered and in no family above.
    "other": Family(_("Other"), "form", (), choices=True),
}
# Stood in the last family once, so drafts have them there.
ONCE_OTHER = frozenset({"organisation", "hidden"})


def family_of(type_key: str) -> str:
    return next((name for name, family in FAMILIES.items() if type_key in family.types), "other")


def type_choices(name: str) -> list[tuple[str, str | Promise]]:
    """The kinds of field a family offers, by their names in the registry."""
    from forms.fieldtypes import registry  # at run time: the registry fills after the models are loaded

    known = {key: kind.name for key, kind in registry.items()}
    if name == "other":
        return [(key, label) for key, label in known.items() if family_of(key) == "other" or key in ONCE_OTHER]
    return [(key, known[key]) for key in FAMILIES[name].types if key in known]
