"""Every mutant that mutmut made of the policies, tried in one pytest session; docs/mutants.md says what came of it.

mutmut starts a process with a database of its own for each mutant, which takes hours here. Its mutants stand side by
side in the code that it writes, and are chosen by name while the program runs; so one process can try them all.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import pytest
from _pytest.runner import runtestprotocol
from mutmut.mutation import trampoline

RESULTS = Path("mutants.json")
# As mutmut calls them: x_function__mutmut_7, or xǁClassǁmethod__mutmut_7; and what it writes between two functions.
NAME = re.compile(r"^ *def (x\S*?__mutmut_(?:\d+|orig))", re.MULTILINE)
FRAME = re.compile(r"^ *(?:mutants_x|@_mutmut)", re.MULTILINE)
SENTENCE = re.compile(r"""_\((?:"[^"]*"|None)\)""")
REFUSAL = re.compile(r"""no\(("\w+"), .*\)""")


def pytest_runtestloop(session: pytest.Session) -> bool:
    hits, lengths = _who_comes_where(session)
    results = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    for mutant in _mutants():
        if mutant in results:
            continue
        trampoline.set_mutant_under_test(mutant)
        tests = sorted(hits[mutant.rpartition("__mutmut_")[0]], key=lengths.__getitem__)
        killer = next((test for test in tests if not _passes(test)), None)
        trampoline.set_mutant_under_test("")
        if killer is not None and not _passes(killer):
            pytest.exit(f"fails without the mutant too: {killer.nodeid}", returncode=1)
        results[mutant] = {"killed by": killer and killer.nodeid, "tests": len(tests)}
        RESULTS.write_text(json.dumps(results, indent=1))
    return True


def _who_comes_where(session: pytest.Session) -> tuple[dict[str, set[pytest.Item]], dict[pytest.Item, float]]:
    """The tests that come by each function, and how long each of them takes. All of them must pass."""
    hits: dict[str, set[pytest.Item]] = defaultdict(set)
    lengths: dict[pytest.Item, float] = {}
    trampoline.set_mutant_under_test("stats")
    for test in session.items:
        trampoline.record_trampoline_hit = lambda name, test=test, **_more: hits[name].add(test)
        began = perf_counter()
        if not _passes(test):
            pytest.exit(f"fails without any mutant: {test.nodeid}", returncode=1)
        lengths[test] = perf_counter() - began
    return hits, lengths


def _passes(test: pytest.Item) -> bool:
    """What the test before needed and this one does not is taken down first; what both need stays, as the database."""
    test.session._setupstate.teardown_exact(test.parent)
    test._initrequest()  # type: ignore[attr-defined]  # as plugins do that run a test again
    reports = runtestprotocol(test, log=False, nextitem=test.parent)  # type: ignore[arg-type]
    return not any(report.failed for report in reports)


def _mutants() -> Iterator[str]:
    """All but those that change nothing but the words of a sentence."""
    for meta in sorted(Path().rglob("*.py.meta")):
        source = meta.with_suffix("").read_text(encoding="utf-8")
        bodies = dict(_bodies(source))
        for mutant in json.loads(meta.read_text())["exit_code_by_key"]:
            name = mutant.rpartition(".")[2]
            if _wordless(bodies[name]) != _wordless(bodies[f"{name.rpartition('_')[0]}_orig"]):
                yield mutant


def _bodies(source: str) -> Iterator[tuple[str, str]]:
    """What stands between the names: a function's own name and what frames it are the same for all its mutants."""
    parts = NAME.split(source)
    for name, body in zip(parts[1::2], parts[2::2], strict=True):
        yield name, FRAME.split(body)[0]


def _wordless(body: str) -> str:
    """Without what a person reads: the sentences, and the sentence of a refusal whatever it is made of.

    A role, a column or an action whose name is changed is no sentence.
    """
    return REFUSAL.sub(r"no(\1)", SENTENCE.sub("_()", body)).rstrip()
