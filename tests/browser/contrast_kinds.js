/* Lets axe look at the contrast of each kind of text once instead of at every row of a list: half of its time went into
   351 towns whose colours are one rule of a style sheet. Two texts are of a kind when they and all they stand in have the
   same tags, classes, states and computed colours, and nothing painted lies over or under either. A text that a painted
   part overlaps is looked at by itself. What was found good in one view, width or language is good in the next: the
   kinds that a run found no fault in are known to all runs of a process (see page_checks.axe_violations). */
(() => {
  const { axe } = window;
  const STATES = ['aria-checked', 'aria-current', 'aria-disabled', 'aria-expanded', 'aria-pressed', 'aria-selected',
    'disabled'];
  const PAINT = ['backgroundColor', 'backgroundImage', 'opacity', 'filter', 'mixBlendMode'];
  const TEXT = ['color', 'fontSize', 'fontWeight', 'textShadow', 'webkitTextStroke'];
  const FIELDS = ['INPUT', 'SELECT', 'TEXTAREA'];
  const CLEAR = 'rgba(0, 0, 0, 0)';
  const rule = axe.utils.getRule('color-contrast');
  const applies = rule.matches;
  let looked, good, paths, parts;

  const forget = () => {
    [looked, paths, parts] = [new Set(), new Map(), null];
  };

  // One number for the same words in every page: 52 bits of two hashes that are unlike.
  const number = (words) => {
    let [one, two] = [0xdeadbeef, 0x41c6ce57];
    for (let at = 0; at < words.length; at += 1) {
      const letter = words.charCodeAt(at);
      one = Math.imul(one ^ letter, 2654435761);
      two = Math.imul(two ^ letter, 1597334677);
    }
    one = Math.imul(one ^ (one >>> 16), 2246822507) ^ Math.imul(two ^ (two >>> 13), 3266489909);
    two = Math.imul(two ^ (two >>> 16), 2246822507) ^ Math.imul(one ^ (one >>> 13), 3266489909);
    return 4294967296 * (1048575 & two) + (one >>> 0);
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
    return number(`${path(element)} ${TEXT.map((name) => style[name]).join(' ')}`);
  };

  const hasText = (element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());

  // The rule is of elements with text of their own and of fields. To find out that an element has none, axe reads all
  // that it holds: of a page's outer elements the whole page, each time.
  rule.matches = (element, node, context) => {
    if (!hasText(element)) return FIELDS.includes(element.tagName) && applies.call(rule, element, node, context);
    const own = kind(element);
    if ((good.has(own) || looked.has(own)) && !overlapped(element)) return false;
    const matched = applies.call(rule, element, node, context);
    if (matched) looked.add(own);
    return matched;
  };

  // A link is to be told from the words around it. One that is no part of a line is none of the rule's, and one that is
  // underlined where its block is not is good by it, whatever the words around it are: for these axe would first read
  // the whole block, once for each of its links.
  const links = axe.utils.getRule('link-in-text-block');
  const isInText = links.matches;
  const ALONE = ['block', 'list-item', 'table', 'flex', 'grid', 'inline-block', 'inline-flex', 'inline-grid'];
  const standsAlone = ({ display }) => ALONE.includes(display) || display.startsWith('table-');
  const blockOf = (element) => {
    let block = element.parentElement;
    while (block && !standsAlone(getComputedStyle(block))) block = block.parentElement;
    return block;
  };

  links.matches = (element, node, context) => {
    const style = getComputedStyle(element);
    if (standsAlone(style)) return false;
    const block = blockOf(element);
    if (block && style.textDecorationLine !== getComputedStyle(block).textDecorationLine) return false;
    return isInText.call(links, element, node, context);
  };

  const run = axe.run;
  axe.run = (...given) => {
    forget();
    good ??= new Set();
    return run.apply(axe, given);
  };
  // What axe says of a page, given the kinds known to be good, and the kinds that this look adds to them.
  window.lookOver = async (options, known) => {
    good = new Set(known);
    const { violations } = await axe.run(options);
    const pale = violations.some((violation) => violation.id === rule.id);
    return { violations, added: pale ? [] : [...looked] };
  };
})();
