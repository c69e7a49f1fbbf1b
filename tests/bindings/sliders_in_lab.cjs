// Moves sliders in JupyterLab as a reader would, times what is drawn, and says what is wrong; see scripts/sliders-check.
//   node sliders_in_lab.cjs BROWSER ADDRESS FOLDER      ADDRESS opens a notebook whose first cell shows a panel; pictures go to FOLDER
const path = require('path');
const puppeteer = require('puppeteer-core');

const MOST_FIRST = 60e3; // milliseconds until a kernel has started and the first picture stands
const MOST_ANSWER = 10e3; // until a moved slider is answered, on a busy machine

const [executablePath, address, folder] = process.argv.slice(2);
const found = [];

// What the panel shows: the picture with its words, the words besides, whether all pairs are drawn.
const panel = () => {
  const output = document.querySelector('.jp-OutputArea-output');
  const [, pairs, most] = /(\d+) of (\d+) pairs of histories/.exec(output?.innerText ?? '') ?? [];
  return { picture: output?.querySelector('svg')?.outerHTML ?? '', said: output?.innerText ?? '', done: most && pairs === most };
};

// Keeps when the picture was drawn first, and with how many pairs, after a change.
const watch = () => {
  const output = document.querySelector('.jp-OutputArea-output');
  const before = output.querySelector('svg').outerHTML;
  window.answered = new Promise(done => {
    const observer = new MutationObserver(() => {
      const now = output.querySelector('svg');
      if (!now || now.outerHTML === before) return;
      observer.disconnect();
      requestAnimationFrame(() => done({ at: performance.now(), width: now.getBoundingClientRect().width }));
    });
    observer.observe(output, { childList: true, subtree: true, characterData: true });
  });
};

async function handleOf(page, nth) {
  const handles = await page.$$('.jp-OutputArea-output .noUi-handle');
  if (!handles[nth]) throw new Error(`no slider ${nth}: there are ${handles.length}`);
  await handles[nth].scrollIntoView();
  const box = await handles[nth].boundingBox();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

// Drags a slider by pixels and lets go; milliseconds from the last move to the first picture that is another one.
async function drag(page, nth, pixels) {
  const from = await handleOf(page, nth);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  for (let i = 1; i < 6; i++) await page.mouse.move(from.x + (pixels * i) / 6, from.y);
  await settled(page); // of what was drawn on the way
  await page.evaluate(watch);
  const began = await page.evaluate(() => performance.now());
  await page.mouse.move(from.x + pixels, from.y);
  await page.mouse.up();
  return (await answer(page)).at - began;
}

const answer = page => Promise.race([
  page.evaluate(() => window.answered),
  new Promise((_, refuse) => setTimeout(() => refuse(new Error('nothing was drawn after a move')), MOST_ANSWER)),
]);

// Waits until every pair is drawn and nothing changes any more: the picture stands before the line that counts the pairs.
async function settled(page) {
  const end = Date.now() + MOST_FIRST;
  for (let last = null; Date.now() < end; await new Promise(done => setTimeout(done, 300))) {
    const now = await page.evaluate(panel);
    if (now.done && now.picture === last) return;
    last = now.picture;
  }
  throw new Error('not all pairs were drawn');
}

const picture = (page, name) => page.screenshot({ path: path.join(folder, `sliders-${name}.png`) });

async function use(page) {
  await page.goto(address, { waitUntil: 'domcontentloaded' });
  await page.waitForSelector('.jp-Notebook .jp-CodeCell .cm-content', { timeout: MOST_FIRST });
  await page.waitForFunction(() => /\| Idle/.test(document.querySelector('#jp-main-statusbar')?.innerText), { timeout: MOST_FIRST });
  await page.click('.jp-Notebook .jp-CodeCell .cm-content');
  await page.keyboard.down('Shift');
  await page.keyboard.press('Enter');
  await page.keyboard.up('Shift');
  await page.waitForSelector('.jp-OutputArea-output svg', { timeout: MOST_FIRST });
  await settled(page);
  await picture(page, '1-first');

  const times = [];
  const value = await page.evaluate(panel);
  for (const pixels of [-40, -25, 30]) times.push(['a lever', await drag(page, 0, pixels)]);
  await settled(page);
  const moved = await page.evaluate(panel);
  if (moved.picture === value.picture) found.push('a moved lever drew the same picture');
  await picture(page, '2-lever');

  times.push(['a date', await drag(page, 1, 60)]);
  await settled(page);

  // The first assumption: held, then moved.
  const boxes = await page.$$('.jp-OutputArea-output input[type=checkbox]');
  await page.evaluate(watch);
  const began = await page.evaluate(() => performance.now());
  await boxes.at(-3).click();
  times.push(['an assumption held', (await answer(page)).at - began]);
  await settled(page);
  times.push(['an assumption moved', await drag(page, (await page.$$('.jp-OutputArea-output .noUi-handle')).length - 3, 50)]);
  await settled(page);
  if (!(await page.evaluate(panel)).said.includes('Not varied:')) found.push('the panel does not say what is held');
  await picture(page, '3-assumption');

  // Another measure is drawn of the same histories, another policy brings its own sliders.
  const [policies, measures] = await page.$$('.jp-OutputArea-output select');
  await page.evaluate(watch);
  const asked = await page.evaluate(() => performance.now());
  await measures.evaluate(e => { e.selectedIndex = 1; e.dispatchEvent(new Event('change', { bubbles: true })); });
  times.push(['a measure', (await answer(page)).at - asked]);
  const before = (await page.$$('.jp-OutputArea-output .noUi-handle')).length;
  await policies.evaluate(e => { e.selectedIndex = 1; e.dispatchEvent(new Event('change', { bubbles: true })); });
  await page.waitForFunction(count => document.querySelectorAll('.jp-OutputArea-output .noUi-handle').length !== count, { timeout: MOST_ANSWER }, before);
  await settled(page);
  await picture(page, '4-policy');

  // By the keyboard: the handle has the focus and an arrow moves it.
  await page.evaluate(watch);
  await page.focus('.jp-OutputArea-output .noUi-handle');
  const pressed = await page.evaluate(() => performance.now());
  await page.keyboard.press('ArrowRight');
  times.push(['a key', (await answer(page)).at - pressed]);
  await settled(page);

  // A narrow window: nothing is lost beyond its edge without a way to scroll to it.
  await page.setViewport({ width: 900, height: 900 });
  await new Promise(done => setTimeout(done, 500));
  await picture(page, '5-narrow');
  for (const [what, time] of times) console.log(`${what}: ${time.toFixed(0)} ms`);
}

(async () => {
  const browser = await puppeteer.launch({ executablePath, headless: true, args: ['--no-sandbox'] });
  const page = await browser.newPage();
  const own = new URL(address).host;
  page.on('console', message => { if (message.type() === 'error') found.push(`console: ${message.text()} ${message.location().url ?? ''}`); });
  page.on('pageerror', error => found.push(`error: ${error.message ?? error}`));
  await page.setRequestInterception(true);
  page.on('request', request => {
    const { protocol, host } = new URL(request.url());
    if (host === own || !/^(http|ws)/.test(protocol)) return request.continue();
    found.push(`asks for ${request.url()}`);
    request.abort();
  });
  await page.setViewport({ width: 1400, height: 1000 });
  await use(page).catch(async error => {
    found.push(`error: ${error.message}`);
    await picture(page, 'error');
  });
  await browser.close();
  for (const line of found) console.error(line);
  process.exitCode = found.length ? 1 : 0;
})();
