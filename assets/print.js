// A view prints on one page, whatever it holds: before printing, the print styles are put on, the view is measured at the
// width of the page, and made smaller until it fits. The page is A4 or Letter: it has the width of the one and the height
// of the other.

(function () {
  "use strict";

  const MM = 96 / 25.4;
  const WIDTH = 186 * MM; // A4's, without the margins of assets/print.css
  const HEIGHT = 255 * MM; // Letter's
  const SAFE = 0.985; // print layout rounds lines otherwise than the screen's
  const SMALLEST = 0.5;

  // An em of a media query is the reader's text size, whatever the page makes of it.
  const textSize = () => {
    const probe = document.createElement("span");
    probe.style.cssText = "position: absolute; font-size: medium";
    document.body.append(probe);
    const size = parseFloat(getComputedStyle(probe).fontSize);
    probe.remove();
    return size;
  };
  // Whether a rule of a style sheet holds on paper; null where paper makes no difference to it.
  const holds = (query) => {
    if (query.includes("print")) return true;
    if (query.includes("screen")) return false;
    const [, bound, number, unit] = query.match(/(max|min)-width:\s*([\d.]+)(px|em)/) ?? [];
    if (!bound) return null;
    const pixels = Number(number) * (unit === "em" ? textSize() : 1);
    return bound === "max" ? pixels >= WIDTH : pixels <= WIDTH;
  };
  // Every rule as it will hold on paper, so that what is measured is what is printed; and back again.
  let switched = [];
  const toPaper = () => {
    const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
    for (const rule of rules) {
      if (!(rule instanceof CSSMediaRule)) continue;
      const own = rule.media.mediaText;
      const held = holds(own);
      if (held === null) continue;
      switched.push([rule, own]);
      rule.media.mediaText = held ? "all" : "not all";
    }
  };
  const toScreen = () => {
    for (const [rule, own] of switched) rule.media.mediaText = own;
    switched = [];
  };
  const graphs = () => document.querySelectorAll(".explore .js-plotly-plot");

  const fit = (view) => {
    const heightAt = (zoom) => {
      view.style.setProperty("--print-zoom", zoom);
      return view.getBoundingClientRect().height;
    };
    let [fits, tooLarge] = [SMALLEST, 1];
    if (heightAt(1) <= HEIGHT * SAFE) return;
    for (let step = 0; step < 7; step++) {
      const middle = (fits + tooLarge) / 2;
      if (heightAt(middle) <= HEIGHT * SAFE) fits = middle;
      else tooLarge = middle;
    }
    heightAt(fits);
  };

  // Charts were drawn for the screen: at another width they are drawn again, at once, before the page is taken.
  const redraw = (graph) => {
    const width = graph.parentElement.clientWidth;
    if (width > 0 && graph.layout) window.Plotly.relayout(graph, { width });
  };
  const patterns = () => {
    for (const map of document.querySelectorAll("svg.map")) {
      const unit = map.viewBox.baseVal.width / map.clientWidth;
      if (!Number.isFinite(unit)) continue;
      for (const pattern of map.querySelectorAll("pattern")) {
        pattern.setAttribute("patternTransform", `${pattern.id.endsWith("-hatch") ? "rotate(45) " : ""}scale(${unit})`);
      }
    }
  };

  window.addEventListener("beforeprint", () => {
    const foot = document.querySelector(".print-foot");
    const view = foot?.closest(".explore");
    if (!view || switched.length > 0) return;
    const query = document.querySelector(".sharing")?.dataset.query ?? window.location.search;
    foot.querySelector("[data-print=address]").textContent = `${window.location.origin}/explore${query}`;
    // The site's English writes the day before the month, as its notes do.
    const language = document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang;
    foot.querySelector("[data-print=day]").textContent = new Date().toLocaleDateString(language, { dateStyle: "long", timeZone: "America/New_York" });
    toPaper();
    fit(view);
    graphs().forEach(redraw);
    patterns();
  });

  window.addEventListener("afterprint", () => {
    const view = document.querySelector(".explore");
    if (!view || switched.length === 0) return;
    toScreen();
    view.style.removeProperty("--print-zoom");
    graphs().forEach((graph) => { if (graph.layout) window.Plotly.relayout(graph, { width: null, autosize: true }); });
    patterns();
  });
})();
