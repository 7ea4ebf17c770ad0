"""What depends on what, as a picture: the parts in the order of the form, and an arc from each asked to each asking."""

from collections.abc import Iterable
from dataclasses import dataclass

from forms.dependencies import Dependency
from forms.logic.plan import Node, plan_of
from forms.saying import label_of
from forms.schema import FormSchema, Step

# In pixels of the drawing.
LINE, LABELS, FAREST = 26, 330, 220


@dataclass(frozen=True)
class Line:
    label: str
    y: int
    is_step: bool


@dataclass(frozen=True)
class Arc:
    """From the line that is asked to the line that asks; `bulge` is how far it goes out."""

    rule: str
    title: str
    start: int
    end: int
    bulge: int

    @property
    def path(self) -> str:
        out = LABELS + self.bulge
        return f"M {LABELS} {self.start} C {out} {self.start} {out} {self.end} {LABELS} {self.end}"


@dataclass(frozen=True)
class Picture:
    lines: tuple[Line, ...]
    arcs: tuple[Arc, ...]

    @property
    def height(self) -> int:
        return LINE * (len(self.lines) + 1)

    @property
    def width(self) -> int:
        return LABELS + max((arc.bulge for arc in self.arcs), default=0) + LINE


def picture_of(schema: FormSchema, dependencies: Iterable[Dependency]) -> Picture:
    """Only the parts that ask or are asked, and the steps around them."""
    found = [(each, need) for each in dependencies for need in each.needs if need != each.node]
    named = {node.place for each, need in found for node in (each.node, need)}
    lines: list[Line] = []
    at: dict[str, int] = {}
    step: Node | None = None
    for node in plan_of(schema).nodes.values():
        step = node if isinstance(node.part, Step) else step
        if node.place not in named:
            continue
        if step and step.place not in at:
            at[step.place] = LINE * (len(lines) + 1)
            lines.append(Line(label_of(step), at[step.place], is_step=True))
        if node.place not in at:
            at[node.place] = LINE * (len(lines) + 1)
            lines.append(Line(label_of(node), at[node.place], is_step=False))
    return Picture(tuple(lines), tuple(_arc(each, need, at) for each, need in found))


def _arc(each: Dependency, need: Node, at: dict[str, int]) -> Arc:
    start, end = at[need.place], at[each.node.place]
    title = f"{label_of(need)} → {label_of(each.node)}: {each.words}"
    return Arc(each.rule, title, start, end, min(FAREST, 20 + abs(end - start) // 2))
