// Tables are sorted by their heads, and stay sorted when the view is drawn anew. What has no figure is at the end; a row
// that others are compared with (`data-first`) is at the head, whichever way its table is sorted.

(function () {
  "use strict";

  const orders = new Map(); // by table: the key of the column it is sorted by, and whether from the highest

  const compare = (index, descending) => (a, b) => {
    const first = ("first" in b.dataset) - ("first" in a.dataset);
    if (first) return first;
    const [x, y] = [a, b].map((row) => row.children[index].dataset.sort ?? "");
    if (x === "" || y === "") return (x === "") - (y === "");
    const both = Number(x) - Number(y);
    return (Number.isNaN(both) ? x.localeCompare(y, "en") : both) * (descending ? -1 : 1);
  };

  const sort = (button, descending) => {
    const head = button.closest("th");
    const body = head.closest("table").tBodies[0];
    const index = [...head.parentNode.children].indexOf(head);
    for (const other of head.parentNode.children) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", descending ? "descending" : "ascending");
    body.append(...[...body.rows].sort(compare(index, descending)));
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button.sort");
    if (!button) return;
    const descending = button.closest("th").getAttribute("aria-sort") === "ascending";
    sort(button, descending);
    orders.set(button.closest("table").dataset.table, { key: button.dataset.key, descending });
    window.equity.announce(descending ? button.dataset.descending : button.dataset.ascending);
  });

  window.equity.restorers.push((part) => {
    for (const table of part.querySelectorAll?.("table[data-table]") ?? []) {
      const order = orders.get(table.dataset.table);
      const button = order && table.querySelector(`[data-key="${CSS.escape(order.key)}"]`);
      if (button && !table.querySelector("[aria-sort]")) sort(button, order.descending);
    }
  });
})();

// What a reader opened to read more stays open when the view is drawn anew, and what was shut stays shut.
(function () {
  "use strict";

  const opened = new Map(); // by the key of the summary
  document.addEventListener("click", (event) => {
    const summary = event.target.closest?.("details:not(.export) > summary[data-key]");
    if (summary) opened.set(summary.dataset.key, !summary.parentNode.open);
  });

  // Notes and sources stand open, and on a phone are folded until they are asked for.
  const phone = window.matchMedia("(max-width: 43.75em)");
  const fold = (part) => {
    for (const summary of part.querySelectorAll?.(".notes-fold") ?? []) {
      summary.parentNode.open = !phone.matches;
      summary.tabIndex = phone.matches ? 0 : -1;
    }
  };
  phone.addEventListener("change", () => fold(document));
  window.equity.restorers.push(fold);

  window.equity.restorers.push((part) => {
    for (const summary of part.querySelectorAll?.("details:not(.export) > summary[data-key]") ?? []) {
      const open = opened.get(summary.dataset.key);
      if (open !== undefined) summary.parentNode.open = open;
    }
  });
})();
