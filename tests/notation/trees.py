"""Strategies that make bare notation trees of every kind."""

from __future__ import annotations

from hypothesis import strategies as st

from verifier.notation.tree import (
    Accent,
    Apply,
    BigOperator,
    Cases,
    Chain,
    Derivative,
    Fraction,
    Group,
    Matrix,
    Node,
    Number,
    Power,
    Prime,
    Product,
    Root,
    Subscript,
    Sum,
    Superscript,
    Symbol,
    Tuple,
)

names = st.sampled_from(
    [
        *map(Symbol, ("a", "b", "w", "x", "y", "z", "m", "d", "\\theta", "\\alpha", "\\ell")),
        Symbol("w", "\\mathbf"),
        Symbol("\\beta", "\\boldsymbol"),
        Symbol("loss", "\\text"),
        Symbol("axis"),
        Accent("\\Delta", Symbol("x")),
    ]
)
numbers = st.sampled_from([Number("0"), Number("1"), Number("2"), Number("0.5"), Number("12")])
leaves = st.one_of(names, numbers, st.just(Symbol("e")))
functions = st.sampled_from(
    [
        *map(Symbol, ("f", "g", "\\sigma", "h", "\\ln", "\\exp", "\\tanh")),
        Symbol("sig", "\\text"),
        Symbol("tr", "\\operatorname"),
        Prime(Symbol("f"), 1),
        Superscript(Symbol("g"), Number("1"), "["),
        Subscript(Symbol("\\log"), Number("2")),
    ]
)
operators = st.sampled_from(["", "", "\\cdot", "\\times", "*", "\\odot"])
relations = st.sampled_from(["=", "=", "\\approx", "<", "\\le", ":=", "\\in", "\\propto"])


def _sums(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    @st.composite
    def make(draw: st.DrawFn) -> Node:
        terms = draw(st.lists(inner, min_size=1, max_size=3))
        first = st.sampled_from(["-", "+"] if len(terms) == 1 else ["", "", "-", "+"])
        rest = [draw(st.sampled_from(["+", "-"])) for _ in terms[1:]]
        return Sum((draw(first), *rest), tuple(terms))

    return make()


def _products(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    @st.composite
    def make(draw: st.DrawFn) -> Node:
        factors = draw(st.lists(inner, min_size=2, max_size=4))
        return Product(tuple(factors), tuple(draw(operators) for _ in factors[1:]))

    return make()


def _scripted(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    plain = st.one_of(names, st.builds(Subscript, names, inner))
    return st.one_of(
        st.builds(Power, inner, inner),
        st.builds(Subscript, inner, inner),
        st.builds(Superscript, plain, inner, st.sampled_from(["(", "["])),
        st.builds(Prime, inner, st.integers(1, 2)),
        st.builds(Accent, st.sampled_from(["\\hat", "\\tilde", "\\bar"]), inner),
        st.builds(Root, inner, st.none() | numbers),
    )


def _derivatives(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    variables = st.lists(
        st.tuples(st.one_of(names, _scripted(names)), st.integers(1, 2)), min_size=1, max_size=2
    ).map(tuple)
    return st.builds(
        Derivative, st.sampled_from(["\\partial", "d"]), inner, variables, st.booleans()
    )


def _big(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    lower = st.none() | inner | st.builds(lambda i, n: Chain((i, n), ("=",)), names, inner)
    return st.builds(
        BigOperator, st.sampled_from(["\\sum", "\\prod"]), lower, st.none() | inner, inner
    )


def _compound(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    pairs = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        _sums(inner),
        _products(inner),
        _scripted(inner),
        st.builds(Fraction, inner, inner, st.sampled_from(["\\frac", "/"])),
        st.builds(Apply, functions, inner),
        st.builds(Apply, st.just(Symbol("\\nabla")), inner),
        st.builds(Apply, st.just(Symbol("f")), pairs.map(Tuple)),
        st.builds(lambda body: Group("|", body, "|"), inner),
        _derivatives(inner),
        _big(inner),
    )


expressions: st.SearchStrategy[Node] = st.recursive(leaves, _compound, max_leaves=10)

conditions = st.none() | st.builds(
    lambda left, right: Chain((left, right), (">",)), names, expressions
)
cases = st.builds(
    Cases, st.lists(st.tuples(expressions, conditions), min_size=1, max_size=3).map(tuple)
)
matrices = st.integers(1, 2).flatmap(
    lambda width: st.builds(
        Matrix,
        st.sampled_from(["pmatrix", "bmatrix", "matrix"]),
        st.lists(
            st.lists(expressions, min_size=width, max_size=width).map(tuple),
            min_size=1,
            max_size=2,
        ).map(tuple),
    )
)
sides = st.one_of(expressions, expressions, cases, matrices)


@st.composite
def statements(draw: st.DrawFn) -> Chain:
    """Chains of one to three sides, bare."""
    count = draw(st.integers(1, 3))
    chosen = tuple(draw(sides) for _ in range(count))
    return Chain(chosen, tuple(draw(relations) for _ in chosen[1:]))
