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

  window.equity_pages = { mark };
})();
