"""The page in Chromium: drawn as MathML, silent, alone, foldable, copyable, for every screen."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.handout.browser import BROWSER, Browser
from tests.handout.samples import article, formula, misprint, one_route, proof, step
from verifier.handout.document import document_of
from verifier.handout.edition import Edition
from verifier.handout.language import ENGLISH
from verifier.handout.pictures.graph import graph_of
from verifier.handout.web.write_page import html
from verifier.prover.proof import Proof

pytestmark = pytest.mark.skipif(BROWSER is None, reason="needs Chromium: make browser")
LONG = " + ".join(rf"\frac{{a^{{{n}}}}}{{1 + e^{{-z}}}}" for n in range(12))


def axe() -> Path | None:
    """The file of axe-core, where `make browser` has installed it."""
    root = Path(__file__).parents[2]
    places = [root / "node_modules", Path(os.environ.get("NODE_PATH", "/nowhere"))]
    files = (place / "axe-core" / "axe.min.js" for place in places)
    return next((path for path in files if path.is_file()), None)


def proofs() -> list[Proof]:
    wide = one_route(step(LONG), step(r"e^{\ln t}", ("because of ", formula("t"))))
    return [
        proof("w", misprints=(misprint(),)),
        replace(wide, goal="dL/db", subject=formula(r"\frac{\partial L}{\partial b}")),
    ]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = document_of(article(), proofs())
    made = replace(made, pictures=(graph_of("L", article().context, ENGLISH),))
    path = tmp_path_factory.mktemp("page") / "small.html"
    path.write_text(html(made, Edition()), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with Browser() as opened:
        yield opened


@pytest.fixture
def opened(browser: Browser, page: Path) -> Browser:
    browser.size(1200)
    browser.media()
    browser.open(page)
    return browser


def test_nothing_is_said_on_the_console_and_nothing_is_asked_for(
    opened: Browser, page: Path
) -> None:
    opened.run("new Promise(done => setTimeout(done, 100))")
    methods = [message["method"] for message in opened.messages]
    assert not {"Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled"} & {
        *methods
    }
    requests = [
        message["params"]["request"]["url"]
        for message in opened.messages
        if message["method"] == "Network.requestWillBeSent"
    ]
    assert requests == [page.as_uri()]


def test_every_formula_is_mathml_with_its_text_and_takes_room(opened: Browser) -> None:
    found = opened.run(
        """[...document.querySelectorAll(".step .right math")].map(math => ({
            space: math.namespaceURI,
            text: math.querySelector("mrow").textContent.replace(/[\\u2061\\u2062]/g, ""),
            size: math.getBoundingClientRect().height,
        }))"""
    )
    assert len(found) == 12
    assert {item["space"] for item in found} == {"http://www.w3.org/1998/Math/MathML"}
    assert all(item["size"] > 10 for item in found)
    texts = [item["text"] for item in found]
    assert texts[:2] == ["=t", "=1"]
    assert "=2(a−y)a(1−a)" in texts
    fractions = opened.run(
        """[...document.querySelectorAll("mfrac")].map(node => {
            const [above, below] = [...node.children].map(part => part.getBoundingClientRect());
            return above.bottom <= below.top + 1;
        })"""
    )
    assert fractions
    assert all(fractions)


def test_the_source_of_a_formula_is_not_shown(opened: Browser) -> None:
    shown = opened.run(
        """[...document.querySelectorAll("annotation")].filter(a => a.checkVisibility()).length"""
    )
    assert shown == 0


def test_lemmas_fold_and_unfold_with_and_without_the_button(opened: Browser) -> None:
    count = "document.querySelectorAll('.lemma[open]').length"
    everything = opened.run(count)
    assert everything >= 2
    opened.run("document.querySelector('.lemma > summary').click()")
    assert opened.run(count) == everything - 1
    opened.run("document.getElementById('fold').click()")
    assert opened.run(count) == 0
    assert "Unfold" in opened.run("document.getElementById('fold').textContent")
    assert opened.run("document.querySelector('.lemma .step').checkVisibility()") is False
    opened.run("document.getElementById('fold').click()")
    assert opened.run(count) == everything


def test_a_link_into_a_folded_lemma_opens_it(opened: Browser) -> None:
    opened.run("document.getElementById('fold').click()")
    opened.run("location.hash = document.querySelector('.lemma .step').id")
    opened.run("new Promise(done => setTimeout(done, 50))")
    assert opened.run("document.querySelector('.lemma').open") is True


def test_the_mark_opens_why(opened: Browser) -> None:
    fact = "document.querySelector('.verdict dd').checkVisibility()"
    opened.run("document.querySelector('.verdict').open = false")
    closed = opened.run(fact)
    opened.run("document.querySelector('.verdict > summary').click()")
    assert (closed, opened.run(fact)) == (False, True)


def test_copying_gives_the_latex_of_the_step(opened: Browser) -> None:
    opened.run(
        """Object.defineProperty(navigator, "clipboard", {value: {
            writeText: async text => { window.copied = text; }}})"""
    )
    opened.run("document.querySelectorAll('.step .copy')[5].click()")
    opened.run("new Promise(done => setTimeout(done, 50))")
    step = opened.run("document.querySelectorAll('.step .copy')[5].closest('.step').id")
    copied = opened.run("window.copied")
    assert step.endswith("step-6")
    assert copied == r"= 2(a - y)"
    opened.run("document.querySelector('.claim .copy').click()")
    opened.run("new Promise(done => setTimeout(done, 50))")
    assert opened.run("window.copied") == r"\frac{\partial L}{\partial w} = 2(a - y)a(1 - a)"
    assert "Copied" in opened.run("document.getElementById('said').textContent")


def test_the_page_can_be_read_without_the_script(browser: Browser, page: Path) -> None:
    browser.call("Emulation.setScriptExecutionDisabled", value=True)
    try:
        browser.open(page)
        browser.call("Emulation.setScriptExecutionDisabled", value=False)
        assert browser.run("document.querySelector('.copy').checkVisibility()") is False
        assert browser.run("document.querySelector('.lemma .step').checkVisibility()") is True
    finally:
        browser.call("Emulation.setScriptExecutionDisabled", value=False)


def test_an_inserted_script_does_not_run(opened: Browser) -> None:
    opened.run(
        """(() => { const made = document.createElement("script");
        made.textContent = "window.stranger = 1"; document.body.append(made); })()"""
    )
    assert opened.run("window.stranger === undefined") is True


@pytest.mark.parametrize("width", [320, 380, 800, 1200])
def test_the_page_is_never_wider_than_the_screen(browser: Browser, page: Path, width: int) -> None:
    browser.size(width, phone=width < 500)
    browser.open(page)
    assert browser.run("document.documentElement.scrollWidth") <= width
    stuck = browser.run(
        """[...document.querySelectorAll(".scroll")].filter(
            place => place.scrollWidth > place.clientWidth && place.tabIndex !== 0).length"""
    )
    assert stuck == 0


def test_dark_and_light_differ_and_paper_is_white(opened: Browser) -> None:
    colour = "getComputedStyle(document.body).backgroundColor"
    colours = []
    for scheme, kind in (("light", "screen"), ("dark", "screen"), ("dark", "print")):
        opened.media(scheme, kind)
        colours.append(opened.run(colour))
    assert len(set(colours)) == 3
    assert colours[2] == "rgb(255, 255, 255)"
    hidden = "[...document.querySelectorAll('.copy, .tools, .skip')].some(e => e.checkVisibility())"
    assert opened.run(hidden) is False


@pytest.mark.skipif(axe() is None, reason="needs axe-core: make browser")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(opened: Browser, scheme: str) -> None:
    path = axe()
    assert path is not None
    opened.media(scheme)
    opened.run("document.querySelectorAll('details').forEach(item => { item.open = true; })")
    opened.run(path.read_text(encoding="utf-8"))
    found = opened.run(
        """axe.run(document, {resultTypes: ["violations"]}).then(result =>
            result.violations.map(item => `${item.id}: ${item.nodes[0].html.slice(0, 120)}`))"""
    )
    assert found == []


def test_the_page_prints(opened: Browser, tmp_path: Path) -> None:
    path = tmp_path / "page.pdf"
    opened.pdf(path)
    assert path.read_bytes().startswith(b"%PDF")
    if shutil.which("pdftotext"):
        made = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True)
        assert "Erratum S27" in made.stdout
        assert "Fold" not in made.stdout
