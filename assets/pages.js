// The header: what a reader has chosen goes along to another page of views, and on a phone the menu is opened by a button.

(function () {
  "use strict";

  // The server has written the links for the address that was loaded; each page takes of the words what it knows.
  const CARRIED = ["question", "indicator", "level", "kind", "place", "by", "group", "reference", "period", "lang"];
  const carried = (path) => {
    const now = new URLSearchParams(window.location.search);
    const words = CARRIED.filter((name) => now.get(name)).map((name) => [name, now.get(name)]);
    const query = new URLSearchParams(words).toString();
    return query ? `${path}?${query}` : path;
  };
  const renew = (event) => {
    const link = event.target.closest?.("a.site-nav-link[data-carries]");
    if (link && document.querySelector("[data-address]")) link.setAttribute("href", carried(link.pathname));
  };
  document.addEventListener("click", renew, true);
  document.addEventListener("auxclick", renew, true);
  document.addEventListener("contextmenu", renew, true);

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
})();
