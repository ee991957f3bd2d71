// The formulas of the page of methods. MathJax makes every one a stop of the Tab key, for a menu of its own, and gives it no
// name. Only a formula wider than its place is stopped at, because it is scrolled with the arrow keys, and it says what it is.

(function () {
  "use strict";

  const FORMULAS = ".methods mjx-container";

  const offer = (formula) => {
    if (formula.scrollWidth > formula.clientWidth) {
      formula.tabIndex = 0;
      formula.setAttribute("role", "group");
      formula.setAttribute("aria-label", formula.closest(".methods").dataset.formula);
    } else {
      ["tabindex", "role", "aria-label"].forEach((name) => formula.removeAttribute(name));
    }
  };
  const resized = new ResizeObserver((entries) => entries.forEach(({ target }) => offer(target)));

  // On a phone a row of a table stands as a block, and each cell says what it is.
  const label = (table) => {
    const heads = [...table.querySelectorAll("thead th")].map((head) => head.textContent.trim());
    for (const row of table.querySelectorAll("tbody tr")) [...row.cells].forEach((cell, at) => { cell.dataset.head = heads[at] ?? ""; });
    table.dataset.labelled = "";
  };

  new MutationObserver(() => {
    document.querySelectorAll(".methods table:not([data-labelled])").forEach(label);
    for (const formula of document.querySelectorAll(`${FORMULAS}[tabindex]:not([aria-label])`)) {
      formula.removeAttribute("tabindex");
      resized.observe(formula); // says its size at once, and again whenever it changes
    }
  }).observe(document.documentElement, { childList: true, subtree: true, attributeFilter: ["tabindex"] });
})();
