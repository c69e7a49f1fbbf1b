// One question as a card: a sentence, levels with the past and published figures, the effect with its band, a table.
import uPlot from "uplot";
import type { About, MeasureCard, PublishedFigure } from "../engine.js";
import { aboutButton } from "./cards.js";
import { element, fill } from "./dom.js";
import { ORDERS, type Ensemble, type Fan } from "./ensemble.js";
import { dateIndex, decimalsOf, difference, lineName, labelName, month, number, percentOf, scaleOf, withUnit, type Names, type Scale } from "./numbers.js";
import { colours, type Palette } from "./palette.js";
import { Readout, type Reading } from "./readout.js";
import type { Line } from "./state.js";
import { ranges, type Effect, type Ranges } from "./statistics.js";
import { text } from "./strings.js";

const REFERENCE = 0, YOURS = 1;
const NEAR = "200px"; // around the window: a chart there is drawn before it is seen
const HEIGHT = 200, EFFECT_HEIGHT = 120;
const LEVEL_SPACE = 30, EFFECT_SPACE = 16; // pixels between two ticks at least: a low chart has more than one, too
const FIRST = "2023-01-01"; // earlier, open weights are few
const OF_TRAINING = /effective training compute/;
const FEWEST_OF_RANGE = 5; // pairs that have a middle 80%

export interface Shown {
  ensemble: Ensemble;
  about: About;
  names: Names;
  published: readonly PublishedFigure[];
  at: string;
  first(chart: string): Ranges | null; // before there is a pair of histories
  firstDates: readonly string[];
  policyName: string;
  referenceName: string;
}

const EFFECT_COLUMN = 7; // of the rows: the date and three columns of each policy come before
const SIGN_COLUMNS = [EFFECT_COLUMN + 3, EFFECT_COLUMN + 4]; // then the number of pairs
const LEAST_STILL = 0.1, COARSE = 0.002; // shares of pairs that do not move, and of models that are simulated

type Values = (number | null | undefined)[];

/** An entry of the legend. */
export interface Key {
  kind: "reference" | "yours" | "own-reference" | "own-yours" | "published" | "fork";
  label: string;
}

/** The lines of the chart of levels; of its bands, the edges come first. */
const SERIES = ["referenceHigh", "referenceLow", "yoursHigh", "yoursLow", "reference", "yours", "ownReference", "ownYours", "published"] as const;

/** What the two plots show, at every date. */
interface Drawn {
  lines: Record<(typeof SERIES)[number], Values>;
  effects: Ranges;
  scale: Scale;
}

export class Chart {
  readonly root: HTMLElement;
  private readonly title = element("h3");
  private readonly levelTitle = element("h4");
  private readonly sentence = element("p", { class: "sentence" });
  private readonly levels = element("div", { class: "plot", role: "img" });
  private readonly effects = element("div", { class: "plot", role: "img" });
  private readonly effectTitle = element("h4");
  private readonly legend = element("p", { class: "legend" });
  private readonly choices = element("div", { class: "choices" });
  private readonly table = element("div", { class: "wide", tabindex: 0, role: "region" });
  private readonly details: HTMLDetailsElement;
  private plot: uPlot | null = null;
  private effectPlot: uPlot | null = null;
  private palette: Palette = colours();
  private readonly readout = new Readout((at) => this.readingAt(at));
  private shown: Shown | null = null;
  private isInView = true; // until the browser says otherwise
  private isLate = false; // the plots do not show what is known by now
  private drawn: Drawn | null = null;
  private readonly made = new WeakMap<Float64Array, { from: string; values: Values }>(); // of what has not changed since the last drawing
  private published: Values = [];
  private times: { of: readonly string[]; seconds: number[] } = { of: [], seconds: [] };
  private built = "";
  private shownKeys: Key[] = [];

