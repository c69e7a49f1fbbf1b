// A page of the explorer in headless Chromium, or Firefox, that notes every request and every word in the console.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

export const require = createRequire(new URL("../../explorer/package.json", import.meta.url));
const puppeteer = require("puppeteer-core");

export const isFirefox = (browser) => /firefox/.test(browser.process()?.spawnfile ?? "");

export const launch = (program) => puppeteer.launch(/firefox/.test(program) ? { browser: "firefox", executablePath: program, headless: true, protocolTimeout: 600000 }
  : { executablePath: program, args: ["--no-sandbox", "--disable-gpu"], headless: true, protocolTimeout: 600000 });

export async function open(browser, file, { width = 1400, scheme = "light", hash = "" } = {}) {
  const page = await browser.newPage(), wrong = [], own = pathToFileURL(file).href;
  page.on("console", (m) => wrong.push(`console: ${m.text()}`));
  page.on("pageerror", (e) => wrong.push(`error: ${e.message}`));
  page.on("request", (r) => { if (!/^(data|blob):/.test(r.url()) && r.url().split("#")[0] !== own) wrong.push(`asks for ${r.url()}`); });
  await page.setViewport({ width, height: 900 });
  if (!isFirefox(browser)) await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]); // it cannot
  await page.goto(own + hash);
  return { page, wrong };
}

/** Until all pairs of histories are there; what the line of state says. */
export async function settled(page) {
  await page.waitForFunction(() => /^\d+ pairs of histories, in .* s\)$/.test(document.getElementById("status").textContent), { timeout: 300000, polling: 50 });
  return page.$eval("#status", (e) => e.textContent);
}

export const sentences = (page) => page.$$eval(".chart", (all) => all.map((c) => `${c.querySelector("h3").firstChild.textContent}: ${c.querySelector(".sentence").textContent}`));

/** Clicks a button by its words. */
export async function click(page, words, within = "body") {
  const found = await page.evaluateHandle((w, s) => [...document.querySelectorAll(`${s} button`)].find((b) => (b.getAttribute("aria-label") ?? b.textContent).includes(w)), words, within);
  if (!found.asElement()) throw new Error(`no button "${words}"`);
  await found.asElement().click();
}

/** A file that a button saves, as text. */
export async function saved(page, words) {
  await page.evaluate(() => {
    window.savedFiles = [];
    const make = URL.createObjectURL.bind(URL);
    URL.createObjectURL = (blob) => { window.savedFiles.push(blob); return make(blob); };
  });
  await click(page, words);
  await page.waitForFunction(() => window.savedFiles.length > 0, { timeout: 60000 });
  return page.evaluate(async () => {
    const blob = window.savedFiles.pop();
    return blob.type === "image/png" ? String(blob.size) : blob.text();
  });
}
