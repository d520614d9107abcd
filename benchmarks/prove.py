"""What a proof costs: whole processes beside the import of SymPy, and decisions beside `simplify`.

    PYTHONPATH=. python benchmarks/prove.py [--rounds 7] [--seconds 20]

Processes run in turn, so that a loaded machine slows all of them down alike; the ratios are those
of the medians of processor time. Bytecode is cached before, as it is after an installation. Each
step is decided by the kernel and by `simplify(A - B) == 0` in a process of its own, each side
converted once; only the decision is timed.
"""

from __future__ import annotations

import argparse
import os
import pickle
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

from verifier import library
from verifier.kernel.domains import POSITIVE
from verifier.meaning import claims
from verifier.meaning.claims import Claim, judge
from verifier.meaning.context import Context
from verifier.meaning.names import name_of
from verifier.notation import tree
from verifier.notation.tree import Derivative, Node, Symbol
from verifier.prover.proof import Derivation, Proof
from verifier.values import NOWHERE

ROOT = Path(__file__).parent.parent
ARTICLE = "logistic"
ARTICLE_FILE = f"derivations/{ARTICLE}.md"
START = "import sys; sys.argv = {!r}; from verifier.start import main; main()"
COMMANDS = {
    "import sympy": "import sympy",
    "backproof prove": START.format(["backproof", "prove"]),
    f"backproof check {ARTICLE_FILE}": START.format(["backproof", "check", ARTICLE_FILE]),
}
BARS = {"backproof prove": 4.0, f"backproof check {ARTICLE_FILE}": 0.5}

# Whole processes ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Cost:
    """Processor time and elapsed time of one process, in seconds."""

    processor: float
    elapsed: float


def run(code: str, environment: dict[str, str]) -> Cost:
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise RuntimeError(f"the process failed: {code}")
    return Cost(usage.ru_utime + usage.ru_stime, time.perf_counter() - start)


def processes(rounds: int) -> None:
    """The table of whole processes, each beside the import of SymPy."""
    with tempfile.TemporaryDirectory() as cache:
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": cache}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        for code in COMMANDS.values():
            run(code, environment)
        turns = [
            {name: run(code, environment) for name, code in COMMANDS.items()} for _ in range(rounds)
        ]
    print(f"{'process':40s} processor   elapsed     ratio   bar")
    base = statistics.median(turn["import sympy"].processor for turn in turns)
    for name in COMMANDS:
        processor = statistics.median(turn[name].processor for turn in turns)
        elapsed = statistics.median(turn[name].elapsed for turn in turns)
        bar = f"{BARS[name]:5.1f}" if name in BARS else ""
        print(f"{name:40s} {processor:7.2f} s {elapsed:7.2f} s {processor / base:9.2f} {bar}")


