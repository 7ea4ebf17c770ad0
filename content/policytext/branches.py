"""A clause while the tree is being built."""

from dataclasses import dataclass, field


@dataclass
class Branch:
    """A level, the value of the number, the number as printed (empty when it was lost), and the paragraphs."""

    level: int
    value: int
    printed: str
    paragraphs: list[str] = field(default_factory=list)
    inferred: bool = False
