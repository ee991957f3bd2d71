// What a chart has drawn, read back from its SVG: from plotly.js's, from the page's drawing, and from ours for pictures put
// into the same page. All become one form: the plot's box and what stands in it, in pixels of the chart, in the order it is drawn in.
/* eslint-disable no-underscore-dangle -- plotly.js and d3 keep what they have drawn under such names */
(() => {
  const all = (root, query) => [...root.querySelectorAll(query)];
  const along = (matrix, x, y) => [matrix.a * x + matrix.c * y + matrix.e, matrix.b * x + matrix.d * y + matrix.f];
  // What takes a node's own numbers to pixels of its chart.
  let matrixOf = (node) => node.getCTM();
  function within(box, read) {
    const before = matrixOf;
    matrixOf = (node) => {
      const {a, b, c, d, e, f} = node.getScreenCTM();
      return {a, b, c, d, e: e - box.left, f: f - box.top};
    };
    try {
      return read();
    } finally {
      matrixOf = before;
    }
  }
  const number = (node, name) => Number(node.getAttribute(name));
  const extent = ({width, height}) => width + height;

  // The corners of a path of absolute straight parts; a path with anything else is none that our charts have.
  function cornersOf(path) {
    const found = [];
    let [x, y] = [0, 0];
    for (const [, command, written] of path.getAttribute('d').matchAll(/([a-zA-Z])([^a-zA-Z]*)/g)) {
      if (command.toUpperCase() === 'Z') continue;
      if (!'MLHV'.includes(command)) throw new Error(`a path of a chart has the command ${command}`);
      const numbers = written.trim().split(/[\s,]+/).map(Number);
      if (command === 'H') [x] = numbers;
      else if (command === 'V') [y] = numbers;
      else [x, y] = numbers;
      found.push(along(matrixOf(path), x, y));
    }
    return found;
  }

  function endsOf(shape) {
    const {x, y, width, height} = shape.getBBox();
    return [along(matrixOf(shape), x, y), along(matrixOf(shape), x + width, y + height)];
  }

  function styleOf(shape, ...names) {
    const style = getComputedStyle(shape);
    return names.map((name) => style[name].replaceAll('px', ''));
  }

  const band = (path) => ({corners: cornersOf(path), style: styleOf(path, 'fill', 'fillOpacity')});
  const stroke = (shape, corners) => ({corners, style: styleOf(shape, 'stroke', 'strokeWidth', 'strokeDasharray')});
  const whisker = (shape) => ({corners: endsOf(shape), style: styleOf(shape, 'stroke', 'strokeWidth')});

  // An upright stroke has no inside, whatever colour that is said to have.
  function mark(shape, at) {
    const [[left, top], [right, bottom]] = endsOf(shape);
    const size = [right - left, bottom - top];
    const [fill, edge, width] = styleOf(shape, 'fill', 'stroke', 'strokeWidth');
    return {corners: [at], size, style: [size[0] ? fill : 'none', Number(width) ? edge : 'none']};
  }

  const isBold = (line) => [line, ...all(line, 'tspan')].some((run) => getComputedStyle(run).fontWeight >= 600);
  const words = (line) => ({words: line.textContent, bold: isBold(line)});

  function byPlotly(graph) {
    const {_fullLayout: layout} = graph;
    const {xaxis: x, yaxis: y} = layout;
    const index = (trace) => trace.__data__[0].trace.index;
    const traces = all(graph, '.scatterlayer .trace').sort((one, other) => index(one) - index(other));
    const of = (query) => traces.flatMap((trace) => all(trace, query));
    const isSeen = (shape) => getComputedStyle(shape).opacity !== '0';
    const tick = (text) => ({...words(text), corners: [along(text.getCTM(), number(text, 'x'), number(text, 'y'))]});
    const origin = graph.querySelector('.main-svg').getBoundingClientRect();
    function label(group) {
      const {left, top, right, bottom} = group.querySelector('.bg').getBoundingClientRect();
      const text = group.querySelector('text');
      const lines = all(text, 'tspan.line');
      return {
        lines: (lines.length ? lines : [text]).map(words),
        box: [left - origin.left, top - origin.top, right - origin.left, bottom - origin.top],
        style: styleOf(text, 'fill'),
      };
    }
    return {
      axes: Object.keys(layout).filter((key) => /^[xy]axis\d*$/.test(key)).map((key) => layout[key].type),
      plot: [x._offset, y._offset, x._offset + x._length, y._offset + y._length],
      across: all(graph, '.xtick text').map(tick).filter((found) => found.words),
      up: all(graph, '.ytick text').map(tick).filter((found) => found.words),
      rules: all(graph, '.gridlayer path, .xlines-above, .shapelayer path')
        .filter((path) => extent(path.getBBox()) > 0).map((path) => stroke(path, endsOf(path))),
      bands: of('.js-fill').map(band),
      lines: of('.js-line').filter((path) => Number.parseFloat(getComputedStyle(path).strokeWidth))
        .map((path) => stroke(path, cornersOf(path))),
      whiskers: of('.xerror, .yerror').filter((path) => extent(path.getBBox()) > 0).map(whisker),
      marks: of('.point').filter(isSeen).map((path) => mark(path, along(path.getCTM(), 0, 0))),
      labels: all(graph, '.annotation').sort((a, b) => a.dataset.index - b.dataset.index).map(label),
    };
  }

  function byUs(svg) {
    const holder = document.createElement('div');
    holder.style.cssText = 'position: absolute; left: 0; top: 0';
    holder.innerHTML = svg;
    document.body.append(holder);
    try {
      const [box] = holder.querySelector('clipPath').children;
      const [left, top, wide, high] = ['x', 'y', 'width', 'height'].map((name) => number(box, name));
      const shown = [...holder.firstChild.children].filter((part) => ['g', 'line', 'path', 'text'].includes(part.tagName));
      const drawing = shown.map((part) => ({
        nodes: part.tagName === 'g' ? [...part.children] : [part], isClipped: part.tagName === 'g',
      }));
      return parts(drawing, [left, top, left + wide, top + high]);
    } finally {
      holder.remove();
    }
  }

  // In a fluid drawing, what has its size in pixels stands in a frame of its own, and so does what is clipped.
  function byPage(chart) {
    const {layout} = JSON.parse(chart.dataset.figure);
    const drawing = chart.querySelector('.drawing');
    const box = chart.getBoundingClientRect();
    const {left, width} = drawing.getBoundingClientRect();
    const [first, last] = (layout.xaxis.domain ?? [0, 1]).map((at) => left - box.left + at * width);
    const isFrame = (part) => part.tagName === 'svg';
    const shown = [...drawing.children].filter((part) => (isFrame(part) || part.tagName === 'line') && part.getClientRects().length);
    const layers = shown.map((part) => ({
      nodes: isFrame(part) ? all(part, 'line, path, text').filter((node) => !node.closest('pattern')) : [part],
      isClipped: isFrame(part) && !part.hasAttribute('overflow'),
    }));
    return within(box, () => parts(layers, [first, layout.margin.t, last, layout.height - layout.margin.b]));
  }

  // Of what stands before the first trace, words are ticks and strokes are the grid and the shapes below; after it,
  // words are labels, level strokes are axis lines, and what is clipped and a stroke is a whisker.
  function parts(drawing, plot) {
    const clipped = new Set(drawing.filter(({isClipped}) => isClipped).flatMap(({nodes}) => nodes));
    const first = drawing.findIndex(({nodes, isClipped}) => isClipped || nodes[0].tagName === 'path');
    const [before, shapes] = [drawing.slice(0, first), drawing.slice(first)].map((some) => some.flatMap(({nodes}) => nodes));
    const strokes = shapes.filter((part) => part.tagName === 'line');
    const paths = shapes.filter((part) => part.tagName === 'path');
    const isMark = (path) => path.hasAttribute('transform');
    const isFilled = (path) => path.getAttribute('fill') !== 'none';
    const isClipped = (part) => clipped.has(part);
    const isLevel = (part) => part.getAttribute('y1') === part.getAttribute('y2');
    const isUpright = (part) => !isClipped(part) && !isLevel(part);
    function point(part) {
      if (isMark(part)) return mark(part, along(matrixOf(part), 0, 0));
      const [[x, up], [, down]] = endsOf(part);
      return mark(part, [x, (up + down) / 2]);
    }
    const text = (node) => ({
      ...words(node), corners: [along(matrixOf(node), number(node, 'x'), number(node, 'y'))], style: styleOf(node, 'fill'),
      anchor: node.getAttribute('text-anchor'),
    });
    const [ticks, labels] = [before, shapes].map((some) => some.filter((part) => part.tagName === 'text').map(text));
    // The lines of a tick's words are one under the other.
    function joined(found, line) {
      const last = found.at(-1);
      if (last && last.corners[0][0] === line.corners[0][0]) last.words += line.words;
      else found.push(line);
      return found;
    }
    const rules = [...before.filter((part) => part.tagName === 'line'),
      ...strokes.filter((part) => !isClipped(part) && isLevel(part))];
    return {
      plot,
      across: ticks.filter(({anchor}) => anchor === 'middle').reduce(joined, []),
      up: ticks.filter(({anchor}) => anchor === 'end'),
      rules: rules.map((part) => stroke(part, endsOf(part))),
      bands: paths.filter((path) => !isMark(path) && isFilled(path)).map(band),
      lines: paths.filter((path) => !isMark(path) && !isFilled(path)).map((path) => stroke(path, cornersOf(path))),
      whiskers: strokes.filter(isClipped).map(whisker),
      marks: shapes.filter((part) => (part.tagName === 'line' ? isUpright(part) : isMark(part))).map(point),
      labels,
    };
  }

  return {byPlotly, byPage, byUs};
})()
