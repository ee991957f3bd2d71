// Asking the site, seen from the page: that an answer is awaited is said after a moment, and that none came is said where
// nothing else would say it (no connection, a worker that died): the page answers for its own errors only.

(function () {
  "use strict";

  const MOMENT = 300; // milliseconds: sooner, words would only flicker
  const ask = window.fetch;
  const say = (answer) => {
    const box = document.getElementById("failure");
    if (!box) return;
    // What stands between the site and its readers answers too, without a number of ours.
    const number = answer?.headers.get("X-Request-ID");
    const words = number ? box.dataset.refused.replace("{number}", number) : box.dataset.unanswered;
    window.dash_clientside.set_props("failure", { children: words });
  };

  let awaited = 0;
  let timer = 0;
  const mark = (waits) => {
    const view = document.querySelector("[data-address]");
    const words = document.getElementById("awaited");
    if (!view || !words) return;
    view.toggleAttribute("data-waiting", waits);
    for (const part of view.querySelectorAll("#explore-panels, #gaps-panels, #worst-panels, #embed-figure")) {
      if (waits) part.setAttribute("aria-busy", "true");
      else part.removeAttribute("aria-busy");
    }
    words.textContent = waits ? words.dataset.words : "";
  };
  const begin = () => {
    awaited += 1;
    if (awaited === 1) timer = setTimeout(mark, MOMENT, true);
  };
  const end = () => {
    awaited -= 1;
    if (awaited > 0) return;
    clearTimeout(timer);
    // What came is drawn first.
    requestAnimationFrame(() => setTimeout(() => { if (awaited === 0) mark(false); }));
  };

  // A page comes drawn for its address, which its router then says first: that is no question. What failed is one again.
  let drawn = null;
  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.asking = {
    once(search) {
      const root = document.querySelector("[data-address]");
      const failed = document.getElementById("failure")?.childNodes.length;
      const before = root === drawn?.root ? drawn.search : root?.cameWith ?? search;
      const known = search === before && (root !== drawn?.root || !failed);
      drawn = { root, search };
      return known ? window.dash_clientside.no_update : search;
    },
    titled(title) {
      document.title = title;
      return window.dash_clientside.no_update;
    },
  };

  window.fetch = async (...request) => {
    const address = String(request[0]?.url ?? request[0]);
    if (!address.includes("_dash-update-component")) return ask(...request);
    begin();
    try {
      const answer = await ask(...request);
      // On a slow connection most of the waiting is for what comes after the first bytes.
      answer.clone().arrayBuffer().catch(() => {}).finally(end);
      if (answer.status >= 400) {
        say(answer);
        const text = answer.text(); // Dash reads what is refused once for each part of the page that it was to fill
        answer.text = () => text;
      }
      return answer;
    } catch (error) {
      end();
      // A request the browser itself gave up, because the reader went to another page, needs no word.
      if (error.name !== "AbortError") say();
      throw error;
    }
  };
})();
