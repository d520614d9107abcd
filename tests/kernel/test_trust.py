"""Nothing but the two deciding modules makes a verdict, and the kernel stands on FLINT alone."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

VERIFIER = Path(__file__).parent.parent.parent / "verifier"
KERNEL = VERIFIER / "kernel"


def made_verdicts(source: str) -> set[str]:
    """The verdicts that a module constructs, under whatever name it imports them."""
    tree = ast.parse(source)
    names = {"Proved": "Proved", "Refuted": "Refuted"}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "verifier.values":
            names |= {a.asname: a.name for a in node.names if a.asname and a.name in names}
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func
            name = called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")
            if name in names:
                found.add(names[name])
    return found


def test_only_decide_makes_verdicts() -> None:
    makers = {
        path.relative_to(VERIFIER).as_posix()
        for path in VERIFIER.rglob("*.py")
        if made_verdicts(path.read_text(encoding="utf-8"))
    }
    assert makers == {"kernel/decide.py", "tensors/decide.py"}


def test_the_scan_sees_through_aliases() -> None:
    assert made_verdicts("from verifier.values import Proved as P\nP('x')") == {"Proved"}
    assert made_verdicts("import verifier.values as v\nv.Refuted(w)") == {"Refuted"}


def test_the_kernel_imports_only_itself_what_is_below_flint_and_the_standard_library() -> None:
    for path in KERNEL.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            modules = []
            if isinstance(node, ast.Import):
                modules = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0
                modules = [node.module or ""]
            for module in modules:
                top = module.split(".")[0]
                below = module in ("verifier.hints", "verifier.records", "verifier.values")
                inside = below or module.startswith("verifier.kernel")
                assert inside or top == "flint" or top in sys.stdlib_module_names, (path, module)


def test_importing_the_kernel_loads_nothing_heavy() -> None:
    script = "import sys, verifier.kernel.decide; print(*sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        cwd=VERIFIER.parent,
    )
    loaded = set(run.stdout.split())
    assert not loaded & {"sympy", "numpy", "mpmath", "random", "asyncio", "multiprocessing"}
