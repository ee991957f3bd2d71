// States of a view that are fetched ahead: what is asked, what is held, and how the page changes between them.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Browser, element } from "./browser.mjs";

const VIEW = "?indicator=births&level=county";
const NOW = `${VIEW}&group=all&period=2022`;
const NEXT = `${VIEW}&group=all&period=2023`;
const AHEAD = `/explore/states.json${NOW}&v=630c64a3c89e`;
const OUTPUTS = ["rail", "notices", "head", "panels", "live", "dock", "view"];

/** What the page shows of a view, as it is sent: its map and its table share a part that is sent once. */
const state = (query, title) => ({
  rail: "rail", notices: "notices", head: "head", panels: { $: 0 }, live: { children: [{ $: 0 }] }, dock: "dock",
  view: { query, title },
});
const DOCUMENT = {
  states: { [NOW]: state(NOW, "Births in 2022 · Health equity"), [NEXT]: state(NEXT, "Births in 2023 · Health equity") },
  shared: ["the figure"],
};
const SHOWN = { query: NOW, title: "Births in 2022", language: "en", version: "630c64a3c89e" };

/** A browser whose page shows a view, to be told `document` when it fetches ahead. */
const showing = (answer = { body: DOCUMENT }) => {
  const heading = element(["#explore-head h1"]);
  const browser = new Browser(`/explore${NOW}`, [element(["#explore"], { dataset: { outputs: OUTPUTS.join(" ") } }), heading]);
  browser.window.equity = {};
  browser.answers.set(AHEAD, answer);
  browser.run("states.js");
  const explore = browser.window.dash_clientside.explore;
  explore.viewed(SHOWN);
  return { browser, heading, explore };
};

const KEPT = "no update";
const from = (answers) => JSON.parse(JSON.stringify(answers));

test("a view is fetched ahead once its reader stays, with the version of its data", async () => {
  const { browser } = showing();
  assert.deepEqual(browser.asked, [], "not at once");
  await browser.passes();
  assert.deepEqual(browser.asked, [AHEAD]);
  assert.equal(browser.window.document.documentElement.dataset.held, "indicator=births&level=county");
});

test("a view that is held is shown without a question to the server", async () => {
  const { browser, explore } = showing();
  await browser.passes();
  const [asked, ...shown] = from(explore.route(NEXT));
  assert.equal(asked, KEPT, "the server is not asked");
  assert.equal(shown.length, OUTPUTS.length);
  assert.equal(shown[OUTPUTS.indexOf("view")].query, NEXT);
});

test("what states share is put where each has it", async () => {
  const { browser, explore } = showing();
  await browser.passes();
  const [, ...shown] = from(explore.route(NEXT));
  const [figure, table] = ["panels", "live"].map((name) => shown[OUTPUTS.indexOf(name)]);
  assert.equal(figure, "the figure");
  assert.deepEqual(table, { children: ["the figure"] });
});

test("a view that is not held is asked of the server, and changes nothing before it answers", async () => {
  const { browser, explore } = showing();
  await browser.passes();
  const other = NOW.replace("births", "infant_mortality");
  assert.deepEqual(from(explore.route(other)), [other, ...OUTPUTS.map(() => KEPT)]);
  assert.deepEqual(from(browser.window.equity.drawn()), { query: NOW, superseded: true });
});

test("the page comes drawn for its address: opening it asks nothing", () => {
  const { explore } = showing();
  assert.deepEqual(from(explore.route(NOW)), ["asked", ...OUTPUTS].map(() => KEPT));
});

test("the finding under the finger is that of the view it points at", async () => {
  const { browser, heading } = showing();
  await browser.passes();
  assert.equal(browser.window.equity.paint(NEXT), true);
  assert.equal(heading.textContent, "Births in 2023", "without the name of the site");
  assert.equal(browser.window.equity.paint(NEXT.replace("2023", "1999")), false);
});

test("a preview leaves the choices under the finger as they are", async () => {
  const { browser, explore } = showing();
  await browser.passes();
  const [rail, ...shown] = from(explore.preview(NEXT));
  assert.equal(rail, KEPT);
  assert.equal(shown.at(-1).query, NEXT);
});

test("an answer that comes after a later view does not stand over it", async () => {
  const { browser, explore } = showing();
  await browser.passes();
  explore.route(NEXT);
  explore.viewed(SHOWN); // the server's answer to the view before
  assert.deepEqual(browser.told.at(-1), ["explore-preview", { data: NEXT }]);
  assert.equal(browser.window.equity.drawn().superseded, true);
});

test("a busy server is asked again, four times in all", async () => {
  const { browser } = showing({ status: 204, headers: { "Retry-After": "1" } });
  for (let turn = 0; turn < 8; turn += 1) await browser.passes();
  assert.deepEqual(browser.asked, [AHEAD, AHEAD, AHEAD, AHEAD]);
});

test("a reader who saves data has nothing fetched ahead", async () => {
  const { browser } = showing();
  browser.window.navigator.connection = { saveData: true };
  await browser.passes();
  assert.deepEqual(browser.asked, []);
});