  constructor(private readonly key: string, public line: Line, private readonly moved: (line: Line) => void) {
    this.details = element("details", { class: "table", ontoggle: () => this.writeTable() }, element("summary", {}, text.asTable), this.table);
    this.root = element("article", { class: "chart" }, this.title, this.choices, this.sentence, this.levelTitle, element("div", { class: "timed" }, this.levels, this.readout.slider), this.legend,
      this.effectTitle, this.effects, this.details);
    new IntersectionObserver((seen) => {
      this.isInView = seen.at(-1)!.isIntersecting;
      if (this.isInView) this.catchUp();
    }, { rootMargin: NEAR }).observe(this.root);
  }

  update(shown: Shown): void {
    this.shown = shown;
    const { ensemble, about } = shown, study = ensemble.study;
    const card = about.measures.find((m) => m.key === this.line.measure);
    if (!study || !card) return;
    const scale = scaleOf(card, this.line);
    const name = lineName(card, this.line, shown.names);
    fill(this.title, name, () => [name, " ", aboutButton(name, card, about)]);
    const levelTitle = text.levels(scale.unit === "%" ? "" : scale.unit);
    fill(this.levelTitle, levelTitle, () => [levelTitle]);
    this.build(card, scale, ensemble);
    const date = dateIndex(study, shown.at), effect = ensemble.effect(this.line, date, about);
    const first = effect.pairs ? null : shown.first(this.key), early = first?.mean[shown.firstDates.indexOf(shown.at)];
    const parts = early !== undefined ? saidFirst(early, scale, study.dates[date]!) : said(effect, scale, study.dates[date]!, ensemble.pairs < ensemble.target, study.scale);
    fill(this.sentence, parts.map((p) => p.text).join("|"), () => parts.map((p) => (p.strong ? element("strong", {}, p.text) : p.text)));
    this.isLate = true;
    if (this.isInView || !this.drawn) this.catchUp();
    this.shownKeys = this.keys(ensemble.hasAssumptions, this.published.some((v) => v != null));
    fill(this.legend, JSON.stringify(this.shownKeys), () => this.shownKeys.map((k) => element("span", { class: `key ${k.kind}` }, k.label)));
    const effectTitle = text.effectOn(scale.difference) + (card.shown_unit === ORDERS ? `${OF_TRAINING.test(card.description) ? ` ${text.ordersOf}` : ""} ${text.twice}` : "");
    fill(this.effectTitle, effectTitle, () => [effectTitle]);
    this.levels.setAttribute("aria-label", `${name}. ${this.sentence.textContent}`);
    this.effects.setAttribute("aria-label", `${text.effectAlt(name)} ${this.sentence.textContent}`);
    this.table.setAttribute("aria-label", text.tableOf(name));
    this.writeTable();
  }

  /** Draws what is known by now, if that is not what the plots show. Until somebody sees them, they need not. */
  catchUp(): void {
    const shown = this.shown, card = shown?.about.measures.find((m) => m.key === this.line.measure);
    if (!this.isLate || !shown?.ensemble.study || !card) return;
    this.isLate = false;
    const { ensemble } = shown, scale = scaleOf(card, this.line), now = ensemble.fan(this.line, REFERENCE), after = ensemble.fan(this.line, YOURS);
    const has = ensemble.hasAssumptions;
    const lines = this.rows(now, after, has ? ensemble.fan(this.line, REFERENCE, true) : null, has ? ensemble.fan(this.line, YOURS, true) : null, scale);
    this.plot?.setData([this.seconds(), ...SERIES.map((s) => lines[s])] as uPlot.AlignedData);
    this.drawn = { lines, effects: this.drawEffect(scale, ensemble.pairs ? null : shown.first(this.key)), scale };
    this.readout.refresh(lineName(card, this.line, shown.names), ensemble.pairs >= ensemble.target);
  }

