// Passing a view on. The markup comes from components/page/share.py, addresses in it without their site; links carry the data
// version, which the address bar does not: an address that is typed or edited asks for no particular data.

(function () {
  "use strict";

  const opener = () => document.getElementById("open-share");
  const panel = () => document.getElementById("share-panel");
  const isOpen = () => opener()?.getAttribute("aria-expanded") === "true";
  const linkOf = (box) => new URL(`/explore${box.dataset.query}`, window.location.origin).href;

  const open = () => {
    const box = opener().closest(".sharing");
    document.getElementById("share-link").value = linkOf(box);
    const code = document.getElementById("embed-code");
    code.value = code.dataset.code.replaceAll("{site}", window.location.origin);
    document.getElementById("native-share").hidden = !navigator.share;
    opener().setAttribute("aria-expanded", "true");
    panel().hidden = false;
    opened = true;
  };

  // A view that is drawn anew keeps the panel open, and the link in it is the new view's.
  let opened = false;
  window.equity.restorers.push(() => { if (opened && opener() && !isOpen()) open(); });

  const close = () => {
    opened = false;
    if (!isOpen()) return;
    opener().setAttribute("aria-expanded", "false");
    panel().hidden = true;
  };

  const say = (button, words) => {
    const own = button.dataset.words ?? button.textContent;
    button.dataset.words = own;
    button.textContent = words;
    document.getElementById("share-said").textContent = words;
    setTimeout(() => { button.textContent = own; }, 2500);
  };

  const copy = async (button) => {
    const text = document.getElementById(button.dataset.copies);
    try {
      await navigator.clipboard.writeText(text.value);
      say(button, button.dataset.done);
    } catch {
      // Without the right to the clipboard, the text is chosen and the reader copies it.
      text.focus();
      text.select();
      say(button, button.dataset.failed);
    }
  };

  document.addEventListener("click", (event) => {
    const target = event.target;
    if (target.closest?.("#open-share")) {
      if (isOpen()) close();
      else open();
      return;
    }
    if (!target.closest?.("#share-panel")) { close(); return; }
    const button = target.closest("[data-copies]");
    if (button) copy(button);
    const native = target.closest("#native-share");
    // Closing the device's own dialog without choosing is no failure.
    if (native) navigator.share({ title: native.dataset.title, url: linkOf(native.closest(".sharing")) }).catch(() => {});
  });

  document.addEventListener("focusin", (event) => {
    if (event.target.matches?.("#share-panel .sharing-text")) event.target.select();
    if (isOpen() && !event.target.closest?.(".sharing") && event.target !== document.body) close();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !isOpen()) return;
    const inside = document.activeElement === opener() || panel().contains(document.activeElement);
    close();
    if (inside) opener().focus();
  });
})();
