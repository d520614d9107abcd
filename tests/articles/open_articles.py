"""Articles in which one formula is left open, with formulas that are right there and wrong ones."""

from __future__ import annotations

from dataclasses import dataclass

PLACE = "@"


@dataclass(frozen=True)
class OpenArticle:
    """`text` has the open place `@`; every formula of `right` is right there, of `wrong` false."""

    name: str
    text: str
    right: tuple[str, ...]
    wrong: tuple[str, ...]

    @property
    def line(self) -> int:
        return self.text[: self.text.index(PLACE)].count("\n") + 1

    def with_formula(self, formula: str) -> str:
        return self.text.replace(PLACE, formula)


MATRICES = (
    OpenArticle(
        "normal equations",
        r"""Let $A \in \mathbb{R}^{m \times n}$ have full column rank and $c \in \mathbb{R}^m$.
The best coefficients are $u = (A^\top A)^{-1} A^\top c$, so the residual is

$$r = c - A u = @ .$$
""",
        (r"c - A (A^\top A)^{-1} A^\top c", r"(I - A (A^\top A)^{-1} A^\top) c"),
        (r"c - A (A A^\top)^{-1} A^\top c", r"c - (A^\top A)^{-1} A^\top c", r"c + A u"),
    ),
    OpenArticle(
        "ridge regression",
        r"""With $X \in \mathbb{R}^{n \times d}$, $t \in \mathbb{R}^n$ and
$\lambda > 0$ the objective is

$$E(w) = \|X w - t\|^2 + \lambda \|w\|^2, \qquad w \in \mathbb{R}^d .$$

Its gradient is

$$\nabla E(w) = @ .$$
""",
        (r"2 X^\top (X w - t) + 2 \lambda w", r"2 (X^\top X + \lambda I) w - 2 X^\top t"),
        (r"2 X^\top (X w - t) + \lambda w", r"2 X (X w - t) + 2 \lambda w"),
    ),
    OpenArticle(
        "a quadratic form with numbers",
        r"""Consider $q(v) = \frac{1}{2} v^\top \begin{bmatrix} 4 & 1 \\ 1 & 3 \end{bmatrix} v$
for $v \in \mathbb{R}^2$. We find

$$\nabla_v q(v) = @ .$$
""",
        (r"\begin{bmatrix} 4 & 1 \\ 1 & 3 \end{bmatrix} v",),
        (
            r"\begin{bmatrix} 4 & 1 \\ 1 & 3 \end{bmatrix}",
            r"2 \begin{bmatrix} 4 & 1 \\ 1 & 3 \end{bmatrix} v",
            r"\begin{bmatrix} 4 & 1 \\ 3 & 1 \end{bmatrix} v",
        ),
    ),
    OpenArticle(
        "a symmetric matrix",
        r"""Let $S \in \mathbb{R}^{n \times n}$ be symmetric and $f(x) = x^\top S x$ with
$x \in \mathbb{R}^n$. Then

$$\frac{\partial f(x)}{\partial x} = @ .$$
""",
        (r"2 S x", r"(S + S^\top) x", r"2 x^\top S"),
        (r"S x", r"2 S"),
    ),
    OpenArticle(
        "any square matrix",
        r"""For $A \in \mathbb{R}^{n \times n}$ and $f(x) = x^\top A x$ with $x \in \mathbb{R}^n$

$$\frac{\partial f}{\partial x} = @ .$$
""",
        (r"(A + A^\top) x", r"A x + A^\top x"),
        (r"2 A x", r"2 A^\top x"),
    ),
    OpenArticle(
        "softmax of a vector that is written out",
        r"""The scores are $s = (s_1, \dots, s_K)$ and $p = \operatorname{softmax}(s)$. For a
one-hot target $t$ the loss is

$$C = - \sum_k t_k \log p_k .$$

Its gradient is

$$\frac{\partial C}{\partial s} = @ .$$
""",
        (r"p - t",),
        (r"t - p", r"p + t"),
    ),
    OpenArticle(
        "a hidden layer of rows",
        r"""One input is a row $u \in \mathbb{R}^{1 \times a}$; the parameters are
$V \in \mathbb{R}^{a \times b}$, $c \in \mathbb{R}^{1 \times b}$, $M \in \mathbb{R}^{b \times k}$,

$$h = u V + c, \qquad g = \tanh(h), \qquad o = g M, \qquad q = \operatorname{softmax}(o) .$$

The loss is $E = -\sum_j t_j \log q_j$ with a one-hot row vector $t$, and
$\delta_h = \partial E / \partial h$. So

$$\delta_h = @ .$$
""",
        (r"(1 - \tanh^2 h) \odot (q - t) M^\top", r"(1 - g^2) \odot ((q - t) M^\top)"),
        (r"(1 - \tanh^2 o) \odot (q - t) M^\top", r"(1 - g) \odot (q - t) M^\top"),
    ),
    OpenArticle(
        "a scalar bias",
        r"""The rows of $X \in \mathbb{R}^{n \times d}$ are examples,
$w \in \mathbb{R}^d$ are weights,
$t \in \mathbb{R}^n$ targets, and there is a scalar bias $b$. With $p = X w + b \mathbf{1}$ the
cost

$$L = \frac{1}{2 n} \sum_{i=1}^n (p_i - t_i)^2$$

has the derivative

$$\frac{\partial L}{\partial b} = @ .$$
""",
        (r"\frac{1}{n} \mathbf{1}^\top (p - t)", r"\frac{1}{n} \sum_i (p_i - t_i)"),
        (r"\frac{1}{n} (p - t)", r"\frac{1}{2 n} \mathbf{1}^\top (p - t)"),
    ),
    OpenArticle(
        "the logarithm of a determinant",
        r"""For an invertible $W \in \mathbb{R}^{n \times n}$ and $h = W z$ with
$z \in \mathbb{R}^n$

$$\frac{\partial}{\partial W} \log \det W = @ .$$
""",
        (r"W^{-\top}", r"(W^{-1})^\top", r"(W^\top)^{-1}"),
        (r"W", r"W^\top"),
    ),
    OpenArticle(
        "the norm of the absolute values",
        r"""For $w \in \mathbb{R}^d$ and $\lambda > 0$ the penalty is $R = \lambda \|w\|_1$, and so

$$R = @ .$$
""",
        (r"\lambda \sum_{j=1}^d |w_j|",),
        (r"\lambda \sum_{j=1}^d w_j^2", r"\lambda \sum_{j=1}^d w_j"),
    ),
    OpenArticle(
        "rectified units",
        r"""Let $x \in \mathbb{R}^n$, $U \in \mathbb{R}^{m \times n}$ and $v \in \mathbb{R}^m$ with

$$a = \max(0, U x), \qquad y = v^\top a .$$

Then

$$\frac{\partial y}{\partial v} = @ .$$
""",
        (r"\max(0, U x)", r"a"),
        (r"\max(0, x)", r"U x"),
    ),
)

