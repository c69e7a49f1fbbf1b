// Opens pages in a browser and says what is wrong with each; see scripts/browser-check.
const fs = require('fs');
const puppeteer = require('puppeteer-core');

const WIDTHS = [400, 1400];
const MOST_STOPS = 400; // of the Tab key

// Elements beyond the right edge that do not scroll by themselves.
const cut = () => [...document.querySelectorAll('body *')]
  .filter(e => !e.closest('.wide, .drawing') && e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 80));

// What scrolls or has values to show, and was not reached.
const unreached = () => [...document.querySelectorAll('.wide, .drawing, .drawing [tabindex], summary')]
  .filter(e => !e.dataset.reached).map(e => e.outerHTML.slice(0, 80));

// Marks the element that has the focus; whether there is one, and what is wrong with it.
const reach = () => {
  const e = document.activeElement;
  if (e === document.body || e.dataset.reached) return { ends: true };
  e.dataset.reached = 'yes';
  const hint = e.querySelector(':scope > .hint');
  const box = hint && hint.getBoundingClientRect(), room = hint && hint.closest('svg').getBoundingClientRect();
  if (hint && getComputedStyle(hint).visibility !== 'visible') return { wrong: `hidden: ${hint.textContent}` };
  if (hint && (box.right > room.right + 1 || box.bottom > room.bottom + 1)) return { wrong: `cut: ${hint.textContent}` };
  return {};
};

async function problems(browser, file, width) {
  const found = [], page = await browser.newPage();
  page.on('console', message => found.push(`console: ${message.text()}`));
  page.on('pageerror', error => found.push(`error: ${error}`));
  page.on('request', request => {
    if (!request.url().startsWith('data:') && request.url() !== `file://${encodeURI(file)}`) found.push(`asks for ${request.url()}`);
  });
  await page.setViewport({ width, height: 900 });
  await page.goto(`file://${encodeURI(file)}`);
  found.push(...(await page.evaluate(cut)).map(e => `wider than the window: ${e}`));
  for (let i = 0; i < MOST_STOPS; i++) {
    await page.keyboard.press('Tab');
    const { ends, wrong } = await page.evaluate(reach);
    if (wrong) found.push(wrong);
    if (ends) break;
  }
  found.push(...(await page.evaluate(unreached)).map(e => `not reached by the keyboard: ${e}`));
  await page.close();

  // The policy of the page forbids scripts, so that axe needs a page without it.
  const open = await browser.newPage();
  await open.setBypassCSP(true);
  await open.setViewport({ width, height: 900 });
  await open.goto(`file://${encodeURI(file)}`);
  await open.evaluate(fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'));
  const { violations, passes } = await open.evaluate(() => axe.run());
  found.push(...violations.map(v => `axe, ${v.id}: ${v.nodes.length} × ${v.nodes[0].html.slice(0, 120)}`));
  if (!passes.length) found.push('axe tested nothing');
  await open.close();
  return found;
}

(async () => {
  const [chromium, ...files] = process.argv.slice(2);
  const browser = await puppeteer.launch({ executablePath: chromium, args: ['--no-sandbox', '--disable-gpu'], headless: true });
  let count = 0;
  for (const file of files) for (const width of WIDTHS) {
    const found = await problems(browser, file, width);
    count += found.length;
    console.log(`${file}, ${width} pixels wide: ${found.length ? found.length : 'no'} problems`);
    for (const one of found) console.log(`  ${one}`);
  }
  await browser.close();
  process.exitCode = count ? 1 : 0;
})();
