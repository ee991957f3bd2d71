// The link and the code of a view that is passed on: with the site's address, the view's words and the data version.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Browser, element } from "./browser.mjs";

const QUERY = "?indicator=births&level=county&data=630c64a3c89e.4f2a7f3a1c";

/** A page with the panel of sharing, shut; and what stands in it. */
const page = (navigator = {}) => {
  const box = element([".sharing"], { dataset: { query: QUERY } });
  const parts = {
    opener: element(["#open-share"], { parentNode: box, attributes: { "aria-expanded": "false" } }),
    panel: element(["#share-panel"], { parentNode: box, hidden: true }),
    link: element(["#share-link"]),
    code: element(["#embed-code"], { dataset: { code: '<a href="{site}/explore"></a><iframe src="{site}/embed"></iframe>' } }),
    native: element(["#native-share"], { dataset: { title: "Births" }, parentNode: box }),
    said: element(["#share-said"]),
  };
  const browser = new Browser("/explore?indicator=births", Object.values(parts));
  browser.window.equity = { restorers: [] };
  browser.window.navigator = navigator;
  return { browser: browser.run("share.js"), ...parts };
};

test("the link is the whole address of the view, with the version of its data", () => {
  const { browser, opener, panel, link } = page();
  browser.happens("click", opener);
  assert.equal(link.value, `https://equity.example/explore${QUERY}`);
  assert.deepEqual([panel.hidden, opener.getAttribute("aria-expanded")], [false, "true"]);
});

test("the code to embed names the site everywhere it stands for it", () => {
  const { browser, opener, code } = page();
  browser.happens("click", opener);
  assert.equal(
    code.value,
    '<a href="https://equity.example/explore"></a><iframe src="https://equity.example/embed"></iframe>',
  );
});

test("the device's own way to share is offered only where there is one", () => {
  for (const share of [undefined, async () => {}]) {
    const { browser, opener, native } = page({ share });
    browser.happens("click", opener);
    assert.equal(native.hidden, share === undefined);
  }
});

test("a press elsewhere and Escape shut the panel", () => {
  for (const shut of [
    ({ browser }) => browser.happens("click", element(["body"])),
    ({ browser }) => browser.happens("keydown", element(["body"]), { key: "Escape" }),
  ]) {
    const all = page();
    all.browser.happens("click", all.opener);
    shut(all);
    assert.deepEqual([all.panel.hidden, all.opener.getAttribute("aria-expanded")], [true, "false"]);
  }
});

test("a text is copied, or chosen for the reader where the clipboard is refused; either is said", async () => {
  for (const [writeText, expected] of [
    [async () => {}, "Copied"],
    [async () => { throw new Error("refused"); }, "Press Ctrl+C"],
  ]) {
    const { browser, opener, panel, link, said } = page({ clipboard: { writeText } });
    let chosen = false;
    link.select = () => { chosen = true; };
    const button = element(["[data-copies]"], {
      dataset: { copies: "share-link", done: "Copied", failed: "Press Ctrl+C" }, textContent: "Copy", parentNode: panel,
    });
    browser.happens("click", opener);
    browser.happens("click", button);
    await new Promise(setImmediate);
    assert.deepEqual([said.textContent, button.textContent, chosen], [expected, expected, expected !== "Copied"]);
    await browser.passes();
    assert.equal(button.textContent, "Copy", "the button has its own words again");
  }
});
