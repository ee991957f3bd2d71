// The page of the briefing: views are moved by buttons, by Alt with the arrow keys and by dragging, headings and comments
// are kept as they are typed, and what is taken out can be put back. The server has written the page, and does all of
// this without scripts; here it is done at once, and the address follows.

(function () {
  "use strict";

  if (!document.querySelector(".briefing")) return;
  const { EMPTY, addressOf, nameOf, read, say, write } = window.equity.briefing;
  const at = (id) => document.getElementById(id);
  const form = at("brief-form");

  // Files

  const open = async (briefing) => {
    const address = await addressOf(briefing);
    if (address) {
      window.location.replace(address);
      return;
    }
    const sender = at("brief-sender");
    sender.elements.views.value = JSON.stringify(briefing);
    sender.submit();
  };

  for (const button of document.querySelectorAll(".brief-open")) button.hidden = false;
  document.addEventListener("click", (event) => {
    if (event.target.closest?.(".brief-open")) at("brief-file").click();
  });
  at("brief-file").addEventListener("change", async (event) => {
    const [file] = event.target.files;
    if (!file) return;
    const sender = at("brief-sender");
    sender.elements.views.value = await file.text();
    sender.submit();
  });

  const asked = new URLSearchParams(window.location.search);
  if (!form) {
    // Without a briefing in the address, the one that is kept here; what is wrong with a file is read first.
    if (!at("brief-problem") && !["views", "topic", "place"].some((word) => asked.has(word)) && read().views.length) open(read());
    return;
  }

  // The list

  const list = at("brief-list");
  const words = form.dataset;
  const first = JSON.parse(at("brief-views").value);
  const items = () => [...list.children];
  const held = new WeakMap(items().map((item, n) => [item, first.views[n]]));
  document.documentElement.classList.add("brief-live");

  const field = (item, name) => item.querySelector(`[name^="${name}-"]`);
  const current = () => ({
    ...EMPTY,
    title: at("brief-title-field").value.trim(),
    views: items().map((item) => ({
      ...held.get(item),
      heading: field(item, "heading").value.trim(),
      comment: field(item, "comment").value.trim(),
    })),
  });
  const same = (one, other) => {
    const told = ({ title = "", views }) =>
      JSON.stringify([title, views.map((view) => [nameOf(view), view.heading || "", view.comment || ""])]);
    return told(one) === told(other);
  };

  let mine = !read().views.length || same(read(), first);
  const apart = at("brief-apart");
  apart.hidden = mine;

  const number = () => {
    const all = items();
    all.forEach((item, n) => {
      const own = n + 1;
      item.id = `brief-${own}`;
      item.setAttribute("aria-label", words.number.replace("{number}", own).replace("{all}", all.length));
      item.querySelector(".brief-number").textContent = own;
      for (const name of ["heading", "comment"]) {
        const input = field(item, name);
        item.querySelector(`label[for="${input.id}"]`).htmlFor = `${name}-${own}`;
        input.id = input.name = `${name}-${own}`;
      }
      for (const button of item.querySelectorAll(".brief-move")) {
        button.value = `${button.dataset.move}-${own}`;
        button.disabled = (button.dataset.move === "up" && !n) || (button.dataset.move === "down" && own === all.length);
      }
    });
    for (const button of form.querySelectorAll(".brief-format, #brief-save")) button.disabled = !all.length;
  };

  let settling = 0;
  let unsettled = false;
  let turns = 0;
  const settle = async () => {
    clearTimeout(settling);
    unsettled = false;
    const briefing = current();
    at("brief-views").value = JSON.stringify(briefing);
    const title = briefing.title || words.untitled;
    if (at("brief-title").textContent !== title) {
      document.title = document.title.replace(at("brief-title").textContent, title);
      at("brief-title").textContent = title;
    }
    if (mine) write(briefing);
    // Two that follow each other at once may be ready in the other order: the last one counts.
    const turn = ++turns;
    form.dataset.settling = "";
    const address = await addressOf(briefing);
    if (turn !== turns) return;
    at("brief-link").value = address ? new URL(address, window.location.origin).href : "";
    at("brief-copy").disabled = !address;
    if (address) window.history.replaceState(null, "", address);
    else say(words.long);
    delete form.dataset.settling;
  };

  const told = (item) => field(item, "heading").value.trim() || item.dataset.title;

  // Moving. What has the focus stays where it is in the document: what it changes places with is moved around it.

  const move = (item, by, focused) => {
    const all = items();
    const from = all.indexOf(item);
    const to = Math.min(Math.max(from + by, 0), all.length - 1);
    if (to === from) return;
    const between = by < 0 ? all.slice(to, from) : all.slice(from + 1, to + 1);
    if (by < 0) item.after(...between);
    else item.before(...between);
    number();
    item.scrollIntoView({ block: "nearest" });
    if (focused?.disabled) item.querySelector(".brief-move:not(:disabled)").focus();
    at("brief-said").textContent = words.moved
      .replace("{title}", told(item)).replace("{number}", to + 1).replace("{all}", all.length);
    settle();
  };

  // Undo

  let back = null;
  // Beside what has the focus, so that one Tab leads to it.
  const undoable = (text, undo, beside = form) => {
    back = undo;
    beside.append(at("brief-undo"));
    at("brief-undo-words").textContent = text;
    at("brief-undo").hidden = false;
    at("brief-said").textContent = text;
  };
  const settled = () => {
    back = null;
    at("brief-undo").hidden = true;
  };
  at("brief-undo-button").addEventListener("click", () => {
    const undo = back;
    settled();
    undo?.();
  });

  const remove = (item) => {
    const next = item.nextElementSibling;
    const near = next || item.previousElementSibling;
    form.append(at("brief-undo"));
    item.remove();
    number();
    settle();
    (near?.querySelector(".brief-move.remove") || at("brief-title-field")).focus();
    undoable(words.removed.replace("{title}", told(item)), () => {
      if (next?.isConnected) next.before(item);
      else list.append(item);
      number();
      settle();
      item.querySelector(".brief-move.remove").focus();
      at("brief-said").textContent = words.back.replace("{title}", told(item));
    }, near || form);
  };

  list.addEventListener("click", (event) => {
    const button = event.target.closest?.(".brief-move");
    if (!button) return;
    event.preventDefault();
    const item = button.closest(".brief-item");
    const kind = button.dataset.move;
    if (kind === "remove") remove(item);
    else {
      settled();
      move(item, kind === "up" ? -1 : 1, button);
    }
  });

  list.addEventListener("keydown", (event) => {
    const item = event.target.closest?.(".brief-item");
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!item || !by || !event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    settled();
    move(item, by, event.target);
  });

  form.addEventListener("keydown", (event) => {
    // Enter in a field sends nothing: what is typed is kept already.
    if (event.key === "Enter" && event.target.matches?.("input")) event.preventDefault();
  });
  form.addEventListener("input", () => {
    clearTimeout(settling);
    unsettled = true;
    form.dataset.settling = "";
    settling = setTimeout(settle, 400);
  });
  form.addEventListener("change", settle);
  // What was typed last is kept too; a briefing that was only looked at is not.
  window.addEventListener("pagehide", () => { if (mine && unsettled) write(current()); });

  // The briefing that is kept may be changed in another window: this one follows, or what was added there would be lost
  // with the next change here. What is being typed stays, as a briefing apart.
  const follow = () => {
    if (!mine || same(read(), current())) return;
    if (!unsettled) {
      open(read());
      return;
    }
    mine = false;
    apart.hidden = false;
  };
  window.addEventListener("storage", follow);
  window.addEventListener("pageshow", (event) => { if (event.persisted) follow(); });

  // Dragging

  let lifted = null;
  const unmark = () => {
    for (const item of items()) item.classList.remove("over-before", "over-after");
  };
  const below = (item, y) => {
    const box = item.getBoundingClientRect();
    return y > box.top + box.height / 2;
  };
  for (const handle of list.querySelectorAll(".brief-handle")) handle.draggable = true;
  list.addEventListener("dragstart", (event) => {
    lifted = event.target.closest?.(".brief-handle") ? event.target.closest(".brief-item") : null;
    if (!lifted) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", told(lifted));
    event.dataTransfer.setDragImage(lifted, 20, 20);
    lifted.classList.add("lifted");
  });
  list.addEventListener("dragover", (event) => {
    const item = event.target.closest?.(".brief-item");
    if (!lifted || !item) return;
    event.preventDefault();
    unmark();
    if (item !== lifted) item.classList.add(below(item, event.clientY) ? "over-after" : "over-before");
  });
  list.addEventListener("drop", (event) => {
    const item = event.target.closest?.(".brief-item");
    if (!lifted || !item) return;
    event.preventDefault();
    const others = items().filter((each) => each !== lifted);
    const to = item === lifted ? items().indexOf(lifted) : others.indexOf(item) + (below(item, event.clientY) ? 1 : 0);
    settled();
    move(lifted, to - items().indexOf(lifted));
  });
  list.addEventListener("dragend", () => {
    lifted?.classList.remove("lifted");
    lifted = null;
    unmark();
  });

  // Keeping, passing on

  at("brief-keep").addEventListener("click", () => {
    const before = read();
    mine = true;
    settle();
    apart.hidden = true;
    at("brief-title-field").focus();
    undoable(words.kept, () => {
      write(before);
      mine = false;
      apart.hidden = false;
      at("brief-keep").focus();
    });
  });

  at("brief-copy").addEventListener("click", async (event) => {
    const text = at("brief-link");
    const button = event.target;
    button.dataset.words ??= button.textContent;
    try {
      await navigator.clipboard.writeText(text.value);
      button.textContent = words.copied;
    } catch {
      text.focus();
      text.select();
      button.textContent = words.failed;
    }
    at("brief-said").textContent = button.textContent;
    setTimeout(() => { button.textContent = button.dataset.words; }, 2500);
  });

  // A file that takes a while says so, and what went wrong; without this the browser would only wait.
  const fetched = async (button) => {
    const name = button.querySelector(".export-what") || button;
    button.dataset.words ??= name.textContent;
    button.setAttribute("aria-busy", "true");
    button.disabled = true;
    name.textContent = words.making;
    at("brief-said").textContent = words.making;
    try {
      const answer = await fetch(button.formAction, { method: "POST", body: new FormData(form) });
      if (!answer.ok) throw new Error(answer.statusText);
      const said = answer.headers.get("Content-Disposition") || "";
      const file = document.createElement("a");
      file.href = URL.createObjectURL(await answer.blob());
      file.download = /filename="([^"]+)"/.exec(said)?.[1] || "briefing";
      document.body.append(file);
      file.click();
      file.remove();
      setTimeout(() => URL.revokeObjectURL(file.href), 60000);
      at("brief-said").textContent = words.made.replace("{name}", file.download);
    } catch {
      say(words.unmade);
    }
    name.textContent = button.dataset.words;
    button.removeAttribute("aria-busy");
    button.disabled = false;
    button.focus();
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    at("brief-views").value = JSON.stringify(current());
    const button = event.submitter;
    if (button?.matches(".brief-format, #brief-save")) fetched(button);
  });

  number();
  if (mine && first.views.length && same(read(), first)) write(current());
})();
