// The timeline under a figure: its slider names the period under the finger, and its button plays the periods one after
// the other, without leaving a trace in the history until the playing ends.

(function () {
  "use strict";

  const slider = () => document.getElementById("choose-period");
  const chosen = (input) => {
    const box = input.closest("[data-queries]");
    const index = Number(input.value);
    return { query: box.dataset.queries.split(" ")[index], label: box.dataset.labels.split("|")[index] };
  };
  // The list of periods among the choices says the same.
  const name = (input) => {
    const { label, query } = chosen(input);
    input.setAttribute("aria-valuetext", label);
    const now = document.getElementById("period-now");
    if (now && now.textContent !== label) now.textContent = label;
    const list = document.getElementById("choose-when");
    if (list && [...list.options].some((option) => option.value === query)) list.value = query;
  };

  let playing = 0;
  let at = "0"; // where the playing is: the slider is drawn anew with each period
  const halt = () => {
    clearInterval(playing);
    playing = 0;
    document.getElementById("play-periods")?.setAttribute("aria-pressed", "false");
  };
  const stop = () => {
    if (!playing) return;
    halt();
    slider()?.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const move = (input, to) => {
    input.value = to;
    at = input.value;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const step = () => {
    const input = slider();
    if (!input || Number(at) >= Number(input.max)) stop();
    else move(input, String(Number(at) + 1));
  };
  const play = (button) => {
    if (playing) {
      stop();
      return;
    }
    const input = slider();
    button.setAttribute("aria-pressed", "true");
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    playing = setInterval(step, calm ? 2500 : 1200);
    move(input, input.value === input.max ? "0" : input.value);
  };

  document.addEventListener("input", ({ target }) => {
    if (target.id !== "choose-period") return;
    name(target);
    window.equity.preview?.(chosen(target).query);
  });
  document.addEventListener("click", (event) => {
    const player = event.target.closest?.("#play-periods");
    if (player) play(player);
    // A choice stops the playing by itself, for the period in view.
    else if (event.isTrusted && !event.target.closest?.("#choose-group, .rail select, svg.map [role=option], .class-choices")) stop();
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") stop(); });

  // Each change of the view draws the timeline anew: its words follow its value, and its button whether it plays.
  new MutationObserver(() => {
    const input = slider();
    if (input && playing && input.value !== at) input.value = at;
    if (input && !input.hasAttribute("aria-valuetext")) name(input);
    document.getElementById("play-periods")?.setAttribute("aria-pressed", String(playing !== 0));
  }).observe(document.documentElement, { childList: true, subtree: true });

  window.equity.timeline = {
    halt,
    query: (input) => chosen(input).query,
    // The address of the period that is played; nothing where none is.
    played: () => (playing && slider() ? chosen(slider()).query : ""),
    // Whether a finger or a mouse button is down on the slider.
    held: () => Boolean(slider()?.matches(":active")),
  };
})();
