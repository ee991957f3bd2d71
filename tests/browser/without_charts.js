// A stand-in for plotly.js that draws nothing: a third of a page's opening is plotly's, and most tests look at no chart.
// The page asks it for all that it asks plotly for, and is told that it is done.
(() => {
  const done = (graph) => {
    graph.on ??= () => graph;
    graph.removeAllListeners ??= () => graph;
    graph.classList.add("js-plotly-plot");
    return Promise.resolve(graph);
  };
  window.Plotly = {
    react: done, newPlot: done, relayout: done, restyle: done, animate: done, addFrames: done, deleteFrames: done,
    purge() {}, Plots: { resize: done }, Fx: { unhover() {} },
  };
})();
