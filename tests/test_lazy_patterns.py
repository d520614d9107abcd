"""Patterns that are compiled at their first use are those of the standard library."""

from __future__ import annotations

import re

from verifier.lazy_patterns import lazy_pattern


def test_a_lazy_pattern_does_what_the_compiled_one_does() -> None:
    lazy, compiled = (
        lazy_pattern(r"(?P<word>b)+ ", re.IGNORECASE),
        re.compile("(?P<word>b)+ ", re.I),
    )
    assert lazy.sub("-", "aB b c") == compiled.sub("-", "aB b c") == "a--c"
    found = lazy.search("aBb c")
    assert found is not None and found.span("word") == (2, 3)
    assert (lazy.pattern, lazy.flags, lazy.groups) == (
        compiled.pattern,
        compiled.flags,
        compiled.groups,
    )


def test_nothing_is_compiled_before_it_is_used() -> None:
    broken = lazy_pattern("(")
    assert broken.pattern == "("
    try:
        broken.match("a")
    except re.error:
        return
    raise AssertionError("an unbalanced bracket was compiled")
