"""The interface: verdicts, conditions, hypotheses, witnesses, signs, values."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.kernel.expressions import read, read_domains, read_hypotheses
from verifier.kernel import terms as t
from verifier.kernel.decide import OPAQUE, decide, signs, value_at
from verifier.kernel.term import MAXIMAL_DEPTH
from verifier.values import Proved, Refuted, Unknown, Verdict


def verdict(left: str, right: str, hypotheses: list[list[str]] | None = None, **d: str) -> Verdict:
    declared = {name.replace("__", "[]"): text for name, text in d.items()}
    return decide(
        read(left), read(right), read_domains(declared), read_hypotheses(hypotheses or [])
    )


LOSS = "(-(y*ln(sigmoid(w*x+b))+(1-y)*ln(1-sigmoid(w*x+b))))"


@pytest.mark.parametrize(
    ("left", "right", "domains"),
    [
        ("D(-(y*ln(a)+(1-y)*ln(1-a)),a)", "-y/a+(1-y)/(1-a)", {"y": "[0,1]", "a": "(0,1)"}),
        ("D(1/(1+exp(-z)),z)", "sigmoid(z)*(1-sigmoid(z))", {}),
        ("D(-(y*ln(sigmoid(z))+(1-y)*ln(1-sigmoid(z))),z)", "sigmoid(z)-y", {"y": "[0,1]"}),
        (f"D({LOSS},w)", "x*(sigmoid(w*x+b)-y)", {"y": "[0,1]"}),
        (f"D({LOSS},b)", "sigmoid(w*x+b)-y", {"y": "[0,1]"}),
        ("ln(u*v)", "ln(u)+ln(v)", {"u": "(0,oo)", "v": "(0,oo)"}),
        ("D(x**n,x)", "n*x**(n-1)", {"x": "(0,oo)"}),
        ("D(u(x)*v(x),x)", "D(u(x),x)*v(x)+u(x)*D(v(x),x)", {}),
        ("D(exp(u(x)),x)", "exp(u(x))*D(u(x),x)", {}),
        ("z+ln(1+exp(-z))", "ln(1+exp(z))", {}),
        ("sqrt(1+sin(x+y)**2)**2", "1+sin(x+y)**2", {}),
        ("ln(x)/ln(2)+ln(y)/ln(2)", "ln(x*y)/ln(2)", {"x": "(0,oo)", "y": "(0,oo)"}),
    ],
)
def test_what_the_main_proofs_need(left: str, right: str, domains: dict[str, str]) -> None:
    found = decide(read(left), read(right), read_domains(domains))
    assert isinstance(found, Proved)
    assert found.conditions == ()


@pytest.mark.parametrize(
    ("left", "right", "conditions"),
    [
        ("x/x", "1", ("x != 0",)),
        ("(a**2-b**2)/(a-b)", "a+b", ("a != b",)),
        ("ln(x**2)", "2*ln(x)", ("x > 0",)),
        ("ln(a*b)", "ln(a)+ln(b)", ("a > 0", "b > 0")),
        ("sqrt(x)**2", "x", ("x >= 0",)),
        ("D(relu(x),x)", "where(x>0,1,0)", ("x != 0",)),
        ("1/(1/x)", "x", ("x != 0",)),
        ("sqrt(a*b)/sqrt(b)", "sqrt(a)", ("a >= 0", "b > 0")),
        ("(x-2*y)/(x-2*y)", "1", ("x != 2 y",)),
        ("ln(1-x)-ln(1-x)", "0", ("x < 1",)),
        ("Sum(x[i]/x[i],i,1,3)", "3", ("x[1] != 0", "x[2] != 0", "x[3] != 0")),
        ("abs(u(1/x))", "max(u(1/x),-u(1/x))", ("x != 0",)),
    ],
)
def test_open_conditions_are_returned(left: str, right: str, conditions: tuple[str, ...]) -> None:
    found = verdict(left, right)
    assert isinstance(found, Proved), found
    assert found.conditions == conditions


def test_conditions_under_a_sum_speak_of_every_index() -> None:
    found = verdict("Sum(x[i]/x[i],i,1,m)", "m", m="N+")
    assert found == Proved("equal normal forms", ("x[i] != 0",))


def test_conditions_that_nothing_can_meet_prove_nothing() -> None:
    assert isinstance(verdict("ln(-1-x**2)", "5"), Refuted)
    assert isinstance(verdict("sqrt(-1-x**2)-sqrt(-1-x**2)", "0"), Refuted)
    assert not isinstance(verdict("ln(u(x))+ln(-u(x))", "3"), Proved)


def test_both_sides_undefined_everywhere_are_equal() -> None:
    assert isinstance(verdict("1/(x-x)", "ln(-x**2)"), Proved)


def test_one_side_undefined_everywhere_is_refuted() -> None:
    found = verdict("1/(x-x)", "x")
    assert isinstance(found, Refuted)
    assert found.witness.left == "undefined"


def test_a_side_is_not_undefined_because_of_what_the_other_requires() -> None:
    found = verdict("ln(p)-ln(q)", "-ln(q/p)", p="R!=0", q="(-1,0)")
    assert isinstance(found, Refuted)
    assert found.witness.left == "undefined"
    assert not isinstance(verdict("ln(p)", "ln(-p)", p="R!=0"), Proved)


@pytest.mark.parametrize(
    ("left", "right", "hypotheses"),
    [
        ("(a**2-b**2)/(a-b)", "a+b", [["a", "!=", "b"]]),
        ("ln(p*q)", "ln(p)+ln(q)", [["p", ">", "0"], ["q", ">", "0"]]),
        ("abs(a-b)", "a-b", [["a", ">=", "b"]]),
        ("a*(1-a)", "exp(-z)/(1+exp(-z))**2", [["a", "=", "sigmoid(z)"]]),
        ("x", "y", [["x", "=", "t"], ["t", "=", "y"]]),
    ],
)
def test_hypotheses_are_used(left: str, right: str, hypotheses: list[list[str]]) -> None:
    found = verdict(left, right, hypotheses)
    assert isinstance(found, Proved), found
    assert found.conditions == ()
    without = verdict(left, right)
    assert not isinstance(without, Proved) or without.conditions


def test_hypotheses_that_contradict_each_other_prove_nothing() -> None:
    contradiction = [["a", ">", "0"], ["0", ">", "a"]]
    assert not isinstance(verdict("a", "a+1", contradiction), Proved)


def test_a_shallow_stack_is_no_crash() -> None:
    deep = t.variable("x")
    for _ in range(MAXIMAL_DEPTH - 5):
        deep = t.sin(deep)

    def below(frames: int) -> Verdict:
        return below(frames - 1) if frames else decide(deep, t.add(deep, t.variable("y")), {})

    assert not isinstance(below(600), Proved)


def test_a_witness_satisfies_the_hypotheses() -> None:
    found = verdict("p**2+q**2", "1", [["p+q", "=", "1"]], p="(0,1)", q="(0,1)")
    assert isinstance(found, Refuted)
    point = dict(found.witness.point)
    assert point["p"] + point["q"] == 1


@pytest.mark.parametrize(
    ("left", "right", "point"),
    [
        ("a*x", "a+x", {"a": 2, "x": 1}),
        ("x**2", "x", {"x": 2}),
        ("(x+y)**2", "x**2+y**2", {"x": 2, "y": 1}),
        ("sigmoid(w*x+b)", "sigmoid(w*x)", {"b": 1, "w": 1, "x": 0}),
        ("relu(x)", "x", {"x": -1}),
        ("sqrt(x**2)", "x", {"x": -1}),
    ],
)
def test_witnesses_are_simple_and_telling(left: str, right: str, point: dict[str, int]) -> None:
    found = verdict(left, right)
    assert isinstance(found, Refuted)
    assert dict(found.witness.point) == point


def test_the_witness_of_the_logistic_neuron_reads_well() -> None:
    found = verdict("x*(sigmoid(w*x+b)-y)", "x*(sigmoid(w*x)-y)", y="[0,1]")
    assert isinstance(found, Refuted)
    assert dict(found.witness.point) == {"b": 1, "w": 0, "x": 2, "y": 1}
    assert (found.witness.left, found.witness.right) == ("-0.537883…", "-1")


@pytest.mark.parametrize(
    ("left", "right", "values"),
    [
        ("sqrt(2)*sqrt(2)-2", "1", ("0", "1")),
        ("sin(pi*x)+x", "x+1", ("1", "2")),
        ("D(sigmoid(z),z)", "sigmoid(z)*(1+sigmoid(z))", ("1/4", "3/4")),
        ("x*exp(x)*exp(-x)", "x**2", ("2", "4")),
    ],
)
def test_values_that_are_rational_are_shown_as_such(
    left: str, right: str, values: tuple[str, str]
) -> None:
    found = verdict(left, right)
    assert isinstance(found, Refuted)
    assert (found.witness.left, found.witness.right) == values


def test_values_that_nearly_agree_are_written_until_they_differ() -> None:
    found = verdict("x*(1+10**(-15))", "x", x="(0,oo)")
    assert isinstance(found, Refuted)
    assert found.witness.left != found.witness.right
    found = verdict("exp(x)", "exp(x)+11**(-30)")
    assert isinstance(found, Refuted)
    assert "573" in found.witness.right


def test_a_number_and_an_array_may_share_a_name() -> None:
    found = verdict("x*Sum(x[i],i,1,m)", "Sum(x*x[i],i,1,m)", x="R", x__="(0,oo)", m="N+")
    assert isinstance(found, Proved)


def test_unknown_functions_are_refuted_with_their_values() -> None:
    found = verdict("u(x)*u(x)", "u(x)")
    assert isinstance(found, Refuted)
    assert dict(found.witness.point) == {"x": -1, "u(-1)": 2}


def test_a_proof_says_how() -> None:
    assert verdict("x*y", "y*x") == Proved("equal normal forms")
    found = verdict("sign(x)*abs(x)", "x")
    assert found == Proved("equal normal forms in each of 3 cases of the sign of x")


def test_the_same_question_has_the_same_answer() -> None:
    questions = [("x**3", "x"), ("ln(a*b)", "ln(a)+ln(b)"), ("u(x)", "u(y)")]
    assert [verdict(*q) for q in questions] == [verdict(*q) for q in questions]


def test_what_is_beyond_the_kernel_is_unknown() -> None:
    found = verdict("4*sin(pi/10)", "sqrt(5)-1")
    assert isinstance(found, Unknown), found
    assert found.reason


@pytest.mark.parametrize(
    ("text", "domains", "expected"),
    [
        ("x**2+1", {}, {1}),
        ("x*(1-x)", {"x": "(0,1)"}, {1}),
        ("x-1", {"x": "[0,1]"}, {-1, 0}),
        ("abs(x)", {}, {0, 1}),
        ("sigmoid(z)*(1-sigmoid(z))", {}, {1}),
        ("x", {}, {-1, 0, 1}),
        ("x-x", {}, {0}),
        ("exp(x)-exp(y)", {"x": "(2,3)", "y": "(0,1)"}, {1}),
        ("sqrt(x+1)-sqrt(x)", {"x": "[0,oo)"}, {1}),
        ("ln(x)", {"x": "(1,oo)"}, {1}),
        ("Sum(x[i]**2,i,1,m)+1", {"m": "N+"}, {1}),
    ],
)
def test_signs(text: str, domains: dict[str, str], expected: set[int]) -> None:
    assert signs(read(text), read_domains(domains)) == expected


@pytest.mark.parametrize(
    ("text", "point", "expected"),
    [
        ("x/3", {"x": 1}, "1/3"),
        ("exp(x)", {"x": 1}, "2.71828…"),
        ("exp(x)", {"x": 0}, "1"),
        ("1/x", {"x": 0}, "undefined"),
        ("ln(x)", {"x": -1}, "undefined"),
        ("x+y", {"x": 1}, "unknown"),
        ("x[1]+x[2]", {"x[1]": 1, "x[2]": 2}, "3"),
    ],
)
def test_value_at(text: str, point: dict[str, int], expected: str) -> None:
    exact = {name: Fraction(value) for name, value in point.items()}
    assert value_at(read(text), exact) == expected


def test_nothing_is_refuted_through_what_is_not_understood() -> None:
    unknown, x = t.variable(f"{OPAQUE}max"), t.variable("x")
    entry = t.entry(f"{OPAQUE}max", t.number(1))
    assert isinstance(decide(t.add(unknown, x), t.add(x, unknown), {}), Proved)
    assert isinstance(decide(t.subtract(unknown, unknown), t.number(0), {}), Proved)
    for left, right in ((unknown, x), (entry, t.number(0)), (t.add(unknown, t.number(1)), unknown)):
        assert isinstance(decide(left, right, {}), Unknown)


def test_a_value_that_is_rational_is_shown_exactly_also_under_a_sum() -> None:
    left, right = read("Sum(exp(ln(p[i])),i,1,n)"), read("Sum(sqrt(2)**2*p[i],i,1,n)")
    found = decide(left, right, read_domains({"n": "N+", "p[]": "(0,oo)"}))
    assert isinstance(found, Refuted)
    assert (found.witness.left, found.witness.right) == ("2", "4")


def test_values_beyond_those_of_floating_point_are_shown() -> None:
    found = decide(read("exp(exp(x))"), read("1"), read_domains({"x": "[8,9]"}))
    assert isinstance(found, Refuted)
    assert "e" in found.witness.left


def test_no_index_is_chosen_where_a_simpler_witness_would_leave_none() -> None:
    left, right = read("Sum(exp(x[k]),i,n,2)"), read("Sum(exp(x[i]),i,1,2)-Sum(exp(x[i]),i,1,n-1)")
    found = decide(left, right, read_domains({"n": "N+", "x[]": "R", "k": "1..n"}))
    assert isinstance(found, Refuted)
    assert dict(found.witness.point)["n"] >= 1
