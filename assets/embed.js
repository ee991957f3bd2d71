// The embedded view: whoever has it in a frame is told how high it is whenever that changes.

(function () {
  "use strict";

  if (window.location.pathname !== "/embed") return;
  if (window.parent === window) return;

  let told = 0;
  const tell = () => {
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    // What stands there while the view is on its way is no height to make room for.
    if (height === told || height === 0 || !document.getElementById("embed")) return;
    told = height;
    // Whoever embeds the view may know its height; there is nothing else in the message.
    window.parent.postMessage({ type: "equity-embed", height }, "*");
  };
  new ResizeObserver(tell).observe(document.body);
})();
