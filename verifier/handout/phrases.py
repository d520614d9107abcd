"""What the prover says beside its formulas, as messages to translate.

The prover makes remarks of words and formulas and knows no language but English. A remark is
found here by its words: `{formula}`, `{formula1}` … stand for a formula, any other place for words
that are translated in their turn. The titles of the rules are messages as well, see `rules/`.
"""

from __future__ import annotations

PHRASES = (
    # Headings of derivations.
    "the local derivative {formula}",
    "the derivative {formula}",
    "first rewrite {formula}",
    "why the derivative of {formula1} is {formula2}",
    "chain rule",
    "direct expansion",
    # Reasons of steps.
    "definition of {formula}",
    "{formula} as rewritten",
    "the same in other symbols",
    "chain rule along {path}",
    "chain rule, the sum over {paths} and {last}",
    "{formula1} gives {formula2}",
    "{formula} is constant",
    "cancel {formula}",
    "common denominator {formula}",
    "factor out {formula}",
    "{formula1} and {formula2} cancel",
    "{formula1} and {formula2}; {formula3} and {formula4} cancel",
    "add {formula1} and subtract {formula2}",
    "multiply above and below by {formula}",
    "divide by {formula}",
    "{first}, {rest}",
    "no reason given",
    # Proofs about matrices.
    "differentials and the pairing",
    "index notation",
    "what {formula1} hands on to {formula2}",
    "what {formula1} hands on to {formula2}; {formula3} depends on it only through {formula4}",
    "together the gradient by {formula}",
    "the gradient",
    "by indices",
    "rules of the differential",
    "the definition found again",
    "linearity of the pairing",
    "constant factor",
    "elementwise factor",
    "elementwise factors",
    "cyclic trace",
    "transpose",
    "a copy is the adjoint of a sum",
    "a sum is the adjoint of a copy",
    "read off",
    "read off the gradients",
    "with the gradients above put in",
    "as the article writes it",
    "derivative of every entry by indices, all definitions put together",
    # Words before values.
    "before",
    "after",
    "the left side is",
    "the right side",
    "route 1 gives",
    "route 2 gives",
    # Verdicts, and what the kernel says of them.
    "proved",
    "refuted",
    "unknown",
    "identical terms",
    "equal normal forms",
    "time",
    "memory",
    "out of fuel",
    "nested too deeply for the stack that is left",
    "a number too large for a machine word",
    "no point was found at which both sides are defined",
    "the worker process ended, most likely for lack of memory",
    "equal entries for all shapes",
    "identical entries",
)
