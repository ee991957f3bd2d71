// As much of a browser as a script of ours needs to be run without one: a window with an address, a document that hears
// events, and elements that are found by what they are called. Nothing is drawn: what is seen is tested in tests/browser.

import { readFileSync } from "node:fs";
import vm from "node:vm";

const ASSETS = new URL("../../assets/", import.meta.url);

/** An element that is said to match `names`, selectors as the scripts write them, or to stand in what does. */
export const element = (names = [], more = {}) => ({
  names,
  dataset: {},
  attributes: {},
  childNodes: [],
  children: [],
  isConnected: true,
  hidden: false,
  value: "",
  textContent: "",
  parentNode: null,
  classList: { contains: () => false },
  closest(selector) {
    for (let one = this; one; one = one.parentNode) if (one.matches(selector)) return one;
    return null;
  },
  matches(selector) { return selector.split(", ").some((one) => this.names.includes(one)); },
  contains(other) { return this === other; },
  getAttribute(name) { return this.attributes[name] ?? null; },
  hasAttribute(name) { return name in this.attributes; },
  setAttribute(name, value) { this.attributes[name] = String(value); },
  removeAttribute(name) { delete this.attributes[name]; },
  querySelector: () => null,
  querySelectorAll: () => [],
  dispatchEvent() {},
  focus() {},
  ...more,
});

/** A browser at an address, with `elements` in its page: `told` has what the scripts tell Dash and the address bar. */
export class Browser {
  constructor(address, elements = []) {
    const url = new URL(address, "https://equity.example");
    this.elements = elements;
    this.told = [];
    this.asked = []; // addresses that were fetched
    this.answers = new Map(); // by address: the status, the body and the headers
    this.timers = [];
    this.window = this.made(url);
    this.window.window = this.window;
    vm.createContext(this.window);
  }

  made({ origin, pathname, search, hash }) {
    const heard = (this.heard = {});
    const hear = (event, listener) => (heard[event] ??= []).push(listener);
    const find = (selector) => this.elements.find((one) => one.matches(selector)) ?? null;
    const told = (...words) => this.told.push(structuredClone(words)); // what that world made is of another Array
    return {
      location: {
        origin, pathname, search, hash,
        replace: (where) => told("replace", where),
        assign: (where) => told("assign", where),
      },
      document: {
        body: element(["body"]),
        documentElement: element(["html"]),
        addEventListener: hear,
        getElementById: (id) => find(`#${id}`),
        querySelector: find,
        querySelectorAll: (selector) => this.elements.filter((one) => one.matches(selector)),
      },
      addEventListener: (event, listener) => hear(`window ${event}`, listener),
      dash_clientside: { no_update: "no update", set_props: told },
      navigator: {},
      URL, URLSearchParams, Map, Promise, AbortController, Number, Math, console,
      CSS: { escape: (text) => text },
      MutationObserver: class { observe() {} disconnect() {} },
      Node: { ELEMENT_NODE: 1 },
      queueMicrotask,
      setTimeout: (act) => this.timers.push(act),
      clearTimeout: (number) => { if (number) this.timers[number - 1] = null; },
      setInterval: (act) => this.timers.push(act),
      clearInterval: (number) => { if (number) this.timers[number - 1] = null; },
      requestAnimationFrame: (act) => act(),
      matchMedia: () => ({ matches: false, addEventListener() {} }),
      fetch: async (where) => {
        this.asked.push(where);
        const { status = 200, body = {}, headers = {} } = this.answers.get(where) ?? { status: 404 };
        return { status, ok: status < 400, json: async () => body, headers: new Headers(headers) };
      },
    };
  }

  /** Run scripts of `assets/` in the order in which pages have them. */
  run(...names) {
    for (const name of names) vm.runInContext(readFileSync(new URL(name, ASSETS), "utf8"), this.window, { filename: name });
    return this;
  }

  /** Let everything that listens hear of something that happens to an element. */
  happens(event, target, more = {}) {
    const said = { target, button: 0, isTrusted: true, prevented: false, ...more };
    said.preventDefault = () => { said.prevented = true; };
    for (const listener of this.heard[event] ?? []) listener(said);
    return said;
  }

  /** Let all the time pass that anything waits for, and whatever is fetched come. */
  async passes() {
    for (const [number, act] of this.timers.entries()) {
      this.timers[number] = null;
      act?.();
    }
    for (let turn = 0; turn < 10; turn += 1) await new Promise(setImmediate);
  }
}
