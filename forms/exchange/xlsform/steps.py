"""The outline as steps: groups at the top are steps, groups in them are groups, deeper ones are merged into these."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from forms.exchange.xlsform.findings import Findings
from forms.exchange.xlsform.leaves import Leaves
from forms.exchange.xlsform.naming import KEY
from forms.exchange.xlsform.outline import Element
from forms.exchange.xlsform.unread import say_unread
from forms.keys import key_from
from forms.schema import Group, Item, Leaf, Step


@dataclass
class Steps:
    leaves: Leaves
    findings: Findings
    title: dict[str, str]

    def of(self, top: list[Element]) -> tuple[Step, ...]:
        self.taken = {element.key for one in top for element in one.walk() if not element.table}
        if not _is_made_of_groups(top):
            return self.some(self.loose(top))
        found: list[Step] = []
        for is_group, elements in groupby(_with_company(top), key=lambda part: part[0].is_group):
            for part in elements:
                found += self.some(self.step(part) if is_group else self.loose(part))
        return tuple(found)

    def some(self, step: Step | None) -> tuple[Step, ...]:
        return (step,) if step else ()

    def loose(self, elements: list[Element]) -> Step | None:
        """A step for what stands in no group, called like the form."""
        items = tuple(self.items(elements))
        if not items:
            return None
        key = key_from("step_1", self.taken)
        self.taken.add(key)
        return Step(key=key, title=self.title, items=items)

    def step(self, part: list[Element]) -> Step | None:
        group, *company = part
        say_unread(group, self.findings)
        # What stood before the group, and what of it belongs to no page of its own.
        items = (*self.items(company), *self.items(group.children))
        if not items and not group.row.own("part"):
            self.findings.dropped(group.row.at("type"), _("Nothing is asked in this group; it was left out."))
            return None
        return Step.model_validate(
            {
                "key": group.key,
                "title": self.leaves.words(group, "label") or ({} if group.row.own("part") else self.title),
                "intro": self.leaves.hint(group),
                "shown_when": self.leaves.rules.shown_when(group),
                "items": items,
                "section": section if KEY.fullmatch(section := group.row.own("section")) else None,
            }
        )

    def items(self, elements: Iterable[Element]) -> Iterator[Item]:
        for element in elements:
            if not element.is_group:
                yield from filter(None, [self.leaves.of(element)])
            elif self.leaves.languages.words(element.row, "label") or element.row.own("part"):
                yield from filter(None, [self.group(element)])
            else:
                # A group without a name only keeps a condition or a layout.
                yield from self.merged(element.children, (element,))
                say_unread(element, self.findings)

    def group(self, element: Element) -> Group | None:
        say_unread(element, self.findings)
        items = tuple(self.merged(element.children, ()))
        if not items and not element.row.own("part"):
            self.findings.dropped(element.row.at("type"), _("Nothing is asked in this group; it was left out."))
            return None
        return Group.model_validate(
            {
                "key": element.key,
                "label": self.leaves.words(element, "label"),
                "hint": self.leaves.hint(element),
                "shown_when": self.leaves.rules.shown_when(element),
                "items": items,
                "shared": shared if KEY.fullmatch(shared := element.row.own("shared")) else None,
            }
        )

    def merged(self, elements: Iterable[Element], above: tuple[Element, ...]) -> Iterator[Leaf]:
        for element in elements:
            if element.is_group:
                self.leaves.say_merged(element)
                yield from self.merged(element.children, (*above, element))
            else:
                yield from filter(None, [self.leaves.of(element, above)])


def _is_made_of_groups(top: list[Element]) -> bool:
    groups = [element for element in top if element.is_group]
    return bool(groups) and (len(groups) > 1 or not any(_is_asked(element) for element in top))


def _is_asked(element: Element) -> bool:
    """Whether it would be something to answer on a page of its own."""
    return element.is_repeat or (
        element.kind.role in ("question", "choice") and element.kind.xform not in ("calculate", "hidden")
    )


def _with_company(top: list[Element]) -> Iterator[list[Element]]:
    """Each group with what stands before it and is no page of its own; runs of other questions by themselves."""
    waiting: list[Element] = []
    for element in top:
        if not element.is_group:
            waiting.append(element)
        elif any(_is_asked(one) for one in waiting):
            yield waiting
            yield [element]
            waiting = []
        else:
            yield [element, *waiting]
            waiting = []
    if waiting:
        yield waiting
