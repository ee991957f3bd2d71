// From page to page without a load: the link of the page in view is marked, and the page that has come is said. A browser
// says the title of what it loads; of a page that is drawn in place of another it says nothing.

(function () {
  "use strict";

  // Which of some links (paths by their id) are active, in their order. Dash's own mark is a colour only.
  const mark = (paths, path) => Object.entries(paths).map(([id, own]) => {
    const link = document.getElementById(id);
    if (own === path) link?.setAttribute("aria-current", "page");
    else link?.removeAttribute("aria-current");
    return own === path;
  });

  // A page sets its title when it is drawn, some twice: the last is right as long as the address stays.
  let page = window.location.pathname;
  let address = null;
  new MutationObserver(() => {
    const { pathname, href } = window.location;
    if (pathname !== page) [page, address] = [pathname, href];
    const live = document.getElementById("page-live");
    if (!live || href !== address) return;
    live.lang = document.querySelector("main h1")?.closest("[lang]").lang ?? "";
    live.textContent = document.title;
  }).observe(document.head, { childList: true, subtree: true, characterData: true });

  window.equity_pages = { mark };
})();
