/* Lets axe look at the contrast of each kind of text once instead of at every row of a list: half of its time went into
   351 towns whose colours are one rule of a style sheet. Two texts are of a kind when they and all they stand in have the
   same tags, classes, states and computed colours, and nothing painted lies over or under either. A text that a painted
   part overlaps is looked at by itself. */
(() => {
  const { axe } = window;
  const STATES = ['aria-checked', 'aria-current', 'aria-disabled', 'aria-expanded', 'aria-pressed', 'aria-selected',
    'disabled'];
  const PAINT = ['backgroundColor', 'backgroundImage', 'opacity', 'filter', 'mixBlendMode'];
  const TEXT = ['color', 'fontSize', 'fontWeight', 'textShadow', 'webkitTextStroke'];
  const CLEAR = 'rgba(0, 0, 0, 0)';
  const rule = axe.utils.getRule('color-contrast');
  const applies = rule.matches;
  let looked, numbers, paths, parts;

  const forget = () => {
    [looked, numbers, paths, parts] = [new Set(), new Map(), new Map(), null];
  };

  const number = (words) => {
    if (!numbers.has(words)) numbers.set(words, numbers.size);
    return numbers.get(words);
  };

  // Each element's number says what it and everything it stands in are painted with.
  const path = (element) => {
    if (!element) return '';
    if (!paths.has(element)) {
      const style = getComputedStyle(element);
      const words = [
        path(element.parentElement), element.tagName, element.getAttribute('class'),
        ...STATES.map((state) => element.getAttribute(state)), ...PAINT.map((name) => style[name]),
      ];
      paths.set(element, number(words.join('|')));
    }
    return paths.get(element);
  };

  const painted = (element) => {
    const style = getComputedStyle(element);
    return style.backgroundColor !== CLEAR || style.backgroundImage !== 'none';
  };

  // What a text stands in is part of its kind, and what stands in it lies over it only when it was moved there.
  const covers = (part, element) => !part.contains(element)
    && (!element.contains(part) || getComputedStyle(part).position !== 'static');

  const overlapped = (element) => {
    parts ??= [...document.body.querySelectorAll('*')].filter(painted).map((part) => [part, part.getBoundingClientRect()]);
    const own = element.getBoundingClientRect();
    return parts.some(([part, box]) => box.left < own.right && own.left < box.right && box.top < own.bottom
      && own.top < box.bottom && covers(part, element));
  };

  const kind = (element) => {
    const style = getComputedStyle(element);
    return `${path(element)} ${TEXT.map((name) => style[name]).join(' ')}`;
  };

  const hasText = (element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());

  rule.matches = (element, node, context) => {
    if (!hasText(element)) return applies.call(rule, element, node, context);
    const own = kind(element);
    if (looked.has(own) && !overlapped(element)) return false;
    const matched = applies.call(rule, element, node, context);
    if (matched) looked.add(own);
    return matched;
  };

  const run = axe.run;
  axe.run = (...given) => {
    forget();
    return run.apply(axe, given);
  };
})();
