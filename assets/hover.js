// Cards: what pointing at a place of the map or at a mark of a chart shows. Escape takes a card away wherever the focus
// is; a card stays while it is pointed at, and while the pointer is on its way to it (WCAG 1.4.13).

(function () {
  "use strict";

  const NEAR = 8; // pixels around where the pointer was last on what the card is of
  const REST = 400; // milliseconds after which a pointer that has not moved on means what it is on

  const around = ([x, y], by = NEAR) => ({ left: x - by, right: x + by, top: y - by, bottom: y + by });
  const inside = (box, [x, y]) => x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
  // Whether a point lies on a straight way from one box to another. At a share of the way the box is as far between the
  // two; each of its sides leaves the shares from or up to which the point is inside.
  const onTheWay = (from, to, [x, y]) => {
    let first = 0;
    let last = 1;
    const sides = [
      [x - from.left, x - to.left], [from.right - x, to.right - x], [y - from.top, y - to.top], [from.bottom - y, to.bottom - y],
    ];
    for (const [start, end] of sides) {
      if (start < 0 && end < 0) return false;
      if (start < 0) first = Math.max(first, start / (start - end));
      else if (end < 0) last = Math.min(last, start / (start - end));
    }
    return first <= last;
  };

  // The card of a place of the map

  const card = document.createElement("div");
  card.className = "place-card";
  card.hidden = true;
  card.setAttribute("aria-hidden", "true"); // the place's own name says the same
  let shown = null; // the place whose card it is
  let pointed = false; // whether pointing showed it, or the keyboard
  let left = [0, 0]; // where the pointer was last on what it is of
  let now = [0, 0]; // where the pointer is
  let dismissed = ""; // the place under the pointer whose card Escape took away: it stays away until another is pointed at
  let quiet = null; // and where the pointer was then: no card comes of what lay under the one that went
  let waiting = 0;

  const position = () => {
    const box = shown.getBoundingClientRect();
    card.style.left = "0px"; // beside the edge where it was last, its lines would be measured shorter than they are
    const { offsetWidth: width, offsetHeight: height } = card;
    const room = document.documentElement.clientWidth - width - 8;
    const across = Math.min(Math.max(box.left + box.width / 2 - width / 2, 8), Math.max(room, 8));
    const above = box.top - height - 8;
    card.style.left = `${across + window.scrollX}px`;
    // Not over the tabs of the views: who points at the north of the map may be on the way to one.
    const tabs = document.querySelector(".view-bar")?.getBoundingClientRect().bottom ?? 0;
    card.style.top = `${(above > Math.max(tabs, 8) ? above : box.bottom + 8) + window.scrollY}px`;
  };
  const hide = () => { clearTimeout(waiting); card.hidden = true; };
  // The chosen place is read out beside or under its map: a card would say the same again.
  const readOut = (place) => place.getAttribute("aria-selected") === "true" && Boolean(place.closest(".map-box")?.querySelector(".readout"));
  const show = (place, byPointer = false) => {
    clearTimeout(waiting);
    shown = place;
    pointed = byPointer;
    if (readOut(place)) { hide(); return; }
    const lines = place.getAttribute("aria-label").split("\n");
    card.replaceChildren(...lines.map((line, index) => {
      const part = document.createElement(index === 0 ? "strong" : "div");
      part.textContent = line;
      return part;
    }));
    if (!card.isConnected) document.body.append(card);
    card.hidden = false;
    position();
  };

  // A place of the map, or the same one in the list beside it.
  const placeAt = (target) => {
    const listed = target.closest?.(".ranking-item");
    return listed ? document.getElementById(`map-${listed.dataset.key}`) : target.closest?.("svg.map [role=option]");
  };
  const point = (place, at) => {
    clearTimeout(waiting);
    if (place?.id !== dismissed) dismissed = "";
    if (!place) {
      if (pointed) hide();
    } else if (place.isConnected && !dismissed) {
      left = at;
      show(place, true);
    }
  };
  const follow = (event) => {
    if (event.pointerType === "touch") return; // a tap chooses, and the chosen place's card is under the map
    const at = [event.clientX, event.clientY];
    const place = placeAt(event.target);
    now = at;
    if (quiet && inside(quiet, at)) return;
    quiet = null;
    if (!card.hidden && card.contains(event.target)) {
      clearTimeout(waiting);
    } else if (!card.hidden && place && place === shown) {
      clearTimeout(waiting);
      left = at;
    } else if (!card.hidden && pointed && onTheWay(around(left), card.getBoundingClientRect(), at)) {
      clearTimeout(waiting);
      waiting = setTimeout(() => point(place, at), REST);
    } else {
      point(place, at);
    }
  };
  document.addEventListener("pointerover", follow, { passive: true });
  document.addEventListener("pointermove", follow, { passive: true });

  // A card lies over other places: who presses it means what is under it. Not at the click, which the browser makes of no
  // press whose card was written anew or went before it was let go.
  let pressed = false;
  card.addEventListener("pointerdown", ({ button }) => { pressed = button === 0; });
  document.addEventListener("pointerup", (event) => {
    if (!pressed) return;
    pressed = false;
    hide();
    const under = document.elementFromPoint(event.clientX, event.clientY);
    under?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, clientX: event.clientX, clientY: event.clientY }));
  });
  // The card goes with the page; inside a box that scrolls its place moves away from under it.
  document.addEventListener("scroll", ({ target }) => {
    if (!card.hidden && target !== document && target.contains(shown)) position();
  }, { passive: true, capture: true });
  // In a window of another size the place is no longer under the pointer.
  window.addEventListener("resize", () => {
    if (card.hidden) return;
    if (pointed) hide();
    else position();
  });
  // A map that is drawn anew has the same place again, with other figures; another view may have none.
  const renew = () => {
    if (card.hidden || shown.isConnected) return;
    const again = document.getElementById(shown.id);
    if (again) show(again, pointed);
  };
  new MutationObserver(() => {
    if (!card.hidden && !document.getElementById(shown.id)) hide();
  }).observe(document.documentElement, { childList: true, subtree: true });

  // The labels of a chart's marks: plotly draws them, and asks before it changes or takes away one.

  let labelled = null; // the chart that shows labels, and where the pointer was on their mark
  const labels = (graph) => [...graph.querySelectorAll(".hoverlayer .hovertext")].map((label) => label.getBoundingClientRect());
  const kept = (graph, at) => labelled?.graph === graph && labels(graph).some((box) => onTheWay(around(labelled.at), box, at));
  const attend = (graph) => {
    let away = null; // where Escape took labels away: they stay away until the pointer has moved on
    graph.addEventListener("equity:dismiss", () => { away = around(now, 2 * NEAR); });
    graph.on("plotly_hover", ({ event }) => { labelled = { graph, at: [event.clientX, event.clientY] }; });
    graph.on("plotly_beforehover", (event) => {
      if (event?.clientX === undefined) return true;
      const at = [event.clientX, event.clientY];
      if (away && inside(away, at)) return false;
      away = null;
      return !kept(graph, at);
    });
  };
  document.addEventListener("pointermove", ({ target, clientX, clientY }) => {
    const graph = labelled?.graph;
    if (!graph || target.closest?.(".draglayer") || kept(graph, [clientX, clientY])) return;
    labelled = null;
    window.Plotly.Fx.unhover(graph);
  }, { passive: true });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (!card.hidden) {
      dismissed = pointed && !inside(card.getBoundingClientRect(), now) ? shown.id : "";
      quiet = around(now);
      hide();
    }
    if (labelled) {
      labelled.graph.dispatchEvent(new Event("equity:dismiss"));
      window.Plotly.Fx.unhover(labelled.graph);
      labelled = null;
    }
  }, { capture: true });

  window.equity.card = { show, hide, renew };
  window.equity.attend = attend; // to a chart that plotly has drawn
})();
