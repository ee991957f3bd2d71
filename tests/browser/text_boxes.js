// The boxes of all texts of a page as they are drawn: which lie over each other, and which are cut.
//
// A line of HTML text is a box, so that a wrapped sentence is not taken for a block; a text of a drawing is one box. What
// scrolls in a place of its own is there for who scrolls it, so that only its visible part is a text of the page. Over a
// text lies what is drawn in another layer, as the bar at a phone's foot: it moves out of the way.

(() => {
  const APART = ".visually-hidden, .visually-hidden-focusable:not(:focus), .skip-link, option, script, style, noscript, math, [hidden]";
  const LAYERS = ".dock, .place-card, .rail-sheet, .search-list, .timeline";
  const WIDEST = document.documentElement.clientWidth;
  // Letters leave some of their line's height free: lines may be as close as that.
  const trimmed = (box) => {
    const free = Math.min(box.height * 0.2, 5);
    return { left: box.left + 0.75, right: box.right - 0.75, top: box.top + free, bottom: box.bottom - free };
  };
  const scrolls = (style, axis) => /auto|scroll/.test(style[`overflow${axis}`]);
  const hides = (style, axis) => /hidden|clip/.test(style[`overflow${axis}`]);

  // The part of a box that the places which hold it let through, and whether one of them cuts it for good.
  const through = (box, element) => {
    let { left, right, top, bottom } = box;
    let cut = "";
    for (let holder = element; holder && holder !== document.body; holder = holder.parentElement) {
      const style = getComputedStyle(holder);
      if (style.clipPath === "inset(50%)") return null; // there to be heard
      if (style.position === "fixed") break;
      if (style.display === "inline" || style.display === "contents") continue;
      if (holder instanceof SVGElement && !(holder.localName === "svg")) continue;
      const frame = holder.getBoundingClientRect();
      for (const [axis, low, high] of [["X", "left", "right"], ["Y", "top", "bottom"]]) {
        const [from, to] = axis === "X" ? [left, right] : [top, bottom];
        const over = Math.max(frame[low] - from, to - frame[high]);
        if (hides(style, axis) && over > (axis === "X" ? 1 : 2.5)) cut ||= `${holder.localName}.${holder.getAttribute("class") ?? ""}`;
        if (scrolls(style, axis)) {
          if (axis === "X") [left, right] = [Math.max(left, frame.left), Math.min(right, frame.right)];
          else [top, bottom] = [Math.max(top, frame.top), Math.min(bottom, frame.bottom)];
        }
      }
    }
    return { left, right, top, bottom, cut };
  };
  const inScroller = (element) => {
    for (let holder = element; holder && holder !== document.body; holder = holder.parentElement) {
      if (scrolls(getComputedStyle(holder), "X")) return true;
    }
    return false;
  };
  const shown = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });

  const texts = [];
  const cut = [];
  const add = (words, box, element, group) => {
    if (box.width < 2 || box.height < 2) return;
    const seen = through(trimmed(box), element);
    if (!seen || seen.right - seen.left < 1 || seen.bottom - seen.top < 1) return;
    if (seen.cut) cut.push(`“${words}” by ${seen.cut}`);
    if ((box.left < -0.5 || box.right > WIDEST + 0.5) && !inScroller(element)) cut.push(`“${words}” by the edge of the page`);
    texts.push({ words, ...seen, group, layer: element.closest(LAYERS) });
  };

  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode;
    const element = text.parentElement;
    if (!text.data.trim() || element.closest(APART) || element.closest("svg") || !shown(element)) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    const words = text.data.trim().slice(0, 40);
    const lines = range.getClientRects();
    for (const line of lines) add(words, line, element, element);
    if (lines.length > 1 && !element.closest("code, pre")) {
      for (const word of text.data.matchAll(/\p{L}{3,}/gu)) {
        range.setStart(text, word.index);
        range.setEnd(text, word.index + word[0].length);
        const [first, ...more] = [...range.getClientRects()].filter((part) => part.width > 0.5);
        if (more.some((part) => part.top > first.top + 2)) cut.push(`“${word[0]}” by the end of its line`);
      }
    }
    const style = getComputedStyle(element);
    if (style.textOverflow === "ellipsis" && element.scrollWidth > element.clientWidth + 1) cut.push(`“${words}” by an ellipsis`);
  }
  for (const select of document.querySelectorAll(".view select")) {
    if (shown(select) && select.scrollWidth > select.clientWidth + 1) cut.push(`the choice “${select.value}”`);
  }
  for (const text of document.querySelectorAll("svg text")) {
    if (!text.textContent.trim() || text.closest(APART) || !shown(text)) continue;
    add(text.textContent.trim().slice(0, 40), text.getBoundingClientRect(), text, text);
  }

  // The marks of figures: they are whole, and lie over no figure. Those of trends stand among the words of their lines.
  const marks = [];
  for (const mark of document.querySelectorAll(".dot, .dots-dot, .drawing:not(.trend-graph *) path[transform]")) {
    if (!shown(mark) || mark.closest(".trend-graph, .compared-trend-graph")) continue;
    const box = mark.getBoundingClientRect();
    if (box.width < 2) continue;
    const seen = through(box, mark);
    if (seen.right - seen.left < 1 || seen.bottom - seen.top < 1) continue;
    if (box.left < 0 || box.right > WIDEST) cut.push(`a mark at ${Math.round(box.left)}, ${Math.round(box.top)} by the edge of the page`);
    if (seen.cut) cut.push(`a mark at ${Math.round(box.left)}, ${Math.round(box.top)} by ${seen.cut}`);
    marks.push(seen);
  }

  const over = [];
  for (const mark of marks) {
    for (const text of texts) {
      const wide = Math.min(mark.right, text.right) - Math.max(mark.left, text.left);
      const high = Math.min(mark.bottom, text.bottom) - Math.max(mark.top, text.top);
      if (wide > 1 && high > 1 && !text.layer) over.push(`a mark and “${text.words}”`);
    }
  }
  texts.sort((a, b) => a.top - b.top);
  texts.forEach((one, at) => {
    for (let next = at + 1; next < texts.length && texts[next].top < one.bottom; next += 1) {
      const two = texts[next];
      if (one.group === two.group || one.layer !== two.layer) continue;
      const wide = Math.min(one.right, two.right) - Math.max(one.left, two.left);
      const high = Math.min(one.bottom, two.bottom) - Math.max(one.top, two.top);
      if (wide > 1 && high > 1) over.push(`“${one.words}” and “${two.words}”`);
    }
  });
  return { texts: texts.length, over: [...new Set(over)], cut: [...new Set(cut)] };
})();
