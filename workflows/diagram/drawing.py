"""Boxes, rows and arrows with their places, in units of the drawing (about one CSS pixel)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from portal.words import both, say
from workflows.diagram.joining import called, joining
from workflows.diagram.lanes import Span, assign
from workflows.diagram.order import ANY, in_order
from workflows.diagram.text import wrap
from workflows.schema import State, Transition, WorkflowSchema

EDGE = 10
BOX = 276
PADDING = 14
TITLE, SMALL = 16, 14
LINE, SMALL_LINE = 21, 19
BELOW = 34
LANE = 15
TIP = 7
# The box from which ways lead that can be taken in any state.
ANYWHERE = State.model_construct(
    key=ANY,
    title=both("任何尚未结束的状态", "Any state but an end"),
    kind="any",  # type: ignore[arg-type]  # drawn, and in no definition
    tasks=(),
)


@dataclass(frozen=True)
class Line:
    text: str
    y: int


@dataclass(frozen=True)
class Row:
    """One way out of a state. `port` is the height at which its arrow leaves."""

    key: str
    lines: tuple[Line, ...]
    port: int
    down: bool
    # The clock takes it.
    by_itself: bool = False


@dataclass(frozen=True)
class Box:
    key: str
    kind: str
    y: int
    height: int
    title: tuple[Line, ...]
    who: tuple[Line, ...]
    # How its tasks come together, and how many are done.
    join: tuple[Line, ...]
    rows: tuple[Row, ...]
    divider: int
    here: bool
    visited: bool
    x: int = EDGE
    width: int = BOX

    @property
    def bottom(self) -> int:
        return self.y + self.height

    @property
    def right(self) -> int:
        return self.x + self.width

    @property
    def text_x(self) -> int:
        return self.x + PADDING

    @property
    def mark_x(self) -> int:
        return self.right - PADDING - 4

    @property
    def clock_x(self) -> int:
        return self.mark_x - 20

    @property
    def entry(self) -> int:
        """The height at which arrows come in from the side."""
        return self.y + PADDING + LINE // 2


@dataclass(frozen=True)
class Arrow:
    path: str
    tip: str


class Said(NamedTuple):
    """A state in words. `ways`: (way, target, whether the clock takes it)."""

    state: str
    kind: str
    who: str
    join: str
    ways: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True)
class Diagram:
    width: int
    height: int
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    # The same in words.
    said: tuple[Said, ...]


def draw(
    schema: WorkflowSchema,
    *,
    language: str,
    here: str = "",
    visited: Collection[str] = (),
    done: int | None = None,
) -> Diagram:
    """The workflow as a picture; `here` is the state a case is in, `visited` those it has been in, `done` how many of
    the tasks that come together here are done."""
    order = in_order(schema)
    shown = (*schema.states, ANYWHERE)
    joins = {state.key: joining(state, done if state.key == here else None) for state in shown}
    boxes = _boxes(schema, order, language, here, visited, joins)
    arrows, lanes = _arrows(schema, boxes)
    return Diagram(
        width=EDGE + BOX + (TIP + 6 + LANE * lanes if lanes else 0) + EDGE,
        height=(boxes[-1].bottom if boxes else 0) + EDGE,
        boxes=tuple(boxes),
        arrows=tuple(arrows),
        said=tuple(_in_words(schema, _state(schema, key), language, joins[key]) for key in order),
    )


def _boxes(
    schema: WorkflowSchema,
    order: list[str],
    language: str,
    here: str,
    visited: Collection[str],
    joins: Mapping[str, str],
) -> list[Box]:
    boxes: list[Box] = []
    y = EDGE
    for position, key in enumerate(order):
        below = order[position + 1] if position + 1 < len(order) else ""
        state, is_here = _state(schema, key), key != ANY and key == here
        box = _box(schema, state, y, below, language, joins[key], here=is_here, visited=key in visited)
        boxes.append(box)
        y = box.bottom + BELOW
    return boxes


def _state(schema: WorkflowSchema, key: str) -> State:
    return schema.state(key) if key else ANYWHERE


def _box(
    schema: WorkflowSchema, state: State, y: int, below: str, language: str, said: str, *, here: bool, visited: bool
) -> Box:
    # Room for the mark at the end of the title's line.
    title = _lines(say(state.title, language), BOX - 2 * PADDING - 24, TITLE, y + PADDING, LINE)
    at = y + PADDING + LINE * len(title)
    who = _lines(_who(schema, state, language), BOX - 2 * PADDING, SMALL, at, SMALL_LINE)
    at += SMALL_LINE * len(who)
    join = _lines(said, BOX - 2 * PADDING, SMALL, at, SMALL_LINE)
    at += SMALL_LINE * len(join) + PADDING // 2
    divider, rows = at, []
    at += PADDING // 2
    for way in _ways_out(schema, state, language):
        row, at = _row(way, at, below, language)
        rows.append(row)
    height = (at + PADDING // 2 if rows else divider + PADDING // 2) - y
    return Box(state.key, state.kind, y, height, title, who, join, tuple(rows), divider, here, visited)


def _ways_out(schema: WorkflowSchema, state: State, language: str) -> list[Transition]:
    """Each once: that every one of several offices may be the last to sign is one way for the reader."""
    found: dict[tuple[str, str], Transition] = {}
    for way in schema.transitions:
        if way.source == state.key:
            found.setdefault((say(way.title, language), way.target), way)
    return list(found.values())


def _row(way: Transition, at: int, below: str, language: str) -> tuple[Row, int]:
    lines = _lines(called(way, language), BOX - 2 * PADDING - (46 if way.clock else 26), SMALL, at + 3, SMALL_LINE)
    height = SMALL_LINE * len(lines) + 6
    return Row(way.key, lines, at + height // 2, way.target == below, way.clock is not None), at + height


def _lines(text: str, width: int, size: int, y: int, line: int) -> tuple[Line, ...]:
    """Lines with the height of their baseline."""
    if not text:
        return ()
    baseline = y + round(line * 0.75)
    return tuple(Line(part, baseline + number * line) for number, part in enumerate(wrap(text, width, size)))


def _who(schema: WorkflowSchema, state: State, language: str) -> str:
    titles = {relation.key: say(relation.title, language) for relation in schema.relations}
    doing = [task.relation for task in state.tasks]
    doing = doing or [way.relation for way in schema.transitions if way.source == state.key and way.relation]
    return " · ".join(dict.fromkeys(titles.get(relation, relation) for relation in doing))


def _arrows(schema: WorkflowSchema, boxes: list[Box]) -> tuple[list[Arrow], int]:
    by_key = {box.key: box for box in boxes}
    targets = {way.key: way.target for way in schema.transitions}
    arrows: list[Arrow] = []
    sideways: list[tuple[Box, Row, Box]] = []
    for box in boxes:
        for row in box.rows:
            target = by_key.get(targets[row.key])
            if target is not None and not row.down:
                sideways.append((box, row, target))
        down = next((row for row in box.rows if row.down), None)
        if down is not None:
            arrows.append(_down(box, by_key[targets[down.key]]))
    lanes = assign([Span(row.port, target.entry, target.key) for _box, row, target in sideways])
    arrows += [_round(*found, lane) for found, lane in zip(sideways, lanes, strict=True)]
    return arrows, max(lanes, default=-1) + 1


def _down(box: Box, target: Box) -> Arrow:
    x = box.x + 36
    tip = f"M{x - TIP} {target.y - TIP - 3}L{x} {target.y - 1}L{x + TIP} {target.y - TIP - 3}Z"
    return Arrow(f"M{x} {box.bottom}V{target.y - TIP}", tip)


def _round(box: Box, row: Row, target: Box, lane: int) -> Arrow:
    """Right out of the row, along the lane with round corners, left into the target."""
    x, bend = box.right + TIP + 8 + LANE * lane, 6
    turn = bend if target.entry > row.port else -bend
    path = (
        f"M{box.right} {row.port}H{x - bend}Q{x} {row.port} {x} {row.port + turn}"
        f"V{target.entry - turn}Q{x} {target.entry} {x - bend} {target.entry}H{target.right + TIP}"
    )
    edge, y = target.right + 1, target.entry
    return Arrow(path, f"M{edge + TIP + 2} {y - TIP}L{edge} {y}L{edge + TIP + 2} {y + TIP}Z")


def _in_words(schema: WorkflowSchema, state: State, language: str, join: str) -> Said:
    titles = {known.key: say(known.title, language) for known in schema.states}
    ways = tuple(
        (called(way, language), titles.get(way.target, way.target), way.clock is not None)
        for way in _ways_out(schema, state, language)
    )
    return Said(say(state.title, language), state.kind, _who(schema, state, language), join, ways)
