// Charts stand on the page as drawings. Plotly.js, the largest script there is, comes when one is pointed at, has the focus or
// is tapped, and draws that chart in the place of its drawing: there is a label at what is pointed at without a second
// gesture. Where it does not come the drawing stays.

(function () {
  "use strict";

  const SETTINGS = { displayModeBar: false, responsive: true, scrollZoom: false, doubleClick: false };

  let script = null;
  const load = () => (script ??= new Promise((resolve, reject) => {
    const own = document.createElement("script");
    own.src = document.getElementById("main").dataset.plotly;
    own.addEventListener("load", resolve);
    own.addEventListener("error", () => {
      script = null; // the next gesture asks again
      own.remove();
      reject(new Error("plotly.js did not come"));
    });
    document.head.append(own);
  }));

  const graphs = new Set();
  // A graph whose chart was drawn anew listens to the window no more.
  const sweep = () => {
    for (const graph of graphs) {
      if (graph.isConnected) continue;
      window.Plotly.purge(graph);
      graphs.delete(graph);
    }
  };

  // What the drawing has no room to say under its axis, plotly would write over its neighbors.
  const keepTicks = (chart, axis) => {
    const shown = [...chart.querySelectorAll(".tick")].map((tick) => tick.getClientRects().length > 0);
    const said = axis.ticktext?.filter(Boolean).length;
    if (said !== shown.length) return;
    axis.ticktext = axis.ticktext.map((text) => (!text || shown.shift() ? text : ""));
  };

  const make = async (chart) => {
    await load();
    sweep();
    if (!chart.isConnected) return null; // another view has come meanwhile
    const graph = document.createElement("div");
    graph.className = "chart-graph";
    chart.append(graph);
    const { data, layout } = JSON.parse(chart.dataset.figure);
    keepTicks(chart, layout.xaxis);
    await window.Plotly.newPlot(graph, data, layout, SETTINGS);
    graphs.add(graph);
    window.equity.attend(graph);
    chart.classList.add("live");
    return graph;
  };
  const charts = new WeakMap(); // what each chart becomes
  const graphOf = (chart) => {
    if (!charts.has(chart)) {
      const made = make(chart).catch(() => {
        charts.delete(chart);
        chart.querySelector(".chart-graph")?.remove();
        return null;
      });
      charts.set(chart, made);
    }
    return charts.get(chart);
  };

  // Pointing

  let pointer = null; // where it is, and on which chart
  const chartAt = (target) => target.closest?.(".chart") ?? null;
  const point = async (chart, { clientX, clientY }) => {
    pointer = { chart, at: { clientX, clientY } };
    if (chart.classList.contains("live")) return;
    const graph = await graphOf(chart);
    if (!graph || pointer?.chart !== chart) return;
    const under = document.elementFromPoint(pointer.at.clientX, pointer.at.clientY);
    if (graph.contains(under)) under.dispatchEvent(new MouseEvent("mousemove", { ...pointer.at, bubbles: true }));
  };
  // A finger that scrolls the page points at nothing.
  const follow = (event) => {
    if (event.pointerType === "touch") return;
    const chart = chartAt(event.target);
    if (chart && pointer?.chart !== chart) point(chart, event);
    else if (chart) pointer.at = { clientX: event.clientX, clientY: event.clientY };
    else pointer = null;
  };
  document.addEventListener("pointerover", follow, { passive: true });
  document.addEventListener("pointermove", follow, { passive: true });
  document.addEventListener("click", (event) => {
    const chart = chartAt(event.target);
    if (chart) point(chart, event);
  });

  // From mark to mark by keys

  const chartOf = (figure) => (figure.matches?.("figure[tabindex]") ? figure.querySelector(".chart") : null);
  const marksOf = (graph) => graph.data.flatMap(({ text }, curveNumber) =>
    (Array.isArray(text) ? text.map((words, pointNumber) => ({ words, mark: { curveNumber, pointNumber } })) : []));
  const plain = (words) => {
    const lines = new DOMParser().parseFromString(words.replace(/<br\s*\/?>/g, "\n"), "text/html").body.textContent.split("\n");
    return lines.map((line) => line.trim()).filter(Boolean).join("; ");
  };
  // Said inside the figure: a page has other regions that speak for other things.
  const say = (figure, words) => {
    let region = figure.querySelector(":scope > [role=status]");
    if (!region) {
      region = document.createElement("p");
      region.className = "visually-hidden";
      region.setAttribute("role", "status");
      figure.append(region);
    }
    region.textContent = words;
  };
  const STEPS = {
    ArrowRight: (at) => at + 1, ArrowDown: (at) => at + 1, ArrowLeft: (at) => at - 1, ArrowUp: (at) => at - 1,
    Home: () => 0, End: () => Infinity,
  };
  document.addEventListener("keydown", async (event) => {
    const chart = chartOf(event.target);
    const step = STEPS[event.key];
    if (!chart || !step || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const graph = await graphOf(chart);
    if (!graph) return;
    const marks = marksOf(graph);
    if (!marks.length) return;
    graph.mark = Math.min(Math.max(step(graph.mark ?? -1), 0), marks.length - 1);
    const { words, mark } = marks[graph.mark];
    window.Plotly.Fx.hover(graph, [mark]);
    say(event.target, plain(words));
  });
  document.addEventListener("keydown", ({ key, target }) => {
    const graph = chartOf(target)?.querySelector(".js-plotly-plot");
    if (key === "Escape" && graph) window.Plotly.Fx.unhover(graph);
  });
  document.addEventListener("focusin", ({ target }) => {
    const chart = chartOf(target);
    if (chart) graphOf(chart);
  });
  document.addEventListener("focusout", ({ target }) => {
    const graph = chartOf(target)?.querySelector(".js-plotly-plot");
    if (graph && graph.mark !== undefined) window.Plotly.Fx.unhover(graph);
  });
})();
