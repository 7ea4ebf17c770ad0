"""In which order the states stand below each other: as work flows, first ways first."""

from workflows.schema import WorkflowSchema

# Where a state's key would stand: any state but an end. One box for all, instead of an arrow from each.
ANY = ""


def in_order(schema: WorkflowSchema) -> list[str]:
    """State keys so that a way back is the exception: reverse postorder from the start, then what nothing leads to."""
    targets: dict[str, list[str]] = {state.key: [] for state in schema.states}
    for way in schema.transitions:
        if way.source in targets and way.target in targets:
            targets[way.source].append(way.target)
    starts = [state.key for state in schema.states if state.kind == "start"]
    found: dict[str, None] = {}
    for start in starts[:1]:
        _visit(start, targets, found)
    ordered = list(reversed(found))
    # What only a way from any state leads to stands below the box for any state.
    anywhere = [ANY] if any(way.source == ANY for way in schema.transitions) else []
    return ordered + anywhere + [key for key in targets if key not in found]


def _visit(start: str, targets: dict[str, list[str]], finished: dict[str, None]) -> None:
    """Depth first without recursion; `finished` gets each state after everything behind it."""
    seen = {start}
    path = [(start, list(targets[start]))]
    while path:
        state, waiting = path[-1]
        if not waiting:
            finished[state] = None
            path.pop()
            continue
        # The last way is visited first, so that the first way ends up directly below.
        target = waiting.pop()
        if target not in seen:
            seen.add(target)
            path.append((target, list(targets[target])))
