"""Mistakes that a kernel of this kind can make, each of which was made once while it was written.

None of these may be proved without a condition that excludes the point where it is false.
"""

from __future__ import annotations

import pytest

from tests.kernel.expressions import read, read_domains, read_hypotheses
from verifier.kernel import terms
from verifier.kernel.decide import decide
from verifier.kernel.domains import NATURAL, POSITIVE, REAL
from verifier.kernel.hypotheses import Hypothesis
from verifier.values import Proved, Refuted, Verdict


def verdict(left: str, right: str, **domains: str) -> Verdict:
    declared = {name.replace("__", "[]"): text for name, text in domains.items()}
    return decide(read(left), read(right), read_domains(declared))


def test_an_obligation_is_not_proved_by_its_own_relation() -> None:
    """sqrt(a) sqrt(b) = sqrt(a b) is defined differently where both are negative."""
    found = verdict("sqrt(a)*sqrt(b)", "sqrt(a*b)")
    assert isinstance(found, Proved)
    assert found.conditions == ("a >= 0", "b >= 0")


def test_the_range_of_a_sum_counts_in_a_derivative_by_an_entry() -> None:
    left = "D(Sum(z[i]**2,i,2,m),z[k])"
    assert not isinstance(verdict(left, "2*z[k]", k="1..m", m="N+", z__="R"), Proved)
    assert isinstance(verdict(left, "2*z[k]", k="1..m", m="N+", z__="R"), Refuted)


def test_an_index_outside_the_range_is_not_picked() -> None:
    left = "D(Sum(z[i]**2,i,1,m),z[k])"
    assert not isinstance(verdict(left, "2*z[k]", k="N+", m="N+", z__="R"), Proved)
    assert isinstance(verdict(left, "2*z[k]", k="1..m", m="N+", z__="R"), Proved)


def test_a_substituted_variable_does_not_keep_its_range() -> None:
    """x in [0, 1]: x (1 - x) - 1/4 is not positive, although 1 - x > 0 and x > 0 inside."""
    assert not isinstance(verdict("abs(x*(1-x)-3/16)", "x*(1-x)-3/16", x="[0,1]"), Proved)


def test_a_square_of_a_kink_is_differentiable() -> None:
    found = verdict("D(relu(x)**2,x)", "2*relu(x)")
    assert isinstance(found, Proved)
    assert found.conditions == ()


def test_kinks_that_cancel_are_not_undefined() -> None:
    found = verdict("D(abs(x)-max(x,-x),x)", "0")
    assert isinstance(found, Proved)
    assert found.conditions in ((), ("x != 0",))
    assert not isinstance(verdict("D(abs(x)-abs(-x),x)", "1/x-1/x"), Refuted)


def test_a_derivative_does_not_capture_a_bound_index() -> None:
    left = "Sum(D(Sum(x[i]*x[j],j,1,m),x[i]),i,1,m)"
    right = "Sum(Sum(x[j],j,1,m)+x[i],i,1,m)"
    assert isinstance(verdict(left, right, x__="R", m="N+"), Proved)
    assert isinstance(verdict(left, "Sum(x[i],i,1,m)", x__="R", m="N+"), Refuted)


def test_the_monotonicity_of_exp_stays_out_of_range_substitutions() -> None:
    left, right = "abs(x*exp(x)-exp(1))", "exp(1)-x*exp(x)"
    assert isinstance(verdict(left, right, x="[0,2]"), Refuted)
    assert not isinstance(verdict("abs(exp(x)-exp(2*x-1))", "exp(x)-exp(2*x-1)", x="[0,2]"), Proved)


def test_a_square_factor_hides_the_sign_of_the_other() -> None:
    """x^2 y >= 0 says nothing of y at x = 0."""
    found = verdict("sqrt(x**2*y)+abs(y)", "sqrt(x**2*y)+y")
    assert isinstance(found, Refuted)


def test_the_condition_of_a_case_is_not_forgotten() -> None:
    """The sign of u(1/x) is split, which must not settle that x is not zero."""
    found = verdict("abs(u(1/x))", "max(u(1/x),-u(1/x))")
    assert isinstance(found, Proved)
    assert found.conditions == ("x != 0",)


