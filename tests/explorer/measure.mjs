// How fast the explorer answers and how much memory it takes; see scripts/explorer-check --measure.
//   node measure.mjs CHROMIUM FILE.html [MINUTES of play, ten unless given]
import { readdirSync, readFileSync } from "node:fs";
import { launch, open, settled } from "./browser.mjs";

const [chromium, file, minutes = "10"] = process.argv.slice(2);
const browser = await launch(chromium);
const profile = /--user-data-dir=(\S+)/.exec(browser.process().spawnargs.join(" "))[1];

/**
 * Memory of processes of pages in MB, the largest first: all that a process has for itself, pages of Chromium's program and
 * pictures for the screen among it; and the private footprint that Chromium's task manager shows, which is without both.
 */
function processes() {
  const found = [];
  for (const pid of readdirSync("/proc").filter((p) => /^\d+$/.test(p))) {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, "utf8");
      if (!command.includes("--type=renderer") || !command.includes(profile)) continue;
      const kilobytes = [...readFileSync(`/proc/${pid}/smaps_rollup`, "utf8").matchAll(/^Private_\w+: +(\d+)/gm)].reduce((s, m) => s + Number(m[1]), 0);
      const footprint = [...readFileSync(`/proc/${pid}/status`, "utf8").matchAll(/^(?:RssAnon|VmSwap):\s+(\d+)/gm)].reduce((s, m) => s + Number(m[1]), 0);
      found.push([pid, kilobytes / 1024, footprint / 1024]);
    } catch { /* it has ended */ }
  }
  return found.sort(([, a], [, b]) => b - a);
}
const began = performance.now(), { page } = await open(browser, file);
await page.waitForSelector("#levers input[type=range]", { timeout: 60000 });
console.log(`ready: ${Math.round(performance.now() - began)} ms`);
const blank = Math.round(processes().at(-1)[1]); // Chromium keeps a process ready for the next page
const memory = (when) => console.log(`${when}: ${processes()[0].slice(1).map(Math.round).join(" MB of the process, a private footprint of ")} MB; a blank page has ${blank}`);
memory("memory when ready");
await settled(page);
memory("with all pairs");

/** Milliseconds from a step of a slider to the first sentence, and to so many pairs. */
async function move(selector, key) {
  await page.focus(selector);
  await page.evaluate(() => {
    window.times = {};
    const status = document.getElementById("status"), sentence = document.querySelector(".sentence"), from = performance.now();
    const look = () => {
      const pairs = Number(/^(\d+)/.exec(status.textContent)?.[1] ?? 0), now = performance.now() - from;
      if (/Dec 20/.test(sentence.textContent) && sentence.textContent !== window.before) window.times.first ??= now;
      for (const n of [1, 8, 32]) if (pairs >= n) window.times[n] ??= now;
    };
    window.before = sentence.textContent;
    window.watch?.disconnect();
    window.watch = new MutationObserver(look);
    for (const e of [status, sentence]) window.watch.observe(e, { childList: true, characterData: true, subtree: true });
  });
  await page.keyboard.press(key);
  await settled(page);
  return page.evaluate(() => window.times);
}

const middle = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
async function report(name, selector) {
  const all = [];
  for (let i = 0; i < 3; i++) all.push(await move(selector, "PageDown")); // a new place each time: histories of old ones are kept
  console.log(`${name}: ${["first", "1", "8", "32"].map((n) => `${n} ${Math.round(middle(all.map((t) => t[n] ?? NaN)))} ms`).join(", ")}`);
}
await report("a lever", "#levers input[type=range]");
await report("an assumption", "#assumptions fieldset:nth-of-type(2) input[type=range]");

const until = Date.now() + 60000 * Number(minutes);
for (let minute = 1; Date.now() < until; ) {
  await page.focus(`#levers fieldset:nth-of-type(${1 + Math.floor(Math.random() * 2)}) input[type=range]`);
  await page.keyboard.press(Math.random() < 0.5 ? "PageUp" : "PageDown");
  await new Promise((r) => setTimeout(r, 300));
  if (Date.now() > until - 60000 * (Number(minutes) - minute)) memory(`after ${minute++} minutes`);
}
await settled(page);
memory(`after ${minutes} minutes`);
const { JSHeapUsedSize } = await page.metrics();
console.log(`of which JavaScript of the page ${Math.round(JSHeapUsedSize / 1e6)} MB; ${page.workers().length} workers`);
await report("a lever, at the end", "#levers input[type=range]");
await browser.close();
