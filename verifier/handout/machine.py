"""Proofs as one JSON object, for other programs.

    {"version": 1, "proofs": [{"goal": "dL/dw", "routes": [{"name": "chain", "steps": […]}], …}]}

Formulas are LaTeX. `agree` is null where there is one route or the kernel cannot tell.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable

from verifier.handout.document import is_complete
from verifier.handout.words import printed_and_correct
from verifier.hints import Any
from verifier.notation.tree import Node
from verifier.notation.vocabulary import Vocabulary
from verifier.notation.write_latex import write_latex
from verifier.prover.proof import Derivation, Misprint, NumericCheck, Proof, Route, Step
from verifier.prover.remark import text_of
from verifier.records import dataclass
from verifier.values import Proved, Refuted, Unknown, Verdict, Witness

VERSION = 1


def proofs_as_json(proofs: Iterable[Proof]) -> str:
    """The proofs as JSON text in ASCII, which every terminal can show."""
    value = {"version": VERSION, "proofs": [proof_value(proof) for proof in proofs]}
    return json.dumps(value, indent=2, allow_nan=False)


def proof_value(proof: Proof) -> dict[str, Any]:
    """One proof as plain values."""
    return _Values(proof.vocabulary).proof(proof)


@dataclass(frozen=True, slots=True)
class _Values:
    vocabulary: Vocabulary

    def latex(self, node: Node) -> str:
        return write_latex(node, self.vocabulary)

    def proof(self, proof: Proof) -> dict[str, Any]:
        several = len(proof.routes) > 1
        return {
            "goal": proof.goal,
            "subject": self.latex(proof.subject),
            "routes": [self.route(route) for route in proof.routes],
            "closed_form": self.latex(proof.closed_form),
            "agree": _truth(proof.agreement) if several else None,
            "complete": is_complete(proof),
            "sympy_agrees": proof.second_opinion,
            "numeric": _numeric(proof.numeric),
            "errata": [self.misprint(misprint) for misprint in proof.misprints],
        }

    def route(self, route: Route) -> dict[str, Any]:
        steps = [
            self.step(derivation, index, step)
            for derivation in route.derivations
            for index, step in enumerate(derivation.steps)
        ]
        return {"name": route.name, "steps": steps}

    def step(self, derivation: Derivation, index: int, step: Step) -> dict[str, Any]:
        left = step.left if step.left is not None else derivation.subject if index == 0 else None
        return {
            "derivation": text_of(derivation.heading, self.vocabulary),
            "left": None if left is None else self.latex(left),
            "latex": self.latex(step.formula),
            "rule": step.rules[0] if step.rules else None,
            "rules": list(step.rules),
            "reason": text_of(step.remark, self.vocabulary),
            **_verdict(step.verdict),
            "erratum": [self.misprint(misprint) for misprint in step.misprints],
        }

    def misprint(self, misprint: Misprint) -> dict[str, Any]:
        printed, correct = printed_and_correct(misprint)
        return {
            "label": misprint.label,
            "note": misprint.note,
            "printed": self.latex(printed),
            "correct": self.latex(correct),
            "verdict": _verdict(misprint.verdict)["verdict"],
            "counterexample": witness_value(misprint.witness),
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


def _truth(verdict: Verdict) -> bool | None:
    return None if isinstance(verdict, Unknown) else isinstance(verdict, Proved)


def _numeric(numeric: NumericCheck | None) -> dict[str, Any] | None:
    if numeric is None:
        return None
    error = numeric.largest_error if math.isfinite(numeric.largest_error) else None
    return {
        "points": numeric.points,
        "of": numeric.of,
        "max_relative_error": error,
        "skipped": numeric.skipped,
    }
