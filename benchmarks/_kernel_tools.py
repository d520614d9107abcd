"""One tool, one process: reads pair numbers from standard input and answers one line for each.

A line is `verdict milliseconds` of processor time; a verdict is equal, different, undecided or
error. `equal` means that the tool says so; `different` that it says so definitely, not that it
failed to show equality.
"""

from __future__ import annotations

import ast
import importlib
import json
import sys
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
DATA = ROOT / "tests" / "data"
SIMPLIFIERS = (
    "simplify_auto",
    "simplify_egraph",
    "simplify_expanded",
    "simplify_log_exp",
    "cancel",
)
Prepared = tuple[Any, ...]
Tool = tuple[Callable[[dict[str, Any]], Prepared], Callable[..., str]]


def pairs(name: str) -> list[dict[str, Any]]:
    """The labelled pairs of one file, without those that need hypotheses."""
    rows: list[dict[str, Any]] = json.loads((DATA / name).read_text(encoding="utf-8"))
    return [row for row in rows if "hypotheses" not in row]


class Translation:
    """Expressions of the data as expressions of a computer algebra system."""

    def __init__(self, system: dict[str, Callable[..., Any]], domains: dict[str, str]) -> None:
        self.system, self.domains = system, domains
        self.names: dict[str, Any] = {}

    def read(self, text: str) -> Any:
        return self.visit(ast.parse(text.strip(), mode="eval").body)

    def symbol(self, name: str) -> Any:
        if name not in self.names:
            self.names[name] = self.system["symbol"](name, self.domains.get(name, "R"))
        return self.names[name]

    def visit(self, node: Any) -> Any:
        match node:
            case ast.Constant():
                exact = Fraction(repr(node.value))
                return self.system["number"](exact.numerator, exact.denominator)
            case ast.Name(name):
                return self.system["pi"]() if name == "pi" else self.symbol(name)
            case ast.UnaryOp():
                return -self.visit(node.operand)
            case ast.BinOp(left, operation, right):
                return self.operation(operation, self.visit(left), self.visit(right))
            case ast.Subscript(ast.Name(name), place):
                listed = place.elts if isinstance(place, ast.Tuple) else [place]
                domain = self.domains.get(name + "[]", "R")
                return self.system["entry"](name, domain, [self.visit(k) for k in listed])
            case ast.Compare(left, [relation], [right]):
                one, two = self.visit(left), self.visit(right)
                return self.system[type(relation).__name__](one, two)
            case ast.Call(ast.Name(name), arguments):
                return self.system[name](*[self.visit(argument) for argument in arguments])
        raise ValueError(ast.dump(node))

    @staticmethod
    def operation(operation: ast.operator, left: Any, right: Any) -> Any:
        match operation:
            case ast.Add():
                return left + right
            case ast.Sub():
                return left - right
            case ast.Mult():
                return left * right
            case ast.Div():
                return left / right
        return left**right


def sympy_system() -> dict[str, Callable[..., Any]]:
    import sympy as sp

    def symbol(name: str, domain: str) -> Any:
        if domain == "N+" or domain.startswith("1.."):
            return sp.Symbol(name, integer=True, positive=True)
        positive = domain[0] == "(" and domain[1:].split(",")[0] not in ("-oo", "-1")
        known: dict[str, bool] = {"real": True}
        if domain == "R!=0":
            known["nonzero"] = True
        elif positive:
            known["positive"] = True
        elif domain[0] == "[" and not domain.startswith("[-"):
            known["nonnegative"] = True
        return sp.Symbol(name, **known)

    def entry(name: str, domain: str, indices: list[Any]) -> Any:
        positive = {"positive": True} if domain == "(0,oo)" else {"real": True}
        return sp.Indexed(sp.IndexedBase(sp.Symbol(name + "_", **positive), **positive), *indices)

    def unknown(name: str) -> Callable[..., Any]:
        return sp.Function(name, real=True)  # type: ignore[no-any-return]

    return {
        "symbol": symbol,
        "entry": entry,
        "number": sp.Rational,
        "pi": lambda: sp.pi,
        "ln": sp.log,
        "exp": sp.exp,
        "erf": sp.erf,
        "sqrt": sp.sqrt,
        "tanh": sp.tanh,
        "sinh": sp.sinh,
        "cosh": sp.cosh,
        "sin": sp.sin,
        "cos": sp.cos,
        "sigmoid": lambda x: 1 / (1 + sp.exp(-x)),
        "softplus": lambda x: sp.log(1 + sp.exp(x)),
        "abs": sp.Abs,
        "sign": sp.sign,
        "relu": lambda x: sp.Max(x, 0),
        "max": sp.Max,
        "min": sp.Min,
        "delta": sp.KroneckerDelta,
        "where": lambda c, a, b: sp.Piecewise((a, c), (b, True)),
        "Sum": lambda b, i, lo, hi: sp.Sum(b, (i, lo, hi)),
        "Prod": lambda b, i, lo, hi: sp.Product(b, (i, lo, hi)),
        "D": sp.diff,
        "Gt": sp.Gt,
        "GtE": sp.Ge,
        "Lt": sp.Lt,
        "LtE": sp.Le,
        "u": unknown("u"),
        "v": unknown("v"),
        "f": unknown("f"),
    }