NUMBERS = (
    OpenArticle(
        "binomial coefficients",
        r"""There are $\binom{n}{k}$ ways to choose, and

$$\binom{n}{k} = @ .$$
""",
        (r"\frac{n!}{k! \, (n - k)!}", r"\binom{n}{n - k}"),
        (r"\frac{n!}{k! \, (n + k)!}", r"\frac{n!}{(n - k)!}", r"\binom{n}{k} + k"),
    ),
    OpenArticle(
        "subsets of a bounded size",
        r"""The number of subsets with at most $m$ of $N$ members is

$$S = \sum_{j=0}^{m} \binom{N}{j} = @ .$$
""",
        (r"\sum_{j=0}^{m} \frac{N!}{j! \, (N - j)!}", r"1 + \sum_{j=1}^{m} \binom{N}{j}"),
        (r"\sum_{j=1}^{m} \frac{N!}{j! \, (N - j)!}", r"\sum_{j=0}^{m-1} \binom{N}{j}"),
    ),
    OpenArticle(
        "letters above that count layers",
        r"""Layer by layer $z^l = W^l a^{l-1} + b^l$ and $a^l = \sigma(z^l)$, where

$$\sigma(t) = \frac{1}{1 + e^{-t}} = @ .$$
""",
        (r"\frac{e^t}{1 + e^t}",),
        (r"\frac{1}{1 + e^t}",),
    ),
)
