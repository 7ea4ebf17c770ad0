"""The rules of a row: conditions, checks, calculations and defaults, each with the cell it came from."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pyxform import aliases
from pyxform.utils import default_is_dynamic

from forms.exchange.xlsform.findings import Findings, Place
from forms.exchange.xlsform.formulas import Formulas
from forms.exchange.xlsform.languages import Languages
from forms.exchange.xlsform.outline import Element
from forms.exchange.xlsform.own import Own
from forms.exchange.xlsform.references import with_names
from forms.logic import numbers
from forms.logic.errors import ExpressionError
from forms.logic.formatting import quoted
from forms.schema import Check, Rule

NOT_PASSED = {"zh-hans": "请检查这个答案。", "en": "Please check this answer."}
NOT_IN_TABLES = gettext_lazy("What was answered the last time is not put into tables, nor taken from them.")
LONGEST_QUOTE = 160
_LAST_SAVED = re.compile(r"\$\{\s*last-saved#([^}]+?)\s*\}")


@dataclass
class Rules:
    formulas: Formulas
    languages: Languages
    findings: Findings
    # (place in the form, name of the rule) → cell and text.
    sources: dict[tuple[str, str], tuple[Place, str]] = field(default_factory=dict)

    def shown_when(self, element: Element, above: Iterable[Element] = ()) -> Rule | None:
        """The condition of the row and of the groups around it that are no groups here."""
        own = Own(element.row, self.findings).meant("relevant", element.row.get("bind", "relevant"))
        if own is not None:
            return self._kept(element, "shown_when", ("bind", "relevant"), own.get("formula"))
        found = []
        for one in (*above, element):
            if said := one.row.get("bind", "relevant"):
                rule = self.rule(element, "shown_when", said, one.row.at("bind", "relevant"), asking=one)
                found += [rule.formula] if rule else []
        if len(found) > 1:
            return Rule(formula=" and ".join(f"({formula})" for formula in found))
        return Rule(formula=found[0]) if found else None

    def required(self, element: Element, own: Own) -> tuple[bool, Rule | None]:
        said = element.row.get("bind", "required")
        if (meant := own.meant("required", said)) is not None:
            rule = self._kept(element, "required_when", ("bind", "required"), meant.get("formula"))
            return bool(meant.get("required")), rule
        if not said or said in aliases.yes_no:
            return aliases.yes_no.get(said, False), None
        return False, self.rule(element, "required_when", said, element.row.at("bind", "required"))

    def checks(self, element: Element, own: Own) -> tuple[Check, ...]:
        said, place = element.row.get("bind", "constraint"), element.row.at("bind", "constraint")
        if (meant := own.meant("constraint", said)) is not None:
            return self._kept_checks(element, meant.get("checks"))
        column = ("bind", "jr:constraintMsg")
        words = self.languages.words(element.row, *column)
        message = with_names(words, element, column, self.formulas, self.findings)
        if not said:
            return ()
        rule = self.rule(element, "checks.0", said, place)
        return (Check(rule=rule, message=message or NOT_PASSED),) if rule else ()

    def computed(self, element: Element, own: Own) -> Rule | None:
        return self.plain(element, own, "computed", "calculation", ("bind", "calculate"))

    def plain(self, element: Element, own: Own, name: str, key: str, column: tuple[str, ...]) -> Rule | None:
        """A rule that is one formula in one cell."""
        said = element.row.get(*column)
        if (meant := own.meant(key, said)) is not None:
            return self._kept(element, name, column, meant.get("formula"))
        return self.rule(element, name, said, element.row.at(*column)) if said else None

    def choice_filter(self, element: Element, own: Own, attributes: dict[str, str]) -> Rule | None:
        said = element.row.get("choice_filter")
        if (meant := own.meant("choice_filter", said)) is not None:
            return self._kept(element, "choice_filter", ("choice_filter",), meant.get("formula"))
        place = element.row.at("choice_filter")
        return self.rule(element, "choice_filter", said, place, attributes=attributes) if said else None

    def default(self, element: Element, own: Own, ours: str) -> tuple[Rule | None, str]:
        """The rule, or from where the answer is filled in beforehand."""
        said, place = element.row.get("default"), element.row.at("default")
        if (meant := own.meant("default", said)) is not None:
            return self._kept(element, "default", ("default",), meant.get("formula")), ""
        if match := _LAST_SAVED.fullmatch(said):
            path = self.formulas.naming.reference(match[1], element.table)
            if path and (element.table or "." in path):
                self.findings.dropped(place, str(NOT_IN_TABLES))
                return None, ""
            if path:
                return None, f"last.{path}"
        if not said:
            return None, ""
        if default_is_dynamic(said, element.row.get("type")):
            return self.rule(element, "default", said, place), ""
        return self._static(element, said, ours, place), ""

    def _static(self, element: Element, said: str, ours: str, place: Place) -> Rule | None:
        self.sources[self._place(element), "default"] = (place, said)
        if ours in ("photos", "audio", "files", "signature"):
            self.findings.dropped(place, _("A file cannot be there beforehand."))
            return None
        if ours in ("integer", "decimal", "scale") and numbers.read(said) is not None:
            return Rule(formula=said)
        if ours in ("yes_no", "consent"):
            return Rule(formula="true()" if said in ("OK", "yes") else "false()")
        if ours == "multiple_choice":
            self.findings.dropped(place, _("Options cannot be ticked beforehand."))
            return None
        renamed = self.formulas.answers(element).renamed
        return Rule(formula=quoted(renamed.get(said, said)))

    def rule(
        self,
        element: Element,
        name: str,
        said: str,
        place: Place,
        *,
        attributes: dict[str, str] | None = None,
        asking: Element | None = None,
    ) -> Rule | None:
        """None, and a finding, for what has no equal in our language."""
        self.sources[self._place(element), name] = (place, said)
        try:
            return Rule(formula=self.formulas.converted(said, asking or element, attributes))
        except ExpressionError as error:
            self.leave_out(place, said, str(error))
            return None

    def leave_out(self, place: Place, said: str, why: str) -> None:
        short = said if len(said) <= LONGEST_QUOTE else said[:LONGEST_QUOTE] + "…"
        message = _("The rule “%(rule)s” was left out: %(why)s")
        self.findings.dropped(place, message % {"rule": short, "why": why})

    def say_changed(self, place: Place, said: str, why: str, formula: str) -> None:
        short = said if len(said) <= LONGEST_QUOTE else said[:LONGEST_QUOTE] + "…"
        message = _("%(why)s So the rule “%(rule)s” became “%(formula)s”, which means the same.")
        self.findings.changed(place, message % {"why": why, "rule": short, "formula": formula[:LONGEST_QUOTE]})

    def _place(self, element: Element) -> str:
        return f"{element.table}.{element.key}" if element.table and not element.is_repeat else element.key

    def _kept(self, element: Element, name: str, column: tuple[str, ...], formula: Any) -> Rule | None:
        if not isinstance(formula, str):
            return None
        self.sources[self._place(element), name] = (element.row.at(*column), formula)
        return Rule(formula=formula)

    def _kept_checks(self, element: Element, checks: Any) -> tuple[Check, ...]:
        found = [Check.model_validate(check) for check in checks] if isinstance(checks, list) else []
        for number, check in enumerate(found):
            place = element.row.at("bind", "constraint")
            self.sources[self._place(element), f"checks.{number}"] = (place, check.rule.formula)
        return tuple(found)
