// The header's links: what a reader chose goes along from page to page.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Browser, element } from "./browser.mjs";

const clicked = (address, href, more = {}) => {
  const link = element(["a.site-nav-link"], { attributes: { href } });
  const browser = new Browser(address, [link]);
  const went = [];
  Object.assign(browser.window, {
    history: { pushState: (state, title, where) => went.push(where) },
    CustomEvent: class { constructor(name) { this.name = name; } },
    dispatchEvent: (event) => went.push(event.name),
    scrollTo: () => {},
  });
  const said = browser.run("pages.js").happens("click", link, { stopPropagation() {}, ...more });
  return { went, link, prevented: said.prevented };
};

test("indicator, level, place, group, reference and language go along, the rest is the page's own", () => {
  const { went, prevented } = clicked(
    "/explore?indicator=births&level=county&place=essex-county&group=black_nh&reference=white_nh&view=map&lang=es",
    "/gaps?lang=es",
  );
  assert.deepEqual(went, [
    "/gaps?indicator=births&level=county&place=essex-county&group=black_nh&reference=white_nh&lang=es",
    "_dashprivate_pushstate",
  ]);
  assert.equal(prevented, true);
});

test("without anything chosen the address of the page is plain", () => {
  assert.deepEqual(clicked("/methods", "/gaps").went, ["/gaps", "_dashprivate_pushstate"]);
});

test("a link that opens another tab has the same address, and is followed by the browser", () => {
  const { went, link, prevented } = clicked("/explore?indicator=births&view=map", "/gaps", { ctrlKey: true });
  assert.deepEqual(went, []);
  assert.equal(link.getAttribute("href"), "/gaps?indicator=births");
  assert.equal(prevented, false);
});
