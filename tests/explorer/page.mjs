// Uses the explorer as its readers would, and says what is wrong; see scripts/explorer-check.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { click, isFirefox, launch, open, require, saved, sentences, settled } from "./browser.mjs";

const [browserProgram, file, program, pictures] = process.argv.slice(2);
const SURE = /virtually certain|very likely|likely|direction unclear/;

async function looks(browser) {
  const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
  for (const width of [400, 1400]) for (const scheme of isFirefox(browser) ? ["light"] : ["light", "dark"]) {
    const { page, wrong } = await open(browser, file, { width, scheme });
    await settled(page);
    assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll("body *")].filter((e) => !e.closest(".wide, .hidden, dialog, option") &&
      e.getBoundingClientRect().right > innerWidth + 1).map((e) => e.outerHTML.slice(0, 100))), [], `${width}: wider than the window`);
    await page.evaluate(() => document.querySelectorAll("details").forEach((d) => { d.open = true; }));
    await page.evaluate(axe); // the page's own policy allows what is inline
    const { violations, passes } = await page.evaluate(() => window.axe.run());
    assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes[0].html.slice(0, 200)}`), [], `axe, ${width} ${scheme}`);
    assert.ok(passes.length > 20, "axe tested little");
    await page.evaluate(() => { document.querySelectorAll("details").forEach((d) => { d.open = false; }); scrollTo(0, 0); });
    await new Promise((r) => setTimeout(r, 500)); // the page is shorter again
    if (width > 800) { // charts are drawn when they come into view
      await page.evaluate(async () => { for (const chart of document.querySelectorAll(".chart")) { chart.scrollIntoView({ behavior: "instant" }); await new Promise((r) => setTimeout(r, 150)); } scrollTo(0, 0); });
      await new Promise((r) => setTimeout(r, 500));
    }
    await page.screenshot({ path: join(pictures, `explorer-${width}-${scheme}.png`), fullPage: width > 800 });
    assert.deepEqual(wrong, []);
    await page.close();
  }
}

async function tighterControls(browser) {
  const { page, wrong } = await open(browser, file);
  await settled(page);
  const first = await sentences(page);
  const lag = first.find((s) => s.startsWith("Frontier lag")), derivatives = first.find((s) => /share of new derivatives/.test(s));
  assert.match(lag, /By Dec 2030: [+−][\d.]+ months/);
  assert.match(lag, SURE);
  for (const sentence of first) assert.match(sentence, /(in (all pairs|\d+ of 100 pairs)(, (unchanged|up|down) in \d+)*; |no effect to speak of \()\d+ pairs in \d+ worlds\)\.( Pairs stay unchanged where too few models are simulated: choose the finer detail\.)?$/);
  assert.doesNotMatch(first.join(), /so far/);
  assert.match(derivatives, /By Dec 2030: [+−]?[\d.]+ points/);
  // The keyboard moves a lever, and everything follows.
  await page.focus("#levers input[type=range]");
  for (let i = 0; i < 3; i++) await page.keyboard.press("PageDown");
  await settled(page);
  assert.notDeepEqual(await sentences(page), first);
  // Back to where it was: the same numbers.
  for (let i = 0; i < 3; i++) await page.keyboard.press("PageUp");
  await settled(page);
  assert.deepEqual(await sentences(page), first);
  await click(page, "Tell the story", "#why");
  await page.waitForSelector("#why .story li", { timeout: 60000 });
  assert.match(await page.$eval("#why", (e) => e.textContent), /only with your policy/);
  const reason = await page.$eval("#why dl", (e) => e.textContent);
  assert.match(reason, /With your policy, by Dec 2030The best model of China is .*, of \w+ 20\d\d\. One as capable came from the US with /);
  assert.match(reason, /The best models of China by Dec 2030.*: with it, \d+% (less|more) effective|as much effective/);
  assert.match(await page.$eval("#why", (e) => e.textContent), /Chosen among all \d+ pairs/);
  assert.match(reason, /The first release that your policy changes.* in \w+ 20\d\d: \d+(% (less|more) effective|  weeks)/);
  await click(page, "Draw one history", "#lineage");
  await page.waitForSelector("#lineage svg.tree circle", { timeout: 60000 });
  assert.doesNotMatch(await page.$eval("#lineage table", (e) => e.textContent), /_/, "codes are not names");
  assert.deepEqual(wrong, []);
  await page.close();
}

async function reversal(browser) {
  const { page, wrong } = await open(browser, file);
  await settled(page);
  assert.equal(await page.$eval("#reverse select:nth-of-type(2)", (e) => e.value), "research.induced_share", "the one that can reverse it is offered first");
  await click(page, "Search", "#reverse");
  await page.waitForFunction(() => /changes? (its|the) sign/.test(document.querySelector("#reverse [aria-live] strong")?.textContent ?? ""), { timeout: 300000 });
  assert.match(await page.$eval("#reverse strong", (e) => e.textContent), /from 0\.00 to \d/);
  assert.match(await page.$eval("#reverse strong", (e) => e.textContent), /mean effect of your policy on “Frontier gap.*” in Dec 2030 .*, 8 pairs at each value: rough/);
  assert.match(await page.$eval("#reverse [aria-live]", (e) => e.textContent), /The study varies this assumption from .* lies outside of that|That is within what the study varies/);
  assert.ok((await page.$$("#reverse tbody tr")).length >= 5);
  await page.select("#reverse select:nth-of-type(1)", "1");
  assert.equal(await page.$eval("#reverse [aria-live]", (e) => e.textContent), "", "an answer to another question stays");
  assert.deepEqual(wrong, []);
  await page.close();
}

/** What a chart has at a date: under a pointer, under a finger and by the keys; as the sentence and the table have it. */
async function readOut(browser) {
  const { page, wrong } = await open(browser, file, { hash: "#pairs=8" });
  await settled(page);
  const at = async (share, plot = 1) => {
    const over = (await page.$$(".chart:nth-of-type(2) .u-over"))[plot];
    await over.scrollIntoView();
    const box = await over.boundingBox();
    return [box.x + box.width * share, box.y + box.height / 2];
  };
  const said = () => page.$$eval(".readout", (all) => all.map((e) => [...e.children].map((c) => c.textContent)));
  await page.mouse.move(...await at(0.999));
  const sentence = (await sentences(page))[1], [, mean, low, high] = /By Dec 2030: ([+−][\d.]+) months \(80% of pairs: (\S+) to (\S+) months\)/.exec(sentence);
  const [[date, reference, yours, effect], ...others] = await said();
  assert.deepEqual([date, effect, others], ["Dec 2030, in months", `Effect, mean over pairs: ${mean} (80%: ${low} to ${high})`, []], sentence);
  await page.$eval(".chart:nth-of-type(2) details", (e) => { e.open = true; });
  await page.waitForSelector(".chart:nth-of-type(2) tbody tr");
  const row = await page.$$eval(".chart:nth-of-type(2) tbody tr", (all) => [...all.at(-1).children].map((c) => Number(c.textContent.replace("−", "-"))));
  for (const [said, from] of [[reference, 7], [yours, 10]]) // after the date, the effect, its directions and the number of pairs
    assert.deepEqual(said.replaceAll("−", "-").match(/-?\d+\.\d/g).map(Number), [0, 1, 2].map((i) => Number(row[from + i].toFixed(1))), `${said}: ${row}`);
  await page.mouse.move(...await at(0.2, 0));
  assert.deepEqual((await said())[0].slice(1).map((l) => l.split(":")[0]), ["Reference, median"], "before the fork there is one history");
  await page.mouse.move(2, 2);
  assert.deepEqual(await said(), []);
  await page.focus(".chart:nth-of-type(2) .time");
  await page.keyboard.press("End");
  const heard = () => page.$eval(".chart:nth-of-type(2) .time", (e) => e.getAttribute("aria-valuetext"));
  assert.equal(await heard(), [date, reference, yours, effect].join("; "));
  await page.keyboard.press("ArrowLeft");
  assert.match(await heard(), /^Nov 2030/);
  assert.equal((await said())[0][0], "Nov 2030, in months");
  await page.$eval(".chart:nth-of-type(2) .time", (e) => e.blur());
  if (!isFirefox(browser)) {
    const [x, y] = await at(0.6);
    await page.touchscreen.touchStart(x, y);
    await page.touchscreen.touchMove(x + 60, y);
    assert.match((await said())[0][0], /^\w+ 20(28|29), in months$/);
    await page.touchscreen.touchEnd();
  }
  assert.deepEqual(wrong, []);
  await page.close();
}

/** While histories come, what is said holds so far; another question greys out the old one at once. */
async function whileItRuns(browser) {
  const { page, wrong } = await open(browser, file, { hash: "#pairs=128" });
  await page.waitForFunction(() => /so far, /.test(document.querySelector(".sentence")?.textContent ?? ""), { timeout: 120000, polling: 50 });
  assert.match((await sentences(page))[0], /so far, .*\d+ pairs? in \d+ worlds?\)\.$/);
  assert.match(await page.$eval("#status", (e) => e.textContent), /^\d+ of 128 pairs of histories so far$/);
  const [look, status] = await page.evaluate(() => {
    const box = document.querySelector("#asked select");
    box.value = "taiwan-shock";
    box.dispatchEvent(new Event("change"));
    return [document.body.className, document.getElementById("status").textContent];
  });
  assert.deepEqual([look, /^Reading the question/.test(status)], ["stale", true]);
  await page.waitForFunction(() => !document.body.classList.contains("stale") && /^China’s accelerator/.test(document.querySelector("h3").textContent), { timeout: 60000 });
  assert.deepEqual(wrong, []);
  await page.close();
}

/** The address follows a dragged slider once it rests: browsers refuse one that changes a hundred times in half a minute. */
async function dragged(browser) {
  const { page, wrong } = await open(browser, file, { hash: "#pairs=8" });
  await settled(page);
  await page.evaluate(() => {
    window.changes = 0;
    const replace = history.replaceState.bind(history);
    history.replaceState = (...all) => { window.changes++; replace(...all); };
  });
  await page.focus("#levers input[type=range]");
  for (let i = 0; i < 40; i++) await page.keyboard.press("ArrowLeft");
  await settled(page);
  await page.waitForFunction(() => window.changes > 0, { timeout: 5000 });
  const [changes, at] = await page.evaluate(() => [window.changes, document.querySelector("#levers input[type=range]").value]);
  assert.ok(changes < 5, `${changes} changes`);
  const [action] = JSON.parse(new URLSearchParams(new URL(page.url()).hash.slice(1)).get("actions"));
  assert.equal(Number(action.to), Number(at));
  assert.deepEqual(wrong, []);
  await page.close();
}

/** When an action ends, how it sets in, where and in which sectors it holds: on the page, in the address, in the file. */
async function terms(browser) {
  const folder = mkdtempSync(join(tmpdir(), "explorer-"));
  const { page, wrong } = await open(browser, file, { hash: "#study=european-programme&policy=both&pairs=8&actions=" + encodeURIComponent(JSON.stringify([
    { lever: "us.open_weight_programme", at: "2026-07-06", ramp: "1 year", to: "2e9 USD / year" },
    { lever: "ban_foreign_weights", of: "CN", in: "EU", sectors: "government", at: "2026-07-06", to: 1 }])) });
  await settled(page);
  const controls = (n) => `#levers > fieldset:nth-of-type(${n}) details`;
  assert.deepEqual(await page.$$eval("#levers details", (all) => all.map((d) => d.open)), [true, true]);
  await page.select(`${controls(1)} select`, "6 months");
  await page.$eval(`${controls(1)} input[type=date]`, (e) => { e.value = "2029-01-01"; e.dispatchEvent(new Event("change")); });
  const from = "#levers > fieldset:nth-of-type(1) .row input[type=date]", enter = (day, after) =>
    page.$eval(from, (e, d, type) => { e.value = d; e.dispatchEvent(new Event("change")); if (type) e.dispatchEvent(new Event(type)); }, day, after);
  await enter("2019-07-01", "blur"); // before the study: refused, said, and not left standing
  assert.deepEqual(await page.$eval(from, (e) => [e.value, e.getAttribute("aria-invalid")]), ["2026-07-06", "true"]);
  assert.match(await page.$eval(from, (e) => e.parentElement.textContent), /6 July 2026 is kept: allowed is 5 January 2026 to/);
  await enter("2026-07-06");
  assert.equal(await page.$eval(from, (e) => e.getAttribute("aria-invalid")), "false");
  for (const [n, label] of [[1, "the UK"], [2, "critical infrastructure"]]) {
    const box = await page.evaluateHandle((s, l) => [...document.querySelectorAll(`${s} label`)].find((e) => e.textContent.trim() === l).querySelector("input"), `${controls(2)} .ticks:nth-of-type(${n})`, label);
    await box.asElement().click();
  }
  await settled(page);
  assert.match(await page.$eval("#levers > fieldset:nth-of-type(2) legend", (e) => e.textContent), /China; the EU, the UK; .*government/);
  const actions = JSON.parse(new URLSearchParams(new URL(page.url()).hash.slice(1)).get("actions"));
  assert.deepEqual([actions[0].ramp, actions[0].until, actions[1].in.sort(), actions[1].sectors.sort()],
    ["6 months", "2029-01-01", ["EU", "UK"], ["critical_infrastructure", "government"]]);
  const scenario = await saved(page, "Scenario file");
  writeFileSync(join(folder, "terms.toml"), scenario);
  assert.match(scenario, /until = 2029-01-01/);
  execFileSync(program, ["check", join(folder, "terms.toml")], { stdio: ["ignore", "ignore", "pipe"] });
  await click(page, "Remove", "#levers > fieldset:nth-of-type(1)");
  assert.equal((await page.$$("#levers > fieldset")).length, 1);
  assert.deepEqual(wrong, []);
  await page.close();
  rmSync(folder, { recursive: true });
}

