"""Reads a LaTeX document far enough to see that its braces and environments are balanced."""

from __future__ import annotations

import re

_TOKEN = re.compile(r"\\begin\{([a-zA-Z*]+)\}|\\end\{([a-zA-Z*]+)\}|\\.|%[^\n]*|[{}$]", re.DOTALL)


def mistakes(text: str) -> list[str]:
    """What is not balanced: braces, environments, dollars; empty when all is well."""
    found: list[str] = []
    stack: list[str] = []
    for token in _TOKEN.finditer(text):
        line = text.count("\n", 0, token.start()) + 1
        opening, closing = token.groups()
        if opening:
            stack.append(opening)
        elif closing or token.group() == "}":
            wanted = closing or "{"
            if not stack or stack.pop() != wanted:
                found.append(f"line {line}: {token.group()} closes nothing")
        elif token.group() == "{":
            stack.append("{")
        elif token.group() == "$":
            if stack and stack[-1] == "$":
                stack.pop()
            else:
                stack.append("$")
    return found + [f"{item} is never closed" for item in stack]
