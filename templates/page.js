"use strict";
// Nothing on the page needs this: it copies formulas and folds all sub-steps at once.
(() => {
  const said = document.getElementById("said");
  const sources = (place) =>
    [...place.querySelectorAll("annotation")].map((node) => node.textContent).join(" ");

  const byHand = (text) => {
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  };
  const copy = async (button) => {
    const step = button.closest(".step");
    const parts = step ? step.querySelectorAll(".left, .right") : [button.closest(".claim")];
    const text = [...parts].map(sources).filter(Boolean).join(" ");
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      byHand(text);
      button.focus();
    }
    said.textContent = `${said.dataset.copied} ${text}`;
  };
  for (const button of document.querySelectorAll(".copy")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  }

  const fold = document.getElementById("fold");
  const lemmas = document.querySelectorAll(".lemma");
  if (lemmas.length) {
    fold.parentElement.hidden = false;
    const words = { true: fold.textContent, false: fold.dataset.other };
    const anyOpen = () => [...lemmas].some((lemma) => lemma.open);
    const name = () => { fold.textContent = words[anyOpen()]; };
    fold.addEventListener("click", () => {
      const open = !anyOpen();
      for (const lemma of lemmas) lemma.open = open;
      name();
    });
    for (const lemma of lemmas) lemma.addEventListener("toggle", name);
  }

  // A link into a folded derivation opens it.
  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let place = target; place; place = place.parentElement) {
      if (place.matches(".lemma")) place.open = true;
    }
    if (target) target.scrollIntoView();
  };
  window.addEventListener("hashchange", reveal);
  if (location.hash) reveal();

  // A formula that is wider than its place can be scrolled with the keyboard.
  const scrollable = () => {
    for (const place of document.querySelectorAll(".scroll")) {
      if (place.scrollWidth > place.clientWidth) place.tabIndex = 0;
      else place.removeAttribute("tabindex");
    }
  };
  window.addEventListener("resize", scrollable);
  scrollable();
})();