async function whereKappaComesFrom(browser) {
  const { page, wrong } = await open(browser, file);
  await settled(page);
  await click(page, "About: The part of their distance", "#assumptions");
  const card = await page.$eval("dialog[open]", (e) => e.textContent);
  const [truth] = JSON.parse(execFileSync(program, ["explain", "research.kappa", "--json"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }));
  for (const part of [truth.confidence, truth.description, /arXiv [\d., ]+/.exec(truth.source)[0]]) assert.ok(card.includes(part), part);
  assert.match(card, /Epoch AI’s capability index.* put its product with “.*” at 0\.40 .*the description of the model, 4\.3/);
  assert.doesNotMatch(card, /\.csv|docs\/|api_allowed/, "keys and files are not words");
  assert.match(await page.$eval("#assumptions", (e) => e.textContent), /varies from 0\.74 to 0\.92 in this question, whose worlds are sets of assumptions that fit the past best.*The usual value, 0\.57, is not among them/);
  assert.doesNotMatch(await page.$$eval("#assumptions option, #reverse option", (all) => all.map((o) => o.textContent).join()), /[a-z]+[._][a-z]+/, "keys are not words");
  await page.keyboard.press("Escape");
  assert.equal(await page.$("dialog[open]"), null);
  // A question about kappa sets its range itself, and what a lever's number means is said from its card.
  const other = await open(browser, file, { hash: "#study=api-closed-to-distillation&pairs=8" });
  await settled(other.page);
  assert.match(await other.page.$eval("#assumptions", (e) => e.textContent), /distance to the best closed models.*varies from 0\.\d+ to 0\.\d+ in this question, which sets this range itself/);
  const [lever] = JSON.parse(execFileSync(program, ["explain", "api_access", "--json"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }));
  assert.ok((await other.page.$eval("#levers fieldset", (e) => e.textContent)).includes(lever.description), lever.description);
  assert.deepEqual([...wrong, ...other.wrong], []);
  await other.page.close();
  await page.close();
}

