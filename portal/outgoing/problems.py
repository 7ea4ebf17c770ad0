"""Why something was not sent."""

from django.utils.functional import Promise


class NotSent(Exception):
    """`sentence` is for people; `lasting`: trying again as it is changes nothing."""

    def __init__(self, code: str, sentence: str | Promise, *, lasting: bool = True) -> None:
        super().__init__(code)
        self.code, self.sentence, self.lasting = code, sentence, lasting
