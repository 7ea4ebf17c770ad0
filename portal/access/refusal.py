"""An action that is refused, with a reason. Knows no models: pure code refuses with it too."""

from django.utils.functional import Promise


class Refused(Exception):
    """What the policy, or the state of things, does not allow.

    `code` is stable for programs, `sentence` is translated and tells the person what to do next.
    """

    def __init__(self, code: str, sentence: str | Promise) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = sentence