/** What the reference is in numbers, on the page and in files; a bad address is said; a phone's bar tells every chart; Back leads back. */
async function whatIsCompared(browser) {
  const { page, wrong } = await open(browser, file, { hash: "#pairs=8" });
  await settled(page);
  assert.match(await page.$eval("#question", (e) => e.textContent), /^Do controls on accelerators still buy time/);
  assert.match(await page.$eval("#reference", (e) => e.textContent), /“Controls of December 2025” is in numbers.*5 January 2026.*US export control \(China\): 0\.55\. Share/);
  const [head, row] = (await saved(page, "Numbers")).split("\n");
  assert.match(head, /,pairs up,pairs down,pairs,published figure,unit,unit of effects,worlds,pairs asked for,made with,your policy,reference,assumptions that you set$/);
  assert.match(row, /,orders of magnitude,orders of magnitude,8,8,"?Conditional projections, not forecasts .* 1 in 1000 models simulated"?,"Your policy: US export control \(China\): 0\.95, from 5 January 2026; US smuggling enforcement: 1\.50, from 5 January 2026, over 6 months\.",Reference: Controls of December 2025 \(US export control \(China\): 0\.55; CN state leash: 0\.10\)\.,$/);
  const { href } = new URL(page.url());
  await page.select("#asked select", "taiwan-shock");
  await page.waitForFunction(() => /^China’s accelerator/.test(document.querySelector("h3").textContent), { timeout: 60000 });
  await settled(page);
  await page.goBack();
  await page.waitForFunction(() => /^Frontier gap/.test(document.querySelector("h3").textContent), { timeout: 60000 });
  await settled(page);
  assert.equal(page.url(), href);
  const bad = await open(browser, file, { width: 400, hash: "#pairs=many" });
  await settled(bad.page);
  assert.match(await bad.page.$eval("#notice", (e) => e.textContent), /does not hold a state/);
  const bar = () => bad.page.$eval("#answer", (e) => e.textContent);
  assert.match(await bar(), /^Frontier gap .*By Dec 2030/);
  await bad.page.click("#answer");
  assert.match(await bar(), /^Frontier lag .*By Dec 2030/);
  await click(bad.page, "What would reverse it?", "#parts");
  await bad.page.focus("#levers input[type=range]");
  await bad.page.keyboard.press("PageDown");
  assert.equal(await bad.page.$eval("#notice", (e) => e.textContent), "");
  assert.deepEqual([...wrong, ...bad.wrong], []);
  await bad.page.close();
  await page.close();
}

