"""The normal form of a term: a quotient of polynomials in generators.

At every point of the case where the term is defined and all obligations recorded so far hold, the
normal form has the value of the term. What each operator becomes is said in the modules that this
one builds on, from the simplest up:

    polynomials   exact arithmetic              powers       exp, ln, roots, absolute values
    generators    what they stand for           ranges sums  sums and products over indices
    sign          the sign oracle               obligations  what must hold to be defined
    functions     elementary functions          cases        piecewise terms and kinks
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from verifier.kernel.cases import Cases
from verifier.kernel.domains import (
    Domain,
)
from verifier.kernel.flint import fmpq
from verifier.kernel.generators import (
    NONPOSITIVE_SIGNS,
    POSITIVE_SIGN,
    Plan,
)
from verifier.kernel.polynomials import Fuel, Quotient
from verifier.kernel.term import Term


class NormalForms(Cases):
    """The normal forms of one attempt at one case; each term is looked at once."""

    def __init__(
        self,
        plan: Plan,
        fuel: Fuel,
        splitting: bool,
        domains: Mapping[str, Domain],
        opaque: bool = False,
    ) -> None:
        super().__init__(plan, fuel, splitting, domains, opaque)
        self.memo: dict[Term, Quotient] = {}

    def normal(self, term: Term) -> Quotient:
        """The normal form; each term is looked at once."""
        known = self.memo.get(term)
        if known is None:
            known = self.memo[term] = _RULES[term.operator](self, term)
        return known

    # Generators as terms: met again in hypotheses and in the names of polynomials.

    def magnitude(self, term: Term) -> Quotient:
        x = self.normal(term.arguments[0])
        exponent = fmpq(1, term.arguments[1] if term.operator == "root" else 1)
        return x if x.numerator.is_zero() else self.magnitude_of_quotient(x, exponent)

    def ln_magnitude_term(self, term: Term) -> Quotient:
        x = self.normal(term.arguments[0])
        return self.minus(self.ln_magnitude(x.numerator), self.ln_magnitude(x.denominator))

    def indicator_term(self, term: Term) -> Quotient:
        x = self.normal(term.arguments[0])
        p = term.arguments[1] * x.numerator * x.denominator
        signs = self.sign(p)
        if signs == POSITIVE_SIGN or signs <= NONPOSITIVE_SIGNS:
            return self.whole(int(signs == POSITIVE_SIGN))
        return self.plus_indicator(p, ">")


_RULES: dict[str, Callable[[NormalForms, Term], Quotient]] = {
    "number": NormalForms.number,
    "variable": NormalForms.variable,
    "entry": NormalForms.entry,
    "index": NormalForms.bound_index,
    "pi": NormalForms.pi,
    "add": NormalForms.add,
    "multiply": NormalForms.multiply,
    "power": NormalForms.power,
    "exp": NormalForms.exp,
    "ln": NormalForms.ln,
    "sigmoid": NormalForms.sigmoid,
    "tanh": NormalForms.tanh,
    "sinh": NormalForms.hyperbolic,
    "cosh": NormalForms.hyperbolic,
    "softplus": NormalForms.softplus,
    "erf": NormalForms.erf,
    "floor": NormalForms.floor,
    "sin": NormalForms.sine_or_cosine,
    "cos": NormalForms.sine_or_cosine,
    "piecewise": NormalForms.piecewise,
    "kink": NormalForms.kink,
    "guard": NormalForms.guard,
    "slope": NormalForms.slope,
    "sum": NormalForms.sum,
    "product": NormalForms.product,
    "delta": NormalForms.delta,
    "apply": NormalForms.apply,
    "root": NormalForms.magnitude,
    "magnitude": NormalForms.magnitude,
    "ln_magnitude": NormalForms.ln_magnitude_term,
    "indicator": NormalForms.indicator_term,
}
