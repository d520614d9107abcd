"""Formulas for the tests of the prover: written in LaTeX, compared as bare trees."""

from __future__ import annotations

from hypothesis import strategies as st

from verifier.kernel.domains import POSITIVE, Domain
from verifier.meaning.claims import Claim, judge
from verifier.meaning.context import Context
from verifier.notation import tree
from verifier.notation.read_latex import read_latex
from verifier.notation.tree import Fraction, Node, Number, Power, Product, Sum, Symbol
from verifier.notation.write_latex import write_latex
from verifier.values import NOWHERE, Verdict

NAMES = ("a", "x", "y", "z", "w", "b")


def context(domain: Domain = POSITIVE, names: tuple[str, ...] = NAMES) -> Context:
    """A context in which the names range over a domain."""
    return Context(domains=dict.fromkeys(names, domain))


def formula(latex: str) -> Node:
    """The bare tree of a formula."""
    reading = read_latex(latex)
    assert not reading.problems, (latex, reading.problems)
    (statement,) = reading.statements
    (side,) = statement.sides
    return tree.bare(side)


def latex(node: Node) -> str:
    return write_latex(tree.bare(node))


def verdict(left: Node, right: Node, domain: Domain = POSITIVE) -> Verdict:
    """What the kernel says about `left = right`, all the names over a domain."""
    return judge(Claim(left, right, context(domain), NOWHERE)).verdict


# Random trees -------------------------------------------------------------------------------

symbols = st.sampled_from(["a", "x", "y"]).map(Symbol)
numbers = st.sampled_from(["1", "2", "3"]).map(Number)


def _sums(part: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    sign = st.sampled_from(["+", "-"])
    terms = st.lists(st.tuples(sign, part), min_size=2, max_size=3)
    return terms.map(
        lambda parts: Sum(
            ("-" if parts[0][0] == "-" else "", *(s for s, _ in parts[1:])),
            tuple(p for _, p in parts),
        )
    )


def _products(part: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return st.lists(part, min_size=2, max_size=3).map(
        lambda parts: Product(tuple(parts), ("\\cdot",) * (len(parts) - 1))
    )


def _fractions(part: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return st.builds(Fraction, part, st.one_of(symbols, numbers, _denominators(part)))


def _denominators(part: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    """Formulas that are not 0 on the positive numbers."""
    return st.builds(lambda u, v: Sum(("", "+"), (u, Power(v, Number("2")))), symbols, part)


def _larger(part: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    square = st.builds(Power, part, st.just(Number("2")))
    negated = part.map(lambda node: Sum(("-",), (node,)))
    return st.one_of(_sums(part), _sums(part), _products(part), _fractions(part), square, negated)


def _exponentials() -> st.SearchStrategy[Node]:
    exponent = st.one_of(symbols, symbols.map(lambda u: Sum(("-",), (u,))), _sums(symbols))
    return exponent.map(lambda u: Power(Symbol("e"), u))


trees = st.recursive(st.one_of(symbols, numbers, _exponentials()), _larger, max_leaves=9)
"""Formulas that are defined wherever `a`, `x` and `y` are positive."""
