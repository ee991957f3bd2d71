// The tabs of the views are one row, on a phone wider than the page: the one in view is moved into it.

(function () {
  "use strict";

  window.equity.restorers.push((part) => {
    const tab = part.querySelector?.(".view-tab[aria-current]");
    const row = tab?.closest("ul");
    if (row) row.scrollLeft = tab.offsetLeft - (row.clientWidth - tab.offsetWidth) / 2;
  });
})();
