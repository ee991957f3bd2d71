// The page of regions: the map and the list are one choice, and the address follows it. The form works without this.

(function () {
  "use strict";

  const MAP = "region-map";
  const formOf = (element) => element?.closest?.("#region-form");
  const boxes = (form) => [...form.querySelectorAll("input[name=town]")];
  const outline = (number) => document.querySelector(`#${MAP} [data-town="${number}"]`);

  // The word of an address for the numbers of cities and towns: see `data/query/regions/member_code.py`, which reads it.
  const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const word = (numbers) => {
    if (numbers.length < 30) return numbers.map((town) => DIGITS[town >> 6] + DIGITS[town & 63]).join("");
    const sixes = Array.from({ length: 59 }, () => 0);
    for (const town of numbers) sixes[Math.floor(town / 6)] |= 32 >> (town % 6);
    return sixes.map((six) => DIGITS[six]).join("");
  };

  const address = (form) => {
    const chosen = boxes(form).filter((box) => box.checked).map((box) => Number(box.value)).sort((one, other) => one - other);
    const name = form.elements.name.value.trim();
    const words = new URLSearchParams();
    if (chosen.length) words.set("members", word(chosen));
    if (name) words.set("name", name);
    for (const kept of form.querySelectorAll("input[type=hidden][name]")) words.set(kept.name, kept.value);
    return form.dataset.path + (words.size ? `?${words}` : "");
  };

  const number = (form, value) => value.toLocaleString(form.dataset.locale);

  const paint = (form) => {
    let people = 0;
    let chosen = 0;
    for (const box of boxes(form)) {
      outline(box.value)?.classList.toggle("is-in", box.checked);
      if (!box.checked) continue;
      chosen += 1;
      people += Number(box.dataset.residents);
    }
    for (const county of form.querySelectorAll(".region-county")) {
      const own = [...county.querySelectorAll("input[name=town]")];
      const ticked = own.filter((box) => box.checked).length;
      const count = county.querySelector(".region-count");
      count.textContent = count.dataset.of.replace("{chosen}", ticked);
      const all = county.querySelector("[data-all]");
      all.checked = ticked === own.length;
      all.indeterminate = ticked > 0 && ticked < own.length;
    }
    const total = form.querySelector("#region-total");
    total.textContent = total.dataset.words.replace("{number}", number(form, chosen)).replace("{total}", number(form, people));
    const names = form.querySelector("#region-names");
    const ticked = boxes(form).filter((box) => box.checked).map((box) => box.parentNode.textContent);
    const few = chosen <= Number(names.dataset.most);
    names.textContent = few ? ticked.sort((one, other) => one.localeCompare(other, "en")).join(", ") : "";
    form.querySelector("[data-region-clear]").hidden = chosen === 0;
  };

  // What was chosen is in the address at once, so that it can be sent or come back to; the figures come when asked for.
  const changed = (form) => {
    paint(form);
    history.replaceState(history.state, "", address(form));
    const stale = form.querySelector(".region-stale");
    if (stale) stale.hidden = false;
  };

  const begin = (form) => {
    form.dataset.came = location.pathname + location.search;
    for (const part of form.querySelectorAll(".region-find, .region-hint, .region-all")) part.hidden = false;
    paint(form);
  };

  const find = (form) => {
    const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
    const sought = plain(form.querySelector("#region-find").value.trim());
    let fitting = 0;
    for (const county of form.querySelectorAll(".region-county")) {
      if (!("before" in county.dataset)) county.dataset.before = county.open ? "open" : "";
      let here = 0;
      for (const item of county.querySelectorAll("li:not(.region-all)")) {
        const fits = !sought || plain(item.textContent).split(/[\s-]+/).some((_, n, parts) => parts.slice(n).join(" ").startsWith(sought.replace(/-/g, " ")));
        item.hidden = !fits;
        here += fits;
      }
      county.querySelector(".region-all").hidden = Boolean(sought);
      county.hidden = here === 0;
      county.open = sought ? here > 0 : county.dataset.before === "open" || [...county.querySelectorAll("input[name=town]")].some((box) => box.checked);
      if (!sought) delete county.dataset.before;
      fitting += here;
    }
    const said = form.querySelector("#region-found");
    said.textContent = !sought ? "" : fitting ? said.dataset.words.replace("{number}", fitting) : said.dataset.none;
  };

  document.addEventListener("change", (event) => {
    const form = formOf(event.target);
    if (!form) return;
    if ("all" in event.target.dataset) {
      for (const box of event.target.closest(".region-county").querySelectorAll("input[name=town]")) box.checked = event.target.checked;
    }
    if (event.target.matches("input[type=checkbox]")) changed(form);
  });

  document.addEventListener("input", (event) => {
    const form = formOf(event.target);
    if (!form) return;
    if (event.target.id === "region-find") find(form);
    if (event.target.name === "name") history.replaceState(history.state, "", address(form));
  });

  // Enter in the field that finds names chooses the only one that fits, and never sends the form.
  document.addEventListener("keydown", (event) => {
    if (event.target.id !== "region-find" || event.key !== "Enter") return;
    event.preventDefault();
    const fitting = [...document.querySelectorAll("#region-list li:not(.region-all):not([hidden]) input")].filter((box) => !box.closest(".region-county").hidden);
    if (fitting.length === 1) fitting[0].click();
  });

  document.addEventListener("click", (event) => {
    const town = event.target.closest?.(`#${MAP} [data-town]`);
    const form = document.getElementById("region-form");
    if (!form) return;
    if (town) form.querySelector(`input[name=town][value="${town.dataset.town}"]`)?.click();
    if (!event.target.closest?.("[data-region-clear]")) return;
    for (const box of boxes(form)) box.checked = false;
    changed(form);
    form.querySelector("#region-find").focus();
  });

  document.addEventListener("submit", (event) => {
    const form = formOf(event.target);
    if (!form) return;
    event.preventDefault();
    const leads = address(form);
    // The page that was changed keeps the address it came with, so that what is asked for now is one step behind it.
    history.replaceState(history.state, "", form.dataset.came);
    if (leads === form.dataset.came) location.reload();
    else location.assign(leads);
  });

  const look = () => {
    const form = document.getElementById("region-form");
    if (form && !("came" in form.dataset)) begin(form);
  };
  // A browser that comes back to the page may have kept what was ticked.
  window.addEventListener("pageshow", () => { const form = document.getElementById("region-form"); if (form) paint(form); });
  look();
})();
