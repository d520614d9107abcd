"""Applying patterns: what is put in comes out again, and the result is never wrong."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from verifier.kernel.domains import POSITIVE
from verifier.meaning.claims import Claim, judge
from verifier.meaning.context import Context
from verifier.notation import tree
from verifier.notation.read_latex import read_latex
from verifier.notation.tree import (
    Apply,
    Derivative,
    Fraction,
    Node,
    Number,
    Power,
    Product,
    Sum,
    Symbol,
    walk,
)
from verifier.rules.matching import (
    Binding,
    instantiate,
    match,
    pattern,
    pattern_variables,
    rewritten,
)
from verifier.rules.rule import Rule
from verifier.rules.table import RULES
from verifier.values import NOWHERE, Refuted

PATTERNS = [rule for rule in RULES.values() if rule.is_pattern]


def read(latex: str) -> Node:
    reading = read_latex(latex)
    assert reading.problems == ()
    return tree.bare(reading.statements[0].sides[0])


def _positive(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    """Expressions whose values are positive wherever their symbols are."""
    return st.one_of(
        st.builds(lambda a, b: Sum(("", "+"), (a, b)), inner, inner),
        st.builds(lambda a, b: Product((a, b), ("",)), inner, inner),
        st.builds(Fraction, inner, inner),
        st.builds(lambda a: Power(Symbol("e"), Sum(("-",), (a,))), inner),
        st.builds(lambda a: Apply(Symbol("\\sigma"), a), inner),
    )


ATOMS = st.sampled_from([Symbol("p"), Symbol("q"), Number("2"), Number("3")])
EXPRESSIONS = st.recursive(ATOMS, _positive, max_leaves=6)


def symbols_of(node: Node) -> frozenset[str]:
    return frozenset(part.name for part in walk(node) if isinstance(part, Symbol))


def must_be_symbols(rule: Rule) -> frozenset[str]:
    """The variables of a rule that are differentiated by or called."""
    found: set[Node] = set()
    for node in (*walk(pattern(rule.left)), *walk(pattern(rule.right))):
        if isinstance(node, Derivative):
            found |= {variable for variable, _ in node.variables}
        elif isinstance(node, Apply):
            found.add(node.function)
    return frozenset(node.name for node in found if isinstance(node, Symbol))


WITHOUT_DERIVATIVES = [
    rule
    for rule in PATTERNS
    if not any(isinstance(node, Derivative) for node in walk(pattern(rule.left)))
]


@st.composite
def bindings(draw: st.DrawFn, rule: Rule) -> Binding:
    fixed = must_be_symbols(rule)
    names = sorted(pattern_variables(rule) & symbols_of(pattern(rule.left)))
    return {name: Symbol(name) if name in fixed else draw(EXPRESSIONS) for name in names}


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_what_is_put_in_is_found_again(data: st.DataObject) -> None:
    rule = data.draw(st.sampled_from(PATTERNS))
    binding = data.draw(bindings(rule))
    node = instantiate(pattern(rule.left), binding)
    assert match(pattern(rule.left), node, pattern_variables(rule)) == binding


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_a_match_puts_the_tree_together_again(data: st.DataObject) -> None:
    rule = data.draw(st.sampled_from(PATTERNS))
    node = data.draw(EXPRESSIONS)
    binding = match(pattern(rule.left), node, pattern_variables(rule))
    if binding is not None:
        assert flat(instantiate(pattern(rule.left), binding)) == flat(node)


def flat(node: Node) -> object:
    """A tree without the nesting of products, and without spellings."""
    if isinstance(node, Product):
        return ("product", *(part for factor in node.factors for part in factors(factor)))
    if isinstance(node, Fraction):
        return ("fraction", flat(node.numerator), flat(node.denominator))
    inner = tuple(flat(child) for child in tree.children(node))
    return (type(node).__name__, *inner) if inner else node


def factors(node: Node) -> list[object]:
    if isinstance(node, Product):
        return [part for factor in node.factors for part in factors(factor)]
    return [flat(node)]


@given(st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_rewritten_formula_is_never_false(data: st.DataObject) -> None:
    rule = data.draw(st.sampled_from(WITHOUT_DERIVATIVES))
    node = instantiate(pattern(rule.left), data.draw(bindings(rule)))
    result = rewritten(rule, node)
    assert result is not None
    context = Context(domains={"p": POSITIVE, "q": POSITIVE})
    assert not isinstance(judge(Claim(node, result, context, NOWHERE)).verdict, Refuted)


# One by one ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "formula", "result"),
    [
        ("logarithm-of-product", r"\ln(a b c)", r"\ln a + \ln(b c)"),
        ("logarithm-of-quotient", r"\ln \frac{1 + a}{b}", r"\ln(1 + a) - \ln b"),
        ("logarithm-of-quotient", r"\ln(a / b)", r"\ln a - \ln b"),
        ("logarithm-of-reciprocal", r"\ln \frac{1}{1 + e^{-z}}", r"-\ln(1 + e^{-z})"),
        ("product-of-exponentials", r"e^z \cdot e^{-w}", r"e^{z + (-w)}"),
    ],
)
def test_rewriting(rule: str, formula: str, result: str) -> None:
    found = rewritten(RULES[rule], read(formula))
    assert found is not None
    assert tree.bare(found) == read(result)


@pytest.mark.parametrize(
    ("rule", "formula"),
    [
        ("logarithm-of-product", r"\ln(a + b)"),
        ("logarithm-of-reciprocal", r"\ln \frac{2}{a}"),
        ("logarithm-of-quotient", r"\sin \frac{a}{b}"),
        ("product-of-exponentials", r"e^a + e^b"),
        ("sum-of-logarithms", r"\ln a - \ln b"),
    ],
)
def test_what_only_looks_alike_is_left_alone(rule: str, formula: str) -> None:
    assert rewritten(RULES[rule], read(formula)) is None


def matches(form: str, formula: str, *variables: str) -> bool:
    return match(read(form), read(formula), frozenset(variables)) is not None


def test_a_variable_stands_for_the_same_everywhere() -> None:
    assert matches("u^u", "(1 + a)^{1 + a}", "u")
    assert not matches("u^u", "(1 + a)^{1 - a}", "u")


def test_the_order_of_a_derivative_counts_and_its_spelling_does_not() -> None:
    assert matches(r"\frac{d}{dx} u", r"\frac{\partial}{\partial x} a", "u")
    assert matches(r"\frac{d u}{dx}", r"\frac{d}{dx} a", "u")
    assert not matches(r"\frac{d}{dx} u", r"\frac{d^2}{dx^2} a", "u")


def test_what_is_no_part_counts_too() -> None:
    assert not matches(r"\sum_{i=1}^m u", r"\prod_{i=1}^m a", "u")
    assert not matches("f'(u)", "f''(a)", "u")
    assert not matches(r"\hat{y} u", r"\bar{y} a", "u")
    assert not matches("x^{(i)} u", "x^{[i]} a", "u")
    assert not matches(r"\sqrt{u}", r"\sqrt[3]{a}", "u")


def test_signs_of_a_sum_count() -> None:
    assert matches("u - v", "a - b", "u", "v")
    assert not matches("u + v", "a - b", "u", "v")
    assert not matches("-u", "-a + b", "u")
    assert not matches("u - v", "a - b - c", "u", "v")


@pytest.mark.parametrize(
    ("form", "formula", "last"),
    [("u + v", "a - b + c", "-b + c"), ("u v", r"a b \cdot c", r"b \cdot c")],
)
def test_the_last_variable_takes_all_that_is_left(form: str, formula: str, last: str) -> None:
    binding = match(read(form), read(formula), frozenset(("u", "v")))
    assert binding == {"u": read("a"), "v": read(last)}
