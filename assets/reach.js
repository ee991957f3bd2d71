// A change that the site did not answer (no connection, a worker that died) is said, where nothing else would say it:
// the page answers for its own errors, but not for an answer that never came.

(function () {
  "use strict";

  const ask = window.fetch;
  const say = () => {
    const box = document.getElementById("failure");
    if (box) window.dash_clientside.set_props("failure", { children: box.dataset.unanswered });
  };

  window.fetch = async (...request) => {
    const address = String(request[0]?.url ?? request[0]);
    if (!address.includes("_dash-update-component")) return ask(...request);
    try {
      const answer = await ask(...request);
      if (answer.status >= 500) say();
      return answer;
    } catch (error) {
      // A request the browser itself gave up, because the reader went to another page, needs no word.
      if (error.name !== "AbortError") say();
      throw error;
    }
  };
})();
