// "Near me": the city or town that the reader is in, worked out here from the boundaries; the position is never sent.

(function () {
  "use strict";

  const OUTLINES = "/geometry/municipality.json";

  const inRing = (x, y, ring) => {
    let inside = false;
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [xi, yi] = ring[i];
      const [xj, yj] = ring[j];
      if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
    }
    return inside;
  };
  // A point is in a polygon that is in its first ring and in none of its holes.
  const inPolygon = (x, y, [outer, ...holes]) => inRing(x, y, outer) && !holes.some((hole) => inRing(x, y, hole));
  const inShape = (x, y, { type, coordinates }) =>
    (type === "Polygon" ? [coordinates] : coordinates).some((polygon) => inPolygon(x, y, polygon));

  const position = () =>
    new Promise((found, failed) => {
      navigator.geolocation.getCurrentPosition(found, failed, { timeout: 20000 });
    });

  const find = async (near) => {
    const said = near.querySelector(".near-said");
    const { looking, found, outside, denied, failed } = near.dataset;
    said.textContent = looking;
    let coords;
    try {
      ({ coords } = await position());
    } catch {
      said.textContent = denied;
      return;
    }
    let features;
    try {
      const answered = await fetch(OUTLINES);
      if (!answered.ok) throw new Error(String(answered.status));
      ({ features } = await answered.json());
    } catch {
      said.textContent = failed;
      return;
    }
    const here = features.find(({ geometry }) => inShape(coords.longitude, coords.latitude, geometry));
    const link = here && document.querySelector(`.places-map a[data-geo="${here.id}"]`);
    for (const other of document.querySelectorAll(".places-map a.is-here")) other.classList.remove("is-here");
    if (!link) {
      said.textContent = outside;
      return;
    }
    link.classList.add("is-here");
    const way = document.createElement("a");
    way.href = link.getAttribute("href");
    way.textContent = link.textContent;
    said.replaceChildren(`${found} `, way, ".");
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-near] button");
    if (button) find(button.closest("[data-near]"));
  });

  // Without scripts there is nothing to press; the parts of the page may come after this script.
  const show = () => {
    if (!("geolocation" in navigator)) return;
    for (const part of document.querySelectorAll("[data-near] [hidden]")) part.hidden = false;
  };
  new MutationObserver(show).observe(document.documentElement, { childList: true, subtree: true });
  show();
})();
