"""Rules of differentiation.

The structural rules (constant, sum, product, quotient, chain) and one row for each elementary
function. The rows of elementary functions are stated in the plain variable; the chain rule, which
stands in one place, carries them to every inner function. Source of the table: Abramowitz and
Stegun, Handbook of Mathematical Functions, sections 3.3, 4.1, 4.2 and 4.5.
"""

from __future__ import annotations

from verifier.rules.rule import Rule

STRUCTURAL: tuple[Rule, ...] = (
    Rule(
        name="derivative-of-constant",
        title="a constant has derivative 0",
        left=r"\frac{d}{dx} c",
        right=r"0",
        where=(r"c \in \mathbb{R}", r"x \in \mathbb{R}"),
        holds=r"\frac{d}{dx} (c^2 + 1) = 0",
        fails=r"\frac{d}{dx} c = c",
    ),
    Rule(
        name="derivative-of-variable",
        title="a variable has derivative 1",
        left=r"\frac{d}{dx} x",
        right=r"1",
        where=(r"x \in \mathbb{R}",),
        holds=r"\frac{d}{dx} x = 1",
        fails=r"\frac{d}{dx} x = x",
    ),
    Rule(
        name="sum-rule",
        title="differentiate term by term",
        left=r"\frac{d}{dx} (u + v)",
        right=r"\frac{d}{dx} u + \frac{d}{dx} v",
        where=(r"x \in \mathbb{R}",),
        functions=("u", "v"),
        holds=r"\frac{d}{dx} (x^2 + e^x) = 2x + e^x",
        fails=r"\frac{d}{dx} (x^2 - e^x) = 2x + e^x",
    ),
    Rule(
        name="constant-factor-rule",
        title="a constant factor stays",
        left=r"\frac{d}{dx} (c u)",
        right=r"c \frac{d}{dx} u",
        where=(r"c \in \mathbb{R}", r"x \in \mathbb{R}"),
        functions=("u",),
        holds=r"\frac{d}{dx} (c x^2) = 2 c x",
        fails=r"\frac{d}{dx} (c x^2) = 2 x",
    ),
    Rule(
        name="product-rule",
        title="product rule",
        left=r"\frac{d}{dx} (u v)",
        right=r"v \frac{d}{dx} u + u \frac{d}{dx} v",
        where=(r"x \in \mathbb{R}",),
        functions=("u", "v"),
        holds=r"\frac{d}{dx} (x e^x) = e^x + x e^x",
        fails=r"\frac{d}{dx} (x e^x) = e^x",
    ),
    Rule(
        name="quotient-rule",
        title="quotient rule",
        left=r"\frac{d}{dx} \frac{u}{v}",
        right=r"\frac{v \frac{d}{dx} u - u \frac{d}{dx} v}{v^2}",
        where=(r"x \in \mathbb{R}", r"v \ne 0"),
        functions=("u", "v"),
        holds=r"\frac{d}{dx} \frac{x}{1 + x^2} = \frac{1 - x^2}{(1 + x^2)^2}",
        fails=r"\frac{d}{dx} \frac{x}{1 + x^2} = \frac{1}{2 x}",
    ),
    Rule(
        name="chain-rule",
        title="chain rule",
        left=r"\frac{d}{dx} f(u)",
        right=r"f'(u) \frac{d}{dx} u",
        where=(r"x \in \mathbb{R}",),
        functions=("f", "u"),
        holds=r"\frac{d}{dx} e^{x^2} = e^{x^2} \cdot 2 x",
        fails=r"\frac{d}{dx} e^{x^2} = e^{x^2}",
    ),
)

ELEMENTARY: tuple[Rule, ...] = (
    Rule(
        name="derivative-of-power",
        title="derivative of a power",
        left=r"\frac{d}{dx} x^n",
        right=r"n x^{n - 1}",
        where=(r"x > 0", r"n \in \mathbb{R}"),
        holds=r"\frac{d}{dx} x^3 = 3 x^2",
        fails=r"\frac{d}{dx} x^3 = 3 x^3",
        source="for an integer n the rule holds on all x at which x^n is defined",
    ),
    Rule(
        name="derivative-of-exponential",
        title="derivative of the exponential function",
        left=r"\frac{d}{dx} e^x",
        right=r"e^x",
        where=(r"x \in \mathbb{R}",),
        holds=r"\frac{d}{dx} e^{-x} = -e^{-x}",
        fails=r"\frac{d}{dx} e^{-x} = e^{-x}",
    ),
    Rule(
        name="derivative-of-logarithm",
        title="derivative of the logarithm",
        left=r"\frac{d}{dx} \ln x",
        right=r"\frac{1}{x}",
        where=(r"x > 0",),
        holds=r"\frac{d}{dx} \ln(1 + x) = \frac{1}{1 + x}",
        fails=r"\frac{d}{dx} \ln(1 + x) = \frac{1}{x}",
    ),
    Rule(
        name="derivative-of-sigmoid",
        title="derivative of the sigmoid",
        left=r"\frac{d}{dx} \sigma(x)",
        right=r"\sigma(x) (1 - \sigma(x))",
        where=(r"x \in \mathbb{R}",),
        holds=r"\frac{d}{dx} \sigma(-x) = -\sigma(x) (1 - \sigma(x))",
        fails=r"\frac{d}{dx} \sigma(x) = \sigma(x) (1 + \sigma(x))",
    ),
    Rule(
        name="derivative-of-tanh",
        title="derivative of the hyperbolic tangent",
        left=r"\frac{d}{dx} \tanh(x)",
        right=r"1 - (\tanh(x))^2",
        where=(r"x \in \mathbb{R}",),
        holds=r"\frac{d}{dx} \tanh(2 x) = 2 (1 - (\tanh(2 x))^2)",
        fails=r"\frac{d}{dx} \tanh(x) = 1 - \tanh(x)",
    ),
    Rule(
        name="derivative-of-softplus",
        title="derivative of softplus",
        left=r"\frac{d}{dx} \text{softplus}(x)",
        right=r"\frac{1}{1 + e^{-x}}",
        where=(r"x \in \mathbb{R}",),
        holds=r"\frac{d}{dx} \text{softplus}(x) = \frac{e^x}{1 + e^x}",
        fails=r"\frac{d}{dx} \text{softplus}(x) = \frac{1}{1 + e^x}",
    ),
    Rule(
        name="derivative-of-square-root",
        title="derivative of the square root",
        left=r"\frac{d}{dx} \sqrt{x}",
        right=r"\frac{1}{2 \sqrt{x}}",
        where=(r"x > 0",),
        holds=r"\frac{d}{dx} \sqrt{x + 1} = \frac{1}{2 \sqrt{x + 1}}",
        fails=r"\frac{d}{dx} \sqrt{x} = \frac{1}{\sqrt{x}}",
    ),
    Rule(
        name="derivative-of-sine",
        title="derivative of the sine",
        left=r"\frac{d}{dx} \sin(x)",
        right=r"\cos(x)",
        where=(r"x \in \mathbb{R}",),
        holds=r"\frac{d}{dx} \sin(2 x) = 2 \cos(2 x)",
        fails=r"\frac{d}{dx} \sin(x) = -\cos(x)",
    ),
    Rule(
        name="derivative-of-cosine",
        title="derivative of the cosine",
        left=r"\frac{d}{dx} \cos(x)",
        right=r"-\sin(x)",
        where=(r"x \in \mathbb{R}",),
        holds=r"\frac{d}{dx} \cos(2 x) = -2 \sin(2 x)",
        fails=r"\frac{d}{dx} \cos(x) = \sin(x)",
    ),
)