def test_cases_cover_the_points_where_an_earlier_condition_fails() -> None:
    """sqrt(x) requires x >= 0, so the cases x > 0 and x = 0 look like all there are."""
    found = verdict("sqrt(x)-sqrt(x)+where(x>0,1,0)", "where(x>0,1,0)")
    assert isinstance(found, Proved)
    assert found.conditions == ("x >= 0",)


def test_a_root_of_minus_a_square_is_defined_at_zero() -> None:
    assert not isinstance(verdict("sqrt(-x**2)", "1/(x-x)", x="[0,oo)"), Proved)
    left = "where(u(1/x)>0,1/(x-x),2/(x-x))"
    found = verdict(left, "sqrt(-x**2)")
    assert not isinstance(found, Proved) or found.conditions


def test_a_sum_to_a_real_number_is_not_a_sum() -> None:
    assert not isinstance(verdict("Sum(1,i,1,r)", "r", r="(0,oo)"), Proved)


def test_an_exponential_means_the_same_in_every_attempt() -> None:
    """Cases made of exp(x) - 3 stay what they are when exp(x/2) turns up later."""
    left = "abs(exp(x)-3)*exp(x/2)"
    assert isinstance(verdict(left, "(exp(x)-3)*exp(x/2)"), Refuted)
    assert isinstance(verdict(left, "max(exp(x)-3,3-exp(x))*exp(x/2)"), Proved)


def test_a_derivative_is_not_undefined_because_its_formula_is() -> None:
    """At t = -x[k] one factor is zero, and the product still has a derivative."""
    left, right = "D(Prod(x[i]+t,i,1,m),t)", "Prod(x[i]+t,i,1,m)*Sum(1/(x[i]+t),i,1,m)"
    assert not isinstance(verdict(left, right, x__="(0,oo)", m="N+", t="[-1,1]"), Proved)
    found = verdict(left, right, x__="(0,oo)", m="N+", t="(0,oo)")
    assert isinstance(found, Proved)
    assert found.conditions == ()
    found = verdict("D(sqrt(x**4),x)", "(x**4)**(-1/2)*4*x**3/2")
    assert not isinstance(found, Proved) or found.conditions
    assert not isinstance(verdict("D(sqrt(x-x),x)", "0"), Refuted)


def test_a_condition_that_jumps_has_no_derivative_at_the_jump() -> None:
    step = "where(x>=0,1,-1)"
    found = verdict(f"D(where({step}>0,x,2*x),x)", f"where({step}>0,1,2)")
    assert not isinstance(found, Proved) or found.conditions


@pytest.mark.parametrize(
    ("left", "right", "domains"),
    [
        ("Sum(1,i,1,m-2)", "m-2", {"m": "N+"}),
        ("Sum(x[i],i,1,m-2)", "Sum(x[i],i,1,m)-x[m]-x[m-1]", {"m": "N+", "x[]": "R"}),
        ("Sum(x[i],i,3,m)", "Sum(x[i],i,1,m)-x[1]-x[2]", {"m": "N+", "x[]": "R"}),
        ("Prod(x[i],i,1,m)", "exp(Sum(ln(x[i]),i,1,m))", {"m": "N+", "x[]": "R!=0"}),
        ("D(Prod(x[i],i,1,m),x[k])", "Prod(x[i],i,1,m)/x[k]", {"m": "N+", "k": "N+"}),
        ("delta(i,j)", "0", {"i": "N+", "j": "N+"}),
        ("where(x>0,1,0)", "1-where(-x>0,1,0)", {}),
        ("(x**2)**(1/2)", "x", {}),
        ("(x**3)**(1/3)", "abs(x)", {"x": "[-1,1]"}),
        ("y**2", "y", {"y": "[0,1]"}),
        ("sin(x)", "sqrt(1-cos(x)**2)", {}),
        ("sin(2*x)", "2*sin(x)", {}),
        ("Sum(Sum(x[i]*y[j],j,1,i),i,1,m)", "Sum(Sum(x[i]*y[j],i,1,j),j,1,m)", {"m": "N+"}),
    ],
)
def test_false_claims_are_not_proved(left: str, right: str, domains: dict[str, str]) -> None:
    found = decide(read(left), read(right), read_domains(domains))
    assert not isinstance(found, Proved) or found.conditions, found


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("ln(Prod(p**y[i]*(1-p)**(1-y[i]),i,2,m))", "Sum(y[i],i,1,m)*ln(p)+m*ln(1-p)"),
        ("Prod(ln(0*m),i,2,m)", "ln(0*m)"),
        ("ln(Prod(0**y[i],i,2,m))", "ln(0*m)"),
        ("Sum(ln(1-i)*0,i,2,m)", "ln(0*m)"),
    ],
)
def test_what_is_undefined_in_every_term_is_not_undefined_in_an_empty_range(
    left: str, right: str
) -> None:
    """For m = 1 the range from 2 to m is empty, and the left side is defined."""
    found = verdict(left, right, y__="{0,1}", m="N+", p="{0,1}")
    assert not isinstance(found, Proved)


