// The Export control closes as a menu does: with Escape, which gives the focus back, and when the reader goes elsewhere.

(function () {
  "use strict";

  const opened = () => document.querySelector("details.export[open]");

  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && opened();
    if (!menu) return;
    const inside = menu.contains(document.activeElement);
    menu.open = false;
    if (inside) menu.querySelector("summary").focus();
  });

  const leave = (event) => {
    const menu = opened();
    if (menu && !menu.contains(event.target)) menu.open = false;
  };
  document.addEventListener("click", leave);
  document.addEventListener("focusin", leave);

  // A format that is taken closes the list; the link itself is followed first, and the focus it had goes to the button.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(".export-link");
    if (!link) return;
    setTimeout(() => {
      const menu = link.closest("details");
      const inside = menu.contains(document.activeElement);
      menu.open = false;
      if (inside) menu.querySelector("summary").focus();
    });
  });
})();
