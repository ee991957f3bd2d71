// Maternity access: another year is drawn from what the page holds, without asking the server. The years are links, which
// do the same without scripts.

(function () {
  "use strict";

  const page = () => document.getElementById("maternity");
  const slider = () => document.getElementById("maternity-year");

  // What holds in a year, of a text of changes as "2016:a 2020:b".
  const inYear = (text, year) => {
    let found = "";
    for (const change of (text || "").split(" ")) {
      const at = change.indexOf(":");
      if (Number(change.slice(0, at)) <= year) found = change.slice(at + 1);
    }
    return found;
  };

  // A town in a year: its class, and the distance and unit, that of a unit that is not known to be open behind them.
  const readTown = (path, year) => {
    const [kind, rest] = inYear(path.dataset.y, year).split(":");
    const [known, perhaps] = rest.split("-").map((part) => part.split("/").map(Number));
    return { kind, known, perhaps };
  };

  const LEADS = '.maternity a[href^="/maternity-access"]:not([data-to]), .languages a';
  // An address with the year; the newest is the one that is shown without it.
  const ofYear = (address, year) => {
    const found = new URL(address);
    if (String(year) === page().dataset.newest) found.searchParams.delete("year");
    else found.searchParams.set("year", String(year));
    return found.pathname + found.search + found.hash;
  };

  const show = (year) => {
    const root = page();
    const map = document.getElementById("maternity-map");
    for (const part of root.querySelectorAll("[data-year]")) part.hidden = Number(part.dataset.year) !== year;
    for (const town of map.querySelectorAll(".town")) {
      const { kind } = readTown(town, year);
      town.setAttribute("class", `town c${kind === "x" ? "dots" : kind}${town.classList.contains("chosen") ? " chosen" : ""}`);
    }
    for (const unit of map.querySelectorAll(".unit")) unit.setAttribute("class", `unit is-${inYear(unit.dataset.y, year)}`);
    const links = [...root.querySelectorAll(".maternity-years a")];
    const index = links.findIndex((link) => Number(link.dataset.to) === year);
    for (const link of links) link.removeAttribute("aria-current");
    links[index]?.setAttribute("aria-current", "true");
    map.setAttribute("aria-label", root.dataset.said.split("|")[index]);
    const input = slider();
    input.value = String(year);
    input.setAttribute("aria-valuetext", root.dataset.labels.split("|")[index]);
    window.history.replaceState(window.history.state, "", ofYear(window.location.href, year));
    // What leads on from here keeps the year: the form of places, their links, and the languages.
    for (const link of document.querySelectorAll(LEADS)) link.href = ofYear(link.href, year);
    const asked = root.querySelector(".maternity-form [name=year]");
    asked.value = String(year);
    asked.disabled = String(year) === root.dataset.newest;
    hide();
  };

  const box = () => document.getElementById("maternity-said");
  const hide = () => { if (box()) box().hidden = true; };
  const filled = (text, words) => text.replace(/\{(\w+)\}/g, (whole, name) => words[name] ?? whole);
  const tell = (town) => {
    const map = town.ownerSVGElement;
    const { units, far, here, perhaps: may, decimal } = map.dataset;
    const names = units.split("|");
    const miles = (tenths) => `${Math.floor(tenths / 10)}${decimal}${tenths % 10}`;
    const { known, perhaps } = readTown(town, Number(slider().value));
    const words = { town: town.dataset.t, miles: miles(known[0]), unit: names[known[1]] };
    const said = [filled(known[0] === 0 ? here : far, words)];
    if (perhaps) said.push(filled(may, { low: miles(perhaps[0]), other: names[perhaps[1]] }));
    box().textContent = `${said.join("; ")}.`;
    box().hidden = false;
  };

  document.addEventListener("input", ({ target }) => {
    if (target.id === "maternity-year") show(Number(target.value));
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(".maternity-years a");
    if (link && slider() && !(event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)) {
      event.preventDefault();
      event.stopPropagation();
      show(Number(link.dataset.to));
      return;
    }
    const town = event.target.closest?.(".maternity-map .town");
    if (town) tell(town);
    else hide();
  }, true);
  document.addEventListener("pointerover", ({ target }) => {
    const town = target.closest?.(".maternity-map .town");
    if (town) tell(town);
    else if (page()) hide();
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });

  // The slider is of use only with scripts.
  const begin = () => {
    const input = slider();
    if (!input || !input.hidden) return;
    input.hidden = false;
    const links = [...page().querySelectorAll(".maternity-years a")];
    const index = links.findIndex((link) => Number(link.dataset.to) === Number(input.value));
    input.setAttribute("aria-valuetext", page().dataset.labels.split("|")[index]);
  };
  begin();
})();