  /** Rows of dates with all that is drawn, for the table and the file. */
  rowsOf(): { head: string[]; rows: string[][] } {
    const shown = this.shown, study = shown?.ensemble.study;
    const card = shown?.about.measures.find((m) => m.key === this.line.measure);
    if (!shown || !study || !card) return { head: [], rows: [] };
    const { ensemble } = shown, scale = scaleOf(card, this.line);
    const before = ensemble.fan(this.line, REFERENCE), after = ensemble.fan(this.line, YOURS);
    const fans = [before, after].flatMap((f) => [f?.middle, f?.low, f?.high]);
    const rows = study.dates.map((date, i) => {
      const e = ensemble.effect(this.line, i, shown.about);
      const sides = [e.up, e.down].map((n) => (e.pairs ? digits(n / e.pairs) : ""));
      return [date, ...fans.map((f) => digits((f?.[i] ?? NaN) * scale.factor)), digits(e.mean * scale.factor), digits(e.low * scale.factor), digits(e.high * scale.factor), ...sides, String(e.pairs)];
    });
    return { head: text.columns(scale.unit, scale.difference), rows };
  }

  /** What stands for itself in a file: the rows with published figures and units. */
  get fileRows(): string[][] {
    const { rows } = this.rowsOf(), card = this.shown?.about.measures.find((m) => m.key === this.line.measure);
    if (!card) return [];
    const scale = scaleOf(card, this.line);
    return rows.map((row, i) => [this.heading, ...row, digits(this.published[i] ?? NaN), scale.unit || text.noUnit, scale.difference || text.noUnit]);
  }

  /** What a picture of it shows: two plots, a heading of each, and what the lines of the first mean. */
  get picture(): { plots: HTMLCanvasElement[]; titles: string[]; keys: Key[] } {
    return { plots: [...this.root.querySelectorAll("canvas")], titles: [this.levelTitle, this.effectTitle].map((t) => t.textContent ?? ""), keys: this.shownKeys };
  }

  get heading(): string {
    return this.title.firstChild?.textContent ?? "";
  }

  get statement(): string {
    return this.sentence.textContent ?? "";
  }

  /** After a change of the scheme of colours or of the width. */
  redraw(): void {
    this.built = "";
    this.palette = colours();
    if (this.shown) this.update(this.shown);
  }

  private seconds(): number[] {
    const { dates } = this.shown!.ensemble.study!;
    if (this.times.of !== dates) this.times = { of: dates, seconds: dates.map((d) => Date.parse(d) / 1000) };
    return this.times.seconds;
  }

  private nothing(): Values {
    return new Array(this.seconds().length);
  }

  private build(card: MeasureCard, scale: Scale, ensemble: Ensemble): void {
    const width = Math.max(240, this.levels.clientWidth), study = ensemble.study!;
    const key = JSON.stringify([this.line, width, study.dates.length, study.fork, this.shown!.names === undefined]);
    if (key === this.built) return;
    this.built = key;
    this.plot?.destroy();
    this.effectPlot?.destroy();
    this.published = this.figures(scale);
    this.choose(card, study.measures.find((m) => m.key === card.key)?.dimensions ?? []);
    const p = this.palette, thin = { stroke: "transparent", width: 0, points: { show: false } };
    const line = (stroke: string, dash?: number[]) => ({ stroke, width: 2, ...(dash ? { dash } : {}), points: { show: false } });
    this.plot = new uPlot({
      ...this.frame(width, HEIGHT, scale.unit, study.fork, LEVEL_SPACE),
      series: [{}, thin, thin, thin, thin, line(p.reference), line(p.yours), line(p.reference, [4, 3]), line(p.other, [7, 3]),
        { stroke: p.ink, width: 0, paths: () => null, points: { show: true, size: 5, fill: p.ink, stroke: p.ink } }],
      bands: [{ series: [1, 2], fill: p.referenceBand }, { series: [3, 4], fill: p.yoursBand }],
    }, [this.seconds(), ...SERIES.map(() => this.nothing())] as uPlot.AlignedData, this.levels);
    this.effectPlot = new uPlot({
      ...this.frame(width, EFFECT_HEIGHT, scale.difference, study.fork, EFFECT_SPACE),
      series: [{}, ...[thin, thin, line(p.yours), line(p.reference)].map((s) => ({ ...s, spanGaps: true }))],
      bands: [{ series: [1, 2], fill: p.yoursBand }],
    }, [this.seconds(), ...[0, 1, 2, 3].map(() => this.nothing())] as uPlot.AlignedData, this.effects);
    this.readout.attach([this.plot, this.effectPlot], study.dates.findIndex((d) => d >= FIRST), study.dates.length - 1, dateIndex(study, this.shown!.at));
  }

