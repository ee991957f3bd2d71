// What Dash asks for when it begins is in the document already, or in this script: it is answered here, as the server
// would. Any other question, as that of an address the reader has gone on to meanwhile, is the server's.

(function () {
  "use strict";

  const held = document.getElementById("drawn");
  if (!held) return;
  window.equity ??= {};
  const { pathname, search } = window.location;
  const { layout, page } = JSON.parse(held.textContent);
  const json = (value) => new Response(JSON.stringify(value), { headers: { "Content-Type": "application/json" } });
  const isOfThisPage = (body) => {
    const { output, inputs } = JSON.parse(body);
    const asked = Object.fromEntries(inputs.map((input) => [input.property, input.value]));
    return output.includes("_pages_content.children") && asked.pathname === pathname && (asked.search ?? "") === search;
  };

  const waiting = {
    "_dash-layout": () => layout,
    "_dash-dependencies": () => window.equity.dependencies,
    "_dash-update-component": (body) => (typeof body === "string" && isOfThisPage(body) ? page : undefined),
  };
  const ask = window.fetch;
  window.fetch = (...request) => {
    const name = new URL(String(request[0]?.url ?? request[0]), window.location).pathname.slice(1);
    const answer = waiting[name]?.(request[1]?.body);
    if (!answer) return ask(...request);
    delete waiting[name];
    return Promise.resolve(json(answer));
  };
})();
