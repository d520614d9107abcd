"""The account of a verdict: what a reader who doubts is told."""

from __future__ import annotations

from tests.kernel.expressions import read, read_domains, read_hypotheses
from verifier.kernel.decide import decide
from verifier.kernel.explain import Account, explain
from verifier.values import Proved, Refuted, Unknown


def account(left: str, right: str, hypotheses: list[list[str]] | None = None, **d: str) -> Account:
    declared = read_domains({name.replace("__", "[]"): text for name, text in d.items()})
    verdict = decide(read(left), read(right), declared, read_hypotheses(hypotheses or []))
    found = explain(verdict)
    assert found is not None
    return found


def test_a_proof_tells_the_common_form_and_what_was_shown() -> None:
    found = account("ln(x*y)", "ln(x)+ln(y)", x="(0,oo)", y="(0,oo)")
    ((case,),) = [part.cases for part in found.parts]
    assert case.form in ("ln(x) + ln(y)", "ln(y) + ln(x)")
    assert case.shown == ("x y > 0", "x > 0", "y > 0")
    assert found.domains == ("x in (0, ∞)", "y in (0, ∞)")


def test_a_proof_by_cases_tells_them_all() -> None:
    (part,) = account("sign(x)*abs(x)", "x").parts
    assert {case.assumed for case in part.cases} == {("x > 0",), ("x = 0",), ("x < 0",)}
    assert {case.form for case in part.cases} == {"x", "0"}


def test_a_case_that_is_left_out_says_why() -> None:
    (part,) = account("D(relu(x),x)", "where(x>0,1,0)").parts
    remarks = {case.remark for case in part.cases if case.form is None}
    assert remarks == {"excluded by a condition"}


def test_an_induction_has_base_case_and_step() -> None:
    found = account("Sum(1/(k*(k+1)),k,1,n)", "n/(n+1)", n="N+")
    assert found.induction == "n"
    base, step = found.parts
    assert (base.right, base.given) == ("1/2", ())
    assert step.given == ("sum(1/(i (i + 1)), i=1..n) = n/(n + 1)",)


def test_a_variable_with_few_values_has_a_part_for_each() -> None:
    found = account("D(max(0,1-y*z)**2,z)", "-2*y*max(0,1-y*z)", y="{-1,1}")
    assert len(found.parts) == 2
    assert all(part.cases for part in found.parts)


def test_a_refutation_is_worked_out_from_the_inside() -> None:
    left, right = account("(x+y)**2", "x**2+y**2").values
    assert left == (("x + y", "3"), ("(x + y)^2", "9"))
    assert right == (("x^2", "4"), ("y^2", "1"), ("x^2 + y^2", "5"))


def test_an_open_question_tells_what_was_tried() -> None:
    (reason,) = account("4*sin(pi/10)", "sqrt(5)-1").tried
    assert "has the normal form 4 sin((1/10) pi)" in reason


def test_hypotheses_are_told() -> None:
    assert account("abs(a-b)", "a-b", [["a", ">=", "b"]]).given == ("a >= b",)


def test_every_verdict_of_the_kernel_can_be_told() -> None:
    for left, right, kind in (("x", "x", Proved), ("x", "x+1", Refuted), ("1/(x-x)", "2", Refuted)):
        verdict = decide(read(left), read(right), {})
        assert isinstance(verdict, kind)
        assert explain(verdict) is not None
    assert explain(Unknown("made of several questions")) is None


def test_the_account_takes_no_part_in_comparisons() -> None:
    assert decide(read("x*y"), read("y*x"), {}) == Proved("equal normal forms")
