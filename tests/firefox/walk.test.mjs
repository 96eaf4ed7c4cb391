// One program and one paste, walked in Firefox: `make test-firefox`. Puppeteer speaks WebDriver BiDi
// with the browser itself; no driver is needed.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { after, before, test } from "node:test";
import puppeteer from "puppeteer-core";

const FIREFOX = process.env.BACKFLOW_FIREFOX ?? "/usr/bin/firefox-esr";
const NEURON = "q = w0*x0 + w1*x1 + w2\nf = 1 / (1 + exp(-q))";
const INPUTS = { w0: 2, x0: -1, w1: -3, x1: -2, w2: -3 };
const PASTED = `import numpy as np
np.random.seed(0)
X = np.random.randn(5, 4)
W = 0.1 * np.random.randn(4, 3)
y = np.array([0, 2, 1, 1, 0])
scores = X @ W
p = np.exp(scores) / np.sum(np.exp(scores), axis=1, keepdims=True)
loss = -np.mean(np.log(p[np.arange(5), y]))
`;

/** @type {import("node:child_process").ChildProcess} */
let server;
/** @type {import("puppeteer-core").Browser} */
let browser;
/** @type {import("puppeteer-core").Page} */
let page;
let address = "";
/** @type {string[]} */
const problems = [];

/** @returns {Promise<number>} */
const freePort = () =>
  new Promise((found) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = /** @type {import("node:net").AddressInfo} */ (probe.address());
      probe.close(() => found(port));
    });
  });

before(async () => {
  const port = await freePort();
  address = `http://127.0.0.1:${port}`;
  server = spawn("python", ["app.py", "--port", String(port)], { stdio: ["ignore", "pipe", 2] });
  await new Promise((serves, fails) => {
    server.stdout?.once("data", serves);
    server.once("exit", () => fails(new Error("The server did not start.")));
  });
  browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: FIREFOX,
    headless: true,
    defaultViewport: { width: 1440, height: 900 },
  });
  page = await browser.newPage();
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text());
  });
  page.on("pageerror", (error) => problems.push(String(error)));
});

after(async () => {
  await browser?.close();
  server?.kill();
});

const text = (/** @type {string} */ selector) =>
  page.$eval(selector, (element) => element.textContent?.trim() ?? "");
const stepsOf = () =>
  page.$eval("[data-step][data-steps]", (rail) => [
    Number(rail.getAttribute("data-step")),
    Number(rail.getAttribute("data-steps")),
  ]);

/** Whether the mark of a step lies inside the picture's window. */
const nowIsSeen = () =>
  page.evaluate(() => {
    const now = document.querySelector("#picture [data-now]")?.getBoundingClientRect();
    const room = document.querySelector("#picture")?.getBoundingClientRect();
    if (!now || !room) return false;
    const slack = 1;
    return now.left >= room.left - slack && now.right <= room.right + slack;
  });

/**
 * @param {import("puppeteer-core").Page} where
 * @param {import("puppeteer-core").KeyInput} key
 */
async function withControl(where, key) {
  await where.keyboard.down("Control");
  await where.keyboard.press(key);
  await where.keyboard.up("Control");
}

/** Puts a text on the clipboard, as from another page. @param {string} copied */
async function copy(copied) {
  const other = await browser.newPage();
  await other.setContent("<textarea></textarea>");
  await other.$eval(
    "textarea",
    (field, value) => {
      field.value = value;
      field.select();
    },
    copied,
  );
  await withControl(other, "c");
  await other.close();
}

/** Steps to the end by the key, and looks at each step. */
async function walk() {
  const [, steps = 0] = await stepsOf();
  for (let step = 1; step <= steps; step += 1) {
    await page.keyboard.press("ArrowRight");
    await page.waitForSelector(`[data-step="${step}"]`);
    assert.ok(await nowIsSeen(), `step ${step}: its mark is seen`);
    assert.notEqual(await text("#explain .sentence"), "");
  }
  return steps;
}

test("a program is stepped to its end", async () => {
  const query = new URLSearchParams({ program: NEURON, inputs: JSON.stringify(INPUTS) });
  await page.goto(`${address}/?${query}`);
  await page.waitForSelector("body[data-whole]");
  assert.equal(await walk(), 21);
  const gradients = await page.$$eval(".gradient-cell .tag text", (tags) =>
    tags.map((tag) => tag.textContent),
  );
  // CS231n, lecture 4: -0.20, 0.39, -0.39, -0.59, 0.20
  assert.deepEqual(gradients, ["−0.197", "0.393", "−0.393", "−0.59", "0.197"]);
});

test("a pasted program takes the place of the one there is", async () => {
  await copy(PASTED);
  await page.bringToFront();
  await page.click(".cm-content");
  await withControl(page, "a");
  await withControl(page, "v");
  await page.waitForFunction(() =>
    document.querySelector("#status")?.textContent?.includes("3 inputs"),
  );
  await page.keyboard.press("Escape");
  await page.click("[data-action=next]");
  await page.keyboard.press("Home");
  assert.ok((await walk()) > 10);
  assert.equal(await page.$("[data-error]"), null);
});

test("nothing was logged", () => assert.deepEqual(problems, []));
