"""Rules of logarithms and exponentials.

Source: Abramowitz and Stegun, Handbook of Mathematical Functions, sections 4.1 and 4.2, for real
arguments.
"""

from __future__ import annotations

from verifier.rules.rule import Rule

LOGARITHMS: tuple[Rule, ...] = (
    Rule(
        name="logarithm-of-reciprocal",
        title="logarithm of a reciprocal",
        left=r"\ln \frac{1}{u}",
        right=r"-\ln u",
        where=(r"u > 0",),
        holds=r"\ln \frac{1}{1 + u} = -\ln(1 + u)",
        fails=r"\ln \frac{1}{1 + u} = \ln(1 + u)",
    ),
    Rule(
        name="logarithm-of-quotient",
        title="logarithm of a quotient",
        left=r"\ln \frac{u}{v}",
        right=r"\ln u - \ln v",
        where=(r"u > 0", r"v > 0"),
        holds=r"\ln \frac{u}{2} = \ln u - \ln 2",
        fails=r"\ln \frac{u}{v} = \frac{\ln u}{\ln v}",
    ),
    Rule(
        name="logarithm-of-product",
        title="logarithm of a product",
        left=r"\ln(u v)",
        right=r"\ln u + \ln v",
        where=(r"u > 0", r"v > 0"),
        holds=r"\ln(2 u) = \ln 2 + \ln u",
        fails=r"\ln(u v) = \ln u \cdot \ln v",
    ),
    Rule(
        name="logarithm-of-power",
        title="logarithm of a power",
        left=r"\ln u^n",
        right=r"n \ln u",
        where=(r"u > 0", r"n \in \mathbb{R}"),
        holds=r"\ln u^{-1} = -\ln u",
        fails=r"\ln u^2 = (\ln u)^2",
    ),
    Rule(
        name="logarithm-of-exponential",
        title="the logarithm undoes the exponential",
        left=r"\ln e^u",
        right=r"u",
        where=(r"u \in \mathbb{R}",),
        holds=r"\ln e^{-u} = -u",
        fails=r"\ln(1 + e^u) = u",
    ),
    Rule(
        name="logarithm-of-one",
        title="the logarithm of 1 is 0",
        left=r"\ln 1",
        right=r"0",
        holds=r"\ln 1 = 0",
        fails=r"\ln 1 = 1",
    ),
    Rule(
        name="sum-of-logarithms",
        title="sum of logarithms: the logarithm of the product",
        left=r"\ln u + \ln v",
        right=r"\ln(u v)",
        where=(r"u > 0", r"v > 0"),
        holds=r"\ln u + \ln 2 = \ln(2 u)",
        fails=r"\ln u + \ln v = \ln(u + v)",
    ),
    Rule(
        name="exponential-of-logarithm",
        title="the exponential undoes the logarithm",
        left=r"e^{\ln u}",
        right=r"u",
        where=(r"u > 0",),
        holds=r"e^{\ln(1 + u)} = 1 + u",
        fails=r"e^{-\ln u} = -u",
    ),
    Rule(
        name="write-as-logarithm",
        title="write u as ln e^u",
        left=r"u",
        right=r"\ln e^u",
        where=(r"u \in \mathbb{R}",),
        holds=r"2 u = \ln e^{2 u}",
        fails=r"u = e^{\ln u + 1}",
    ),
    Rule(
        name="product-of-exponentials",
        title="product of exponentials",
        left=r"e^u \cdot e^v",
        right=r"e^{u + v}",
        where=(r"u \in \mathbb{R}", r"v \in \mathbb{R}"),
        holds=r"e^u \cdot e^{-u} = 1",
        fails=r"e^u + e^v = e^{u + v}",
    ),
)
