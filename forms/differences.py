"""What differs between two versions of a form, in sentences that an administrator reads. Pure."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from forms.blocks import SENSITIVITIES
from forms.fieldtypes import registry
from forms.logic.plan import Node, Part
from forms.reasons import in_words
from forms.saying import label_of, nodes_by_place, said_of_records, with_labels
from forms.schema import Choice, FormSchema, Group, Note, Question, Rule, Step, Table
from portal.words import Words, spoken


def differences(old: FormSchema, new: FormSchema) -> list[str]:
    """One sentence for each thing that is otherwise, in the reader's language; none when both say the same."""
    return list(_Comparison(old, new).sentences())


class _Comparison:
    def __init__(self, old: FormSchema, new: FormSchema) -> None:
        self.old, self.new = old, new
        self.before, self.after = nodes_by_place(old), nodes_by_place(new)

    def sentences(self) -> Iterator[str]:
        yield from self.of_the_form()
        for place, node in self.before.items():
            if place not in self.after and self._container(node) in {"", *self.after}:
                yield _("%(part)s was removed.") % {"part": _named(node)}
        for place, node in self.after.items():
            if place in self.before:
                yield from self.of_part(self.before[place], node)
            elif self._container(node) in {"", *self.before}:
                yield _("%(part)s was added%(where)s.") % {"part": _named(node), "where": self._where(node)}
        yield from self.of_order()
        yield from self.of_tests()

    def _container(self, node: Node) -> str:
        return node.table or node.above

    def _where(self, node: Node) -> str:
        around = self._container(node)
        return _(" to “%(around)s”") % {"around": label_of(self.after[around])} if around else ""

    def of_the_form(self) -> Iterator[str]:
        names = {
            "key": _("Key"),
            "title": _("Title"),
            "place": _("Field that gives the place"),
            "numbering": _("Numbering"),
            "retention_months": _("Kept for (months)"),
            "purpose": _("What the answers are for"),
            "legal_basis": _("Legal basis"),
            "layout": _("On paper"),
        }
        for name, said in names.items():
            before, after = getattr(self.old, name), getattr(self.new, name)
            if before != after:
                yield _turned(said, _plain(before), _plain(after))
        if self.old.receipt != self.new.receipt:
            yield _("A receipt is now given.") if self.new.receipt else _("No receipt is given any more.")
        yield from self.of_sections()
        if said_of_records(self.old) != said_of_records(self.new):
            yield _turned(_("Records"), said_of_records(self.old), said_of_records(self.new))

    def of_sections(self) -> Iterator[str]:
        before, after = ({section.key: section for section in form.sections} for form in (self.old, self.new))
        titles = [_(", ").join(_plain(one.title) for one in form.values()) for form in (before, after)]
        if titles[0] != titles[1] or list(before) != list(after):
            yield _turned(_("Sections"), *titles)
        for key in before:
            if key in after and before[key].filler != after[key].filler:
                named = _("Section “%(name)s”") % {"name": spoken(after[key].title)}
                yield f"{named}{_(': ')}{_turned(_('filled in by'), before[key].filler, after[key].filler)}"

    def of_part(self, old: Node, new: Node) -> Iterator[str]:
        one = Change(old, new, self.old, self.new)
        if self._container(old) != self._container(new) and self._container(new):
            yield _("%(part)s now stands in “%(around)s”.") % {
                "part": _named(new),
                "around": label_of(self.after[self._container(new)]),
            }
        yield from one.sentences()

    def of_order(self) -> Iterator[str]:
        for around in ["", *self.after]:
            kept = [
                [place for place, node in nodes.items() if self._container(node) == around]
                for nodes in (self.before, self.after)
            ]
            both = set(kept[0]) & set(kept[1])
            if [place for place in kept[0] if place in both] != [place for place in kept[1] if place in both]:
                named = label_of(self.after[around]) if around else spoken(self.new.title)
                yield _("In “%(around)s” the order is another.") % {"around": named}

    def of_tests(self) -> Iterator[str]:
        before, after = ({test.title: test for test in form.tests} for form in (self.old, self.new))
        for title in [*before, *(title for title in after if title not in before)]:
            if title not in after:
                yield _("The test “%(title)s” was removed.") % {"title": title}
            elif title not in before:
                yield _("The test “%(title)s” was added.") % {"title": title}
            elif before[title] != after[title]:
                yield _("The test “%(title)s” was changed.") % {"title": title}
        if set(before) == set(after) and list(before) != list(after):
            yield _("The tests stand in another order.")


