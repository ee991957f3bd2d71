// Periods and groups under the finger: the browser fetches what the page shows for every period and group of a view once,
// and changes between them without asking the server. What it holds is what the server would have answered.

(function () {
  "use strict";

  const held = new Map(); // the view without its period and group → its states by query, or the promise of them
  const OUTPUTS = 7;
  const MOST = 12;
  const STAY = 1500; // milliseconds

  const bare = (query) => {
    const words = new URLSearchParams(query);
    words.delete("period");
    words.delete("group");
    return words.toString();
  };
  const stateOf = (query) => {
    const states = held.get(bare(query));
    return states instanceof Promise ? undefined : states?.[query];
  };

  let version = "";
  const hold = (query) => {
    const key = bare(query);
    if (held.has(key)) return;
    if (held.size >= MOST) held.delete(held.keys().next().value);
    held.set(key, fetch(`/explore/states.json?${key}&v=${version}`)
      .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.statusText))))
      .then((states) => { held.set(key, states); document.documentElement.dataset.held = key; })
      .catch(() => held.delete(key)));
  };

  let shown = "";
  let staying = 0;
  const reach = (event) => {
    if (shown && event.target.closest?.("#explore-rail, #open-choices")) hold(shown);
  };
  document.addEventListener("pointerover", reach, { passive: true });
  document.addEventListener("focusin", reach);

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

  // The map first: it is small, and the eye is on it. The rest follows when the finger rests.
  let painted = null; // the last choice that was painted, until the page has followed it: its query and its map
  const mapBox = () => document.querySelector("#explore-panels svg.map")?.closest("[data-fragment]");
  const paint = (query, panels) => {
    const html = mapOf(panels);
    const box = mapBox();
    if (!html || !box) return;
    painted = { query, html };
    if (box.filled === html) return;
    box.filled = html;
    box.innerHTML = html;
  };

  // While a finger moves on, the page follows the choice before: its map must not stand over the one painted since.
  window.equity.latest = (html) => (painted && html.includes("<svg class=\"map\"") ? painted.html : html);

  // Returns whether the view is held.
  window.equity.paint = (query) => {
    const state = stateOf(query);
    if (!state) return false;
    paint(query, state[3]);
    const title = document.querySelector("#explore-head h1");
    if (title) title.textContent = state[6].title.split(" · ")[0];
    return true;
  };

  let resting = 0;
  window.equity.preview = (query) => {
    if (!window.equity.paint(query)) return;
    clearTimeout(resting);
    resting = setTimeout(() => window.dash_clientside.set_props("explore-preview", { data: query }), 120);
  };

  let wanted = ""; // the view that was asked for last
  let awaited = false; // and whether it is not drawn yet
  const nothing = () => Array(OUTPUTS).fill(window.dash_clientside.no_update);
  // The view the page is drawn for, and whether another was asked for since.
  window.equity.drawn = () => ({ query: shown, superseded: awaited });

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.explore = {
    route(search) {
      clearTimeout(resting);
      wanted = search;
      awaited = true;
      if (painted?.query !== search) painted = null;
      const state = stateOf(search);
      return state ? [window.dash_clientside.no_update, ...state] : [search, ...nothing()];
    },
    // The choices stay as they are: drawn anew, the slider would slip from under the finger that moves it.
    preview(query) {
      wanted = query;
      awaited = true;
      const state = stateOf(query);
      return state ? [window.dash_clientside.no_update, ...state.slice(1)] : nothing();
    },
    viewed(view) {
      // An answer of the server that comes after a later view was shown from here must not stand over it.
      const last = stateOf(wanted);
      if (last && last[6].query !== view.query) {
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
      clearTimeout(staying);
      staying = setTimeout(() => hold(shown), STAY);
      return window.dash_clientside.no_update;
    },
  };
})();
