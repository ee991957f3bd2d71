// The search of the header, a combobox with a list, on every page; and the rail's "Find a place", which forgives spelling.
// What is found, and where it leads, the server says.

(function () {
  "use strict";

  const WAIT = 120; // milliseconds after the last letter
  const REMEMBERED = 100;
  const EXPLORE = "/explore";
  const byId = (id) => document.getElementById(id);
  const answers = new Map();
  let asked = 0; // the latest question: an earlier one that is answered later is let go
  let timer = 0;
  let active = -1;

  const isOpen = () => !byId("search-list").hidden;
  const options = () => [...byId("search-list").querySelectorAll("[role=option]")];

  // The words of the view in hand, also where its address was typed short: they are kept where they can be.
  const view = () => {
    const page = document.querySelector("[data-address]");
    const whole = page?.querySelector("#choose-level")?.value || "";
    const words = new URLSearchParams(whole.slice(whole.indexOf("?")));
    for (const [word, value] of new URLSearchParams(window.location.search)) words.set(word, value);
    if (!page) for (const word of [...words.keys()]) if (word !== "lang") words.delete(word);
    return words;
  };

  const ask = async (typed, more = {}) => {
    const words = view();
    words.set("q", typed);
    for (const [word, value] of Object.entries(more)) words.set(word, value);
    const address = "/search.json?" + words;
    if (!answers.has(address)) {
      const answered = await fetch(address);
      if (!answered.ok) throw new Error(`search: ${answered.status}`);
      if (answers.size >= REMEMBERED) answers.delete(answers.keys().next().value);
      answers.set(address, await answered.json());
    }
    return answers.get(address);
  };

  const element = (tag, attributes, ...children) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children);
    return made;
  };

  const draw = (found) => {
    const list = byId("search-list");
    const parts = found.sure ? [] : [element("div", { class: "search-note", role: "presentation" }, found.said)];
    let number = 0;
    for (const { kind, label, options: own } of found.groups) {
      const head = element("div", { class: "search-group-label", id: `search-kind-${kind}` }, label);
      const group = element("div", { role: "group", "aria-labelledby": head.id }, head);
      head.setAttribute("role", "presentation");
      for (const { title, detail, search } of own) {
        group.append(element(
          "div",
          { role: "option", id: `search-option-${number++}`, class: "search-option", "aria-selected": "false",
            "data-search": search },
          element("span", { class: "search-title" }, title),
          element("span", { class: "visually-hidden" }, ", "),
          element("span", { class: "search-detail" }, detail),
        ));
      }
      parts.push(group);
    }
    list.replaceChildren(...parts);
    list.scrollTop = 0;
    show(true);
    mark(-1);
    byId("search-said").textContent = found.said;
  };

  const show = (open) => {
    byId("search-list").hidden = !open;
    byId("search-box").setAttribute("aria-expanded", String(open));
    if (!open) {
      mark(-1);
      byId("search-said").textContent = "";
    }
  };

  const mark = (index) => {
    const all = options();
    active = index;
    all.forEach((option, i) => option.setAttribute("aria-selected", String(i === index)));
    const box = byId("search-box");
    if (index < 0 || !all[index]) {
      box.removeAttribute("aria-activedescendant");
    } else {
      box.setAttribute("aria-activedescendant", all[index].id);
      all[index].scrollIntoView({ block: "nearest" });
    }
  };

  const look = async (first) => {
    const typed = byId("search-box").value;
    const mine = ++asked;
    if (!typed.trim()) return show(false);
    try {
      const found = await ask(typed);
      if (mine !== asked || document.activeElement !== byId("search-box")) return;
      draw(found);
      if (first) mark(0);
    } catch {
      if (mine === asked) show(false); // the page of results is still an Enter away
    }
  };

  const stop = () => {
    clearTimeout(timer);
    asked += 1;
  };

  // Choosing is the same act as a choice in the rail: the address changes, and the page follows it.
  const choose = (option) => {
    stop();
    const { search } = option.dataset;
    const here = document.querySelector("[data-address='explore-address']");
    if (search.startsWith("/")) return window.location.assign(search); // another page
    if (!here) return window.location.assign(EXPLORE + search);
    byId("search-box").value = "";
    show(false);
    unfold(false);
    byId("main").focus({ preventScroll: true });
    window.scrollTo(0, 0);
    window.equity.follow(search);
  };

  // Where the header has no room, a button opens the box on a line of its own.
  const folds = () => byId("search-open").checkVisibility();
  const unfold = (open) => {
    byId("search-field").classList.toggle("open", open);
    byId("search-open").setAttribute("aria-expanded", String(open));
    if (open) byId("search-box").focus();
  };

  // A key that works from anywhere can be turned off: those who speak to their computer press it without meaning to.
  // Only a reader who does so has anything kept in the browser.
  const KEPT = "search-shortcut";
  let on = true;
  const shortcut = () => {
    try {
      return localStorage.getItem(KEPT) !== "off" && on;
    } catch {
      return on; // without a memory it is off for this page
    }
  };
  const showShortcut = () => {
    const [box, choice] = [byId("search-box"), byId("search-shortcut")];
    if (shortcut()) box.setAttribute("aria-keyshortcuts", "/");
    else box.removeAttribute("aria-keyshortcuts");
    document.documentElement.toggleAttribute("data-no-shortcut", !shortcut());
    choice.checked = shortcut();
  };
  const setShortcut = (wanted) => {
    on = wanted;
    try {
      if (wanted) localStorage.removeItem(KEPT);
      else localStorage.setItem(KEPT, "off");
    } catch {
      // As above.
    }
    showShortcut();
  };
  document.addEventListener("change", (event) => {
    if (event.target.id === "search-shortcut") setShortcut(event.target.checked);
  });
  window.addEventListener("storage", (event) => { if (event.key === KEPT && byId("search-shortcut")) showShortcut(); });

  const key = (event) => {
    const box = event.target;
    const last = options().length - 1;
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const down = event.key === "ArrowDown";
      if (!isOpen()) return void look(down);
      // Before the first and after the last is the box itself.
      mark(down ? (active >= last ? -1 : active + 1) : (active < 0 ? last : active - 1));
    } else if (event.key === "Home" || event.key === "End") {
      event.preventDefault();
      mark(-1);
      const place = event.key === "Home" ? 0 : box.value.length;
      if (event.shiftKey) box.setSelectionRange(...(place ? [box.selectionStart, place] : [0, box.selectionEnd]));
      else box.setSelectionRange(place, place);
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      stop();
      if (isOpen()) show(false);
      else if (box.value) box.value = "";
      else if (folds()) {
        unfold(false);
        byId("search-open").focus();
      }
    } else if (event.key === "Enter" && isOpen() && active >= 0) {
      event.preventDefault();
      choose(options()[active]);
    } else if (event.key === "Tab") {
      stop();
      show(false);
    }
  };

  document.addEventListener("input", (event) => {
    if (event.target.id !== "search-box") return;
    clearTimeout(timer);
    timer = setTimeout(look, WAIT);
  });
  document.addEventListener("keydown", (event) => {
    if (event.target.id === "search-box") return key(event);
    const field = event.target.closest?.("input:not([type=radio], [type=range], [type=checkbox]), textarea, select, [contenteditable]");
    const box = byId("search-box");
    if (event.key !== "/" || field || !shortcut() || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!box || box.closest("[inert]")) return;
    event.preventDefault();
    unfold(true);
    box.select();
  });
  document.addEventListener("focusout", (event) => {
    if (event.target.id !== "search-box") return;
    stop();
    show(false);
    if (document.hasFocus()) unfold(false);
  });
  // The box keeps the focus while an option is pressed.
  document.addEventListener("mousedown", (event) => {
    if (event.target.closest?.("#search-list")) event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    const option = event.target.closest?.("#search-list [role=option]");
    if (option) choose(option);
    const button = event.target.closest?.("#search-open");
    if (button) unfold(button.getAttribute("aria-expanded") !== "true");
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches(".search")) return;
    if (!byId("search-box").value.trim()) return event.preventDefault();
    const lang = view().get("lang");
    byId("search-lang").disabled = !lang;
    byId("search-lang").value = lang || "";
  });

  // The header stands in the document. On the page of results the box says what was asked, so that it can be mended.
  if (byId("search-box") && byId("search-shortcut")) {
    showShortcut();
    const typed = new URLSearchParams(window.location.search).get("q");
    if (window.location.pathname === "/search" && typed && !byId("search-box").value) byId("search-box").value = typed;
  }

  // "Find a place": a name of the list is left to the rail; anything else is read as search reads it, slips and all.
  const slug = (name) => name.normalize("NFKD").replace(/[\u0300-\u036f']/g, "").toLowerCase().replace(/[^a-z0-9]+/g, "-");
  document.addEventListener("keydown", async (event) => {
    const box = event.target;
    if (event.key !== "Enter" || box.id !== "choose-place" || !box.value.trim()) return;
    const names = [...document.querySelectorAll("#place-names option")].map((option) => slug(option.value));
    if (names.includes(slug(box.value.trim()))) return;
    event.preventDefault();
    event.stopPropagation();
    const typed = box.value;
    try {
      const found = await ask(typed, { only: "place" });
      if (found.sure && box.value === typed) box.value = found.groups[0].options[0].id;
    } catch {
      // Without an answer the words go to the rail as they are; it says what it makes of them.
    }
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }, true);
})();
