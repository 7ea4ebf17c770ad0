"""One thing that is wrong, where, and in words."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Problem:
    """`place` is the way to the part, for example ("state", "reported", "task", "accept"); `code` is for programs."""

    place: tuple[str, ...]
    code: str
    sentence: str | Promise

    def __str__(self) -> str:
        where = " ".join(self.place)
        return f"{where}: {self.sentence}" if where else str(self.sentence)
