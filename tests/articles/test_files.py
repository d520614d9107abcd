"""Articles in several files, notebooks, directories; and files that are no articles."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from verifier.articles.check import Report, check_article
from verifier.articles.files import MAX_BYTES, articles_in, open_source, read_text
from verifier.articles.read_article import read_source
from verifier.values import InputError

NEURON = "Let $w, x, b, y \\in \\mathbb{R}$. $$z = w x + b$$ $$L = \\frac12 (z - y)^2$$\n"
WRONG = "\\[\n\\frac{\\partial L}{\\partial w} = x (z + y)\n\\]\n"


def checked(path: Path) -> Report:
    return check_article(read_source(open_source(path, path.name)))


def places(report: Report) -> list[tuple[str, int, int, int, str]]:
    """Where the findings are and what they are."""
    found = [(item.location, item.code) for item in report.diagnostics]
    return [(at.path, at.cell, at.line, at.column, code) for at, code in found]


def cell(kind: str, source: str | list[str]) -> dict[str, object]:
    more: dict[str, object] = {"execution_count": None, "outputs": []} if kind == "code" else {}
    return {"cell_type": kind, "metadata": {}, "source": source, **more}


def notebook(path: Path, *cells: dict[str, object]) -> Path:
    whole = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    path.write_text(json.dumps(whole), encoding="utf-8")
    return path


# LaTeX in several files ---------------------------------------------------------------------


def test_a_document_in_several_files(tmp_path: Path) -> None:
    main = tmp_path / "main.tex"
    main.write_text(
        "\\documentclass{article}\n\\usepackage{amsmath}\n\\usepackage{own}\n\\input{macros}\n"
        "\\begin{document}\n" + NEURON + "\\include{chapters/one}\n% \\input{nothing}\n"
        "$$\\pd{L}{b} = z + y$$\n\\end{document}\n"
    )
    (tmp_path / "own.sty").write_text("\\newcommand{\\R}{\\mathbb{R}}")
    (tmp_path / "macros.tex").write_text(
        "\\newcommand{\\pd}[2]{\\frac{\\partial #1}{\\partial #2}}"
    )
    (tmp_path / "chapters").mkdir()
    (tmp_path / "chapters" / "one.tex").write_text("Text.\n\n$$\\pd{L}{w} =\n x (z + y)$$\n")
    report = checked(main)
    assert places(report) == [
        ("", 0, 9, 15, "wrong-sign"),
        ("chapters/one.tex", 0, 4, 5, "wrong-sign"),
    ]
    found = report.diagnostics[1]
    assert report.lines(found.location)[3] == " x (z + y)$$"


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ("\\input{missing}", "found no file missing, expected one"),
        ("\\input main ", "found main inside itself"),
        ("\\input{circle}", "found circle inside itself"),
        ("\\input{/etc/hostname}", "expected one beside the document"),
        ("\\input{bytes}", "bytes: found the byte 0xff"),
    ],
)
def test_an_input_that_fails_is_a_problem_at_its_place(
    tmp_path: Path, asked: str, message: str
) -> None:
    (tmp_path / "main.tex").write_text(f"Text {asked}\n\n{NEURON}{WRONG}")
    (tmp_path / "circle.tex").write_text("\\input{circle}")
    (tmp_path / "bytes.tex").write_bytes(b"\xff")
    report = checked(tmp_path / "main.tex")
    assert message in report.diagnostics[-1 if "circle" in asked else 0].message
    assert {"unreadable", "wrong-sign"} == {item.code for item in report.diagnostics}


def test_many_inputs_are_bounded(tmp_path: Path) -> None:
    (tmp_path / "main.tex").write_text("\\input{a}\n" * 1000)
    (tmp_path / "a.tex").write_text("$x$\n")
    report = checked(tmp_path / "main.tex")
    assert "more files than are read" in report.diagnostics[0].message


# Notebooks ----------------------------------------------------------------------------------


def test_the_cells_of_a_notebook(tmp_path: Path) -> None:
    path = notebook(
        tmp_path / "a.ipynb",
        cell("markdown", ["# A neuron\n", NEURON]),
        cell("code", "'$q = r$'"),
        cell("markdown", "```\nnot closed"),
        cell("markdown", "First\n\n" + WRONG),
    )
    report = checked(path)
    assert places(report) == [("", 3, 1, 1, "unreadable"), ("", 4, 4, 36, "wrong-sign")]
    assert report.lines(report.diagnostics[1].location)[2] == "\\["
    found = report.diagnostics[1]
    assert found.fix is not None
    placed = report.place(found.fix.span)
    assert placed is not None
    assert placed[0].cell == 4


def test_macros_of_a_cell_hold_in_the_next(tmp_path: Path) -> None:
    path = notebook(
        tmp_path / "a.ipynb",
        cell("markdown", "$\\newcommand{\\two}{2}$"),
        cell("markdown", "$$1 + 1 = \\two$$"),
    )
    report = checked(path)
    assert [claim.status for claim in report.claims] == ["proved"]
    assert report.diagnostics == ()


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "1", "{}", '{"nbformat": 4}', '{"nbformat": 4, "cells": 1}', "[" * 5000]
)
def test_what_is_no_notebook(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.ipynb"
    path.write_text(text)
    with pytest.raises(InputError, match="expected a Jupyter notebook"):
        open_source(path, "a.ipynb")


def test_an_old_notebook(tmp_path: Path) -> None:
    path = tmp_path / "a.ipynb"
    sheet = {"cells": [cell("markdown", "$$1 + 1 = 2$$")], "metadata": {}}
    path.write_text(
        json.dumps({"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [sheet]})
    )
    assert [claim.status for claim in checked(path).claims] == ["proved"]


# Directories --------------------------------------------------------------------------------


def test_a_directory_takes_all_kinds_and_no_parts(tmp_path: Path) -> None:
    for name in ("a.md", "b.tex", "c/d.TEX", "c/e.markdown", ".hidden/f.md", "g.txt", "h.sty"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("$x$")
    notebook(tmp_path / "i.ipynb")
    (tmp_path / "part.tex").write_text("$x$")
    (tmp_path / "whole.tex").write_text("\\input{part}\\input{whole}")
    found = [path.relative_to(tmp_path).as_posix() for path in articles_in(tmp_path)]
    assert found == ["a.md", "b.tex", "c/d.TEX", "c/e.markdown", "i.ipynb", "whole.tex"]


def test_circles_of_links_are_not_walked(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("$x$")
    (tmp_path / "again").symlink_to(tmp_path)
    (tmp_path / "one.md").symlink_to(tmp_path / "two.md")
    (tmp_path / "two.md").symlink_to(tmp_path / "one.md")
    assert [path.name for path in articles_in(tmp_path)] == ["a.md"]


# Files that are none ------------------------------------------------------------------------


def test_a_file_that_is_too_long(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(InputError, match=f"found a file of 50 MB, .* {MAX_BYTES // 10**6} MB"):
        read_text(path)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"a\xff", "found the byte 0xff at offset 1, expected UTF-8 text"),
        (b"a\x00b", "found the byte 0x00 at offset 1, expected text"),
    ],
)
def test_a_file_that_is_no_text(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(content)
    with pytest.raises(InputError, match=message):
        read_text(path)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.md")
    with pytest.raises(InputError, match="found a device or a pipe"):
        read_text(tmp_path / "a.md")


def test_an_empty_file_has_no_formulas(tmp_path: Path) -> None:
    for name in ("a.md", "a.tex"):
        (tmp_path / name).write_text("")
        assert (checked(tmp_path / name).formulas, checked(tmp_path / name).diagnostics) == (0, ())
