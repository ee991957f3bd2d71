// The header's links: what a reader chose goes along from one page of views to another.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Browser, element } from "./browser.mjs";

const CARRIES = "a.site-nav-link[data-carries]";

// The address that a link of the header has once it is clicked, from a page of views or from one that is read.
const followed = (address, href, { names = [CARRIES], view = true } = {}) => {
  const link = element(names, { attributes: { href }, pathname: href.split("?")[0] });
  const browser = new Browser(address, [link, ...(view ? [element(["[data-address]"])] : [])]);
  browser.run("pages.js").happens("click", link);
  return link.getAttribute("href");
};

test("question, level, place, group, reference and language go along, the rest is the page's own", () => {
  assert.equal(
    followed(
      "/explore?indicator=births&level=county&place=essex-county&group=black_nh&reference=white_nh&view=map&lang=es",
      "/gaps?lang=es",
    ),
    "/gaps?indicator=births&level=county&place=essex-county&group=black_nh&reference=white_nh&lang=es",
  );
});

test("without anything chosen the address of the page is plain", () => {
  assert.equal(followed("/explore", "/gaps"), "/gaps");
});

test("from a page that is read the link is as the server wrote it", () => {
  assert.equal(followed("/place/lynn?order=distance", "/gaps?place=lynn", { view: false }), "/gaps?place=lynn");
});

test("a link to a page that takes no choices is left as it is", () => {
  assert.equal(followed("/explore?indicator=births", "/methods", { names: ["a.site-nav-link"] }), "/methods");
});