def with_sympy(decide: Callable[[Any, Any], str]) -> Tool:
    system = sympy_system()

    def prepare(row: dict[str, Any]) -> Prepared:
        reader = Translation(system, row["domains"])
        return reader.read(row["left"]), reader.read(row["right"])

    return prepare, decide


def zero(value: Any) -> str:
    return "equal" if value == 0 else "undecided"


def simplify() -> Tool:
    import sympy as sp

    return with_sympy(lambda a, b: zero(sp.simplify(a - b)))


def equals() -> Tool:
    def decide(a: Any, b: Any) -> str:
        found = a.equals(b)
        return "undecided" if found is None else "equal" if found else "different"

    return with_sympy(decide)


def cancel() -> Tool:
    import sympy as sp

    return with_sympy(lambda a, b: zero(sp.cancel(sp.expand(a - b))))


def symengine() -> Tool:
    """Expands the numerator of the difference; SymEngine has no simplifier and no sums."""
    engine = importlib.import_module("symengine")
    system = {
        name: getattr(engine, {"ln": "log", "abs": "Abs"}.get(name, name))
        for name in ("ln", "exp", "erf", "sqrt", "tanh", "sinh", "cosh", "sin", "cos", "abs")
    }
    system |= {
        "symbol": lambda name, domain: engine.Symbol(name),
        "number": lambda p, q: engine.Integer(p) / engine.Integer(q),
        "pi": lambda: engine.pi,
        "sigmoid": lambda x: 1 / (1 + engine.exp(-x)),
        "softplus": lambda x: engine.log(1 + engine.exp(x)),
        "max": engine.Max,
        "min": engine.Min,
        "relu": lambda x: engine.Max(x, 0),
        "sign": engine.sign,
        "D": engine.diff,
    }

    def prepare(row: dict[str, Any]) -> Prepared:
        reader = Translation(system, row["domains"])
        return reader.read(row["left"]), reader.read(row["right"])

    def decide(a: Any, b: Any) -> str:
        found = zero(engine.expand(a - b))
        return found if found == "equal" else zero(engine.expand((a - b).as_numer_denom()[0]))

    return prepare, decide


def alkahest() -> Tool:
    """Whether one of Alkahest's simplifiers makes the difference 0; it has no indexed sums."""
    ak = importlib.import_module("alkahest")
    pool = ak.ExprPool()
    names = ("exp", "erf", "sqrt", "tanh", "sinh", "cosh", "sin", "cos", "abs", "sign")
    system = {name: getattr(ak, name) for name in (*names, "max", "min")}

    def symbol(name: str, domain: str) -> Any:
        positive = domain.startswith(("(0", "(1"))
        return pool.symbol(name, "positive" if positive else "real")

    system |= {
        "symbol": symbol,
        "number": lambda p, q: pool.rational(p, q) if q != 1 else pool.integer(p),
        "ln": ak.log,
        "sigmoid": lambda x: 1 / (1 + ak.exp(-x)),
        "softplus": lambda x: ak.log(1 + ak.exp(x)),
        "relu": lambda x: ak.max(x, pool.integer(0)),
        "D": lambda body, x: ak.diff(body, x).value,
    }

    def prepare(row: dict[str, Any]) -> Prepared:
        reader = Translation(system, row["domains"])
        return reader.read(row["left"]), reader.read(row["right"])

    def decide(a: Any, b: Any) -> str:
        for name in SIMPLIFIERS:
            try:
                found = getattr(ak, name)(a - b)
            except ak.AlkahestError:
                continue
            if str(getattr(found, "value", found)) == "0":
                return "equal"
        return "undecided"

    return prepare, decide


