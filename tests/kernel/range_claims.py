"""Random claims about ranges, true ones and ones that fail in a corner.

A sum or product over a range that may be shifted, empty or reversed is set equal to another form of
itself, under hypotheses or none: split, counted anew or from the end, exchanged, differentiated, or
in a closed form that an induction shows. Some forms hold for every range and some only for those of
a certain length; what is right is not known here and is found by the second evaluator.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.kernel.mutation import Question

LOWER = ["1", "1", "1", "2", "3", "0", "-1", "k", "m", "n-1", "k+1", "2-m", "n"]
UPPER = ["n", "n", "n", "n-1", "n-2", "n+1", "m", "k", "k-1", "2*n", "3", "2", "0", "n+m", "m-n"]
BODIES = [
    *("x[{}]", "x[{}]*y[{}]", "{}", "{}*x[{}]", "x[{}]**2", "x[{}+1]-x[{}]", "1", "s", "s*x[{}]"),
    *("exp(x[{}])", "abs(x[{}])", "max(x[{}],0)", "where(x[{}]>0,y[{}],s)", "delta({},k)*x[{}]"),
    *("1/(1+x[{}]**2)", "where({}>=2,x[{}],0)", "x[n+1-{}]", "y[{}]*delta({},m)", "s**2*{}**2"),
    *("where({}>n,1,x[{}])", "(-1)*x[{}]", "x[k-{}]", "max({},2)", "sigmoid(x[{}])", "abs({}-2)"),
]
FACTORS = ["x[{}]**2+1", "exp(x[{}])", "{}", "x[{}]", "1+{}", "abs(s)+1", "2", "s", "({}+1)/{}"]
CLOSED = [
    ("Sum(i,i,1,n)", "n*(n+1)/2"),
    ("Sum(2*i-1,i,1,n)", "n**2"),
    ("Sum(i**2,i,1,n)", "n*(n+1)*(2*n+1)/6"),
    ("Sum(i*(i+1),i,1,n-1)", "(n-1)*n*(n+1)/3"),
    ("Sum(1,i,1,n-1)", "n-1"),
    ("Sum(1,i,2,n)", "n-1"),
    ("Sum(1/(i*(i+1)),i,1,n)", "n/(n+1)"),
    ("Sum(x[i+1]-x[i],i,1,n)", "x[n+1]-x[1]"),
    ("Sum(x[i+1]-x[i],i,1,n-1)", "x[n]-x[1]"),
    ("Prod((i+1)/i,i,1,n)", "n+1"),
    ("Prod(1-1/i,i,2,n)", "1/n"),
    ("Prod(exp(x[i+1]-x[i]),i,1,n)", "exp(x[n+1]-x[1])"),
    ("Sum(s**i,i,0,n)*(1-s)", "1-s**(n+1)"),
    ("Sum(Sum(x[j],j,1,i),i,1,n)", "Sum((n+1-j)*x[j],j,1,n)"),
    ("Sum(Sum(x[i]*y[j],j,1,i),i,1,n)", "Sum(Sum(x[i]*y[j],i,j,n),j,1,n)"),
    ("Sum(x[i],i,1,n)**2", "Sum(Sum(x[i]*x[j],i,1,n),j,1,n)"),
    ("Sum((x[i]-Sum(x[j],j,1,n)/n)**2,i,1,n)", "Sum(x[i]**2,i,1,n)-Sum(x[i],i,1,n)**2/n"),
    ("Sum(max(x[i],0),i,1,n)-Sum(max(-x[i],0),i,1,n)", "Sum(x[i],i,1,n)"),
    ("D(Sum(x[i]**2,i,1,n),x[k])", "2*x[k]"),
    ("D(Sum(x[i]*y[i],i,2,n),x[k])", "y[k]"),
    ("D(Prod(exp(x[i]),i,1,n),x[k])", "Prod(exp(x[i]),i,1,n)"),
    ("Sum(delta(i,k)*x[i],i,1,n)", "x[k]"),
    ("ln(Prod(exp(x[i]),i,1,n))", "Sum(x[i],i,1,n)"),
]
ONE_HOT = [
    ("Sum(h[i]**2,i,1,n)", "1"),
    ("Sum(h[i]*x[i],i,1,n)**2", "Sum(h[i]*x[i]**2,i,1,n)"),
    ("exp(Sum(h[i]*x[i],i,1,n))", "Sum(h[i]*exp(x[i]),i,1,n)"),
    ("Sum(h[i]*max(x[i],0),i,1,n)", "max(Sum(h[i]*x[i],i,1,n),0)"),
    ("D(Sum(h[i]*x[i],i,1,n)-Sum(x[i],i,1,n),x[k])", "h[k]-1"),
    ("Sum(h[i],i,1,n-1)", "1-h[n]"),
    ("Sum(h[i+1],i,1,n)", "1"),
    ("Prod(1+h[i]*abs(x[i]),i,1,n)", "1+Sum(h[i]*abs(x[i]),i,1,n)"),
]
HYPOTHESES = [
    *(["n", ">=", "2"], ["n", ">", "m"], ["m", "=", "n"], ["n", "=", "m+1"], ["n", "!=", "1"]),
    *(["k", ">=", "2"], ["x[1]", ">", "0"], ["s", ">", "0"], ["s", "=", "Sum(x[i],i,1,n)"]),
    *(["s", "=", "max(n-2,0)"], ["s", "=", "abs(n-3)"], ["s", "!=", "1"], ["m", ">=", "n-1"]),
    *(["s", "=", "where(n>2,1,x[1])"], ["n", ">=", "k+1"], ["x[k]", "!=", "0"]),
]
DOMAINS = {"n": "N+", "m": "N+", "s": "R", "x[]": "R", "y[]": "R"}
INDICES = ["1..n", "1..n", "1..m", "N+"]


def range_claim(chance: random.Random) -> Question:
    """A claim about sums or products, mostly true or nearly so."""
    domains = {**DOMAINS, "k": chance.choice(INDICES)}
    given = [chance.choice(HYPOTHESES) for _ in range(chance.choice([0, 0, 0, 1, 1, 2]))]
    kind = chance.random()
    if kind < 0.35:
        left, right = chance.choice(CLOSED)
    elif kind < 0.5:
        left, right = chance.choice(ONE_HOT)
        domains["h[]"] = "{0,1}"
        given.append(["Sum(h[i],i,1,n)", "=", "1"])
    else:
        left, right = _rewritten(chance)
    if chance.random() < 0.25:
        left, right = _by_pieces(left, right, chance)
    return Question(left, right, domains, given)


def _body(forms: list[str], index: str, chance: random.Random) -> Callable[[str], str]:
    form = chance.choice(forms)
    return lambda at: form.replace("{}", index if at == index else f"({at})")


def _rewritten(chance: random.Random) -> tuple[str, str]:
    """A sum or product beside another form of it."""
    binder = chance.choice(["Sum", "Sum", "Prod"])
    sign = "+" if binder == "Sum" else "*"
    at = _body(BODIES if binder == "Sum" else FACTORS, "i", chance)
    lower, upper = chance.choice(LOWER), chance.choice(UPPER)

    def over(first: str, last: str, body: str = "") -> str:
        return f"{binder}({body or at('i')},i,{first},{last})"

    shift = chance.choice([1, 2, -1])
    forms = (
        f"({at(lower)}){sign}{over(lower + '+1', upper)}",
        f"{over(lower, upper + '-1')}{sign}({at(upper)})",
        over(f"{lower}-({shift})", f"{upper}-({shift})", at(f"i+({shift})")),
        over(lower, upper, at(f"({lower})+({upper})-i")),
        f"{over(lower, 'k')}{sign}{over('k+1', upper)}",
        f"{over(lower, 'm')}{sign}{over('m+1', upper)}",
        f"{over('1', upper)}{'-' if sign == '+' else '/'}({over('1', f'{lower}-1')})",
        over(lower, upper, f"({at('i')}){sign}{'0' if sign == '+' else '1'}*x[i]**0"),
        f"where({upper}>={lower},{over(lower, upper)},{'0' if sign == '+' else '1'})",
    )
    return over(lower, upper), chance.choice(forms)


def _by_pieces(left: str, right: str, chance: random.Random) -> tuple[str, str]:
    """A side changed from some n on, or made by cases that make no difference."""
    corner, name = chance.choice(["2", "3", "4"]), chance.choice(["n", "n", "m", "k", "s"])
    changed = (
        f"({right})+max({name}-{corner},0)",
        f"({right})-min({name},{corner})+{name}",
        f"({right})*(1+max({name}-{corner},0))",
        f"where({name}>{corner},0,{right})",
        f"where({name}>{corner},{left},{right})",
        f"({right})+abs({name}-{corner})-max({name}-{corner},{corner}-{name})",
        f"{corner}-1-abs({name}-{corner})+({right})-({name}-1)",
    )
    return left, chance.choice(changed)
