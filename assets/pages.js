// From page to page without a load: the link of the page in view is marked. That another page has come is heard because
// its head gets the focus (assets/navigation.js).

(function () {
  "use strict";

  // Which of some links (paths by their id) are active, in their order. Dash's own mark is a colour only.
  const mark = (paths, path) => Object.entries(paths).map(([id, own]) => {
    const link = document.getElementById(id);
    if (own === path) link?.setAttribute("aria-current", "page");
    else link?.removeAttribute("aria-current");
    return own === path;
  });

  // What a reader has chosen goes along to the next page: each takes of it what it knows. Links in the header were made
  // before, and Dash follows the address they were made with.
  const KEPT = ["question", "indicator", "level", "kind", "place", "by", "group", "reference", "period", "lang"];
  const carried = (path) => {
    const now = new URLSearchParams(window.location.search);
    const words = KEPT.filter((name) => now.get(name)).map((name) => [name, now.get(name)]);
    const query = new URLSearchParams(words).toString();
    return query ? `${path}?${query}` : path;
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a.site-nav-link");
    if (!link) return;
    const address = carried(link.getAttribute("href").split("?")[0]);
    if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) {
      link.setAttribute("href", address); // another tab opens it
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    window.history.pushState({}, "", address);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate")); // as Dash's own links do
    window.scrollTo(0, 0);
  }, true);

  // On a phone the pages and languages are opened by a button, and closed by what leads elsewhere.
  const openMenu = (open) => {
    document.getElementById("menu-open")?.setAttribute("aria-expanded", open);
    document.getElementById("site-menu")?.classList.toggle("open", open);
  };
  const menuIsOpen = () => document.getElementById("site-menu")?.classList.contains("open");
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("#menu-open")) openMenu(!menuIsOpen());
    else if (menuIsOpen() && (event.target.closest?.("a, .search-open") || !event.target.closest?.("#site-menu"))) openMenu(false);
  }, true);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menuIsOpen()) return;
    openMenu(false);
    document.getElementById("menu-open").focus();
  });

  window.equity_pages = { mark, carried };
})();
