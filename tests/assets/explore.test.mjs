// The address is the only state: what a choice makes of it, also while the page is still drawn for the view before.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Browser, element } from "./browser.mjs";

const SHORT = "/explore?indicator=drug_overdose_deaths";
const WHOLE = "?indicator=drug_overdose_deaths&level=county&by=race_ethnicity&group=black_nh&period=2021-2023&view=map";

/** A browser at an address of Explore whose page is drawn for a view; `own` are more elements of the page. */
const exploring = (address, drawn = WHOLE, { superseded = false, own = [] } = {}) => {
  const page = element(["[data-address]"], { dataset: { address: "explore-address" } });
  const browser = new Browser(address, [page, ...own]).run("explore.js");
  browser.window.equity.drawn = () => ({ query: drawn, superseded });
  browser.window.equity.sheet = { settled: (act) => act(), popped: () => false };
  return browser;
};

/** The words of the address the page is led to. */
const words = ({ told }) => {
  const [id, { search }] = told.at(-1);
  assert.equal(id, "explore-address");
  return Object.fromEntries(new URLSearchParams(search));
};

const rail = element([".rail", ".rail, .choices", ".choices"]);
const typed = (name) => element(["#choose-place"], { id: "choose-place", value: name, parentNode: rail });

test("a place is chosen by its name, however its letters are written", () => {
  for (const [name, slug] of [
    ["Boston", "boston"],
    ["Hampden County", "hampden-county"],
    ["  Martha’s Vineyard ", "martha-s-vineyard"],
    ["Martha's Vineyard", "marthas-vineyard"],
    ["Mañana-by-the-Sea", "manana-by-the-sea"],
    ["Manchester-by-the-Sea", "manchester-by-the-sea"],
    ["Metro / Boston (EOHHS)", "metro-boston-eohhs"],
  ]) {
    const browser = exploring(`/explore${WHOLE}`);
    const box = typed(name);
    browser.happens("change", box);
    assert.equal(words(browser).place, slug);
    assert.equal(box.value, "", "the box is ready for another name");
  }
});

test("no name is no choice", () => {
  const browser = exploring(`/explore${WHOLE}`);
  browser.happens("change", typed("   "));
  assert.deepEqual(browser.told, []);
});

test("an address typed short gets every word of the view that is drawn", () => {
  const browser = exploring(SHORT);
  browser.window.equity.choosePlace("suffolk-county");
  assert.deepEqual(words(browser), { ...Object.fromEntries(new URLSearchParams(WHOLE)), place: "suffolk-county" });
});

test("choosing the chosen place again lets it go", () => {
  const browser = exploring(`/explore${WHOLE}&place=suffolk-county`);
  browser.window.equity.choosePlace("suffolk-county");
  assert.equal("place" in words(browser), false);
});

test("the version of the data that a link carried is not passed on to another question", () => {
  const browser = exploring(`/explore${WHOLE}&data=630c64a3c89e.4f2a7f3a1c`);
  browser.window.equity.choosePlace("suffolk-county");
  assert.equal("data" in words(browser), false);
});

test("a place is one of the level that is seen, whatever level was asked for since", () => {
  const later = WHOLE.replace("level=county", "level=municipality");
  const browser = exploring(`/explore${later}`, WHOLE, { superseded: true });
  browser.window.equity.choosePlace("suffolk-county");
  assert.equal(words(browser).level, "county");
});

test("a choice made before the last one is answered keeps both", () => {
  // The address asks for 2018–2020 already; the radios still lead to views of 2021–2023, for which they were drawn.
  const browser = exploring(`/explore${WHOLE.replace("2021-2023", "2018-2020")}`, WHOLE, { superseded: true });
  const choice = element(["#choose-group"], { value: WHOLE.replace("black_nh", "hispanic"), parentNode: rail });
  browser.happens("change", choice);
  assert.equal(words(browser).group, "hispanic");
  assert.equal(words(browser).period, "2018-2020");
});

test("a choice that is answered is followed as it is", () => {
  const browser = exploring(`/explore${WHOLE}`);
  const leads = WHOLE.replace("black_nh", "hispanic");
  browser.happens("change", element(["#choose-group"], { value: leads, parentNode: rail }));
  assert.deepEqual(browser.told, [["explore-address", { search: leads }]]);
});

test("the address that is there already is asked again only after a failure", () => {
  const calm = exploring(`/explore${WHOLE}`);
  calm.window.equity.follow(WHOLE);
  assert.deepEqual(calm.told, []);
  const failed = exploring(`/explore${WHOLE}`, WHOLE, { own: [element(["#failure"], { childNodes: ["words"] })] });
  failed.window.equity.follow(WHOLE);
  assert.deepEqual(failed.told, [["explore-address", { search: WHOLE }]]);
});

test("a link within the page changes the view in place, and opens as links do with a modifier key", () => {
  const href = WHOLE.replace("view=map", "view=table");
  const link = element(["[data-address] a[href*='?']"], {
    origin: "https://equity.example", pathname: "/explore", attributes: { href },
  });
  const browser = exploring(`/explore${WHOLE}`);
  assert.equal(browser.happens("click", link, { ctrlKey: true }).prevented, false);
  assert.deepEqual(browser.told, []);
  assert.equal(browser.happens("click", link).prevented, true);
  assert.equal(words(browser).view, "table");
});

test("another language is another page, and English needs no word", () => {
  for (const [lang, leads] of [["es", `${WHOLE}&lang=es`], ["en", WHOLE]]) {
    const browser = exploring(`/explore${WHOLE}&lang=pt`);
    browser.happens("click", element(["a[data-lang]"], { dataset: { lang } }));
    assert.deepEqual(browser.told, [["assign", leads]]);
  }
});

test("what is announced twice is said twice", () => {
  const live = element(["#explore-live"], { textContent: "Sorted." });
  const browser = exploring(`/explore${WHOLE}`, WHOLE, { own: [live] });
  browser.window.equity.announce("Sorted.");
  browser.window.equity.announce("Sorted again.");
  assert.deepEqual(browser.told.map(([, { children }]) => children), ["Sorted.\u00A0", "Sorted again."]);
});
