// Maps: their outlines, moving between neighbours by arrow keys, and zoom; their cards are in hover.js. The markup comes
// from components/figures/map.py without outlines; a level's outlines are fetched once and drawn into every map of it.

(function () {
  "use strict";

  const known = new Map(); // address → shapes, or the promise of them
  const shapesOf = (canvas) => known.get(canvas.dataset.shapes);

  const fetchShapes = (address) => {
    if (!known.has(address)) {
      known.set(address, fetch(address)
        .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.statusText))))
        .then((shapes) => { known.set(address, shapes); return shapes; })
        .catch(() => known.delete(address)));
    }
    return known.get(address);
  };

  // Outlines that came in the document, by the address of the whole: later maps of the same places are drawn of them, and
  // nothing is fetched until somebody moves from place to place by keyboard or comes near.
  const sent = new Map();
  const remember = (canvas) => {
    const shapes = { coast: "", places: {} };
    for (const path of canvas.querySelectorAll("path[data-id]")) {
      if (path.dataset.id === "coast") shapes.coast = path.getAttribute("d");
      else shapes.places[path.dataset.id] = [path.getAttribute("d")];
    }
    sent.set(canvas.dataset.shapes, shapes);
  };
  const has = (shapes, canvas) => shapes && [...canvas.querySelectorAll("path[data-id]")]
    .every(({ dataset: { id } }) => id === "coast" || shapes.places[id]);
  const outlinesOf = (canvas) => {
    const whole = shapesOf(canvas);
    return whole?.places ? whole : sent.get(canvas.dataset.shapes);
  };

  const outline = (shapes, id) => (id === "coast" ? shapes.coast : shapes.places[id]?.[0] ?? "");

  const draw = (canvas, shapes) => {
    for (const path of canvas.querySelectorAll("path[data-id]")) path.setAttribute("d", outline(shapes, path.dataset.id));
    canvas.dataset.drawn = "";
    window.equity.card.renew();
    nameTowns(canvas, shapes);
  };

  // From twice the size on, towns carry their names, the largest first: each that fits its town and lies over no other.
  const NAMED = 2;
  const pen = document.createElement("canvas").getContext("2d");
  const nameTowns = (canvas, shapes) => {
    const labels = canvas.querySelector(".map-labels");
    if (zoom >= NAMED && !shapes?.places && canvas.closest(".map-scroll")) {
      fetchShapes(canvas.dataset.shapes)?.then?.((found) => found && nameTowns(canvas, found));
    }
    if (!labels || !shapes?.places || !canvas.closest(".map-scroll") || !canvas.matches(".municipality[data-drawn], .area[data-drawn]")) return;
    labels.querySelectorAll(".town-name").forEach((name) => name.remove());
    if (zoom < NAMED) return;
    const svg = canvas.querySelector("svg.map");
    const { width, height } = svg.viewBox.baseVal;
    const scale = svg.clientWidth / width;
    const size = 0.8125 * parseFloat(getComputedStyle(document.documentElement).fontSize);
    pen.font = `${size}px ${getComputedStyle(labels).fontFamily}`;
    const towns = [...svg.querySelectorAll("[role=option]")].filter((town) => shapes.places[town.dataset.id]).map((town) => {
      const [, x, y] = shapes.places[town.dataset.id];
      const name = town.getAttribute("aria-label").split("\n")[0];
      return { name, x, y, room: town.getBBox(), wide: pen.measureText(name).width };
    });
    towns.sort((one, two) => two.room.width * two.room.height - one.room.width * one.room.height);
    const taken = [];
    for (const { name, x, y, room, wide } of towns) {
      const box = { left: x * scale - wide / 2 - 3, right: x * scale + wide / 2 + 3, top: y * scale - size * 0.6, bottom: y * scale + size * 0.6 };
      const fits = wide <= room.width * scale * 1.5 && box.left >= 0 && box.right <= svg.clientWidth;
      if (!fits || taken.some((other) => box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom)) continue;
      taken.push(box);
      const label = document.createElement("span");
      label.className = "town-name";
      label.textContent = name;
      label.style.left = `${(x / width) * 100}%`;
      label.style.top = `${(y / height) * 100}%`;
      label.box = box;
      labels.append(label);
    }
    wholeNames(canvas);
  };

  // A name that the frame of the map would cut is not shown until the map is moved.
  const wholeNames = (canvas) => {
    const { scrollLeft, scrollTop, clientWidth, clientHeight } = canvas.closest(".map-scroll");
    for (const label of canvas.querySelectorAll(".town-name")) {
      const { left, right, top, bottom } = label.box;
      const inside = left >= scrollLeft && right <= scrollLeft + clientWidth && top >= scrollTop && bottom <= scrollTop + clientHeight;
      label.style.visibility = inside ? "" : "hidden";
    }
  };

  // Patterns are measured in the map's units: their lines stay as far apart on a phone as on a wall.
  const fitted = new ResizeObserver((changes) => {
    for (const { target } of changes) {
      const unit = target.viewBox.baseVal.width / target.clientWidth;
      if (!Number.isFinite(unit)) continue;
      for (const pattern of target.querySelectorAll("pattern")) {
        pattern.setAttribute("patternTransform", `${pattern.id.endsWith("-hatch") ? "rotate(45) " : ""}scale(${unit})`);
      }
      nameTowns(target.parentNode, shapesOf(target.parentNode));
    }
  });

  const begin = (canvas) => {
    if (canvas.dataset.outlined !== undefined && !sent.has(canvas.dataset.shapes)) remember(canvas);
    const own = outlinesOf(canvas);
    const shapes = has(own, canvas) ? own : shapesOf(canvas) ?? fetchShapes(canvas.dataset.shapes);
    if (shapes instanceof Promise) shapes.then((found) => found && draw(canvas, found));
    else draw(canvas, shapes);
    fitted.observe(canvas.querySelector("svg"));
    if (canvas.closest(".map-scroll") && zoom > 1) zoomTo(canvas, zoom);
    const map = canvas.querySelector("[role=listbox]");
    if (map && document.activeElement === map) activate(map, placeOf(map, active) ?? chosen(map), { show: !pressed });
  };

  const { show: showCard, hide: hideCard } = window.equity.card;

  const placeAt = (target) => target.closest?.("svg.map [role=option]");
  document.addEventListener("click", (event) => {
    const place = placeAt(event.target);
    if (!place) return;
    active = place.dataset.place;
    hideCard();
    window.equity.choosePlace(place.dataset.place);
  });

  // Moving between neighbours

  let active = null;
  const placeOf = (map, slug) => slug && map.querySelector(`[data-place="${CSS.escape(slug)}"]`);
  const chosen = (map) => map.querySelector("[aria-selected=true]") ?? map.querySelector("[role=option]");
  const current = (map) => document.getElementById(map.getAttribute("aria-activedescendant") ?? "");

  const activate = (map, place, { show = true } = {}) => {
    if (!place) return;
    active = place.dataset.place;
    map.setAttribute("aria-activedescendant", place.id);
    map.querySelectorAll(".active").forEach((ring) => ring.remove());
    const shapes = outlinesOf(map.parentNode);
    if (shapes?.places) {
      for (const name of ["casing active", "focus active"]) {
        const ring = document.createElementNS("http://www.w3.org/2000/svg", "path");
        ring.setAttribute("class", name);
        ring.setAttribute("d", outline(shapes, place.dataset.id));
        map.querySelector(".over").append(ring);
      }
    }
    if (!show) return;
    place.scrollIntoView?.({ block: "nearest", inline: "nearest" });
    showCard(place);
  };

  // A press gives the map the focus: the place under the pointer is meant, and nothing may move away from under it.
  let pressed = false;
  document.addEventListener("pointerdown", (event) => {
    pressed = Boolean(event.target.closest?.("svg.map"));
    const place = placeAt(event.target);
    if (place) active = place.dataset.place;
  }, { capture: true, passive: true });
  document.addEventListener("keydown", () => { pressed = false; }, { capture: true, passive: true });

  document.addEventListener("focusin", (event) => {
    const map = event.target;
    if (!map.matches?.("svg.map[role=listbox]")) return;
    fetchShapes(map.parentNode.dataset.shapes); // for the first move from place to place
    activate(map, placeOf(map, active) ?? chosen(map), { show: !pressed });
  });
  document.addEventListener("focusout", (event) => {
    if (!event.target.matches?.("svg.map[role=listbox]")) return;
    event.target.querySelectorAll(".active").forEach((ring) => ring.remove());
    hideCard();
  });

  const DIRECTIONS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
  // The neighbour that lies most in a direction; where none does, the nearest place that does: islands have none.
  const towards = (map, from, [dx, dy]) => {
    const { places } = shapesOf(map.parentNode);
    const [, x, y, beside] = places[from.dataset.id];
    const cost = (id) => {
      const along = (places[id][1] - x) * dx + (places[id][2] - y) * dy;
      const aside = Math.abs((places[id][1] - x) * dy) + Math.abs((places[id][2] - y) * dx);
      return along > 0 && aside < along * 1.75 ? along + 2 * aside : Infinity;
    };
    const best = (ids) => ids.reduce((least, id) => (cost(id) < cost(least ?? id) || least === null ? id : least), null);
    const near = best(beside);
    const next = near !== null && cost(near) < Infinity ? near : best(Object.keys(places).filter((id) => id !== from.dataset.id));
    return next !== null && cost(next) < Infinity ? map.querySelector(`[role=option][data-id="${next}"]`) : from;
  };

  let typed = "";
  let typing = 0;
  // One letter, also one that is pressed again and again, goes on to the next name that begins with it; more letters are
  // the beginning of a name, which may be that of the place where the map is.
  const named = (map, letter, here) => {
    clearTimeout(typing);
    typing = setTimeout(() => { typed = ""; }, 900);
    typed += letter.toLowerCase();
    const every = [...map.querySelectorAll("[role=option]")];
    const at = every.indexOf(here);
    const find = (letters, from) => [...every.slice(from), ...every.slice(0, from)]
      .find((place) => place.getAttribute("aria-label").toLowerCase().startsWith(letters));
    const same = typed === typed[0].repeat(typed.length);
    return (typed.length > 1 && find(typed, at)) || (same && find(typed[0], at + 1));
  };

  document.addEventListener("keydown", (event) => {
    const map = event.target;
    if (!map.matches?.("svg.map[role=listbox]") || event.altKey || event.ctrlKey || event.metaKey) return;
    const here = current(map) ?? chosen(map);
    const all = () => [...map.querySelectorAll("[role=option]")];
    let next = null;
    if (DIRECTIONS[event.key]) {
      const way = DIRECTIONS[event.key];
      const shapes = fetchShapes(map.parentNode.dataset.shapes);
      if (shapes?.places) next = towards(map, here, way);
      // A second press before the neighbours have come goes on from where the first one led.
      else shapes?.then((found) => found && activate(map, towards(map, current(map) ?? here, way)));
    }
    else if (event.key === "Home") next = all()[0];
    else if (event.key === "End") next = all().at(-1);
    else if (event.key === "Enter" || (event.key === " " && !typed)) window.equity.choosePlace(here.dataset.place);
    else if (event.key.length === 1) next = named(map, event.key, here) || here;
    else return;
    event.preventDefault();
    if (next) activate(map, next);
  });

  // Zoom: the map grows inside a box that scrolls, so a finger pans it and the page's own scroll is never trapped.

  let zoom = 1;
  let middle = [0.5, 0.5]; // of the map, in shares of its width and height: what is looked at
  let centred = ""; // the chosen place it was last moved to
  const chosenAt = (canvas) => canvas.querySelector("[aria-selected=true]")?.dataset.place ?? "";
  document.addEventListener("scroll", ({ target: box }) => {
    const canvas = box.classList?.contains("map-scroll") && box.querySelector(".map-canvas[data-drawn]");
    if (!canvas || zoom === 1) return;
    middle = [
      (box.scrollLeft + box.clientWidth / 2) / canvas.offsetWidth, (box.scrollTop + box.clientHeight / 2) / canvas.offsetHeight,
    ];
    wholeNames(canvas);
  }, { capture: true, passive: true });
  const STEPS = [1, 1.5, 2, 3, 4, 6];
  // What is looked at stays in the middle, until another place is chosen.
  const zoomTo = (canvas, wanted) => {
    const moves = zoom === 1 || chosenAt(canvas) !== centred;
    const box = canvas.closest(".map-scroll");
    // As high as the whole map at any width: a phone may be turned.
    const { width, height } = canvas.querySelector("svg").viewBox.baseVal;
    if (zoom === 1) middle = [0.5, 0.5];
    zoom = wanted;
    canvas.style.width = zoom === 1 ? "" : `${zoom * 100}%`;
    box.style.aspectRatio = zoom === 1 ? "" : `${width} / ${height}`;
    const ring = canvas.querySelector("[aria-selected=true]")?.getBoundingClientRect();
    const corner = canvas.getBoundingClientRect();
    if (moves && ring?.width) {
      middle = [
        (ring.left + ring.width / 2 - corner.left) / corner.width, (ring.top + ring.height / 2 - corner.top) / corner.height,
      ];
    }
    centred = chosenAt(canvas);
    const [x, y] = middle;
    box.scrollTo(x * canvas.offsetWidth - box.clientWidth / 2, y * canvas.offsetHeight - box.clientHeight / 2);
    const tools = box.closest(".map-box").querySelectorAll("[data-zoom]");
    // Not `disabled`: a button that disables itself under the finger throws the focus away.
    tools.forEach((tool) => tool.setAttribute("aria-disabled", zoom === (tool.dataset.zoom === "in" ? STEPS.at(-1) : 1)));
  };
  document.addEventListener("click", (event) => {
    const tool = event.target.closest?.("[data-zoom]");
    if (!tool) return;
    const step = STEPS.indexOf(zoom) + (tool.dataset.zoom === "in" ? 1 : -1);
    const box = tool.closest(".map-box");
    zoomTo(box.querySelector(".map-canvas"), STEPS[Math.min(Math.max(step, 0), STEPS.length - 1)]);
    const live = box.querySelector("[data-announce]");
    live.textContent = live.dataset.announce.replace("{percent}", zoom * 100);
  });

  const drawAll = () => document.querySelectorAll(".map-canvas:not([data-drawn])").forEach(begin);
  queueMicrotask(drawAll); // when all scripts are there
  new MutationObserver(drawAll).observe(document.documentElement, { childList: true, subtree: true });
})();