  private frame(width: number, height: number, unit: string, fork: string, space: number): Omit<uPlot.Options, "series"> {
    const p = this.palette, font = "12px system-ui, sans-serif", dates = this.seconds(), read = this.readout.options();
    const axis = { stroke: p.ink, font, grid: { stroke: p.rule, width: 1 }, ticks: { stroke: p.rule, width: 1, size: 4 } };
    const from = Math.max(dates[0]!, Date.parse(FIRST) / 1000), to = dates[dates.length - 1]!;
    return {
      width, height, cursor: read.cursor, legend: { show: false }, tzDate: (s) => uPlot.tzDate(new Date(s * 1000), "Etc/UTC"),
      scales: { x: { range: () => [from, to] } },
      axes: [{ ...axis, values: (_, ticks) => ticks.map((t) => new Date(t * 1000).getUTCMonth() === 0 ? String(new Date(t * 1000).getUTCFullYear()) : ""), space: 44, size: 26 },
        { ...axis, size: 50, space, values: (_, ticks) => ticks.map((t) => number(t, decimalsOf(ticks)) + (unit === "%" ? "%" : "")) }],
      hooks: { ...read.hooks, draw: [(u) => mark(u, Date.parse(fork) / 1000, p.ink)] },
    };
  }

  private rows(now: Fan | null, after: Fan | null, own: Fan | null, ownAfter: Fan | null, scale: Scale): Record<(typeof SERIES)[number], Values> {
    const { fork, dates } = this.shown!.ensemble.study!;
    const drawn = (values: Float64Array | undefined, from = ""): Values => {
      if (!values) return this.nothing();
      const former = this.made.get(values);
      if (former?.from === from) return former.values;
      const all = toDraw(values, scale.factor, from ? dates.findIndex((d) => d >= from) : 0);
      this.made.set(values, { from, values: all });
      return all;
    };
    return {
      referenceHigh: drawn(now?.high), referenceLow: drawn(now?.low), yoursHigh: drawn(after?.high, fork), yoursLow: drawn(after?.low, fork),
      reference: drawn(now?.middle), yours: drawn(after?.middle, fork), ownReference: drawn(own?.middle, fork),
      ownYours: drawn(ownAfter?.middle, fork), published: this.published,
    };
  }

  /** Published figures at the recorded date nearest to the end of their period. */
  private figures(scale: Scale): Values {
    const { published, ensemble } = this.shown!, study = ensemble.study!, values = this.nothing();
    for (const figure of published) {
      if (figure.measure !== this.line.measure || figure.reading !== "value" || !Number.isFinite(figure.value)) continue;
      if (Object.entries(this.line.where).some(([d, l]) => figure.where[d] !== l)) continue;
      values[dateIndex(study, figure.to)] = figure.value * scale.factor;
    }
    return values;
  }

  private drawEffect(scale: Scale, first: Ranges | null): Ranges {
    const { ensemble, firstDates } = this.shown!, { dates } = ensemble.study!;
    const all = first ? ranges(dates.length) : ensemble.effects(this.line);
    if (first) firstDates.forEach((d, i) => { for (const part of ["mean", "low", "high"] as const) if (dates.includes(d)) all[part][dates.indexOf(d)] = first[part][i]!; });
    this.effectPlot?.setData([this.seconds(), ...[all.high, all.low, all.mean].map((values) => toDraw(values, scale.factor)), dates.map(() => 0)] as uPlot.AlignedData);
    return all;
  }