/** A study with one policy starts from that or from nothing. */
async function startsFrom(browser) {
  const { page, wrong } = await open(browser, file, { hash: "#study=beijing-retaliates&pairs=8" });
  await settled(page);
  assert.deepEqual(await page.$$eval("#asked label:nth-of-type(2) option", (all) => all.map((o) => o.textContent)), ["Policies of December 2025", "Controls tightened twice"]);
  await page.select("#asked label:nth-of-type(2) select", "current");
  await settled(page);
  assert.equal((await page.$$("#levers > fieldset")).length, 0);
  assert.match((await sentences(page))[0], /no effect to speak of/);
  assert.deepEqual(wrong, []);
  await page.close();
}

/** Quantiles of the native program's histories against those of the page's file of numbers, to the last bit. */
async function sameBits(browser) {
  const folder = mkdtempSync(join(tmpdir(), "explorer-"));
  const { page, wrong } = await open(browser, file, { hash: "#pairs=8&assumptions=" + encodeURIComponent('{"research.induced_share":0.5}') });
  await settled(page);
  await page.focus("#levers input[type=range]");
  await page.keyboard.press("PageDown");
  await settled(page);
  await page.waitForFunction(() => /what the two do to each other[+−]?\d/.test(document.getElementById("four").textContent), { timeout: 60000 });
  const numbers = await saved(page, "Numbers"), scenario = await saved(page, "Scenario file");
  assert.ok(Number(await saved(page, "Picture")) > 20000);
  const shared = await open(browser, file, { hash: new URL(page.url()).hash });
  await settled(shared.page);
  assert.ok((await saved(shared.page, "Numbers")) === numbers, "a shared address has other numbers");
  assert.equal(await saved(shared.page, "Scenario file"), scenario);
  writeFileSync(join(folder, "page.csv"), numbers);
  writeFileSync(join(folder, "page.toml"), scenario);
  execFileSync(program, ["run", join(folder, "page.toml"), "-o", join(folder, "page.h5")], { stdio: ["ignore", "ignore", "pipe"] });
  execFileSync(process.env.PYTHON ?? "python3", [fileURLToPath(new URL("compare.py", import.meta.url)), join(folder, "page.csv"), join(folder, "page.h5")], { stdio: "inherit" });
  assert.deepEqual([...wrong, ...shared.wrong], []);
  await page.close();
  await shared.page.close();
  rmSync(folder, { recursive: true });
}

