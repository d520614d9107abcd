"""What a rule is: a row with its statement, side condition and two examples.

A rule with a `left` and a `right` is a pattern: every symbol declared in `where` or `functions`
stands for any expression that meets its declaration. A rule without them is a procedure, such as
bringing fractions to a common denominator; its `statement` says what it does. In both cases
every use is decided by the kernel again, so a wrong row cannot make a wrong proof.
"""

from __future__ import annotations

from verifier.records import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """One row.

    `where` declares the symbols (`u > 0`); `functions` names those that are differentiable
    functions of `variable`. `holds` is an instance that is true and `fails` a usual mistake: an
    equation that is false on the declared domain.
    """

    name: str
    title: str
    holds: str
    fails: str
    left: str = ""
    right: str = ""
    where: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    variable: str = "x"
    statement: str = ""
    source: str = ""

    @property
    def is_pattern(self) -> bool:
        return bool(self.left)