  private readingAt(at: number): Reading {
    const { ensemble } = this.shown!, { lines, effects, scale } = this.drawn!, has = ensemble.pairs >= FEWEST_OF_RANGE;
    const [unit, points] = scale.unit === "%" ? [scale.unit, scale.difference] : ["", ""]; // another unit is said once
    const line = (label: string, [middle, low, high]: (number | null | undefined)[], of: string, signed = false) => {
      const [said, from, to] = [middle, low, high].map((v) => (v != null && Number.isFinite(v) ? number(v, scale.decimals, signed) : ""));
      return said ? [`${label}: ${has && from && to ? text.readRange(withUnit(said, of), from, to) : withUnit(said, of)}`] : [];
    };
    const level = (label: string, ...of: Values[]) => line(label, of.map((values) => values[at]), unit);
    const all = [...level(text.readMedian(text.readReference), lines.reference, lines.referenceLow, lines.referenceHigh), ...level(text.readMedian(text.yourPolicy), lines.yours, lines.yoursLow, lines.yoursHigh),
      ...level(text.ownAssumptionsOf(text.readReference), lines.ownReference), ...level(text.ownAssumptionsOf(text.yourPolicy), lines.ownYours), ...level(text.readPublished, lines.published),
      ...line(text.readEffect, [effects.mean, effects.low, effects.high].map((values) => values[at]! * scale.factor), points, true)];
    const date = month(ensemble.study!.dates[at]!);
    return { date: unit || !scale.unit ? date : text.readUnit(date, scale.unit), lines: all.length ? all : [text.readNothing] };
  }

  private keys(assumed: boolean, published: boolean): Key[] {
    const { referenceName, policyName } = this.shown!;
    return [{ kind: "reference", label: text.median(referenceName) }, { kind: "yours", label: text.median(policyName) },
      ...(assumed ? [{ kind: "own-reference", label: text.ownAssumptions(referenceName) }, { kind: "own-yours", label: text.ownAssumptions(policyName) }] as Key[] : []),
      ...(published ? [{ kind: "published", label: text.published }] as Key[] : []), { kind: "fork", label: text.fork(month(this.shown!.ensemble.study!.fork)) }];
  }

  private choose(card: MeasureCard, dimensions: readonly { name: string; labels: string[] }[]): void {
    this.choices.replaceChildren(...dimensions.map(({ name, labels }) => {
      const options = name === "mode" ? ["+", ...labels] : labels;
      return element("label", {}, element("span", { class: "hidden" }, `${card.long_name}: ${name.replaceAll("_", " ")}`), element("select", {
        onchange: (event) => {
          this.line = { ...this.line, where: { ...this.line.where, [name]: (event.target as HTMLSelectElement).value } };
          this.moved(this.line);
        },
      }, ...options.map((l) => element("option", { value: l, selected: l === this.line.where[name] }, labelName(this.shown!.names, name, l)))));
    }));
  }

  private writeTable(): void {
    if (!this.details.open) return;
    const { head, rows } = this.rowsOf(), order = head.map((_, i) => i), known = (row: string[]) => row[1] !== "" || row[EFFECT_COLUMN] !== "";
    order.push(...order.splice(1, EFFECT_COLUMN - 1)); // what is asked first comes first
    const chosen = rows.filter((row, i) => (row[0]!.slice(5, 7) === "12" || i === rows.length - 1) && known(row));
    const cell = (row: string[], i: number) => (SIGN_COLUMNS.includes(i) ? ofHundred(row[i]!) : i === head.length - 1 ? row[i]! : rounded(row[i]!));
    this.table.replaceChildren(chosen.length ? element("table", {}, element("thead", {}, element("tr", {}, ...order.map((i) => element("th", { scope: "col" }, SIGN_COLUMNS.includes(i) ? `${head[i]!}${text.of100}` : head[i]!)))),
      element("tbody", {}, ...chosen.map((row) => element("tr", {}, ...order.map((i) => (i ? element("td", {}, cell(row, i)) : element("th", { scope: "row" }, row[0]!))))))) : element("p", {}, text.waiting));
  }
}

