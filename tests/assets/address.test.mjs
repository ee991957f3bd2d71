// Addresses that mail or a web page wrote as HTML: `&` became `&#38;`, and a browser takes what follows for a fragment.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Browser } from "./browser.mjs";

const ledTo = (address) => new Browser(address).run("address.js").told;

test("what stands behind an ampersand written as a number is put back into the address", () => {
  assert.deepEqual(ledTo("/explore?indicator=births&#38;level=county"), [
    ["replace", "/explore?indicator=births&level=county"],
  ]);
});

test("every ampersand is put back, in whichever way its number is written", () => {
  for (const written of ["&#38;", "&#038;", "&#x26;", "&#X0026;"]) {
    const address = `/explore?indicator=births${written}level=county${written}view=map`;
    assert.deepEqual(ledTo(address), [["replace", "/explore?indicator=births&level=county&view=map"]], written);
  }
});

test("an address as it should be stays, and so do the fragments that pages have", () => {
  for (const address of ["/explore?indicator=births&level=county", "/methods#intervals", "/methods#38;", "/explore"]) {
    assert.deepEqual(ledTo(address), [], address);
  }
});