def modules_of_check() -> set[str]:
    """The packages that are imported by `backproof check`."""
    code = START.format(["backproof", "check", ARTICLE_FILE])
    head = "import atexit, sys; atexit.register(lambda: print(*sys.modules, file=sys.stderr))"
    done = subprocess.run(
        [sys.executable, "-c", f"{head}; {code}"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    return set(done.stderr.split())


# Steps --------------------------------------------------------------------------------------


def equations(derivation: Derivation) -> Iterator[tuple[Node, Node]]:
    """What each step of a derivation states."""
    current = derivation.subject
    for step in derivation.steps:
        yield (current if step.left is None else step.left), step.formula
        current = step.formula


def all_equations(proofs: Sequence[Proof]) -> list[tuple[Node, Node]]:
    """The equations of all steps, each once."""
    parts = (part for proof in proofs for route in proof.routes for part in route.derivations)
    return list(dict.fromkeys(pair for part in parts for pair in equations(part)))


def steps_per_route(proofs: Sequence[Proof]) -> None:
    print(f"\n{'goal':10s} {'chain rule':>12s} {'direct expansion':>18s}   proved")
    for proof in proofs:
        chain, direct = (sum(1 for _ in route.steps) for route in proof.routes)
        steps = list(proof.steps)
        print(f"{proof.goal:10s} {chain:12d} {direct:18d}   {share(steps)}")
    print(f"{'all':10s} {'':31s}   {share([step for proof in proofs for step in proof.steps])}")


def share(steps: Sequence[Any]) -> str:
    proved = sum(step.proved for step in steps)
    return f"{proved}/{len(steps)} = {proved / len(steps):.3f}"


# Decisions ----------------------------------------------------------------------------------


def claimed(pairs: Sequence[tuple[Node, Node]]) -> Iterator[Claim]:
    """The equations as claims in the article; the lemma about ln x is about any positive x."""
    context = library.load(ARTICLE).context
    lemma = Context().with_domain("x", POSITIVE)
    for left, right in pairs:
        names = {name for side in (left, right) for name in map(name_of, tree.walk(side))}
        own = names & {"x"} and not names & {"w", "a", "L", "z"}
        yield Claim(left, right, lemma if own else context, NOWHERE)


def kernel_times(pairs: Sequence[tuple[Node, Node]]) -> list[float]:
    """Seconds that the kernel takes for each equation, in all the readings that are tried."""
    spent: list[float] = []
    decide: Callable[..., Any] = getattr(claims, "decide")  # noqa: B009 - imported there for use

    def timed(*arguments: Any) -> Any:
        start = time.process_time()
        verdict = decide(*arguments)
        spent.append(time.process_time() - start)
        return verdict

    setattr(claims, "decide", timed)  # noqa: B010
    found = []
    for claim in claimed(pairs):
        spent.clear()
        judge(claim)
        found.append(sum(spent))
    return found


def sympy_times(pairs: Sequence[tuple[Node, Node]], seconds: int) -> list[float]:
    """Seconds that `simplify(A - B) == 0` takes for each; negative where it does not say yes."""
    import sympy

    found = []
    for claim in claimed(pairs):
        keep = judge(claim).held
        left, right = (as_sympy(side, claim.context, keep) for side in (claim.left, claim.right))
        start = time.process_time()
        with at_most(seconds) as in_time:
            in_time.append(bool(sympy.simplify(left - right) == 0))
        spent = max(time.process_time() - start, 1e-9)
        found.append(spent if in_time == [True] else -spent)
    return found


def as_sympy(node: Node, context: Context, keep: frozenset[str]) -> Any:
    """A side of a step, its derivatives worked out by SymPy."""
    import sympy

    from verifier.prover.definitions import head_of
    from verifier.prover.sympy_bridge import expanded, symbol

    slopes: dict[Any, Any] = {}

    def without_derivatives(part: Node) -> Node:
        if not isinstance(part, Derivative):
            return tree.rebuild(part, without_derivatives)
        variable = name_of(part.variables[0][0]) or ""
        body = expanded(part.body, context, frozenset({variable}))
        name = f"slope{len(slopes)}"
        slopes[sympy.Symbol(name)] = sympy.diff(body, symbol(variable))
        return Symbol(name)

    whole = expanded(without_derivatives(tree.bare(node)), context, keep).xreplace(slopes)
    bodies = {
        symbol(name): expanded(head_of(name, context), context, keep)
        for name in context.definitions
        if symbol(name) in whole.free_symbols and name not in keep
    }
    return whole.xreplace(bodies)


@contextmanager
def at_most(seconds: int) -> Iterator[list[bool]]:
    """Gives up after some seconds of elapsed time; the list then stays empty."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TimeoutError

    previous = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    found: list[bool] = []
    try:
        yield found
    except TimeoutError:
        found.clear()
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, previous)


def in_own_process(tool: str, file: Path, seconds: int) -> list[float]:
    """The times of one tool, in a process that has done nothing else."""
    command = [sys.executable, __file__, "--tool", tool, "--file", str(file)]
    done = subprocess.run(
        [*command, "--seconds", str(seconds)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        check=True,
    )
    times: list[float] = pickle.loads(done.stdout)
    return times


def decisions(pairs: Sequence[tuple[Node, Node]], seconds: int) -> None:
    with tempfile.TemporaryDirectory() as directory:
        file = Path(directory) / "equations"
        file.write_bytes(pickle.dumps(list(pairs)))
        results = {tool: in_own_process(tool, file, seconds) for tool in ("kernel", "simplify")}
    print(f"\n{len(pairs)} different steps     median       p95       max   decided")
    for tool, times in results.items():
        spent = sorted(1000 * abs(value) for value in times)
        middle, slow = statistics.median(spent), spent[int(0.95 * len(spent))]
        decided = sum(value >= 0 for value in times)
        print(f"{tool:18s} {middle:7.2f} ms {slow:6.1f} ms {spent[-1]:6.0f} ms   {decided}")
    ratios = [abs(b) / a for a, b in zip(*results.values(), strict=True) if a > 0]
    print(f"simplify / kernel, median of the ratios per step: {statistics.median(ratios):.1f}")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=7)
    options.add_argument("--seconds", type=int, default=20, help="limit for one simplification")
    options.add_argument("--tool", choices=("kernel", "simplify"), help=argparse.SUPPRESS)
    options.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.tool:
        pairs = pickle.loads(chosen.file.read_bytes())
        timed = (
            kernel_times(pairs) if chosen.tool == "kernel" else sympy_times(pairs, chosen.seconds)
        )
        sys.stdout.buffer.write(pickle.dumps(timed))
        return
    processes(chosen.rounds)
    print(f"`backproof check` imports SymPy: {'yes' if 'sympy' in modules_of_check() else 'no'}")
    article = library.load(ARTICLE)
    proofs = [library.prove(article, goal) for goal in library.goals(article)]
    steps_per_route(proofs)
    decisions(all_equations(proofs), chosen.seconds)


if __name__ == "__main__":
    main()
