// The order of a sorted table: numbers as numbers, names as names, no figure at the end, the compared row at the head.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Browser, element } from "./browser.mjs";

/** A table of one column, by what each row is sorted by, and the button of its head. */
const table = (...rows) => {
  const body = {
    rows: rows.map(([sort, first]) => ({ dataset: first ? { first: "" } : {}, children: [{ dataset: { sort } }] })),
    append(...sorted) { this.rows = sorted; },
  };
  const whole = element(["table"], { dataset: { table: "places" }, tBodies: [body] });
  const head = element(["th"]);
  head.parentNode = element([], { children: [head], parentNode: whole });
  const button = element(["button.sort"], {
    dataset: { key: "rate", ascending: "from the lowest", descending: "from the highest" }, parentNode: head,
  });
  const order = () => body.rows.map((row) => row.children[0].dataset.sort);
  return { whole, head, button, body, order };
};

const page = () => {
  const said = [];
  const browser = new Browser("/explore");
  browser.window.equity = { restorers: [], announce: (words) => said.push(words) };
  return { browser: browser.run("sorting.js"), said };
};

test("numbers are in the order of their size, and a second press turns it round", () => {
  const { browser, said } = page();
  const { button, head, order } = table(["9"], ["72.9"], ["100"], ["-3"]);
  browser.happens("click", button);
  assert.deepEqual([order(), head.getAttribute("aria-sort")], [["-3", "9", "72.9", "100"], "ascending"]);
  browser.happens("click", button);
  assert.deepEqual([order(), head.getAttribute("aria-sort")], [["100", "72.9", "9", "-3"], "descending"]);
  assert.deepEqual(said, ["from the lowest", "from the highest"]);
});

test("names are in the order of the alphabet, accents or none", () => {
  const { browser } = page();
  const { button, order } = table(["Worcester"], ["Éxeter"], ["Barnstable"], ["Franklin"]);
  browser.happens("click", button);
  assert.deepEqual(order(), ["Barnstable", "Éxeter", "Franklin", "Worcester"]);
});

test("what has no figure is at the end, whichever way the table is sorted", () => {
  const { browser } = page();
  const { button, order } = table([""], ["2"], [undefined], ["1"]);
  browser.happens("click", button);
  assert.deepEqual(order().map((one) => one ?? ""), ["1", "2", "", ""]);
  browser.happens("click", button);
  assert.deepEqual(order().map((one) => one ?? ""), ["2", "1", "", ""]);
});

test("the row that others are compared with stays at the head", () => {
  const { browser } = page();
  const { button, order } = table(["1"], ["5", true], ["9"]);
  for (const expected of [["5", "1", "9"], ["5", "9", "1"]]) {
    browser.happens("click", button);
    assert.deepEqual(order(), expected);
  }
});

test("a table that is drawn anew is sorted as the one before it", () => {
  const { browser } = page();
  const before = table(["1"], ["2"]);
  browser.happens("click", before.button);
  browser.happens("click", before.button);
  const { whole, button, order } = table(["1"], ["3"], ["2"]);
  whole.querySelector = (selector) => (selector === '[data-key="rate"]' ? button : null);
  browser.window.equity.restorers[0]({ querySelectorAll: () => [whole] });
  assert.deepEqual(order(), ["3", "2", "1"]);
});
