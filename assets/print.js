// A view prints on one page, whatever it holds: before printing, the print styles are put on, the view is measured at the
// width of the page, and made smaller until it fits. The page is A4 or Letter: it has the width of the one and the height
// of the other. A table that would become too small to read is printed on as many pages as it takes.

(function () {
  "use strict";

  const MM = 96 / 25.4;
  const WIDTH = 186 * MM; // A4's, without the margins of assets/print.css
  const HEIGHT = 255 * MM; // Letter's
  const SAFE = 0.985; // print layout rounds lines otherwise than the screen's
  const SMALLEST = 0.5;
  const SMALLEST_TABLE = 0.8;

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
  const holds = (query, size) => {
    if (query.includes("print")) return true;
    if (query.includes("screen")) return false;
    const [, bound, number, unit] = query.match(/(max|min)-width:\s*([\d.]+)(px|em)/) ?? [];
    if (!bound) return null;
    const pixels = Number(number) * (unit === "em" ? size : 1);
    return bound === "max" ? pixels >= WIDTH : pixels <= WIDTH;
  };
  // Every rule as it will hold on paper, so that what is measured is what is printed; and back again.
  let switched = [];
  const toPaper = () => {
    const size = textSize(); // before any rule is changed: to measure in between lays the whole page out each time
    const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
    for (const rule of rules) {
      if (!(rule instanceof CSSMediaRule)) continue;
      const own = rule.media.mediaText;
      const held = holds(own, size);
      if (held === null) continue;
      switched.push([rule, own]);
      rule.media.mediaText = held ? "all" : "not all";
    }
  };
  const toScreen = () => {
    for (const [rule, own] of switched) rule.media.mediaText = own;
    switched = [];
  };

  // A chart says in a tagged file what it shows: its figure is one picture with a name. One that is not drawn yet is
  // printed as the words it has for screen readers. What is changed here is changed back.
  const CHARTS = ".explore figcaption.visually-hidden + :is([class$=-graph], .map-scroll)";
  let words = [];
  const drawn = (chart) => chart.querySelector(".chart svg, .map-canvas[data-drawn]") !== null;
  const toWords = () => {
    for (const chart of document.querySelectorAll(CHARTS)) {
      const caption = chart.previousElementSibling;
      if (!drawn(chart)) {
        words.push([caption, chart]);
        caption.classList.replace("visually-hidden", "print-reading");
        chart.hidden = true;
      } else if (chart.ariaHidden === "true") { // the map is not: it is a list of places, and each has its name
        words.push([caption, chart]);
        chart.ariaHidden = null;
        chart.parentElement.role = "img";
      }
      // On the screen a figure is called by its title, and the caption is read in its place.
      chart.parentElement.setAttribute("aria-labelledby", caption.id);
    }
  };
  const fromWords = () => {
    for (const [caption, chart] of words) {
      if (chart.hidden) {
        caption.classList.replace("print-reading", "visually-hidden");
        chart.hidden = false;
      } else {
        chart.ariaHidden = "true";
        chart.parentElement.role = null;
      }
    }
    words = [];
    for (const chart of document.querySelectorAll(CHARTS)) chart.parentElement.removeAttribute("aria-labelledby");
  };

  const fit = (view) => {
    const heightAt = (zoom) => {
      view.style.setProperty("--print-zoom", zoom);
      return view.getBoundingClientRect().height;
    };
    const table = view.querySelector(".table-view") !== null;
    let [fits, tooLarge] = [table ? SMALLEST_TABLE : SMALLEST, 1];
    if (table && heightAt(fits) > HEIGHT * SAFE) tooLarge = 0; // over several pages it is as large as it is
    if (heightAt(1) <= HEIGHT * SAFE || !tooLarge) return;
    for (let step = 0; step < 7; step++) {
      const middle = (fits + tooLarge) / 2;
      if (heightAt(middle) <= HEIGHT * SAFE) fits = middle;
      else tooLarge = middle;
    }
    heightAt(fits);
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
    const language = document.documentElement.lang === "en" ? "en-US" : document.documentElement.lang;
    foot.querySelector("[data-print=day]").textContent = new Date().toLocaleDateString(language, { dateStyle: "long", timeZone: "America/New_York" });
    toPaper();
    toWords();
    fit(view);
    patterns();
  });

  window.addEventListener("afterprint", () => {
    const view = document.querySelector(".explore");
    if (!view || switched.length === 0) return;
    toScreen();
    fromWords();
    view.style.removeProperty("--print-zoom");
    patterns();
  });
})();
