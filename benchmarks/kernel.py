"""The kernel beside what else one would call, on the labelled pairs, each in a process of its own.

    PYTHONPATH=. python benchmarks/kernel.py [TOOL ...] [--data FILE] [--seconds 20] [--python PATH]

A pair that takes longer than the limit counts as hung and the tool is started again. Tools whose
packages are not installed are left out. `true recognised` counts true pairs called equal;
`false called equal` must be 0; for tools that only ever show equality, not calling a false pair
equal is all that can be asked.
"""

from __future__ import annotations

import argparse
import importlib.util
import select
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

from benchmarks._kernel_tools import TOOLS, pairs

NEEDS = {
    "kernel": ["flint"],
    "simplify": ["sympy"],
    "equals": ["sympy"],
    "cancel": ["sympy"],
    "numpy": ["sympy", "numpy", "scipy"],
    "math-verify": ["sympy", "math_verify"],
}


class Process:
    """A tool that answers one pair after another."""

    def __init__(self, tool: str, data: str, python: str) -> None:
        self.command = [python, str(Path(__file__).parent / "_kernel_tools.py"), tool, data]
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(
            self.command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            bufsize=1,
        )
        if self.output.readline().strip() != "ready":
            raise RuntimeError(f"{self.command[-2]} does not start")

    @property
    def output(self) -> IO[str]:
        assert self.process.stdout is not None
        return self.process.stdout

    def ask(self, number: int, seconds: float) -> tuple[str, float]:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{number}\n")
        self.process.stdin.flush()
        ready, _, _ = select.select([self.output], [], [], seconds)
        answer = self.output.readline().split() if ready else []
        if not answer:
            self.process.kill()
            self.process.wait()
            self.start()
            return "hung", 1000 * seconds
        return answer[0], float(answer[1])

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()


def measure(tool: str, data: str, seconds: float, python: str) -> tuple[str, float, float]:
    """A line of the table, the median and the 95th percentile in milliseconds."""
    rows, process = pairs(data), Process(tool, data, python)
    answers = [process.ask(k, seconds) for k in range(len(rows))]
    process.stop()
    labelled = list(zip(rows, answers, strict=True))
    true = [verdict for row, (verdict, _) in labelled if row["equal"]]
    false = [(row, verdict) for row, (verdict, _) in labelled if not row["equal"]]
    domain_only = sum(v == "equal" for row, v in false if row.get("definedness"))
    called_equal = sum(v == "equal" for _, v in false) - domain_only
    stuck = [sum(v == kind for v, _ in answers) for kind in ("error", "hung")]
    times = sorted(time for _, time in answers)
    median, slow = statistics.median(times), times[int(0.95 * len(times))]
    line = (
        f"{tool:12s} {true.count('equal'):3d}/{len(true)} {true.count('different'):8d} "
        f"{domain_only:9d}/{called_equal:<3d} {sum(v == 'undecided' for v, _ in answers):9d} "
        f"{stuck[0]:5d}/{stuck[1]:<3d} {median:9.2f} {slow:9.1f} {times[-1]:9.0f}"
    )
    return line, median, slow


def import_time(module: str, python: str) -> float:
    """Seconds for a fresh process to import a module, the best of five."""
    found = []
    for _ in range(5):
        start = time.perf_counter()
        subprocess.run(
            [python, "-c", f"import {module}"], check=True, cwd=Path(__file__).parent.parent
        )
        found.append(time.perf_counter() - start)
    return min(found)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("tools", nargs="*", metavar="TOOL", help=", ".join(TOOLS))
    options.add_argument("--data", default="equality_pairs.json")
    options.add_argument("--seconds", type=float, default=20.0)
    options.add_argument("--python", default=sys.executable)
    chosen = options.parse_args()
    ours = chosen.python == sys.executable
    print(
        "tool         true recogn.  true called  false called equal  undecided  error    "
        "median       p95       max\n"
        "             (as equal)    different    (domain/other)                 /hung    "
        "    ms        ms        ms"
    )
    medians: dict[str, float] = {}
    for tool in chosen.tools or TOOLS:
        needed = NEEDS.get(tool, [tool])
        if ours and any(importlib.util.find_spec(name) is None for name in needed):
            print(f"{tool:12s} not installed")
            continue
        line, medians[tool], _ = measure(tool, chosen.data, chosen.seconds, chosen.python)
        print(line, flush=True)
    for tool in ("simplify", "equals"):
        if tool in medians and "kernel" in medians:
            print(f"median of {tool} / kernel: {medians[tool] / medians['kernel']:.0f}")
    kernel, sympy = (import_time(m, chosen.python) for m in ("verifier.kernel.decide", "sympy"))
    print(f"import of the kernel {kernel:.3f} s, of SymPy {sympy:.3f} s: {kernel / sympy:.2f}")


if __name__ == "__main__":
    main()
