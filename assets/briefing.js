// The briefing on every page: it is kept in this browser, a view is added to it by the button beside the view, and the
// header says how many are in it. The markup comes from components/page/briefing; the form of what is kept is that of
// data/query/briefings/kept.py. What is done on the page of the briefing itself is in assets/briefing_page.js.

(function () {
  "use strict";

  const KEY = "equity-briefing";
  const EMPTY = { briefing: 1, title: "", views: [] };
  const link = () => document.getElementById("to-briefing");

  const read = () => {
    try {
      const found = JSON.parse(window.localStorage.getItem(KEY));
      return Array.isArray(found?.views) ? { ...EMPTY, ...found } : { ...EMPTY };
    } catch {
      return { ...EMPTY };
    }
  };

  // False where the browser does not let a site keep anything.
  const write = (briefing) => {
    try {
      window.localStorage.setItem(KEY, JSON.stringify(briefing));
    } catch {
      return false;
    }
    show();
    return true;
  };

  // Two views are one where their pages and words are, in whatever language.
  const nameOf = ({ page, words = {} }) =>
    JSON.stringify([page, Object.entries(words).filter(([key, word]) => key !== "lang" && word).sort()]);

  // As data/query/briefings/codec.py:link_word; where the browser cannot compress, the JSON itself.
  const encode = async (briefing) => {
    let bytes = new TextEncoder().encode(JSON.stringify(briefing));
    if (window.CompressionStream) {
      const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate-raw"));
      bytes = new Uint8Array(await new Response(packed).arrayBuffer());
    }
    let letters = "";
    for (const byte of bytes) letters += String.fromCharCode(byte);
    return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  };

  // The address of a briefing; empty where it is too long for one.
  const addressOf = async (briefing) => {
    const words = new URLSearchParams();
    if (briefing.views.length || briefing.title) {
      const word = await encode(briefing);
      if (word.length > Number(link().dataset.longest)) return "";
      words.set("views", word);
    }
    const language = document.documentElement.lang;
    if (language !== "en") words.set("lang", language);
    const query = words.toString();
    return query ? `/briefing?${query}` : "/briefing";
  };

  let fading = 0;
  const say = (text) => {
    let box = document.getElementById("brief-toast");
    if (!box) {
      box = Object.assign(document.createElement("p"), { id: "brief-toast", className: "brief-toast" });
      box.setAttribute("role", "status");
      document.body.append(box);
    }
    clearTimeout(fading);
    // A reader of the screen hears what changes in a box that is there already.
    requestAnimationFrame(() => { box.textContent = text; });
    fading = setTimeout(() => { box.textContent = ""; }, 8000);
  };

  const viewOf = (button) => {
    const view = JSON.parse(button.dataset.view);
    // The year of maternity access is changed without asking the server.
    const year = new URLSearchParams(window.location.search).get("year");
    if (view.page === "maternity-access" && year) view.words = { ...view.words, year };
    return view;
  };

  const show = () => {
    const { views } = read();
    const header = link();
    if (!header) return;
    const count = header.querySelector(".brief-count");
    if (count.textContent !== String(views.length)) {
      count.textContent = views.length;
      count.hidden = !views.length;
      if (views.length) count.setAttribute("title", header.dataset.counted.replace("{number}", views.length));
    }
    const names = new Set(views.map(nameOf));
    for (const button of document.querySelectorAll(".brief-add")) {
      const inside = names.has(nameOf(viewOf(button)));
      if (inside === button.classList.contains("in")) continue;
      const words = button.querySelector(".brief-words");
      button.dataset.words ??= words.textContent;
      button.dataset.alone ??= button.getAttribute("href");
      button.classList.toggle("in", inside);
      words.textContent = inside ? button.dataset.added : button.dataset.words;
      // What is in it already leads to the briefing.
      button.setAttribute("href", inside ? header.getAttribute("href") : button.dataset.alone);
    }
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.(".brief-add");
    if (!button || button.classList.contains("in")) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    const { said, full, lost, most } = link().dataset;
    const briefing = read();
    event.preventDefault();
    if (briefing.views.length >= Number(most)) {
      say(full);
      return;
    }
    briefing.views.push(viewOf(button));
    say(write(briefing) ? said.replace("{number}", briefing.views.length) : lost);
  });

  // Views are drawn anew when a choice is made; other windows add to the same briefing.
  let waiting = false;
  const soon = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; show(); });
  };
  window.addEventListener("storage", (event) => { if (event.key === KEY) show(); });
  window.addEventListener("pageshow", show);
  show();
  const main = document.getElementById("main");
  if (main) new MutationObserver(soon).observe(main, { childList: true, subtree: true });

  window.equity ??= {};
  window.equity.briefing = { EMPTY, addressOf, nameOf, read, say, write };
})();
