"""What each construct of the notation means, and what means nothing."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.meaning.reading import context_of, is_proved, is_refuted, means, refused
from verifier.kernel import terms as t
from verifier.kernel.terms import Term
from verifier.meaning.context import Context
from verifier.meaning.elaborate import UndeclaredSymbol

REALS = context_of(r"x, y, u, v, c \in \mathbb{R}")
X, Y = t.variable("x"), t.variable("y")
ONE, TWO = t.number(1), t.number(2)


@pytest.mark.parametrize(
    ("latex", "term"),
    [
        ("0.25", t.number(Fraction(1, 4))),
        ("x", X),
        (r"\mathrm{x}", X),
        ("x - y", t.subtract(X, Y)),
        ("-x + y", t.add(t.negate(X), Y)),
        ("+x", X),
        ("x y", t.multiply(X, Y)),
        (r"x \cdot y", t.multiply(X, Y)),
        (r"x \times y", t.multiply(X, Y)),
        (r"x \odot y", t.multiply(X, Y)),
        (r"\frac{x}{y}", t.divide(X, Y)),
        ("x / y", t.divide(X, Y)),
        ("x^2", t.power(X, TWO)),
        ("x^y", t.power(X, Y)),
        ("e", t.exp(ONE)),
        ("e^x", t.exp(X)),
        (r"\mathrm{e}^x", t.exp(X)),
        (r"\exp(x)", t.exp(X)),
        (r"\log_2 x", t.divide(t.ln(X), t.ln(TWO))),
        (r"\pi", t.PI),
        (r"\sqrt{x}", t.sqrt(X)),
        (r"\sqrt[4]{x}", t.power(X, t.number(Fraction(1, 4)))),
        ("|x|", t.absolute(X)),
        (r"\left| x \right|", t.absolute(X)),
        ("[x]", X),
        (r"\left\{ x \right\}", X),
        (r"\ln x", t.ln(X)),
        (r"\log x", t.ln(X)),
        (r"\ln |x|", t.ln(t.absolute(X))),
        (r"\ln^2 x", t.power(t.ln(X), TWO)),
        (r"\sigma(x)", t.sigmoid(X)),
        (r"\text{sig}(x)", t.sigmoid(X)),
        (r"\operatorname{sigmoid}(x)", t.sigmoid(X)),
        (r"\tanh x", t.tanh(X)),
        (r"\text{softplus}(x)", t.softplus(X)),
        (r"\operatorname{ReLU}(x)", t.relu(X)),
        (r"\operatorname{sign}(x)", t.sign(X)),
        (r"\max(x, y)", t.maximum(X, Y)),
        (r"\min(x, y)", t.minimum(X, Y)),
        (r"\sinh x \cosh x", t.multiply(t.sinh(X), t.cosh(X))),
        (r"\sin x + \cos x", t.add(t.sin(X), t.cos(X))),
        (r"\operatorname{erf}(x)", t.erf(X)),
        (r"\sigma'(x)", t.derivative(t.sigmoid(X), X)),
        (r"\tanh''(x)", t.derivative(t.derivative(t.tanh(X), X), X)),
    ],
)
def test_meaning(latex: str, term: Term) -> None:
    assert means(latex, REALS) is term


@pytest.mark.parametrize(
    ("latex", "found"),
    [
        ("q", "the undeclared symbol q"),
        (r"\hat{x}", r"the undeclared symbol \hat{x}"),
        ("x_1", "the undeclared symbol x_{1}"),
        ("x^{(i)}", "the undeclared symbol x^{(i)}"),
        (r"\mathbf{x}", r"the undeclared symbol \mathbf{x}"),
        ("x^T", "the undeclared symbol T"),
        (r"\arcsin x", "the undeclared function \\arcsin"),
        ("g(x)", "the undeclared function g"),
        ("f'(x)", "the undeclared function f"),
        (r"\ln", "the undeclared symbol \\ln"),
        (r"x \pm y", r"the sign \pm"),
        (r"x \circ y", r"the operator \circ"),
        (r"\|x\|", r"the bracket \|"),
        (r"\langle x \rangle", r"the bracket \langle"),
        (r"\begin{bmatrix} x \\ y \end{bmatrix}", "a matrix inside a formula"),
        (r"\sigma^{-1}(x)", "an inverse function"),
        (r"\sqrt[x]{2}", "a root of this degree"),
        (r"\sigma(x, y)", "2 arguments"),
        (r"\max(x)", "1 argument"),
        ("x'", "a prime on x"),
        (r"\sigma'", "the derivative of the function \\sigma without its argument"),
        (r"(x y)'", "a prime on several variables: x, y"),
        ("(1 + 2)'", "a prime on no variable"),
        (r"\prod x", r"a \prod without bounds"),
        (r"\sum_x y", r"a \sum whose bounds are not given"),
        (r"\sum_{i=1} y", r"a \sum whose bounds are not given"),
        (r"\int x", r"the operator \int"),
        ("2^{10000000}", "an exponent beyond"),
    ],
)
def test_no_meaning(latex: str, found: str) -> None:
    problem = refused(latex, context_of(r"x, y \in \mathbb{R}, m \in \mathbb{N}"))
    assert problem.found.startswith(found)
    assert problem.expected
    assert str(problem) == f"found {problem.found}, expected {problem.expected}"


def test_an_error_names_the_innermost_place() -> None:
    problem = refused(r"x + \frac{1}{y q}", REALS)
    assert isinstance(problem, UndeclaredSymbol)
    assert (problem.span.start, problem.span.end) == (15, 16)
    problem = refused(r"x + y^{10000000}", REALS)
    assert (problem.span.start, problem.span.end) == (4, 16)


def test_nothing_is_simplified_away() -> None:
    assert means(r"\frac{x}{x}", REALS) is not ONE
    assert means(r"0 \cdot \frac{1}{x}", REALS) is not t.number(0)


# Names --------------------------------------------------------------------------------------


def test_alphabets_make_names_and_type_faces_do_not() -> None:
    context = context_of(r"L \in \mathbb{N}, \mathcal{L} \in \mathbb{R}, \mathbf{x} \in \mathbb{R}")
    assert means("L", context) is not means(r"\mathcal{L}", context)
    assert means(r"\boldsymbol{x}", context) is means(r"\bm{x}", context)
    refused("x", context)


def test_accents_subscripts_and_layers_are_names() -> None:
    context = context_of(r"\hat{y}, w_1, w_{\text{out}}, z^{[1]}, z^{[2]} \in \mathbb{R}")
    distinct = {
        means(latex, context)
        for latex in (r"\hat{y}", "w_1", r"w_{\text{out}}", "z^{[1]}", "z^{[2]}")
    }
    assert len(distinct) == 5
    assert means("w_{1}", context) is means("w_1", context)


def test_e_is_a_number_until_it_is_declared() -> None:
    assert means("e", REALS) is t.exp(ONE)
    context = context_of(r"e, x \in \mathbb{R}")
    assert means("e", context) is t.variable("e")
    assert means("e^2", context) is t.power(t.variable("e"), TWO)
    assert refused("e^{-x}", context).found.startswith("a power of e")
    assert means(r"\exp(-x)", context) is t.exp(t.negate(X))


def test_one_letter_as_function_and_as_number() -> None:
    both = context_of(r"x \in \mathbb{R}", "f(x) = x^2", r"f \in \mathbb{R}")
    assert means("f(3)", both) is t.number(9)
    number = context_of(r"\sigma > 0", r"x \in \mathbb{R}")
    assert means(r"\sigma(x)", number) is t.multiply(t.variable("\\sigma"), X)
    assert means(r"\sigma(x)", REALS) is t.sigmoid(X)


def test_a_lenient_context_takes_unknown_symbols_for_numbers() -> None:
    context = Context(lenient=True)
    assert means("p q", context) is t.multiply(t.variable("p"), t.variable("q"))
    assert means("e^x", context) is t.exp(X)
    assert means(r"\sigma", context) is t.variable("\\sigma")
    assert means("g(x)", context) is t.apply("g", (X,))
    for latex in (r"\ln", r"\nabla x"):
        refused(latex, context)


# Definitions --------------------------------------------------------------------------------


def test_definitions_are_written_out_and_held_symbols_are_not() -> None:
    context = context_of(r"x \in \mathbb{R}", "u = x + 1", "v = u^2")
    assert means("v", context) is t.power(t.add(X, ONE), TWO)
    assert means("v", context, "u") is t.power(t.variable("u"), TWO)
    assert means("v", context, "v") is t.variable("v")


def test_functions_of_one_and_of_several_arguments() -> None:
    context = context_of(r"x, y \in \mathbb{R}", "f(x) = x^2 + y", "g(x, y) = x - 2 y")
    assert means("f(3)", context) is t.add(Y, t.number(9))
    assert means("g(y, x)", context) is t.subtract(Y, t.multiply(TWO, X))
    assert is_proved("f'(3) = 6", context)
    assert is_proved("f''(x) = 2", context)
    assert refused("f(1, 2)", context).found == "2 arguments"
    assert refused("g(1)", context).expected == "2 arguments of g"
    assert refused("g'(1, 2)", context).expected == "one argument"
    assert refused("f + 1", context).found == "the function f without its argument"


def test_a_function_calls_another() -> None:
    context = context_of(r"t > 0", "f(t) = t^2", r"h(t) = f(t + 1) \cdot f'(t)")
    assert is_proved("h(1) = 8", context)
    assert is_proved("h'(t) = 4 t (t + 1) + 2 (t + 1)^2", context)


def test_the_parameter_of_a_function_hides_a_symbol_of_that_name() -> None:
    context = context_of(
        r"w, x, b \in \mathbb{R}", "z = w x + b", r"\sigma(z) = \frac{1}{1 + e^{-z}}"
    )
    assert is_proved(r"\sigma(0) = \frac{1}{2}", context)
    assert is_proved(r"\sigma(z) = \frac{1}{1 + e^{-w x - b}}", context)


def test_a_parameter_does_not_reach_into_another_definition() -> None:
    context = context_of(r"x \in \mathbb{R}", "u = x + 1", "f(x) = x u")
    assert refused("f(2)", context).found == "u, whose definition mentions x, where x is bound"


def test_a_definition_after_its_use_counts_from_there_on() -> None:
    before = context_of(r"x \in \mathbb{R}", r"a = \sigma(x)")
    assert is_proved(r"a = \frac{1}{1 + e^{-x}}", before)
    after = context_of(r"x \in \mathbb{R}", r"a = \sigma(x)", r"\sigma(t) = \tanh t")
    assert is_refuted(r"a = \frac{1}{1 + e^{-x}}", after)
    assert is_proved(r"a = \tanh x", after)


@pytest.mark.parametrize(
    ("lines", "latex", "circle"),
    [
        (["u = u + 1"], "u", "u ← u"),
        (["u = v", "v = 2 u"], "u", "u ← v ← u"),
        (["u = v", "v = c", "c = u"], "v + 1", "v ← c ← u ← v"),
        (["f(t) = f(t - 1)"], "f(2)", "f ← f"),
        (["f(t) = g(t)", "g(t) = f(t)"], "g(0)", "g ← f ← g"),
        (["u = f(2)", "f(t) = t u"], "u", "u ← f ← u"),
        (["a^{(i)} = a^{(i - 1)} + 1"], "a^{(3)}", "a[] ← a[]"),
    ],
)
def test_circles(lines: list[str], latex: str, circle: str) -> None:
    problem = refused(latex, context_of(*lines))
    assert problem.found == f"the circular definition {circle}"


def test_a_circle_elsewhere_does_not_matter() -> None:
    context = context_of(r"x \in \mathbb{R}", "u = v", "v = u", "c = x + 1")
    assert is_proved("c - 1 = x", context)


def test_a_long_chain_of_definitions_is_refused_and_does_not_crash() -> None:
    lines = ["u_0 = 1", *(f"u_{{{k}}} = u_{{{k - 1}}} + 1" for k in range(1, 300))]
    context = context_of(*lines)
    assert means("u_{20}", context) is t.number(21)
    assert "rests on more than" in refused("u_{299}", context).found


# Unknown functions --------------------------------------------------------------------------


def test_unknown_functions_of_a_variable() -> None:
    context = context_of(r"x \in \mathbb{R}").with_function("u", "x").with_function("v", "x")
    u = t.apply("u", (X,))
    assert means("u", context) is u
    assert means("u(2)", context) is t.apply("u", (TWO,))
    assert means("u'", context) is t.apply("u", (X,), (1,))
    assert means("u''(2)", context) is t.apply("u", (TWO,), (2,))
    assert is_proved(r"\frac{d}{dx} u = u'", context)
    assert is_proved("(u v)' = u' v + u v'", context)
    assert refused("u(1, 2)", context).expected == "1 argument of u"
    assert refused(r"\frac{d}{du} u^2", context).found == "a derivative by the function u"


def test_what_is_defined_by_an_unknown_function_depends_on_its_variable() -> None:
    context = context_of(r"x \in \mathbb{R}").with_function("u", "x")
    context = context_of_more(context, "z = u^2")
    assert context.depends("z", "x")
    assert is_proved(r"\frac{d}{dx} z = 2 u u'", context)
    assert is_refuted(r"\frac{d}{dx} z = 0", context)


def context_of_more(context: Context, line: str) -> Context:
    more = context_of(line)
    for definition in more.definitions.values():
        context = context.with_definition(definition)
    return context