class Change:
    """One part that is in both versions."""

    def __init__(self, old: Node, new: Node, before: FormSchema, after: FormSchema) -> None:
        self.old: Part = old.part
        self.new: Part = new.part
        self.before, self.after = before, after
        self.named = _named(new)

    def sentences(self) -> Iterator[str]:
        if type(self.old) is not type(self.new):
            yield _("%(part)s is now something else: %(kind)s.") % {"part": self.named, "kind": _kind(self.new)}
            return
        yield from self.of_words()
        yield from self.of_rule("shown_when")
        if isinstance(self.old, Question) and isinstance(self.new, Question):
            yield from self.of_question(self.old, self.new)
        if isinstance(self.old, Table) and isinstance(self.new, Table):
            rows = [f"{part.least_rows}–{part.most_rows}" for part in (self.old, self.new)]
            yield from self.turned(_("number of rows"), *rows)
        yield from self.of_attribute("sensitivity", _("who may read it"), _sensitivity)
        yield from self.of_attribute("tone", _("tone"), str)
        yield from self.of_attribute("section", _("section"), str)
        yield from self.of_attribute("shared", _("shared group"), str)

    def of_words(self) -> Iterator[str]:
        names = {
            "label": _("label"),
            "title": _("title"),
            "text": _("text"),
            "hint": _("hint"),
            "intro": _("introduction"),
        }
        for name, said in names.items():
            before, after = getattr(self.old, name, None), getattr(self.new, name, None)
            if before != after:
                yield from self.turned(said, _plain(before), _plain(after))

    def of_question(self, old: Question, new: Question) -> Iterator[str]:
        if old.type != new.type:
            yield from self.turned(_("kind"), _kind(old), _kind(new))
        if old.required != new.required:
            yield self.say(_("%(part)s is now required.") if new.required else _("%(part)s is no longer required."))
        yield from self.of_rule("required_when")
        yield from self.of_rule("computed")
        yield from self.of_rule("default")
        yield from self.of_rule("choice_filter")
        yield from self.of_checks(old, new)
        yield from self.of_choices(old.choices, new.choices)
        if old.countable != new.countable:
            yield self.say(_("%(part)s is now counted.") if new.countable else _("%(part)s is no longer counted."))
        yield from self.of_attribute("prefill", _("filled in beforehand from"), str)
        yield from self.of_attribute("option_list", _("option list"), str)
        for name in sorted({*old.settings, *new.settings}):
            yield from self.turned(name, _plain(old.settings.get(name)), _plain(new.settings.get(name)))

    def of_rule(self, name: str) -> Iterator[str]:
        old, new = getattr(self.old, name, None), getattr(self.new, name, None)
        before, after = (rule.formula if rule else None for rule in (old, new))
        if before == after:
            return
        if new is None:
            yield self.say(_without(name))
        else:
            said = (
                in_words(self.after, new)
                if name.endswith("_when")
                else with_labels(new.formula, nodes_by_place(self.after))
            )
            yield self.say(_with(name), rule=said)

    def of_checks(self, old: Question, new: Question) -> Iterator[str]:
        before, after = ({check.rule.formula: check for check in one.checks} for one in (old, new))
        for formula, check in after.items():
            if formula not in before or before[formula].message != check.message:
                rule = in_words(self.after, Rule(formula=formula))
                yield self.say(
                    _("%(part)s is now checked: %(rule)s, else “%(message)s”."),
                    rule=rule,
                    message=spoken(check.message),
                )
        for formula in before:
            if formula not in after:
                rule = in_words(self.before, Rule(formula=formula))
                yield self.say(_("%(part)s is no longer checked: %(rule)s."), rule=rule)
        kept = [[formula for formula in one if formula in before and formula in after] for one in (before, after)]
        if kept[0] != kept[1]:
            yield self.say(_("%(part)s: the checks stand in another order."))

    def of_choices(self, old: tuple[Choice, ...], new: tuple[Choice, ...]) -> Iterator[str]:
        before, after = ({choice.key: choice for choice in choices} for choices in (old, new))
        added = [spoken(choice.label) for key, choice in after.items() if key not in before]
        removed = [spoken(choice.label) for key, choice in before.items() if key not in after]
        if added:
            yield self.say(_("%(part)s now offers: %(choices)s."), choices=_list(added))
        if removed:
            yield self.say(_("%(part)s no longer offers: %(choices)s."), choices=_list(removed))
        changed = [spoken(after[key].label) for key in after if key in before and after[key] != before[key]]
        if changed:
            yield self.say(_("%(part)s: these options were changed: %(choices)s."), choices=_list(changed))
        if not added and not removed and list(before) != list(after):
            yield self.say(_("%(part)s: the options stand in another order."))

    def of_attribute(self, name: str, said: str, spoken_as: Any) -> Iterator[str]:
        before, after = getattr(self.old, name, None), getattr(self.new, name, None)
        yield from self.turned(said, spoken_as(before) if before else "", spoken_as(after) if after else "")

    def turned(self, said: str, before: str, after: str) -> Iterator[str]:
        if before != after:
            yield f"{self.named}{_(': ')}{_turned(said, before, after)}"

    def say(self, sentence: str, **words: str) -> str:
        return sentence % {"part": self.named, **words}


