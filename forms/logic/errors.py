"""What is wrong with an expression, in words, and where."""

from django.utils.functional import Promise


class ExpressionError(Exception):
    """`message` is a translated sentence; `at` counts characters of the formula from 0."""

    def __init__(self, message: str | Promise, at: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.at = at

    def __str__(self) -> str:
        return str(self.message)
