// What Dash fetches later, for charts, lies beside it under the same version. Dash names another address, which is asked
// again at each visit whether it is still so.

(function () {
  "use strict";

  const dash = document.querySelector("script[src$='/dash.js']");
  if (!dash) return;
  const address = new URL("plotly.min.js", dash.src).href;
  Object.defineProperty(window, "_dashPlotlyJSURL", { get: () => address, set() {} });
})();
