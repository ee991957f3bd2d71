// A link to the report of an error carries the address of the view that it is in. Without this script the page asks for it.

(function () {
  "use strict";

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-report]");
    if (!link) return;
    const to = new URL(link.href);
    to.searchParams.set("from", location.pathname + location.search);
    link.href = to;
  });
})();
