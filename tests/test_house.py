"""The rules of the house that no linter knows."""

from __future__ import annotations

import ast
import importlib.util
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LONGEST_FILE = 300
# Path of a file that may be longer, and the reason.
MAY_BE_LONGER: dict[str, str] = {}
# These turn text into code, or into an expression by evaluating it.
EVALUATING = {"eval", "exec", "compile", "__import__", "parse_expr", "parse_latex", "sympify"}
KERNEL_MAY_IMPORT = {
    "flint",
    "verifier.kernel",
    "verifier.hints",
    "verifier.records",
    "verifier.values",
}
KERNEL_MAY_NOT_USE = {"io", "os", "pathlib", "random", "socket", "subprocess", "tempfile", "urllib"}
SOURCES = sorted((ROOT / "verifier").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), relative(path))


def in_all_sources() -> pytest.MarkDecorator:
    return pytest.mark.parametrize("path", SOURCES, ids=relative)


def test_files_are_short() -> None:
    lengths = {
        relative(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in SOURCES + TESTS
    }
    too_long = {path for path, length in lengths.items() if length > LONGEST_FILE}
    assert too_long == set(MAY_BE_LONGER), {path: lengths[path] for path in too_long}


def public_definitions(module: ast.Module) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    for node in module.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node


@in_all_sources()
def test_everything_public_says_what_it_is(path: Path) -> None:
    module = tree(path)
    without = [node.name for node in public_definitions(module) if not ast.get_docstring(node)]
    if module.body and not ast.get_docstring(module):
        without.append("the module")
    assert without == []


@in_all_sources()
def test_no_handler_catches_everything(path: Path) -> None:
    caught = [
        f"line {node.lineno}"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or {"Exception", "BaseException"} & names_in(node.type))
    ]
    assert caught == []


def names_in(node: ast.expr) -> set[str]:
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}


@in_all_sources()
def test_no_text_becomes_code(path: Path) -> None:
    calls = [
        f"line {node.lineno}: {name}"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and (name := called(node)) in EVALUATING
        if not (name == "sympify" and is_strict(node))
    ]
    assert calls == []


def called(call: ast.Call) -> str:
    """The name that is called; `re.compile` makes a pattern and does not count."""
    match call.func:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=ast.Name(id="re"), attr="compile"):
            return ""
        case ast.Attribute(attr=name):
            return name
    return ""


def is_strict(call: ast.Call) -> bool:
    """`sympify(…, strict=True)` refuses text."""
    return any(
        keyword.arg == "strict"
        and isinstance(keyword.value, ast.Constant)
        and keyword.value.value is True
        for keyword in call.keywords
    )


def imported(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are written in full"
            yield node.module or ""


@in_all_sources()
def test_imports_are_absolute_and_the_kernel_stands_on_flint_alone(path: Path) -> None:
    names = list(imported(tree(path)))
    if path.is_relative_to(ROOT / "verifier" / "kernel"):
        allowed = KERNEL_MAY_IMPORT | (sys.stdlib_module_names - KERNEL_MAY_NOT_USE)
        foreign = [name for name in names if not prefixes(name) & allowed]
        assert foreign == []


def prefixes(name: str) -> set[str]:
    parts = name.split(".")
    return {".".join(parts[: length + 1]) for length in range(len(parts))}


def test_starting_the_command_imports_neither_sympy_nor_numpy() -> None:
    if importlib.util.find_spec("verifier.cli") is None:
        pytest.skip("there is no command yet")
    code = (
        "import sys, verifier.cli; print(*{'sympy', 'numpy', 'mpmath', 'yaml'} & set(sys.modules))"
    )
    printed = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert printed.stdout.split() == []


@in_all_sources()
def test_records_are_made_by_the_decorator_that_costs_little(path: Path) -> None:
    slow = "dataclasses" in set(imported(tree(path))) and relative(path) != "verifier/records.py"
    assert not slow, "import dataclass, field, fields and replace from verifier.records"


ON_THE_WAY_OF_A_CHECK = ("verifier/articles/", "verifier/meaning/", "verifier/notation/")


@in_all_sources()
def test_patterns_on_the_way_of_a_check_are_compiled_at_their_first_use(path: Path) -> None:
    if relative(path).startswith(ON_THE_WAY_OF_A_CHECK):
        body = [node for node in tree(path).body if isinstance(node, ast.Assign | ast.AnnAssign)]
        eager = [node.lineno for node in body if "re.compile" in ast.unparse(node)]
        assert eager == [], "write lazy_pattern(…) from verifier.lazy_patterns for re.compile(…)"
