// An answer that comes while a list is open waits until it is closed: drawn anew, the list would shut under the hand that
// chooses from it, and the focus would be lost with its options.

(function () {
  "use strict";

  const ask = window.fetch;
  const known = CSS.supports("selector(select:open)");
  const isOpen = () => known && document.querySelector("select:open") !== null;
  const closed = () => new Promise((done) => {
    const look = () => (isOpen() ? requestAnimationFrame(look) : done());
    look();
  });
  window.equity.pickerIsOpen = isOpen;

  window.fetch = async (...request) => {
    const answer = await ask(...request);
    const address = String(request[0]?.url ?? request[0]);
    if (address.includes("_dash-update-component")) await closed();
    return answer;
  };
})();