/**
 * Values as they are drawn, from a place on. What is missing before the first one is left out of the array, and not null: an
 * array of numbers and null holds an object for each number, and a drawing has thousands.
 */
function toDraw(values: Float64Array, factor: number, from = 0): Values {
  const all: Values = new Array(values.length);
  let begun = false;
  for (let i = from < 0 ? values.length : from; i < values.length; i++) {
    if (Number.isFinite(values[i])) begun = true, all[i] = values[i]! * factor;
    else if (begun) all[i] = null; // a gap
  }
  return all;
}

interface Part {
  text: string;
  strong?: boolean;
}

/** What the effect is, in a sentence, with how sure its direction is, and of how many pairs and worlds this is said. */
function said(effect: Effect, scale: Scale, date: string, running: boolean, simulated: number): Part[] {
  if (!effect.pairs) return [{ text: text.waiting }];
  const strong = (words: string): Part => ({ text: running ? text.soFar(words) : words, strong: true });
  const of = text.pairs(effect.pairs, effect.worlds), by = { text: text.by(month(date)) };
  if (effect.isNothing) return [by, strong(text.noEffect), { text: ` (${of}).` }];
  const range = text.range(number(effect.low * scale.factor, scale.decimals, true), withUnit(number(effect.high * scale.factor, scale.decimals, true), scale.difference));
  const mean = [by, { text: difference(effect.mean, scale), strong: true }, { text: effect.pairs < FEWEST_OF_RANGE ? "; " : ` ${range} ` }];
  const isCoarse = simulated < COARSE && effect.words && effect.pairs - effect.up - effect.down >= LEAST_STILL * effect.pairs;
  return [...mean, strong(effect.words || text.tooFew), { text: ` (${effect.words ? `${ways(effect)}; ` : ""}${of}).${isCoarse ? ` ${text.coarse}` : ""}` }];
}

/** In how many of a hundred pairs the measure goes which way: the commoner way rounded down, as in the briefs; all adds up. */
function ways({ up, down, pairs, share, isUnclear }: Effect): string {
  const [way, other] = up >= down ? [text.up, text.down] : [text.down, text.up], fewer = Math.min(up, down), most = percentOf(share);
  if (!isUnclear) return share >= 1 ? text.inAll(way) : text.inMost(way, most);
  const still = fewer ? percentOf((pairs - up - down) / pairs) : 100 - most;
  return text.inSome(way, most, still, other, 100 - most - still);
}

/** The answer of the first moment, from the grid: a size, and nothing on how sure it is. */
function saidFirst(mean: number, scale: Scale, date: string): Part[] {
  return [{ text: text.by(month(date)) }, { text: text.roughly(difference(mean, scale)), strong: true }, { text: ` ${text.firstAnswer}` }];
}

function digits(value: number): string {
  return Number.isFinite(value) ? String(value) : "";
}

const ofHundred = (share: string) => (share === "" ? "–" : String(percentOf(Number(share))));
const rounded = (cell: string) => (cell === "" ? "–" : number(Number(cell), Math.abs(Number(cell)) >= 100 ? 0 : 2));

function mark(u: uPlot, at: number, colour: string): void {
  const x = Math.round(u.valToPos(at, "x", true)), { ctx, bbox } = u;
  if (x < bbox.left) return;
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash([2 * devicePixelRatio, 3 * devicePixelRatio]);
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.restore();
}

