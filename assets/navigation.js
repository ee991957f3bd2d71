// Moves of the focus that are no choices: past something long, and to the head of a page that was drawn anew.

(function () {
  "use strict";

  const heading = () => document.querySelector("#main h1");
  const put = (target, options) => {
    if (!target) return;
    if (!target.matches("a[href], button, input, select, [tabindex]")) target.tabIndex = -1;
    target.focus(options);
  };

  const past = (href) => {
    let target = document.querySelector(href);
    while (target && getComputedStyle(target).display === "contents") target = target.firstElementChild;
    put(target);
    if (target) target.dataset.skipped = href;
    return target;
  };

  // A link that skips leads to no other address: the history is of views. On a phone, what holds the figure has no box.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a.skip-link, a.skip-past");
    if (!link) return;
    event.preventDefault();
    past(link.getAttribute("href"))?.scrollIntoView({ block: "nearest" });
  });

  // What has the focus since may be drawn anew: the head of a page, or its figure on a phone.
  window.equity ??= {};
  window.equity.putBack = ({ tagName, dataset }) => {
    if (tagName === "H1") put(heading(), { preventScroll: true });
    else if (dataset?.skipped) past(dataset.skipped);
  };
})();
