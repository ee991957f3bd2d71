// One page, one release of the data: what a page asks for after it was made bears the version of the data and code it is
// made of. Where that is another than the page's own, nothing of it is shown: the page is loaded anew, whole.

(function () {
  "use strict";

  const PARTS = ["/_dash-update-component", "/explore/states.json", "/shapes/"];
  const SETTLING = 15000; // milliseconds: the servers of a site need not have a new file at the same moment
  const AGAIN = 2000;

  const own = document.body.dataset.version;
  const ask = window.fetch;
  const isOwn = (answer) => {
    const version = answer.headers.get("Data-Version");
    return !version || !own || version === own;
  };
  const isReloaded = () => performance.getEntriesByType("navigation")[0]?.type === "reload";

  window.fetch = async (...request) => {
    let answer = await ask(...request);
    const { pathname } = new URL(request[0]?.url ?? request[0], document.baseURI);
    if (isOwn(answer) || !PARTS.some((part) => pathname.startsWith(part))) return answer;
    // A page that has just been loaded for this reason waits: it may have come from a server that is behind.
    while (isReloaded() && performance.now() < SETTLING) {
      await new Promise((done) => { setTimeout(done, AGAIN); });
      answer = await ask(...request);
      if (isOwn(answer)) return answer;
    }
    window.location.reload();
    return new Promise(() => {});
  };
})();