async function files(browser) {
  const folder = mkdtempSync(join(tmpdir(), "explorer-"));
  const { page, wrong } = await open(browser, file);
  await settled(page);
  const wrongFile = join(folder, "mine.toml"), rightFile = join(folder, "good.toml");
  writeFileSync(wrongFile, 'extends = "baseline"\n\n[run]\nmembrs = 4\n');
  await (await page.$("#file")).uploadFile(wrongFile);
  await page.waitForSelector("#keep .problems li", { timeout: 30000 });
  assert.match(await page.$eval("#keep .problems", (e) => e.textContent), /line 4: run\.membrs.*members/s);
  writeFileSync(rightFile, 'extends = "baseline"\ntitle = "A file of mine"\n[run]\nend = 2030-12-31\nscale = 0.001\nmembers = 1\nworlds = { calibrated = 4 }\n[[policy]]\nname = "current"\n[[policy]]\nname = "gone"\nactions = [ { lever = "us.export_control", of = "CN", at = 2026-01-05, to = 0.0 } ]\n');
  await (await page.$("#file")).uploadFile(rightFile);
  await page.waitForFunction(() => document.getElementById("title").textContent === "A file of mine", { timeout: 30000 });
  assert.match(await settled(page), /^4 pairs/);
  assert.deepEqual(wrong, []);
  await page.close();
  rmSync(folder, { recursive: true });
}

const browser = await launch(browserProgram);
let failed = 0;
const only = process.argv[6]; // the name of one test
for (const test of [looks, tighterControls, reversal, readOut, whileItRuns, dragged, terms, whereKappaComesFrom, whatIsCompared, startsFrom, sameBits, files]) {
  if (only && test.name !== only) continue;
  try {
    await test(browser);
    console.log(`passed: ${test.name}`);
  } catch (error) {
    failed++;
    console.log(`failed: ${test.name}\n${error.stack}`);
  }
}
await browser.close();
process.exitCode = failed ? 1 : 0;