def test_a_product_over_a_range_that_is_not_empty_is_still_decided() -> None:
    found = verdict("Prod(exp(x[i]),i,1,m)", "exp(Sum(x[i],i,1,m))", x__="R", m="N+")
    assert isinstance(found, Proved)


def test_a_hypothesis_by_cases_leaves_no_case_out() -> None:
    """A case that the hypothesis itself is defined by must not vanish from the proof."""
    total, n = terms.variable("S"), terms.variable("n")
    by_cases = terms.subtract(terms.number(2), terms.absolute(terms.subtract(n, terms.number(2))))
    for domain in (NATURAL, REAL):
        given = (Hypothesis(total, "=", by_cases),)
        found = decide(total, n, {"n": domain, "S": REAL}, given)
        assert isinstance(found, Refuted)


def test_a_witness_lies_in_the_domain_also_where_only_a_hypothesis_asks_for_a_value() -> None:
    given = read_hypotheses([["x[k]", "!=", "0"]])
    domains = read_domains({"x[]": "R", "k": "1..n", "n": "N+"})
    found = decide(read("Sum(sigmoid(x[i]),i,1,2)"), read("3+0*n"), domains, given)
    assert isinstance(found, Refuted)
    point = dict(found.witness.point)
    assert 1 <= point["k"] <= point["n"]


@pytest.mark.parametrize("false", ["2-Abs(n-3)", "Max(n-1,2*n-4)", "Abs(n-1)*(1+Max(n-3,0))"])
def test_an_induction_over_pieces_holds_in_all_of_them(false: str) -> None:
    """The claims hold for n = 1, 2, 3 and no more."""
    assert isinstance(verdict("Sum(1,i,1,n-1)", false, n="N+"), Refuted)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("where(x>2,0,1/0)", "1/0"),
        ("ln(-1-x**2)", "where(x>2,0,ln(-1-x**2))"),
        ("Prod((i+1)/i,i,-1,2)", "where(x>2,0,Prod((i+2)/i,i,-1,2))"),
    ],
)
def test_a_piece_that_is_undefined_makes_the_other_no_less_defined(left: str, right: str) -> None:
    """For x = 3 one side is 0, the other undefined: they were once taken to be alike."""
    assert not isinstance(verdict(left, right), Proved)


@pytest.mark.parametrize("name", ["A^[3][1, 2]", "A^[L]", "A^[L-1][2]", "x[2]"])
def test_a_witness_with_brackets_in_its_names_is_shown(name: str) -> None:
    """Its values are looked for exactly, with numbers put in for what the names stand for."""
    third = terms.divide(terms.variable(name), terms.number(3))
    left = terms.multiply(terms.exp(terms.ln(third)), terms.number(2))
    found = decide(left, terms.multiply(terms.number(3), third), {name: POSITIVE})
    assert isinstance(found, Refuted)
    assert found.witness.left != found.witness.right
