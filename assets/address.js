// An address in which `&` became `&#38;` ends, for a browser, at the `#`: what follows is put back before it is read.

(function () {
  "use strict";

  const { pathname, search, hash } = window.location;
  const rest = hash.match(/^#(?:0*38|x0*26);(.+)$/i)?.[1];
  if (rest) window.location.replace(`${pathname}${search.replace(/&$/, "")}&${rest.replace(/&#(?:0*38|x0*26);/gi, "&")}`);
})();
