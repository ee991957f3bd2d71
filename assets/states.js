// Periods and groups under the finger: the browser fetches what the page shows for the periods and groups of a view ahead,
// and changes between them without asking the server. What it holds is what the server would have answered.

(function () {
  "use strict";

  // The view without its period and group → the states the browser has of it, by query.
  const held = new Map();
  const MAX_HELD = 12;
  const IDLE_MS = 1500; // a reader who stays so long is looking, not passing through
  const MAX_TRIES = 4;

  const withoutPeriodAndGroup = (query) => {
    const words = new URLSearchParams(query);
    words.delete("period");
    words.delete("group");
    return words.toString();
  };
  const stateOf = (query) => held.get(withoutPeriodAndGroup(query))?.get(query)?.();

  // What many states share is in their document once, and `{"$": n}` stands for it: see pages/responses/common_parts.py.
  const restored = (value, common) => {
    if (Array.isArray(value)) return value.map((part) => restored(part, common));
    if (value === null || typeof value !== "object") return value;
    if ("$" in value) return common[value.$];
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, restored(part, common)]));
  };
  // The page says which view's states the browser has: the one in view, once they are there.
  const say = (key) => { document.documentElement.dataset.held = key; };
  const later = (make) => {
    let made;
    return () => (made ??= make());
  };
  const remember = (key, asked, { states, shared }) => {
    if (!held.has(key) && held.size >= MAX_HELD) held.delete(held.keys().next().value);
    const known = held.get(key) ?? new Map();
    for (const [query, state] of Object.entries(states)) known.set(query, later(() => restored(state, shared)));
    if (!known.has(asked)) known.set(asked, () => undefined); // too large to hold: the server answers each
    held.set(key, known);
    say(key);
  };

  // Fetching ahead is given up when the reader goes on to another view: the server then stops making it.
  let version = "";
  let ahead = null; // what is fetched: its view, and the way to give it up
  const abortPreload = () => {
    clearTimeout(ahead?.again);
    ahead?.controller.abort();
    ahead = null;
  };
  const preload = (query) => {
    const key = withoutPeriodAndGroup(query);
    if (held.get(key)?.has(query)) {
      say(key); // it may be a view that the reader comes back to
      return;
    }
    if (navigator.connection?.saveData || ahead?.key === key) return;
    abortPreload();
    const own = { key, controller: new AbortController(), again: 0 };
    ahead = own;
    const ask = async (tries) => {
      const answer = await fetch(`/explore/states.json${query}&v=${version}`, { signal: own.controller.signal });
      if (answer.status === 200) remember(key, query, await answer.json());
      // Readers' pages come first: while the server is busy with them it is asked again later, a few times.
      else if (answer.status === 204 && tries > 1) {
        const seconds = Number(answer.headers.get("Retry-After")) || 5;
        own.again = setTimeout(() => attempt(tries - 1), 1000 * seconds * (1 + Math.random()));
        return;
      }
      if (ahead === own) ahead = null;
    };
    const attempt = (tries) => ask(tries).catch(() => { if (ahead === own) ahead = null; });
    attempt(MAX_TRIES);
  };

  let shown = "";
  let idle = 0;
  const preloadOnHover = (event) => {
    if (shown && event.target.closest?.("#explore-rail, #open-choices, .timeline")) preload(shown);
  };
  document.addEventListener("pointerover", preloadOnHover, { passive: true });
  document.addEventListener("focusin", preloadOnHover);

  // The fragment that holds the map, in what Dash would draw.
  const mapOf = (tree) => {
    const own = tree?.props?.["data-fragment"];
    if (own?.includes("<svg class=\"map\"")) return own;
    const children = Array.isArray(tree) ? tree : tree?.props?.children;
    if (!children || typeof children !== "object") return null;
    for (const child of Array.isArray(children) ? children : [children]) {
      const found = mapOf(child);
      if (found) return found;
    }
    return null;
  };

  // While a view is drawn anew the page stays as long as it was: of a shorter one a reader would be at another part.
  const keepLength = () => {
    const view = document.querySelector(".explore");
    if (!view) return;
    view.style.minHeight = `${view.offsetHeight}px`;
    requestAnimationFrame(() => requestAnimationFrame(() => { view.style.minHeight = ""; }));
  };

  // The fragments in what Dash would draw, in their order.
  const fragmentsOf = (tree) => {
    if (Array.isArray(tree)) return tree.flatMap(fragmentsOf);
    if (tree === null || typeof tree !== "object") return [];
    const own = tree.props?.["data-fragment"];
    return own === undefined ? fragmentsOf(tree.props?.children ?? null) : [own];
  };

  // Under a finger the timeline stays: drawn anew, it would slip from under it. All around it is put in its place by hand.
  const fillAround = (panels) => {
    const boxes = [...document.querySelectorAll("#explore-panels [data-fragment]")];
    const parts = fragmentsOf(panels);
    if (boxes.length !== parts.length) return;
    boxes.forEach((box, index) => { if (!box.matches(".timeline")) window.equity.fill(box, parts[index]); });
  };

  // The map first: it is small, and the eye is on it. The rest follows when the finger rests.
  let painted = null; // the last choice that was painted, until the page has followed it: its query and its map
  const mapBox = () => document.querySelector("#explore-panels svg.map")?.closest("[data-fragment]");
  const paint = (query, panels) => {
    const html = mapOf(panels);
    const box = mapBox();
    if (!html || !box) return;
    painted = { query, html };
    if (window.equity.isFilled(box, html)) return;
    box.filled = html;
    box.innerHTML = html;
  };

  // While a finger moves on, the page follows the choice before: its map must not stand over the one painted since.
  window.equity.latest = (html) => (painted && html.includes("<svg class=\"map\"") ? painted.html : html);

  // Returns whether the view is held.
  window.equity.paint = (query) => {
    const state = stateOf(query);
    if (!state) return false;
    paint(query, state.panels);
    const title = document.querySelector("#explore-head h1");
    if (title) title.textContent = state.view.title.split(" · ")[0];
    return true;
  };

  let resting = 0;
  window.equity.preview = (query) => {
    if (!window.equity.paint(query)) return;
    clearTimeout(resting);
    resting = setTimeout(() => window.dash_clientside.set_props("explore-preview", { data: query }), 120);
  };
  // The finger is lifted: the page follows its choice, and needs no preview of it.
  window.equity.lifted = () => clearTimeout(resting);

  let wanted = ""; // the view that was asked for last
  let awaited = false; // and whether it is not drawn yet
  // What the page shows, in the order in which Dash takes it: a state has it by these names, and the page says them.
  const outputs = () => document.getElementById("explore").dataset.outputs.split(" ");
  const noUpdates = () => outputs().map(() => window.dash_clientside.no_update);
  const inOrder = (state) => outputs().map((name) => state[name]);
  // The view the page is drawn for, and whether another was asked for since.
  window.equity.drawn = () => ({ query: shown, superseded: awaited });

  // The page comes drawn for its address: to draw it for the same one again would close what a reader has opened.
  let page = null; // as it was drawn last, and the address it was drawn for
  const freshFor = (search) => {
    const root = document.getElementById("explore");
    if (root !== page?.root) {
      page = { root, search: root?.cameWith ?? search };
      wanted = page.search;
      awaited = false;
    }
    return page.search === search && !awaited;
  };

  let whole = false; // whether the choices are drawn too when the page follows a state that is held
  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.explore = {
    route(search) {
      clearTimeout(resting);
      if (freshFor(search)) return [window.dash_clientside.no_update, ...noUpdates()];
      page.search = search;
      wanted = search;
      awaited = true;
      if (painted?.query !== search) painted = null;
      const state = stateOf(search);
      if (state) keepLength();
      return state ? [window.dash_clientside.no_update, ...inOrder(state)] : [search, ...noUpdates()];
    },
    // The choices stay as they are, and what a finger holds.
    preview(query) {
      const state = stateOf(query);
      if (!state) return noUpdates();
      // The page follows this choice already: what is drawn last stands, and must not leave the choices of the one before.
      if (page.search === query && awaited) whole = true;
      wanted = query;
      awaited = true;
      page.search = null; // the address is that of another view until the finger is lifted
      const rail = whole ? state.rail : window.dash_clientside.no_update;
      whole = false;
      keepLength();
      if (!window.equity.timeline?.held()) return inOrder({ ...state, rail });
      fillAround(state.panels);
      return inOrder({ ...state, rail, panels: window.dash_clientside.no_update });
    },
    viewed(view) {
      freshFor(window.location.search);
      // An answer of the server that comes after a later view was shown from here must not stand over it: its choices
      // would be those of another view.
      const last = stateOf(wanted);
      if (last && last.view.query !== view.query) {
        whole = true;
        window.dash_clientside.set_props("explore-preview", { data: wanted });
        return window.dash_clientside.no_update;
      }
      if (painted?.query === view.query) painted = null;
      document.title = view.title;
      // A view that is shown takes back what was said of one that failed.
      if (document.getElementById("failure")?.childNodes.length) window.dash_clientside.set_props("failure", { children: null });
      document.documentElement.lang = view.language;
      version = view.version;
      // Making every period and group costs the server something: it is asked once a reader stays, or reaches for a choice.
      shown = view.query;
      awaited = false;
      if (ahead && ahead.key !== withoutPeriodAndGroup(shown)) abortPreload();
      clearTimeout(idle);
      idle = setTimeout(() => preload(shown), IDLE_MS);
      return window.dash_clientside.no_update;
    },
  };
})();
