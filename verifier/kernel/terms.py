"""The vocabulary of the kernel: what terms there are and how they are made.

    number variable entry PI                       atoms; `entry` is an array element x[i]
    add multiply negate subtract divide power      arithmetic, exact
    exp ln sqrt sigmoid tanh softplus sinh cosh erf sin cos floor ceiling
    absolute relu sign maximum minimum piecewise   defined by cases
    summation product_over delta                   over a bound index
    apply                                          an unknown function and its derivatives
    derivative substitute                          computed at once

Variables are declared to `decide` under their name, an array x under `x[]`, and a function u (if
its values are restricted) under `u()`, so a number x and an array x may stand side by side.
"""

from verifier.kernel.differentiate import derivative
from verifier.kernel.structure import (
    PI,
    absolute,
    add,
    apply,
    ceiling,
    cos,
    cosh,
    delta,
    divide,
    entry,
    erf,
    exp,
    floor,
    ln,
    maximum,
    minimum,
    multiply,
    negate,
    number,
    piecewise,
    power,
    relu,
    sigmoid,
    sign,
    sin,
    sinh,
    softplus,
    sqrt,
    subtract,
    tanh,
    variable,
)
from verifier.kernel.substitution import product_over, substitute, summation
from verifier.kernel.term import Term, UnsupportedTerm

__all__ = [
    "PI",
    "Term",
    "UnsupportedTerm",
    "absolute",
    "add",
    "apply",
    "ceiling",
    "cos",
    "cosh",
    "delta",
    "derivative",
    "divide",
    "entry",
    "erf",
    "exp",
    "floor",
    "ln",
    "maximum",
    "minimum",
    "multiply",
    "negate",
    "number",
    "piecewise",
    "power",
    "product_over",
    "relu",
    "sigmoid",
    "sign",
    "sin",
    "sinh",
    "softplus",
    "sqrt",
    "substitute",
    "subtract",
    "summation",
    "tanh",
    "variable",
]
