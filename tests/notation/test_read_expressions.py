"""What a formula is read as: one line per rule of reading."""

from __future__ import annotations

import pytest

from tests.notation.outline import outline
from verifier.notation.names import defined_functions
from verifier.notation.read_latex import DEFAULT, Macro, Vocabulary, read_latex

CASES = [
    (r"wx + b", r"[<w x> +b]"),
    (r"-y + ya + a - ay", r"[-y +<y a> +a -<a y>]"),
    (r"(a)1 - y", r"[<(a) 1> -y]"),
    (r"x(1-x)", r"<x ([1 -x])>"),
    (r"f(1-x)", r"Apply(f, ([1 -x]))"),
    (r"f\!\left(x\right) + f (x)", r"[Apply(f, (x)) +Apply(f, (x))]"),
    (r"z h\, (y - t)", r"<z h ([y -t])>"),
    (r"\sigma(z)(1-\sigma(z))", r"<Apply(\sigma, (z)) ([1 -Apply(\sigma, (z))])>"),
    (r"\sigma(1-\sigma)", r"<\sigma ([1 -\sigma])>"),
    (r"h(1 - h^2)", r"<h ([1 -Power(h, 2)])>"),
    (
        r"\text{sig}(z) \cdot (1 - \text{sig}(z))",
        r"<Apply(\text:sig, (z)) \cdot ([1 -Apply(\text:sig, (z))])>",
    ),
    (r"2x - 0.5y + 10", r"[<2 x> -<0.5 y> +10]"),
    (r"\frac{\Delta y}{\Delta x}", r"Fraction(Accent(\Delta, y), Accent(\Delta, x), \frac)"),
    (
        r"\Delta w^T H \Delta w_j",
        r"<Power(Accent(\Delta, w), T) H Subscript(Accent(\Delta, w), j)>",
    ),
    (r"\Delta^{(l)} + \Delta", r"[Superscript(\Delta, l, () +\Delta]"),
    (r"\frac{\delta L}{\delta w}", r"D(\delta L by w)"),
    (
        r"\frac{\delta_1 x}{\delta_2}",
        r"Fraction(<Subscript(\delta, 1) x>, Subscript(\delta, 2), \frac)",
    ),
    (r"u'(v(x)) v'(x)", r"<Apply(Prime(u, 1), (Apply(v, (x)))) Apply(Prime(v, 1), (x))>"),
    (
        r"a(\eta) + \frac{d}{d\eta} a(\eta)",
        r"[Apply(a, (\eta)) +ApplyD(d Apply(a, (\eta)) by \eta)]",
    ),
    (r"OutputError \cdot wx", r"<OutputError \cdot w x>"),
    (r"\int xydxdy", r"BigOperator(\int, None, None, <x y dx dy>)"),
    (r"\underset{x \sim p}{\mathbb{E}}[x]", r"Apply(Subscript(\mathbb:E, x \sim p), [x])"),
    (r"E[x]", r"Apply(E, [x])"),
    (r"\overset{\sim}{x}", r"Accent(\tilde, x)"),
    (r"\operatorname{foo}(x)", r"Apply(\operatorname:foo, (x))"),
    (r"e^{wx}", r"Power(e, <w x>)"),
    (r"e^{-z} \cdot -1", r"<Power(e, [-z]) \cdot [-1]>"),
    (r"x - -y", r"[x -[-y]]"),
    (r"a.b", r"<a . b>"),
    (r"1/2 x", r"<Fraction(1, 2, /) x>"),
    (r"a/b/c", r"Fraction(Fraction(a, b, /), c, /)"),
    (r"\frac12 + \frac1a", r"[Fraction(1, 2, \frac) +Fraction(1, a, \frac)]"),
    (r"\ln a", r"Apply(\ln, a)"),
    (r"\ln(a)", r"Apply(\ln, (a))"),
    (r"\ln(1+e^{-z})^{-1}", r"Apply(\ln, Power(([1 +Power(e, [-z])]), [-1]))"),
    (r"\ln \frac{y}{a}", r"Apply(\ln, Fraction(y, a, \frac))"),
    (r"y\ln(a)+(1-y)\ln(1-a)", r"[<y Apply(\ln, (a))> +<([1 -y]) Apply(\ln, ([1 -a]))>]"),
    (r"\ln a (1-a) \ln b", r"<Apply(\ln, <a ([1 -a])>) Apply(\ln, b)>"),
    (r"\ln a \cdot b", r"<Apply(\ln, a) \cdot b>"),
    (r"\ln p(x) q", r"<Apply(\ln, Apply(p, (x))) q>"),
    (r"\ln a/b", r"Apply(\ln, Fraction(a, b, /))"),
    (r"\log_2 x + \sin^2 x", r"[Apply(Subscript(\log, 2), x) +Apply(Power(\sin, 2), x)]"),
    (r"\ln|x|", r"Apply(\ln, |x|)"),
    (r"\exp\{-x\}", r"Apply(\exp, \{[-x]\})"),
    (r"\operatorname{tr} A", r"Apply(\operatorname:tr, A)"),
    (r"\max(0, x)", r"Apply(\max, (Tuple((0, x))))"),
    (
        r"x_i + x_{ij} + x_{i,j}",
        r"[Subscript(x, i) +Subscript(x, <i j>) +Subscript(x, Tuple((i, j)))]",
    ),
    (r"x^2_i", r"Power(Subscript(x, i), 2)"),
    (r"x_i^2", r"Power(Subscript(x, i), 2)"),
    (
        r"x^{(i)} + a^{[2]} + a^{[2](i)}",
        r"[Superscript(x, i, () +Superscript(a, 2, [) +Superscript(Superscript(a, 2, [), i, ()]",
    ),
    (r"x^{(i)}_j", r"Superscript(Subscript(x, j), i, ()"),
    (r"e^{(a+b)} + 2^{(a)}", r"[Power(e, ([a +b])) +Power(2, (a))]"),
    (r"A^{[L]T}", r"Power(Superscript(A, L, [), T)"),
    (r"W^\top x", r"<Power(W, \top) x>"),
    (r"w^* + x^+", r"[Power(w, *) +Power(x, +)]"),
    (r"x^{\prime 2}", r"Power(Prime(x, 1), 2)"),
    (
        r"p_i(1 - p_i) + p_i(x - y)",
        r"[<Subscript(p, i) ([1 -Subscript(p, i)])> +<Subscript(p, i) ([x -y])>]",
    ),
    (r"p(x) + p_\theta(x - y)", r"[Apply(p, (x)) +Apply(Subscript(p, \theta), ([x -y]))]"),
    (r"\mathbb{1}(x > y)", r"Apply(\mathbb:1, (x > y))"),
    (r"\frac{\partial f}{\partial x}(a, b)", r"Apply(D(\partial f by x), (Tuple((a, b))))"),
    (r"{\partial L}/{\partial w}", r"D(\partial L by w)"),
    (r"\ln a f^{-1}(x)", r"<Apply(\ln, a) Apply(Power(f, [-1]), (x))>"),
    (r"W^{[1]\prime}", r"Prime(Superscript(W, 1, [), 1)"),
    (r"f'(x) + y'", r"[Apply(Prime(f, 1), (x)) +Prime(y, 1)]"),
    (r"g^{\prime[L-1]}(Z)", r"Apply(Superscript(Prime(g, 1), [L -1], [), (Z))"),
    (r"g'^{[l]}(Z^{[l]})", r"Apply(Superscript(Prime(g, 1), l, [), (Superscript(Z, l, [)))"),
    (r"[\ln(x)]'", r"Prime([Apply(\ln, (x))], 1)"),
    (r"\hat y_i + \tilde{x}", r"[Subscript(Accent(\hat, y), i) +Accent(\tilde, x)]"),
    (
        r"\mathbf{w}^T\mathbf{x} + \boldsymbol{\theta}",
        r"[<Power(\mathbf:w, T) \mathbf:x> +\boldsymbol:\theta]",
    ),
    (r"\mathbf{W^\top x}", r"Accent(\mathbf, <Power(W, \top) x>)"),
    (r"\mathrm{ReLU}(x)", r"Apply(\mathrm:ReLU, (x))"),
    (r"\sqrt{x} + \sqrt[3]{x} + \sqrt2", r"[Root(x, None) +Root(x, 3) +Root(2, None)]"),
    (r"|x| + \lvert y \rvert + \left|z\right|", r"[|x| +|y| +|z|]"),
    (r"|a||b|", r"<|a| |b|>"),
    (r"\|x\|_2^2", r"Power(Subscript(\|x\|, 2), 2)"),
    (r"||x||", r"\|x\|"),
    (r"\{a + b\}", r"\{[a +b]\}"),
    (r"{a}{b}", r"<a b>"),
    (r"{w x}^2", r"Power({<w x>}, 2)"),
    (r"{{w}_{1}}{{x}_{1}}", r"<Subscript(w, 1) Subscript(x, 1)>"),
    (r"\sum_{i=1}^m x_i y_i", r"BigOperator(\sum, i = 1, m, <Subscript(x, i) Subscript(y, i)>)"),
    (r"\sum -2x_i", r"BigOperator(\sum, None, None, [-<2 Subscript(x, i)>])"),
    (r"-\frac{1}{m} \sum_i y + z", r"[-<Fraction(1, m, \frac) BigOperator(\sum, i, None, y)> +z]"),
    (
        r"\sum_i x \cdot \sum_j y",
        r"BigOperator(\sum, i, None, <x \cdot BigOperator(\sum, j, None, y)>)",
    ),
    (r"\prod_{k} a_k", r"BigOperator(\prod, k, None, Subscript(a, k))"),
    (r"\lim_{x \to 0} x", r"BigOperator(\lim, x \to 0, None, x)"),
    (r"\int_0^1 f(x) dx", r"BigOperator(\int, 0, 1, <Apply(f, (x)) dx>)"),
    (r"\frac{\partial L}{\partial w} \cdot x", r"<D(\partial L by w) \cdot x>"),
    (r"\frac{dL}{dz} + dz", r"[D(d L by z) +dz]"),
    (r"\frac{d}{dx}[\ln g(x)] \cdot 2", r"<ApplyD(d [Apply(\ln, Apply(g, (x)))] by x) \cdot 2>"),
    (r"\frac{\partial}{\partial w} \left[ wx \right] + 1", r"[ApplyD(\partial [<w x>] by w) +1]"),
    (r"\frac{\partial}{\partial b} y(wx + b) - 1", r"[ApplyD(\partial <y ([<w x> +b])> by b) -1]"),
    (r"\frac{\partial L}{\partial b} y(wx + b)", r"<D(\partial L by b) y ([<w x> +b])>"),
    (r"\frac{\partial^2 L}{\partial w^2}", r"D(\partial L by w 2 times)"),
    (r"\frac{\partial^2 L}{\partial w \partial b}", r"D(\partial L by w, b)"),
    (r"\frac{\partial L}{\partial \sigma^2}", r"D(\partial L by Power(\sigma, 2))"),
    (r"\frac{d_k}{d_v}", r"Fraction(Subscript(d, k), Subscript(d, v), \frac)"),
    (r"\frac{d}{2}", r"Fraction(d, 2, \frac)"),
    (r"\partial L/\partial w", r"D(\partial L by w)"),
    (r"\frac{{dL}(a,y)}{{dz}}", r"D(d Apply(L, (Tuple((a, y)))) by z)"),
    (
        r"\nabla_W L + \nabla f(x)",
        r"[Apply(Subscript(\nabla, W), L) +Apply(\nabla, Apply(f, (x)))]",
    ),
    (r"\left. f(x) \right|_{x=0}", r"Subscript(.Apply(f, (x))|, x = 0)"),
    (r"f|_{x=0}", r"Subscript(.f|, x = 0)"),
    (r"n!", r"Apply(!, n)"),
    (r"\binom{n}{k}", r"Apply(\binom, (Tuple((n, k))))"),
    (r"\nabla f(x)^T d", r"<Power(Apply(\nabla, Apply(f, (x))), T) d>"),
    (r"\nabla l(w)", r"Apply(\nabla, Apply(l, (w)))"),
    (
        r"\nabla_w \frac12 w^2 y",
        r"<Apply(Subscript(\nabla, w), <Fraction(1, 2, \frac) Power(w, 2)>) y>",
    ),
    (r"f'^2(x) + f^{-1}(x)", r"[Apply(Power(Prime(f, 1), 2), (x)) +Apply(Power(f, [-1]), (x))]"),
    (r"\sigma^2(1-x)", r"<Power(\sigma, 2) ([1 -x])>"),
    (r"g[1]^{'}(z)", r"Apply(Prime(Superscript(g, 1, [), 1), (z))"),
    (r"{\rm argmin}_x f(x)", r"Apply(Subscript(\mathrm:argmin, x), Apply(f, (x)))"),
    (r"\mbox{\bf f}[h]", r"Apply(\mathbf:f, [h])"),
    (r"\mathrm{tr} A", r"Apply(\mathrm:tr, A)"),
    (r"adv\_x + 1", r"[adv_x +1]"),
    (r"\pi[s, a]", r"Apply(\pi, [Tuple((s, a))])"),
    (r"P(y = 1 | x; \theta)", r"Apply(P, (y = 1 | x ; \theta))"),
    (r"D_{KL}(q \| p)", r"Apply(Subscript(D, <K L>), (q \| p))"),
    (r"L(a, y)", r"Apply(L, (Tuple((a, y))))"),
    (r"f(\cdot)", r"Apply(f, (\cdot))"),
    (r"np.sum(x, axis = 1)", r"Apply(np.sum, (Tuple((x, axis = 1))))"),
    (
        r"\begin{cases} a & \text{if } x > 0 \\ -b, & \text{otherwise} \end{cases}",
        r"Cases(((a, x > 0), ([-b], None)))",
    ),
    (r"\begin{bmatrix} 1 & x \\ 0 & y \end{bmatrix}", r"Matrix(bmatrix, ((1, x), (0, y)))"),
    (r"\underbrace{a + b}_{\text{total}} c", r"<{[a +b]} c>"),
    (r"\underset{x}{\min} f(x)", r"Apply(Subscript(\min, x), Apply(f, (x)))"),
    (r"\sum_{\substack{i < m \\ j < n}} a", r"BigOperator(\sum, Tuple((i < m, j < n)), None, a)"),
    (r"\displaystyle \bigl( x \, y \bigr) \label{eq} % a comment", r"(<x y>)"),
    (r"α·β − ∂L/∂w", r"[<\alpha \cdot \beta> -D(\partial L by w)]"),
]


