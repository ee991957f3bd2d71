// The formulas of the page of methods: one that is wider than its place is scrolled with the arrow keys. It is then a stop of
// the Tab key, and says what it is.

(function () {
  "use strict";

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
  document.querySelectorAll(".methods .formula").forEach((formula) => resized.observe(formula));
})();
