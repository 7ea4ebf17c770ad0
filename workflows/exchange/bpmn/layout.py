"""Where everything lies in the picture: states from left to right as work flows, in lanes by who does it.

Arrows to the next column are short; every other arrow goes around, in a track below the lanes.
"""

from collections import defaultdict
from dataclasses import dataclass

from workflows.diagram.lanes import Span, assign
from workflows.diagram.order import in_order
from workflows.exchange.bpmn.graph import Flow, Node, Process
from workflows.exchange.bpmn.outlining import Outline
from workflows.schema import WorkflowSchema

POOL, LANE_HEAD, EDGE = 30, 30, 40
TASK = (100, 80)
GATEWAY, EVENT = 50, 36
# A task and what hangs on it; the steps inside a state; the space between two states, in which arrows turn.
CELL, STEP, GAP, TRACK = 150, 80, 70, 14
WIDE = 130


@dataclass(frozen=True)
class Bounds:
    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> int:
        return self.y + self.height // 2

    @property
    def right(self) -> int:
        return self.x + self.width


Point = tuple[int, int]


@dataclass(frozen=True)
class Picture:
    pool: Bounds
    lanes: dict[str, Bounds]
    shapes: dict[str, Bounds]
    edges: dict[str, list[Point]]


def lay_out(schema: WorkflowSchema, outline: Outline) -> Picture:
    columns, width = _columns(schema, outline)
    rows = _rows(outline)
    lanes, bottom = _lanes(outline.process, rows)
    shapes: dict[str, Bounds] = {}
    for node in outline.process.nodes:
        state, place = outline.places[node.id]
        x = columns[state][max(place, 0)] if place >= 0 else LANE_HEAD + POOL + EDGE
        shapes[node.id] = _shape(node, x, lanes[node.lane][0] + rows[node.id] * CELL)
        if node.timer is not None:
            shapes |= _late(node, shapes[node.id])
    edges, below = _edges(outline, in_order(schema), shapes, bottom)
    if lanes:
        last = next(reversed(lanes))
        lanes[last] = (lanes[last][0], below - lanes[last][0])
    whole = width - POOL
    return Picture(
        pool=Bounds(POOL, EDGE, whole, below - EDGE),
        lanes={
            lane: Bounds(POOL + LANE_HEAD, top, whole - LANE_HEAD, height)
            for lane, (top, height) in lanes.items()
            if lane
        },
        shapes=shapes,
        edges=edges,
    )


def _columns(schema: WorkflowSchema, outline: Outline) -> tuple[dict[str, dict[int, int]], int]:
    """By state: where each step in it begins; and where all ends."""
    used = defaultdict(set)
    for state, place in outline.places.values():
        used[state].add(place)
    x, found = POOL + LANE_HEAD + EDGE + EVENT + GAP, {}
    for state in in_order(schema):
        steps: dict[int, int] = {}
        for place in sorted(place for place in used[state] if place >= 0):
            steps[place] = x
            x += WIDE if place == 2 else STEP
        found[state] = steps
        x += GAP
    return found, x


def _rows(outline: Outline) -> dict[str, int]:
    """Tasks of a state in the same lane lie below each other, each with its gateway beside it."""
    rows: dict[str, int] = {}
    count: dict[tuple[str, str], int] = defaultdict(int)
    for node in outline.process.nodes:
        state, place = outline.places[node.id]
        if place == 2:
            rows[node.id] = count[state, node.lane]
            count[state, node.lane] += 1
    for node in outline.process.nodes:
        beside = node.id.replace("decide_", "task_", 1)
        rows.setdefault(node.id, rows.get(beside, 0))
    return rows


def _lanes(process: Process, rows: dict[str, int]) -> tuple[dict[str, tuple[int, int]], int]:
    """By id, with "" for what lies in none: where each begins and how high it is; and where they end."""
    most: dict[str, int] = defaultdict(int)
    for node in process.nodes:
        most[node.lane] = max(most[node.lane], rows[node.id] + 1)
    top, found = EDGE, {}
    for lane in [*(lane.id for lane in process.lanes), *([""] if "" in most else [])]:
        found[lane] = (top, most[lane] * CELL)
        top += most[lane] * CELL
    return found, top


def _shape(node: Node, x: int, top: int) -> Bounds:
    width, height = TASK if node.kind == "task" else (EVENT, EVENT) if node.kind in ("start", "end") else (GATEWAY,) * 2
    return Bounds(x, top + 20 + (TASK[1] - height) // 2, width, height)


def _late(node: Node, task: Bounds) -> dict[str, Bounds]:
    """The timer on the edge of the task, and the end that it leads to."""
    if node.timer is None:
        return {}
    timer = Bounds(task.x + 20, task.y + task.height - EVENT // 2, EVENT, EVENT)
    return {node.timer.id: timer, f"late_{node.timer.id}": Bounds(task.right + 4, timer.y + 28, EVENT, EVENT)}


def _edges(
    outline: Outline, order: list[str], shapes: dict[str, Bounds], bottom: int
) -> tuple[dict[str, list[Point]], int]:
    column = {state: number for number, state in enumerate(order)}
    around = [flow for flow in outline.process.flows if not _is_short(flow, outline, column)]
    spans = [Span(shapes[flow.source].right, shapes[flow.target].x, flow.target) for flow in around]
    tracks = assign(spans)
    edges = {
        flow.id: _round(shapes[flow.source], shapes[flow.target], bottom + (track + 1) * TRACK, track)
        for flow, track in zip(around, tracks, strict=True)
    }
    for flow in outline.process.flows:
        if flow.id not in edges:
            edges[flow.id] = _straight(shapes[flow.source], shapes[flow.target])
    for node in outline.process.nodes:
        if node.timer is not None:
            edges[f"from_{node.timer.id}"] = _straight(shapes[node.timer.id], shapes[f"late_{node.timer.id}"])
    return edges, bottom + (max(tracks, default=-1) + 2) * TRACK


def _is_short(flow: Flow, outline: Outline, column: dict[str, int]) -> bool:
    """Inside a state to the right, or into the next one."""
    (state, place), (target, target_place) = outline.places[flow.source], outline.places[flow.target]
    if place < 0:
        return column[target] == 0
    if state == target:
        return target_place > place
    return column[target] == column[state] + 1


def _straight(source: Bounds, target: Bounds) -> list[Point]:
    """Out to the right, in from the left, with one turn before the target."""
    turn = max(target.x - 20, source.right)
    if source.middle == target.middle:
        return [(source.right, source.middle), (target.x, target.middle)]
    return [(source.right, source.middle), (turn, source.middle), (turn, target.middle), (target.x, target.middle)]


def _round(source: Bounds, target: Bounds, y: int, track: int) -> list[Point]:
    out, into = source.right + 8 + 4 * (track % 6), target.x - 8 - 4 * (track % 6)
    return [
        (source.right, source.middle), (out, source.middle), (out, y), (into, y), (into, target.middle),
        (target.x, target.middle),
    ]  # fmt: skip
