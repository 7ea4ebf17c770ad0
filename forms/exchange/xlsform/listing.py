"""The sheet of choices: equal lists are written once."""

from forms.exchange.xlsform.cells import Line
from forms.exchange.xlsform.texts import in_columns
from forms.schema import Choice

YES_NO = (
    Choice(key="yes", label={"zh-hans": "是", "en": "Yes"}),
    Choice(key="no", label={"zh-hans": "否", "en": "No"}),
)


class Listing:
    def __init__(self) -> None:
        self.taken = {"yes_no"}
        self.by_content: dict[str, str] = {}
        self.lists: dict[str, tuple[Choice, ...]] = {}

    def yes_no(self) -> str:
        self.lists["yes_no"] = YES_NO
        return "yes_no"

    def list_name_of(self, choices: tuple[Choice, ...], wanted: str) -> str:
        """The name of the list, which is written under it from now on."""
        content = repr(choices)
        if content not in self.by_content:
            name, number = wanted, 1
            while name in self.taken:
                number += 1
                name = f"{wanted}_{number}"
            self.taken.add(name)
            self.by_content[content] = name
            self.lists[name] = choices
        return self.by_content[content]

    @property
    def has_doubles(self) -> bool:
        return any(len({choice.key for choice in found}) < len(found) for found in self.lists.values())

    def lines(self) -> list[Line]:
        return [_line(name, choice) for name, choices in self.lists.items() for choice in choices]


def _line(name: str, choice: Choice) -> Line:
    return {
        "list_name": name,
        "name": choice.key,
        **in_columns("label", choice.label or {"zh-hans": choice.key}),
        **choice.attributes,
        "tonghu_since": choice.since.isoformat() if choice.since else "",
        "tonghu_until": choice.until.isoformat() if choice.until else "",
        "tonghu_areas": " ".join(choice.areas),
    }
