// On a phone the rail is a sheet over the page: focus goes into it, and Escape, its buttons and Back close it, whereupon
// focus returns. While it is open it is an entry of the history on top of the view it was opened over. A choice in it
// takes that entry for the view it leads to, and the sheet stands on top again: no entry is left behind, none is lost.

(function () {
  "use strict";

  const ENTRY = { sheet: true };
  const wide = window.matchMedia("(min-width: 60em)");
  const rail = () => document.querySelector(".rail");
  const isOpen = () => Boolean(rail()?.classList.contains("open"));
  const isEntry = (state) => Boolean(state?.sheet);
  // The notices are heard while the sheet is open, but what they offer lies under it: it is offered at the field too.
  const behind = () => document.querySelectorAll(".site-header, .site-footer, .view, .dock, .skip-link, .view-notices a");

  let over = ""; // the view the sheet stands on
  let scrolled = 0;
  const show = () => {
    over = window.location.search;
    scrolled = window.scrollY;
    rail().classList.add("open");
    rail().setAttribute("role", "dialog");
    rail().setAttribute("aria-modal", "true");
    document.body.classList.add("sheet-open");
    document.getElementById("open-choices")?.setAttribute("aria-expanded", "true");
    behind().forEach((part) => { part.inert = true; });
    rail().querySelector("button, select, input")?.focus();
  };
  const hide = () => {
    rail()?.classList.remove("open");
    rail()?.removeAttribute("role");
    rail()?.removeAttribute("aria-modal");
    document.body.classList.remove("sheet-open");
    behind().forEach((part) => { part.inert = false; });
    const opener = document.getElementById("open-choices");
    opener?.setAttribute("aria-expanded", "false");
    opener?.focus({ preventScroll: true });
  };

  let leaving = false; // whether the sheet's entry is on its way out of the history
  let waiting = null; // and what waits for that
  const open = () => {
    if (isOpen() || leaving) return;
    window.history.pushState(ENTRY, "");
    show();
  };
  const close = () => {
    if (!isOpen()) return;
    hide();
    if (!isEntry(window.history.state)) return;
    leaving = true;
    window.history.back();
  };

  // Whoever writes an address while the sheet is open (the page's dcc.Location does) writes it under the sheet.
  const push = window.history.pushState.bind(window.history);
  window.history.pushState = (state, unused, address) => {
    if (!isOpen() || !isEntry(window.history.state) || isEntry(state)) {
      push(state, unused, address);
      return;
    }
    window.history.replaceState(state, unused, address);
    push(ENTRY, unused, address);
    over = window.location.search;
  };

  document.addEventListener("click", (event) => {
    if (event.target.closest?.("#open-choices")) open();
    if (event.target.closest?.("[data-close-choices]")) close();
  });
  document.addEventListener("keydown", (event) => {
    // Escape closes a list first.
    if (event.key === "Escape" && !window.equity.pickerIsOpen()) close();
  });
  wide.addEventListener("change", () => { if (wide.matches) close(); });
  // A list that opens scrolls to its option, and with it the page behind.
  window.addEventListener("scroll", () => { if (isOpen() && window.scrollY !== scrolled) window.scrollTo(0, scrolled); });

  // What is drawn while the sheet is open lies behind it too. A sheet that was left for another page, or reloaded, is
  // there again when the reader comes back to its entry.
  let reached = false;
  new MutationObserver(() => {
    if (isOpen()) behind().forEach((part) => { part.inert = true; });
    if (reached || !rail()?.querySelector("select")) return;
    reached = true;
    if (!isEntry(window.history.state)) return;
    if (wide.matches) window.history.replaceState(null, "");
    else show();
  }).observe(document.documentElement, { childList: true, subtree: true });

  // What is wrong with what was typed is not under the sheet's foot.
  window.equity.restorers.push((part) => {
    if (isOpen()) part.querySelector?.("#place-error")?.scrollIntoView({ block: "nearest" });
  });

  window.equity.sheet = {
    // Calls `ask`, which changes the address, once the entry of a sheet that was just closed has left the history.
    settled(ask) {
      if (leaving) waiting = ask;
      else ask();
    },
    // Whether a step through the history was the sheet's alone, so that the view stays as it is.
    popped({ state }) {
      if (leaving) {
        leaving = false;
        waiting?.();
        waiting = null;
        return true;
      }
      const alone = window.location.search === over;
      if (isOpen() && !isEntry(state)) {
        hide();
        return alone;
      }
      if (!isOpen() && isEntry(state) && !wide.matches && rail()) {
        show();
        return alone;
      }
      over = window.location.search;
      return false;
    },
  };
})();
