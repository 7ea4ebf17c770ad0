"""What an identity number tells, and whether it and the credit code of an organisation are typed right."""

from datetime import date
from decimal import Decimal

from forms.logic import creditcodes, idnumbers, moments
from forms.logic.operators.kinds import MOMENTS, TEXTS
from forms.logic.operators.registry import operator
from forms.logic.scope import Scope
from forms.logic.types import ValueType
from forms.logic.values import Value, moment, text


def _plain(value: Value) -> str:
    return text(value).strip(" ").replace("x", "X")


def _born(value: Value) -> date | None:
    number = _plain(value)
    return idnumbers.birth_date(number) if idnumbers.is_valid(number) else None


@operator("id-valid", [TEXTS], ValueType.YES_NO)
def id_valid(scope: Scope, value: Value) -> bool:
    """Eighteen characters, a day of birth that exists, the right check character."""
    return idnumbers.is_valid(_plain(value))


@operator("id-birth-date", [TEXTS], ValueType.DATE)
def id_birth_date(scope: Scope, value: Value) -> date | None:
    return _born(value)


@operator("id-sex", [TEXTS], ValueType.TEXT)
def id_sex(scope: Scope, value: Value) -> str | None:
    """'male' or 'female'."""
    number = _plain(value)
    if not idnumbers.is_valid(number):
        return None
    return "male" if int(number[16]) % 2 else "female"


@operator("id-age-at", [TEXTS, MOMENTS], ValueType.NUMBER, optional=1)
def id_age_at(scope: Scope, value: Value, *day: Value) -> Decimal | None:
    """Full years on a day, today unless it is given."""
    born, last = _born(value), moment(day[0], scope.zone) if day else scope.today()
    return None if born is None or last is None else moments.years(born, moments.day_of(last))


@operator("credit-code-valid", [TEXTS], ValueType.YES_NO)
def credit_code_valid(scope: Scope, value: Value) -> bool:
    """Of an organisation: eighteen characters, capitals, the last one computed from the others."""
    return creditcodes.is_valid(text(value).strip(" "))
