"""Proofs as one JSON object, for other programs.

    {"version": 1, "proofs": [{"goal": "dL/dw", "routes": [{"name": "chain", "steps": […]}], …}]}

Formulas are LaTeX. `agree` is null where there is one route or the kernel cannot tell.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from typing import Any

from verifier.handout.document import is_complete
from verifier.notation.write_latex import write_latex
from verifier.prover.proof import Derivation, Misprint, NumericCheck, Proof, Route, Step
from verifier.values import Proved, Refuted, Unknown, Verdict, Witness

VERSION = 1


def proofs_as_json(proofs: Iterable[Proof]) -> str:
    """The proofs as JSON text in ASCII, which every terminal can show."""
    value = {"version": VERSION, "proofs": [proof_value(proof) for proof in proofs]}
    return json.dumps(value, indent=2, allow_nan=False)


def proof_value(proof: Proof) -> dict[str, Any]:
    """One proof as plain values."""
    several = len(proof.routes) > 1
    return {
        "goal": proof.goal,
        "subject": write_latex(proof.subject),
        "routes": [_route(route) for route in proof.routes],
        "closed_form": write_latex(proof.closed_form),
        "agree": _truth(proof.agreement) if several else None,
        "complete": is_complete(proof),
        "sympy_agrees": proof.second_opinion,
        "numeric": _numeric(proof.numeric),
        "errata": [_misprint(misprint) for misprint in proof.misprints],
    }


def _route(route: Route) -> dict[str, Any]:
    steps = [
        _step(derivation, index, step)
        for derivation in route.derivations
        for index, step in enumerate(derivation.steps)
    ]
    return {"name": route.name, "steps": steps}


def _step(derivation: Derivation, index: int, step: Step) -> dict[str, Any]:
    left = step.left if step.left is not None else derivation.subject if index == 0 else None
    return {
        "derivation": derivation.title,
        "left": None if left is None else write_latex(left),
        "latex": write_latex(step.formula),
        "rule": step.rules[0] if step.rules else None,
        "rules": list(step.rules),
        "reason": step.reason,
        **_verdict(step.verdict),
        "erratum": [_misprint(misprint) for misprint in step.misprints],
    }


def _verdict(verdict: Verdict) -> dict[str, Any]:
    match verdict:
        case Proved(method, conditions):
            return {"verdict": "proved", "method": method, "conditions": list(conditions)}
        case Refuted(witness):
            return {"verdict": "refuted", "counterexample": witness_value(witness)}
        case Unknown(reason):
            return {"verdict": "unknown", "why": reason}


def witness_value(witness: Witness | None) -> dict[str, Any] | None:
    """A counterexample as plain values; numbers are exact, as text."""
    if witness is None:
        return None
    point = {name: str(value) for name, value in witness.point}
    return {"at": point, "left": witness.left, "right": witness.right}


def _misprint(misprint: Misprint) -> dict[str, Any]:
    return {
        "label": misprint.label,
        "note": misprint.note,
        "printed": write_latex(misprint.printed),
        "correct": write_latex(misprint.corrected),
        "verdict": _verdict(misprint.verdict)["verdict"],
        "counterexample": witness_value(misprint.witness),
    }


def _truth(verdict: Verdict) -> bool | None:
    return None if isinstance(verdict, Unknown) else isinstance(verdict, Proved)


def _numeric(numeric: NumericCheck | None) -> dict[str, Any] | None:
    if numeric is None:
        return None
    error = numeric.largest_error if math.isfinite(numeric.largest_error) else None
    return {"points": numeric.points, "max_relative_error": error, "skipped": numeric.skipped}