def _with(name: str) -> str:
    return {
        "shown_when": _("%(part)s is now shown when %(rule)s."),
        "required_when": _("%(part)s is now required when %(rule)s."),
        "computed": _("%(part)s is now computed: %(rule)s."),
        "default": _("%(part)s is now filled in beforehand: %(rule)s."),
        "choice_filter": _("%(part)s now offers only what passes: %(rule)s."),
    }[name]


def _without(name: str) -> str:
    return {
        "shown_when": _("%(part)s is now always shown."),
        "required_when": _("%(part)s is no longer required on a condition."),
        "computed": _("%(part)s is no longer computed."),
        "default": _("%(part)s is no longer filled in beforehand."),
        "choice_filter": _("%(part)s now offers all its options."),
    }[name]


def _turned(said: str, before: str, after: str) -> str:
    if before and after:
        return _("%(what)s is now “%(after)s” (was “%(before)s”).") % {"what": said, "before": before, "after": after}
    if after:
        return _("%(what)s is now “%(after)s”.") % {"what": said, "after": after}
    return _("%(what)s is now empty (was “%(before)s”).") % {"what": said, "before": before}


def _plain(value: Any) -> str:
    """Words in all languages they are in, so that a new translation is seen too."""
    if isinstance(value, dict):
        words: Words = value
        # PostgreSQL keeps the keys of JSON in an order of its own: the portal's language stands first.
        return " / ".join(words[language] for language in sorted(words, reverse=True))
    return "" if value is None else ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _named(node: Node) -> str:
    kinds = {
        Step: _("Step “%(name)s”"),
        Table: _("Table “%(name)s”"),
        Note: _("Note “%(name)s”"),
        Group: _("Group “%(name)s”"),
    }
    pattern = kinds.get(type(node.part), _("Field “%(name)s”"))
    return pattern % {"name": label_of(node)}


def _kind(part: Part) -> str:
    if isinstance(part, Question):
        return str(registry[part.type].name) if part.type in registry else part.type
    return {Step: _("a step"), Table: _("a table"), Note: _("a note"), Group: _("a group")}[type(part)]


def _sensitivity(key: str) -> str:
    return str(dict(SENSITIVITIES).get(key, key))


def _list(names: list[str]) -> str:
    """At most ten of them, and how many more there are."""
    rest = len(names) - 10
    return _(", ").join(names[:10]) + (_(" and %(count)d more") % {"count": rest} if rest > 0 else "")
