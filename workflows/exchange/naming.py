"""Keys for the parts of an imported workflow: no two of a kind have the same."""

from collections import defaultdict
from dataclasses import dataclass, field

from forms.keys import key_from


@dataclass
class Keys:
    taken: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def of(self, kind: str, named: str, *, wanted: str = "") -> str:
        """The wanted key when it is free, else one made from the name."""
        taken = self.taken[kind]
        key = wanted if wanted and wanted not in taken else key_from(named or wanted, taken, fallback=kind)
        taken.add(key)
        return key
