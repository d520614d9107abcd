"""The library of derivations, and the way from a name or a path to proofs.

article = load("logistic")
proof = prove(article, "dL/dw")
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from verifier.articles.article import Article
from verifier.articles.files import KINDS, READERS, AnyPath, open_source, project_file, suffix_of
from verifier.articles.read_article import read_source
from verifier.hints import TYPE_CHECKING, Any
from verifier.meaning.context import Context
from verifier.meaning.conventions import NO_SETTINGS, Settings
from verifier.meaning.elaborate import MeaningError, UndeclaredSymbol, elaborate_definition
from verifier.meaning.names import readable
from verifier.resources import resource_path
from verifier.values import InputError

if TYPE_CHECKING:
    from verifier.prover.proof import Proof

ROUTES = ("chain", "direct")


def names() -> tuple[str, ...]:
    """The names of the articles that ship with backproof."""
    files = os.listdir(resource_path("derivations"))
    return tuple(sorted(file.removesuffix(".md") for file in files if file.endswith(".md")))


def load(name: str, *, strict: bool = True) -> Article:
    """The article of that name in the library, or the one at that path.

    In a `strict` reading every symbol must be declared or defined; without it a symbol that is
    not is a real number. The library itself is always read strictly. Raises `InputError` when
    there is no such article, with the nearest names.
    """
    path = name
    if name in names():
        path = os.path.join(resource_path("derivations"), f"{name}.md")
    elif suffix_of(path).lower() not in READERS:
        raise InputError(f"found no derivation named {name!r}; {_nearest(name, names())}")
    shipped = os.path.realpath(resource_path("derivations"))
    own = os.path.realpath(os.path.dirname(path)) == shipped
    source = open_source(path, shown_path(path))
    if own:
        return read_source(source, strict=True)
    return read_source(source, strict=strict, project=project_settings(path))


def project_settings(path: str) -> Settings:
    """What the project of an article says. Raises `InputError` when that cannot be used."""
    file = project_file(os.path.realpath(os.path.dirname(path)))
    if file is None:
        return NO_SETTINGS
    from verifier.articles.project import project_settings

    return project_settings(file, shown_path(file))


def shown_path(path: AnyPath) -> str:
    """A path as messages show it: relative to the working directory when it lies below."""
    try:
        resolved, here = os.path.realpath(path), os.path.join(os.getcwd(), "")
    except (ValueError, OSError):  # no name of a file, or no working directory any more
        return str(path)
    return resolved.removeprefix(here) if resolved.startswith(here) else str(path)


def goals(article: Article) -> tuple[str, ...]:
    """The derivatives that an article is about: those its front matter lists, else its claims."""
    if article.goals:
        return article.goals
    if article.matrices is not None:
        from verifier.articles.family_proofs import family_goals
        from verifier.articles.matrix_proofs import matrix_goals

        return (*family_goals(article), *matrix_goals(article))
    from verifier.articles.misprints import goal_name

    claimed = (goal_name(line.left) for line in article.lines)
    return tuple(dict.fromkeys(name for name in claimed if name is not None))


def prove(article: Article, goal: str, routes: Sequence[str] = ROUTES) -> Proof:
    """The proof of a goal such as `dL/dw` by the routes named, with its numeric check and errata.

    Raises `InputError` when the goal names no derivative of the article, or a definition on the
    way has no meaning; it says where, and names the formula that could not be read if that is why.
    """
    from verifier.articles.misprints import with_misprints

    if article.matrices is not None or "_" in goal:
        from verifier.articles.family_proofs import prove_family_goal
        from verifier.articles.matrix_proofs import prove_matrix_goal

        by_entries = prove_family_goal(article, goal)
        if by_entries is not None:
            return with_misprints(by_entries, article)
        about_matrices = prove_matrix_goal(article, goal)
        if about_matrices is not None:
            return about_matrices
    from verifier.numeric import checked
    from verifier.prover.engine import find_goal
    from verifier.prover.engine import prove as derive

    try:
        found = find_goal(goal, article.context)
        _check_definitions(found.start, article.context)
        proof = checked(derive(found, tuple(routes)), found)
        return with_misprints(proof, article)
    except MeaningError as problem:
        location = article.location(problem.span)
        because = InputError(str(problem), path=article.path, location=location)
        if isinstance(problem, UndeclaredSymbol):
            because = _with_cause(because, article)
        raise because from None
    except InputError as problem:
        raise _with_cause(problem, article) from None


def _check_definitions(name: str, context: Context) -> None:
    """Raises `MeaningError` where a definition behind a symbol means nothing or is circular."""
    behind = [other for other in context.definitions if context.depends(name, other)]
    circular = [other for other in reversed(behind) if context.circle(other) is not None]
    for other in (*circular, *behind):
        elaborate_definition(context.definitions[other], context)


def _with_cause(problem: InputError, article: Article) -> InputError:
    """The problem with the formula of the article that cannot be read, if there is one."""
    unread = [found for found in article.problems if found.severity != "note"]
    if not unread:
        return problem
    message = f"{unread[0].message} (therefore: {problem.message})"
    return InputError(message, path=article.path, location=unread[0].location)


def definitions(article: Article) -> dict[str, Any]:
    """The definitions of an article as SymPy expressions, by name."""
    from verifier.prover import sympy_bridge

    return {
        readable(name): expression
        for name, expression in sympy_bridge.definitions(article.context).items()
    }


def _nearest(name: str, known: Sequence[str]) -> str:
    import difflib

    close = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
    if close:
        return "the nearest: " + ", ".join(close)
    return f"expected one of {', '.join(known)}, or the path of an article: {KINDS}"