def only(text: str, vocabulary: Vocabulary = DEFAULT) -> str:
    """The outline of the one statement that a text holds."""
    reading = read_latex(text, vocabulary)
    assert reading.problems == ()
    assert len(reading.statements) == 1
    return outline(reading.statements[0])


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_reads(text: str, expected: str) -> None:
    assert only(text) == expected


def test_what_is_declared_decides() -> None:
    assert only("q(x)", Vocabulary(functions=frozenset())) == "<q (x)>"
    assert only("r(x)", Vocabulary(functions=frozenset(["r"]))) == "Apply(r, (x))"
    assert only("f(x)", Vocabulary(scalars=frozenset("f"))) == "<f (x)>"
    assert only("loss + 1") == "[loss +1]"
    assert only("lots + 1") == "[<l o t s> +1]"
    assert only("loss + 1", Vocabulary(words=frozenset(["loss"]))) == "[loss +1]"
    assert only("dz") == "dz"
    assert only("dz", Vocabulary(scalars=frozenset("d"))) == "<d z>"
    assert only(r"\frac{da}{db}", Vocabulary(scalars=frozenset("d"))) == (
        r"Fraction(<d a>, <d b>, \frac)"
    )


def test_macros_are_expanded() -> None:
    macros = {r"\R": Macro(0, r"\mathbb{R}"), r"\dd": Macro(2, r"\frac{\partial #1}{\partial #2}")}
    assert only(r"\dd{L}{w} \in \R", Vocabulary(macros=macros)) == (
        r"D(\partial L by w) \in \mathbb:R"
    )


