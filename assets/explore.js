// What the browser does on pages of choices. The address is the only state: every choice is an address, and choosing
// follows it. A page names its dcc.Location in `data-address`.

(function () {
  "use strict";

  // What each control is about. Others, as the list of indicators, ask another question.
  const PLACE = ["level", "kind", "place", "asked"];
  const ABOUT = {
    ".view-tab": ["view"], "#choose-level": PLACE, ".chip": PLACE, ".ranking-item": PLACE, ".table-place": PLACE,
    ".dots-line": [...PLACE, "with"],
    "#choose-by": ["by", "group", "reference"], "#choose-group": ["by", "group"], "#choose-reference": ["by", "reference"],
    ":is(#choose-period, #choose-when)": ["period"], "[id^=choose-with]": ["with"], ".each-choice": ["each"], ".class-choices": ["classes"],
  };
  const about = (control) => ABOUT[Object.keys(ABOUT).find((each) => control.closest(each))];
  const ALWAYS = ["indicator", "level", "by", "group", "period", "view"];

  // The words of the address; while periods play, for the period in view, and the playing ends.
  const present = () => {
    const words = new URLSearchParams(window.location.search);
    const played = window.equity.timeline?.played();
    if (played) words.set("period", new URLSearchParams(played).get("period"));
    window.equity.timeline?.halt();
    return words;
  };

  // What stands on the page was drawn for the view before: while periods play, and until a choice is answered. What is
  // chosen meanwhile changes what its control is about; of all else, what was chosen since stays.
  const meanwhile = (query, own) => {
    if (window.equity.undrawn) return query;
    const drawn = window.equity.drawn();
    if (!window.equity.timeline?.played() && !drawn.superseded) return query;
    const words = new URLSearchParams(query.slice(query.indexOf("?")));
    const before = [new URLSearchParams(drawn.query), new URLSearchParams(window.location.search)];
    const since = present();
    for (const word of own ? new Set([...words.keys(), ...since.keys()]) : ["period"]) {
      const meant = own?.includes(word) || !before.some((one) => one.get(word) === words.get(word));
      if (meant || word === "data") continue; // of a link: it was made for another question
      if (since.has(word)) words.set(word, since.get(word));
      else if (!ALWAYS.includes(word)) words.delete(word);
    }
    return `?${words}`;
  };

  const follow = (query) => {
    const search = query.slice(query.indexOf("?"));
    // Until Dash has taken the page over, a choice is a link.
    if (window.equity.undrawn) {
      if (search !== window.location.search) window.location.assign(search);
      return;
    }
    // What was not answered can be asked again.
    if (search !== window.location.search || document.getElementById("failure")?.childNodes.length) {
      window.equity.sheet.settled(() => {
        window.dash_clientside.set_props(document.querySelector("[data-address]").dataset.address, { search });
      });
    }
  };

  // Where the browser holds the view, its map is painted before the rest of the page is made anew.
  const change = (query) => {
    if (window.equity.paint?.(query)) requestAnimationFrame(() => setTimeout(() => follow(query)));
    else follow(query);
  };

  const withPlace = (slug) => {
    const words = new URLSearchParams(window.location.search);
    // The view that is drawn carries every word, also where the address was typed short. The place is one of those that
    // are seen, whatever level was chosen since.
    const drawn = new URLSearchParams(window.equity.undrawn ? "" : window.equity.drawn().query);
    for (const word of ALWAYS) if (!words.has(word) && drawn.has(word)) words.set(word, drawn.get(word));
    for (const word of drawn.has("level") ? ["level", "kind"] : []) {
      if (drawn.has(word)) words.set(word, drawn.get(word));
      else words.delete(word);
    }
    words.delete("place");
    words.delete("asked"); // the place that was asked for before
    words.delete("data"); // of a link: it was made for another question
    if (slug) words.set("place", slug);
    return "?" + words.toString();
  };

  const slugify = (name) =>
    name.normalize("NFKD").replace(/[\u0300-\u036f']/g, "").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");

  // A choice in the rail: the value of a list or radio is the address it leads to.
  document.addEventListener("change", (event) => {
    const control = event.target;
    if (!control.closest?.(".rail, .choices, .timeline, .class-choices")) return;
    if (control.id === "choose-place") {
      if (control.value.trim()) {
        follow(meanwhile(withPlace(slugify(control.value)), PLACE));
        control.value = "";
      }
    } else if (control.id === "choose-period") {
      window.equity.lifted?.();
      change(meanwhile(window.equity.timeline.query(control), about(control)));
    } else if (control.value.startsWith("?")) {
      change(meanwhile(control.value, about(control)));
    }
  });

  document.addEventListener("input", (event) => {
    if (event.target.id === "choose-place") {
      const names = [...document.querySelectorAll("#place-names option")].map((option) => option.value);
      // A name picked from the list is a choice; typed letters are not one until Enter.
      if (names.includes(event.target.value) && event.inputType !== "insertText") {
        event.target.dispatchEvent(new Event("change", { bubbles: true }));
      }
    }
  });

  // Back and forward between views of one page change the view in place: Dash would ask the server for the whole page.
  window.addEventListener("popstate", (event) => {
    if (window.equity.sheet.popped(event)) {
      event.stopImmediatePropagation();
      return;
    }
    const id = document.querySelector("[data-address]")?.dataset.address;
    if (!id || `/${id.split("-")[0]}` !== window.location.pathname) return;
    event.stopImmediatePropagation();
    if (window.equity.undrawn) {
      window.location.reload();
      return;
    }
    window.equity.timeline.halt();
    window.dash_clientside.set_props(id, { search: window.location.search });
  });

  // Links to a view of this page change the view in place; with a modifier key they open as links do.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-address] a[href*='?']");
    const here = link && link.origin === window.location.origin && link.pathname === window.location.pathname;
    if (here && !event.metaKey && !event.ctrlKey && !event.shiftKey && event.button === 0) {
      event.preventDefault();
      follow(meanwhile(link.getAttribute("href"), about(link)));
      return;
    }
    // Another language is another page: the frame around the view speaks it too.
    const language = event.target.closest?.("a[data-lang]");
    if (language) {
      event.preventDefault();
      const words = present();
      if (language.dataset.lang === "en") words.delete("lang");
      else words.set("lang", language.dataset.lang);
      window.location.assign(`?${words}`);
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.id === "choose-place") {
      event.target.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });

  Object.assign(window.equity ??= {}, {
    // Until Dash has taken over what the server drew: see assets/takeover.js.
    undrawn: document.getElementById("first-drawing") !== null,
    follow,
    // What puts back, in a part of the page that was drawn anew, what a reader had changed there: each takes the part.
    restorers: [],
    // Says something in the page's live region, also what it said last.
    announce(words) {
      const id = document.querySelector("[data-address]")?.dataset.address.replace("-address", "-live");
      const said = document.getElementById(id)?.textContent;
      if (id && !window.equity.undrawn) window.dash_clientside.set_props(id, { children: said === words ? `${words}\u00a0` : words });
    },
    // Choosing the chosen place again lets it go.
    choosePlace(slug) {
      const now = new URLSearchParams(window.location.search).get("place");
      follow(meanwhile(withPlace(slug === now ? "" : slug), PLACE));
    },
  });
})();

// Fragments: HTML that comes in one piece (see components/formatting/markup.py), and the focus that must not be lost to them.
(function () {
  "use strict";

  let focused = null;
  document.addEventListener("focusin", (event) => {
    // The options of a list that is open are drawn anew with the list.
    const element = event.target.closest?.("select") ?? event.target;
    const { id, dataset, value, type } = element;
    const chip = element.classList?.contains("chip");
    focused = { element, id, key: dataset?.key, radio: type === "radio" ? value : null, chip };
  });
  document.addEventListener("pointerdown", (event) => {
    if (!event.target.closest?.("a, button, input, select, [tabindex]")) focused = null;
  });

  // A long list that is drawn anew stays where it was scrolled to, and shows the chosen place.
  let scrolled = 0;
  document.addEventListener("scroll", ({ target }) => {
    if (target.classList?.contains("long")) scrolled = target.scrollTop;
  }, true);

  const restore = (part) => window.equity.restorers.forEach((each) => each(part));

  // What came in the document is named by the sums of its text (pages/responses/held_answers.py): those of crc32 and Adler.
  const NAMED = "\ue002";
  const TABLE = Int32Array.from({ length: 256 }, (_, byte) => {
    let rest = byte;
    for (let bit = 0; bit < 8; bit += 1) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
    return rest;
  });
  const sumOf = (text) => {
    let [crc, one, two] = [-1, 1, 0];
    const bytes = new TextEncoder().encode(text);
    for (let at = 0; at < bytes.length;) {
      for (const end = Math.min(at + 3800, bytes.length); at < end; at += 1) {
        crc = TABLE[(crc ^ bytes[at]) & 255] ^ (crc >>> 8);
        two += one += bytes[at];
      }
      one %= 65521;
      two %= 65521;
    }
    return `${(~crc >>> 0).toString(16)}.${(two * 65536 + one).toString(16)}`;
  };
  const isSame = (html, sum) => (html.startsWith(NAMED) ? html.slice(1) : sumOf(html)) === sum;
  const movedTo = new Map(); // what came in the document, by its sums, and where it stands since
  const isFilled = (box, html) => {
    if (box.filled === html) return true; // it came drawn, or a preview has put it there already
    const same = box.filled?.startsWith(NAMED) && isSame(html, box.filled.slice(1));
    if (same) box.filled = html;
    return same;
  };

  const fill = (box, html = window.equity.latest?.(box.dataset.fragment) ?? box.dataset.fragment) => {
    if (isFilled(box, html)) return;
    box.filled = html;
    box.innerHTML = html.startsWith(NAMED) ? movedTo.get(html.slice(1))?.innerHTML ?? "" : html;
    restore(box);
    const list = box.querySelector(".long");
    if (!list) return;
    list.scrollTop = scrolled;
    const chosen = list.querySelector("[aria-current]");
    if (!chosen) return;
    const top = chosen.getBoundingClientRect().top - list.getBoundingClientRect().top;
    if (top < 0 || top + chosen.offsetHeight > list.clientHeight) list.scrollTop += top - list.clientHeight / 2;
  };

  Object.assign(window.equity, { fill, isSame, isFilled, moved: (sum, box) => movedTo.set(sum, box) });

  // Whatever had the focus and was drawn anew gets it back: by its id, its key, or as the radio that is checked.
  // The chip of a place is gone once it is used: the box that finds another place is the nearest.
  const refocus = () => {
    if (!focused || focused.element.isConnected || document.activeElement !== document.body) return;
    const again =
      (focused.id && document.getElementById(focused.id)) ||
      (focused.key && document.querySelector(`[data-key="${CSS.escape(focused.key)}"]`)) ||
      (focused.radio && document.querySelector("#choose-group input:checked")) ||
      (focused.chip && document.getElementById("choose-place")) ||
      // A panel of small multiples leads to another view: its tab is where the reader is now.
      (focused.key?.startsWith("panel-") && document.querySelector(".view-tab[aria-current]")) || null;
    if (again) again.focus({ preventScroll: true });
    else window.equity.putBack(focused.element);
  };

  // A press whose control was drawn anew before it was let go: the browser makes no click of it, the one in its place does.
  let pressed = null;
  const PRESSED = ".explore :is(label, a, button)";
  document.addEventListener("pointerdown", ({ target, button }) => {
    pressed = (button === 0 && target.closest?.(PRESSED)) || null;
  }, true);
  document.addEventListener("pointerup", ({ target }) => {
    const now = target.closest?.(PRESSED);
    if (pressed && now && !pressed.isConnected && pressed.textContent === now.textContent) now.click();
    pressed = null;
  }, true);

  // What was chosen before there was a script to follow it; a list that is only restored by the browser shows the same.
  const asDrawn = (lists) => {
    for (const list of lists) {
      const own = [...list.options].find((option) => option.defaultSelected);
      if (own && list.value !== own.value) list.value = own.value;
    }
  };
  const listsOf = (part) => part?.querySelectorAll(".rail select, .choices select") ?? [];
  // The first drawing is as it is drawn anew: what scripts do with a part they do with it too, as soon as all are there.
  queueMicrotask(() => {
    const first = document.getElementById("first-drawing");
    if (first) restore(first);
    asDrawn(listsOf(first));
  });
  document.addEventListener("DOMContentLoaded", () => asDrawn(listsOf(document.getElementById("first-drawing"))));

  new MutationObserver((changes) => {
    window.equity.takeOver?.();
    // A choice may be made before Dash has said the address that a page came with.
    const root = document.querySelector("#react-entry-point [data-address]");
    if (root) root.cameWith ??= window.location.search;
    for (const { type, target, addedNodes } of changes) {
      if (type === "attributes") fill(target);
      for (const node of addedNodes) {
        if (node.nodeType !== Node.ELEMENT_NODE) continue;
        if (node.dataset?.fragment !== undefined) fill(node);
        node.querySelectorAll?.("[data-fragment]").forEach((box) => fill(box));
        restore(node);
      }
    }
    refocus();
  }).observe(document.documentElement, {
    childList: true, subtree: true, attributes: true, attributeFilter: ["data-fragment"],
  });
})();