def numpy_sampling() -> Tool:
    """64 random points in double precision, relative tolerance 1e-9; what a quick test does."""
    import numpy as np
    import sympy as sp

    system = sympy_system()

    def prepare(row: dict[str, Any]) -> Prepared:
        reader = Translation(system, row["domains"])
        a, b = reader.read(row["left"]), reader.read(row["right"])
        sizes = {s: 3 for s in a.free_symbols | b.free_symbols if s.is_integer}
        a, b = (e.subs(sizes).doit() if sizes else e for e in (a, b))
        free = sorted((a.free_symbols | b.free_symbols), key=str)
        free = [s for s in free if not str(s).endswith("_")]
        draws = {}
        rng = np.random.default_rng(0)
        for s in free:
            name = str(s).split("[")[0]
            domain = row["domains"].get(str(s), row["domains"].get(name.rstrip("_") + "[]", "R"))
            draws[s] = draw(domain, rng)
        return a, b, draws

    def draw(domain: str, rng: Any) -> Any:
        low, high = -3.0, 3.0
        if domain[0] in "([":
            ends = domain[1:-1].split(",")
            low = -3.0 if "oo" in ends[0] else float(Fraction(ends[0]))
            high = low + 4.0 if "oo" in ends[1] else float(Fraction(ends[1]))
        return rng.uniform(low, high, 64)

    def decide(a: Any, b: Any, draws: dict[Any, Any]) -> str:
        symbols = list(draws)
        with np.errstate(all="ignore"):
            one, two = (
                np.asarray(sp.lambdify(symbols, e, ["scipy", "numpy"])(*draws.values()), float)
                for e in (a, b)
            )
            return "equal" if np.allclose(one, two, 1e-9, 1e-12, equal_nan=True) else "different"

    return prepare, decide


def math_verify() -> Tool:
    """math-verify compares LaTeX; SymPy prints it."""
    import sympy as sp

    module = importlib.import_module("math_verify")
    system = sympy_system()

    def prepare(row: dict[str, Any]) -> Prepared:
        reader = Translation(system, row["domains"])
        return tuple(f"${sp.latex(reader.read(row[side]))}$" for side in ("left", "right"))

    def decide(a: str, b: str) -> str:
        one, two = module.parse(a), module.parse(b)
        if not one or not two:
            return "error"
        return "equal" if module.verify(one, two) else "undecided"

    return prepare, decide


def kernel() -> Tool:
    sys.path.insert(0, str(ROOT))
    from tests.kernel.expressions import read, read_domains
    from verifier.kernel.decide import decide
    from verifier.values import Proved, Refuted

    def prepare(row: dict[str, Any]) -> Prepared:
        return read(row["left"]), read(row["right"]), read_domains(row["domains"])

    def answer(left: Any, right: Any, domains: Any) -> str:
        found = decide(left, right, domains)
        if isinstance(found, Proved):
            return "undecided" if found.conditions else "equal"
        # The witness is worked out when it is looked at; that is part of the answer here.
        return "different" if isinstance(found, Refuted) and found.witness.left else "undecided"

    return prepare, answer


TOOLS: dict[str, Callable[[], Tool]] = {
    "kernel": kernel,
    "simplify": simplify,
    "equals": equals,
    "cancel": cancel,
    "symengine": symengine,
    "alkahest": alkahest,
    "numpy": numpy_sampling,
    "math-verify": math_verify,
}


def serve(tool: str, data: str) -> None:
    """Answers until the input ends. Reading a formula is not counted, except by math-verify."""
    prepare, decide = TOOLS[tool]()
    rows = pairs(data)
    print("ready", flush=True)
    for line in sys.stdin:
        row, start = rows[int(line)], time.process_time()
        try:
            prepared = prepare(row)
            start = time.process_time()
            verdict = decide(*prepared)
        except (Exception, RecursionError) as problem:  # noqa: BLE001 (a peer may raise anything)
            verdict = "error"
            print(f"{tool}: {row['name']}: {problem!r}"[:160], file=sys.stderr)
        print(verdict, 1000 * (time.process_time() - start), flush=True)


if __name__ == "__main__":
    serve(sys.argv[1], sys.argv[2])
