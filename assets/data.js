// The list of all measures is filtered at once, by the attributes that the page gives each of them; without this script the
// form is sent and the page comes back filtered. Both hold to data/query/published/filters.py.

(function () {
  "use strict";

  const FORM = "data-filters";
  const WORDS = ["topic", "level", "by", "newest", "source", "licence"];

  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  const chosen = (form) => Object.fromEntries(
    [...new FormData(form)].map(([name, value]) => [name, value.trim()]).filter(([, value]) => value),
  );

  const holds = (entry, name, value) => (name === "newest" ? Number(entry.newest) >= Number(value) : entry[name].split(" ").includes(value));

  const leaves = (entry, words, typed) => typed.every((word) => entry.text.includes(word)) && WORDS.every((name) => !words[name] || holds(entry, name, words[name]));

  const hideEmpty = (selector, inner) => {
    for (const part of document.querySelectorAll(selector)) part.hidden = !part.querySelector(inner);
  };

  const show = (form) => {
    const words = chosen(form);
    const typed = plain(words.q ?? "").split(/\s+/u).filter(Boolean);
    const entries = [...document.querySelectorAll("[data-entry]")];
    const left = entries.filter((entry) => leaves(entry.dataset, words, typed));
    for (const entry of entries) entry.hidden = true;
    for (const entry of left) entry.hidden = false;
    hideEmpty(".catalog-question", "[data-entry]:not([hidden])");
    hideEmpty(".catalog-topic", "[data-entry]:not([hidden])");
    const numbers = { shown: left.length, all: entries.length, questions: document.querySelectorAll(".catalog-question:not([hidden])").length };
    document.getElementById("data-count").textContent = form.dataset.said.replace(/\{(\w+)\}/gu, (_, name) => numbers[name]);
    document.getElementById("data-none").hidden = left.length > 0;
    const narrowed = Object.keys(words).some((name) => name !== "lang");
    for (const list of document.querySelectorAll(".catalog-question details")) list.open = narrowed;
    form.querySelector(".catalog-clear").hidden = !narrowed;
    const query = new URLSearchParams(words).toString();
    history.replaceState(history.state, "", query ? `${location.pathname}?${query}` : location.pathname);
  };

  const ours = (event) => event.target.closest?.(`#${FORM}`);

  for (const kind of ["input", "change"]) {
    document.addEventListener(kind, (event) => {
      const form = ours(event);
      if (form) show(form);
    });
  }
  document.addEventListener("submit", (event) => {
    const form = ours(event);
    if (!form) return;
    event.preventDefault();
    show(form);
  });
})();
