// The page comes drawn; Dash draws it again, unseen, and takes it over: what is HTML in one piece is moved from the one into
// the other, so that what a reader has opened, scrolled or focused stays as it is. Then the first drawing is gone.

(function () {
  "use strict";

  const first = document.getElementById("first-drawing");
  if (!first) return;
  const entry = document.getElementById("react-entry-point");
  const main = document.getElementById("main");

  // A node that is moved keeps its focus and the place it is scrolled to, where the browser can.
  const move = (from, to) => {
    while (from.firstChild) {
      if (to.moveBefore) to.moveBefore(from.firstChild, null);
      else to.append(from.firstChild);
    }
  };

  // What a control is known by, in either drawing.
  const known = (element) => {
    if (!element || !first.contains(element)) return () => null;
    const { id, type, value, tagName, className } = element;
    const at = [...first.querySelectorAll(tagName)].indexOf(element);
    return () => {
      if (element.isConnected) return element;
      if (type === "radio") return [...document.querySelectorAll("#main input[type=radio]")].find((radio) => radio.value === value);
      const same = document.getElementById(id) ?? document.querySelectorAll(`#main ${tagName}`)[at];
      return same?.className === className ? same : null;
    };
  };
  const openedSheet = () => {
    const [before, after] = [first.querySelector(".rail.open"), entry.querySelector(".rail")];
    if (!before || !after) return;
    for (const { name, value } of before.attributes) after.setAttribute(name, value);
  };

  // What is pressed stays until it is let go: a press begun on the one drawing and ended on the other would be none.
  let pressed = false;
  document.addEventListener("pointerdown", () => { pressed = true; }, true);
  for (const end of ["pointerup", "pointercancel", "dragend"]) {
    document.addEventListener(end, () => {
      pressed = false;
      setTimeout(window.equity.takeOver); // after the click that this may end in
    }, true);
  }

  window.equity.takeOver = () => {
    if (pressed || !window.equity.undrawn || !entry.querySelector("#_pages_content")?.firstElementChild) return;
    window.equity.undrawn = false;
    const [sent, boxes] = [[...first.querySelectorAll("[data-sent]")], [...entry.querySelectorAll("[data-fragment]")]];
    const focused = known(document.activeElement);
    const scrolled = [...first.querySelectorAll("*")].filter((part) => part.scrollTop || part.scrollLeft)
      .map((part) => ({ part, left: part.scrollLeft, top: part.scrollTop }));
    const { scrollX, scrollY } = window;
    openedSheet();
    main.classList.remove("first");
    boxes.forEach((box) => {
      // Of another version of the data, where the server was asked for the page again, there is none.
      const from = sent.find((part) => part.parentNode && window.equity.isSame(box.dataset.fragment, part.dataset.sent));
      if (!from) return;
      box.filled = box.dataset.fragment;
      move(from, box);
      from.remove();
      window.equity.moved(from.dataset.sent, box);
    });
    const again = focused();
    first.remove();
    for (const { part, left, top } of scrolled) if (part.isConnected) part.scrollTo(left, top);
    if (again && document.activeElement !== again) again.focus({ preventScroll: true });
    if (window.scrollY !== scrollY) window.scrollTo(scrollX, scrollY);
    document.documentElement.dataset.taken = "";
  };
})();
