"""How long tensorgrad takes for the gradient by the first weights of a network, where it applies.

tensorgrad derives and simplifies; it decides no claim, so only the growth with the layers compares.
It is no dependency: run this with an interpreter that has it.

    uv venv /tmp/tensorgrad && VIRTUAL_ENV=/tmp/tensorgrad uv pip install tensorgrad
    /tmp/tensorgrad/bin/python benchmarks/against_tensorgrad.py
"""

from __future__ import annotations

import importlib
import importlib.util
import time

DEPTHS = (1, 2, 4, 6)


def seconds(depth: int) -> float:
    """The processor time for sum(tanh(W_L … tanh(W_1 X))) derived by W_1 and simplified."""
    tensorgrad = importlib.import_module("tensorgrad")
    functions = importlib.import_module("tensorgrad.functions")
    sympy = importlib.import_module("sympy")
    sizes = sympy.symbols(f"n0:{depth + 1}")
    layer = tensorgrad.Variable("X", n0=sizes[0], m=sympy.Symbol("m"))
    weights = []
    for k in range(1, depth + 1):
        axes = {f"n{k}": sizes[k], f"n{k - 1}": sizes[k - 1]}
        weights.append(tensorgrad.Variable(f"W{k}", **axes))
        layer = functions.tanh(weights[-1] @ layer)
    start = time.process_time()
    tensorgrad.Derivative(functions.sum(layer), weights[0]).full_simplify()
    return time.process_time() - start


def main() -> None:
    """Prints the figures, or that there are none."""
    if importlib.util.find_spec("tensorgrad") is None:
        print("tensorgrad is not installed; nothing was measured")
        return
    for depth in DEPTHS:
        print(f"L = {depth:2}: derived in {seconds(depth):.2f} s")


if __name__ == "__main__":
    main()