def test_a_definition_teaches_the_name_of_a_function() -> None:
    (statement,) = read_latex(r"C(w) = w^2").statements
    assert defined_functions(statement) == {"C"}
    (statement,) = read_latex(r"\mathcal{E}_k: A \to B").statements
    assert defined_functions(statement) == {r"\mathcal{E}"}
    for text in (r"y = C(w)", r"a(1-a) = b", r"C(w)", r"f(x) = x"):
        (statement,) = read_latex(text).statements
        assert defined_functions(statement) == frozenset()


ALTERNATIVES = [
    (r"\ln(u)^{-1}", "function-power", r"Power(Apply(\ln, (u)), [-1])"),
    (r"\ln a b", "function-scope", r"<Apply(\ln, a) b>"),
    (r"\ln a/b", "function-scope", r"Fraction(Apply(\ln, a), b, /)"),
    (r"\sum_i a + b", "sum-scope", r"BigOperator(\sum, i, None, [a +b])"),
    (r"C(w)", "call", r"Apply(C, (w))"),
    (r"1/2 x", "slash-scope", r"Fraction(1, <2 x>, /)"),
    (r"\frac{d}{dx}(u) v", "operator-scope", r"<ApplyD(d (u) by x) v>"),
]


@pytest.mark.parametrize(("text", "kind", "expected"), ALTERNATIVES)
def test_an_ambiguous_formula_has_another_reading(text: str, kind: str, expected: str) -> None:
    (alternative,) = read_latex(text).alternatives
    assert (alternative.kind, outline(alternative.instead)) == (kind, expected)
