"""From a refuted line to what its author is told: the defect, its place, a proved correction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from verifier.articles.article import Line
from verifier.articles.matrices import (
    judged_matrices,
    may_be_of_numbers,
    misfit_place,
    numbers_of_examples,
)
from verifier.articles.places import read_side
from verifier.articles.report import Defect
from verifier.hints import TYPE_CHECKING
from verifier.meaning.claims import Claim, verdict_on
from verifier.meaning.errors import MeaningError
from verifier.meaning.vocabulary import vocabulary_of
from verifier.notation.tree import Derivative, Fraction, Group, Node, Number, Product, Symbol
from verifier.notation.write_latex import write_latex
from verifier.notation.write_text import write_line
from verifier.records import replace
from verifier.values import Proved, Refuted, Replacement, Span, Verdict

if TYPE_CHECKING:
    from verifier.repair.repair import Correction

MESSAGES: Mapping[str, str] = {
    "wrong-sign": "a sign is wrong",
    "missing-parentheses": "brackets are missing",
    "wrong-operator": "a wrong operation",
    "missing-factor": "a factor is missing",
    "extra-factor": "a factor too many",
    "missing-term": "a term is missing",
    "extra-term": "a term too many",
    "wrong-exponent": "a wrong exponent",
    "wrong-symbol": "a wrong symbol",
    "wrong-index": "a wrong index",
    "wrong-function": "a wrong function",
    "missing-transpose": "a transpose is missing, or one too many",
    "wrong-order": "the factors are in the wrong order",
    "missing-derivative": "a derivative is missing",
    "missing-sum": "a sum is missing",
    "wrong-derivative": "this is not the derivative",
    "not-equal": "this is not equal",
}
CONSTANT_FACTOR = "but for a factor, the number of examples, this is equal to"


def findings_of(
    line: Line,
    refuted: Refuted,
    text: str,
    found: Correction | None = None,
    message: str | None = None,
) -> tuple[Defect, ...]:
    """What is wrong in a refuted line of a text: one defect for each slip that is undone.

    `found` is a correction that is known already; otherwise one is looked for. A suggestion is
    proved by the kernel. `message` is what to say instead of the usual words.
    """
    vocabulary = vocabulary_of(line.context)
    left = write_line(line.as_written(line.left), vocabulary)
    if found is None:
        found = correction_of(line)
    if refuted.mismatch is not None:
        message = f"this is not equal to {left}: {refuted.mismatch}"
        corrected = (None, None) if found is None else _suggestion(found, line, text)
        return (Defect("shape-mismatch", _misfit(line), message, *corrected),)
    if found is None:
        return (_without_correction(line, refuted, left),)
    other = write_line(line.as_written(line.right), vocabulary) if found.left else left
    if is_up_to_the_examples(line):
        message = f"{CONSTANT_FACTOR} {left}"
        suggestion, fix = _suggestion(found, line, text)
        return (Defect("constant-factor", line.span, message, suggestion, severity="warning"),)
    suggestion, fix = _suggestion(found, line, text)
    defects = [
        Defect(
            slip.code,
            _place(slip.part.span, found.left, line),
            message or f"{MESSAGES[slip.code]}: this is not equal to {other}",
            suggestion,
        )
        for slip in found.slips
    ]
    # One change of the text undoes all the slips.
    first, *others = dict.fromkeys(defects)
    return (replace(first, fix=fix), *others)


def _misfit(line: Line) -> Span:
    """The part that does not fit to what stands before it; else the whole side."""
    if line.given is None:
        return line.span
    place = misfit_place(line, line.given)
    return place if line.span.start <= place.start < place.end <= line.span.end else line.span


def _without_correction(line: Line, refuted: Refuted, left: str) -> Defect:
    """What is said of a refuted line when no small edit makes it right."""
    if refuted.witness.right == "undefined":
        message = f"this has no value anywhere, and is not equal to {left}"
        return Defect("undefined", line.span, message)
    if refuted.witness.left == "undefined":
        message = f"{left} has no value anywhere, and this is not equal to it"
        return Defect("undefined", line.span, message)
    code = "wrong-derivative" if isinstance(line.left, Derivative) else "not-equal"
    return Defect(code, line.span, f"this is not equal to {left}")


def is_up_to_the_examples(line: Line) -> bool:
    """Whether a side of a derivative is right but for a factor that is the number of examples.

    Some authors take the mean over the examples and some the sum, and change over silently.
    """
    first = line.earlier[0] if line.earlier else line.left
    if not isinstance(first, Derivative):
        return False
    of_matrices = line.given is not None
    sizes = numbers_of_examples(line) if of_matrices else sorted({*line.context.sizes.values()})
    return is_right_times(line, map(Symbol, sizes))


def is_right_times(line: Line, numbers: Iterable[Node]) -> bool:
    """Whether the right side of a line is right when it is multiplied or divided by a number."""
    for number in numbers:
        for factor in (number, Fraction(Number("1"), number)):
            side = Product((factor, Group("(", line.right, ")")), ("",))
            if isinstance(verdict_as_read(replace(line, right=side)), Proved):
                return True
    return False


def verdict_as_read(line: Line) -> Verdict | None:
    """The verdict on a line as it is read first; None when it means nothing."""
    if line.given is None:
        return verdict_on(line.left, line.right, line.context)
    try:
        return judged_matrices(line, line.given).verdict
    except MeaningError:
        return None


def with_derivative(defect: Defect, line: Line) -> Defect:
    """What is said of a line that no small edit makes right, with what its left side is."""
    if defect.suggestion is not None:
        return defect
    right: Node | None
    if line.given is None:
        from verifier.repair.derived import derived

        right = derived(line.left, line.context)
    else:
        from verifier.repair.matrix_derived import derived_gradient

        right = derived_gradient(line.left, line.right, line.given)
    suggestion = None if right is None else write_latex(right, vocabulary_of(line.context))
    return replace(defect, suggestion=suggestion)


def _suggestion(found: Correction, line: Line, text: str) -> tuple[str, Replacement | None]:
    """The corrected side, as it stands in the text after the change that makes it."""
    # Imported here, as in `correction_of`: an article without an error starts sooner.
    from verifier.meaning.double_sums import read_like
    from verifier.repair.splice import applied, respelt, spliced

    vocabulary = vocabulary_of(line.context)
    side = line.as_written(line.left if found.left else line.right)
    corrected = line.as_written(found.node)

    def alone(written: str) -> Node | None:
        return read_side(written, vocabulary)

    def read(written: str) -> Node | None:
        found = read_like(side, alone(written))
        return found and respelt(found, side, text, alone)

    fix = spliced(side, corrected, text, read, vocabulary)
    if fix is None:
        return write_latex(corrected, vocabulary), None
    return " ".join(applied(text, side.span, fix).split()), fix


def slip_of(line: Line) -> Correction | None:
    """The smallest correction of the right side of a line by one change, or None.

    That is `correction_of` where this makes one change on the right side; the rest is not tried.
    """
    correction = correction_of(line, one_slip=True)
    if correction is None or correction.left or len(correction.slips) > 1:
        return None
    return correction


def correction_of(line: Line, one_slip: bool = False) -> Correction | None:
    """The smallest correction of a line that the kernel proves; None when none was found.

    With `one_slip` only changes of the right side are tried, one at a time.
    """
    # Imported here: an article without an error never needs it, and starts sooner.
    if line.given is not None:
        from verifier.repair.matrix_repair import correct_matrices

        try:
            return correct_matrices(line.left, line.right, line.given, one_slip)
        except MeaningError:
            if not may_be_of_numbers(line):
                return None
    from verifier.repair.repair import correct

    try:
        claim = Claim(line.left, line.right, line.context, line.span)
        return correct(claim, one_slip, other_side=one_slip or not _is_confirmed(line))
    except MeaningError:
        return None


def _is_confirmed(line: Line) -> bool:
    """Whether the left side is right as the value of the side before it in its chain."""
    if not line.earlier:
        return False
    return isinstance(verdict_on(line.earlier[-1], line.left, line.context), Proved)


def from_earlier(line: Line) -> Proved | None:
    """The proof that the right side equals a side of the chain before the left one, if it does.

    Then the left side is what is wrong, and it has been reported where it stands.
    """
    for side in line.earlier:
        verdict = verdict_on(side, line.right, line.context)
        if isinstance(verdict, Proved):
            return verdict
    return None


def _place(part: Span, left: bool, line: Line) -> Span:
    """The part to be changed, when it stands in the file; else the whole side."""
    whole = line.left.span if left else line.span
    inside = whole.start <= part.start < part.end <= whole.end
    return part if inside else whole if whole.end > whole.start else line.span
