// What would reverse the effect: one assumption is set to values over its whole range, and where the sign of the mean
// effect changes between two of them, the interval is halved.
import type { AssumptionCard } from "../engine.js";
import type { Shown } from "./charts.js";
import { assumptionName } from "./cards.js";
import { element, options } from "./dom.js";
import { dateIndex, difference, lineName, month, scaleOf, setting } from "./numbers.js";
import { places, read } from "./ensemble.js";
import type { Line } from "./state.js";
import { text } from "./strings.js";
import type { Workers } from "./workers.js";

const PAIRS = 8; // at each value, if there are as many
const VALUES = 5; // over the range, its ends included
const HALVINGS = 3;

interface Point {
  value: number;
  effect: number;
}

export class Reversal {
  private readonly which = element("select", { "aria-label": text.assumption, onchange: () => { this.chosen = true; this.reset(); } });
  private readonly chart = element("select", { "aria-label": text.measure, onchange: () => this.reset() });
  private readonly button = element("button", { type: "button", onclick: () => void this.search() }, text.reverseButton);
  private readonly stop = element("button", { type: "button", hidden: true, onclick: () => this.reset() }, text.stop);
  private readonly answer = element("div", { "aria-live": "polite" });
  private shown: Shown | null = null;
  private lines: Line[] = [];
  private run = 0;
  private chosen = false; // by the user, of this question

  constructor(root: HTMLElement, private readonly workers: Workers, private readonly failed: (e: unknown) => void) {
    root.replaceChildren(element("h2", {}, text.reverse), element("p", { class: "note" }, text.reverseHelp),
      element("div", { class: "row" }, this.chart, this.which, this.button, this.stop), this.answer);
  }

  /** Another question: what was chosen for the one before says nothing. */
  forget(): void {
    this.chosen = false;
  }

  /** `nearest`: of an assumption that may well reverse the effect, which is offered first. */
  update(shown: Shown, lines: readonly Line[], assumptions: readonly AssumptionCard[], nearest: string, moved: boolean): void {
    this.shown = shown;
    if (!moved) return;
    this.lines = [...lines];
    const card = (l: Line) => shown.about.measures.find((m) => m.key === l.measure);
    options(this.chart, lines.flatMap((l, i) => { const c = card(l); return c ? [[String(i), lineName(c, l, shown.names)] as const] : []; }), this.chart.value || "0");
    options(this.which, assumptions.map((a) => [a.key, assumptionName(a)] as const), this.chosen ? this.which.value : nearest || (assumptions[0]?.key ?? ""));
    this.reset();
  }

  private reset(): void {
    this.run++;
    this.workers.cancel("reversal");
    this.stop.hidden = true;
    this.button.hidden = false;
    this.answer.replaceChildren();
  }

  private async search(): Promise<void> {
    const shown = this.shown, card = shown?.about.assumptions.find((a) => a.key === this.which.value), line = this.lines[Number(this.chart.value)];
    if (!shown || !card || !line) return;
    this.reset();
    const run = this.run, points: Point[] = [];
    this.button.hidden = true;
    this.stop.hidden = false;
    const say = () => this.answer.replaceChildren(element("p", { class: "status" }, text.searching(points.length, VALUES + HALVINGS)));
    const tell = async (value: number) => {
      const effect = await this.effectAt(shown, line, card.key, value);
      points.push({ value, effect });
      points.sort((a, b) => a.value - b.value);
      if (run === this.run) say();
    };
    say();
    try {
      // All at once: in a pause between two, workers would turn to other histories and drop what they keep.
      await Promise.all(Array.from({ length: VALUES }, (_, i) => tell(card.low + ((card.high - card.low) * i) / (VALUES - 1))));
      for (let i = 0; i < HALVINGS; i++) for (const [a, b] of crossings(points)) await tell((a.value + b.value) / 2);
      if (run === this.run) this.show(shown, line, card, points);
    } catch (error) {
      if (run === this.run) this.reset();
      this.failed(error);
    }
  }

  /** The mean effect with the assumption at a value. */
  private async effectAt(shown: Shown, line: Line, key: string, value: number): Promise<number> {
    const { ensemble, at } = shown, study = ensemble.study!, base = ensemble.config!, where = places(study, line)!;
    const config = { ...base, assumptions: { ...base.assumptions, [key]: value } };
    const units = Array.from({ length: this.pairsOf(shown) }, (_, i) => i), date = dateIndex(study, at);
    const differences = await Promise.all(units.map(async (unit) => {
      const [before, after] = await Promise.all([0, 1].map((policy) =>
        this.workers.ask("reversal", config, { kind: "values", ...ensemble.unit(unit), policy }, unit)));
      return read(after!, where, date) - read(before!, where, date);
    }));
    const known = differences.filter(Number.isFinite);
    return known.reduce((s, d) => s + d, 0) / known.length;
  }

  private pairsOf(shown: Shown): number {
    return Math.min(PAIRS, shown.ensemble.target);
  }

  private show(shown: Shown, line: Line, card: AssumptionCard, points: Point[]): void {
    this.stop.hidden = true;
    this.button.hidden = false;
    const measure = shown.about.measures.find((m) => m.key === line.measure)!, scale = scaleOf(measure, line);
    const say = (v: number) => setting(v, card.low, card.high), name = assumptionName(card), pairs = this.pairsOf(shown);
    const effect = text.effectOf(lineName(measure, line, shown.names), month(shown.at)), tested = text.tested(say(card.low), say(card.high), pairs);
    const found = crossings(points).map(([a, b]) => a.value + ((b.value - a.value) * a.effect) / (a.effect - b.effect)), at = found.map(say).join(", ");
    const amounts = new Set(points.map((p) => difference(p.effect, scale)));
    const verdict = points.every((p) => !Number.isFinite(p.effect)) ? text.noValue(effect) : amounts.size === 1 ? text.unmovedBy(name, effect, [...amounts][0]!)
      : found.length === 0 ? text.noFlip(name, effect) : found.length === 1 ? text.flipsAt(name, effect, at) : text.severalFlips(name, effect, at);
    this.answer.replaceChildren(element("p", {}, element("strong", {}, `${verdict} ${tested}`)), element("p", {}, [outside(shown, card, found, say), found.length && shown.ensemble.effect(line, dateIndex(shown.ensemble.study!, shown.at), shown.about).isUnclear ? text.notSure : ""].filter((t) => t).join(" ")),
      element("div", { class: "wide", tabindex: 0, role: "region", "aria-label": text.reverse }, element("table", {},
        element("thead", {}, element("tr", {}, element("th", { scope: "col" }, name), element("th", { scope: "col" }, effect))),
        element("tbody", {}, ...points.map((p) => element("tr", {}, element("th", { scope: "row" }, say(p.value)), element("td", {}, difference(p.effect, scale))))))));
  }
}

/** Whether the study itself reaches the values at which the sign changes; "" where there are none. */
function outside(shown: Shown, card: AssumptionCard, found: readonly number[], say: (value: number) => string): string {
  const own = shown.ensemble.study!.assumptions.find((a) => a.key === card.key);
  if (!own || !found.length) return "";
  const beyond = found.filter((v) => v < own.low || v > own.high).map(say), low = say(own.low), high = say(own.high);
  if (own.low === own.high) return text.keptAt(low);
  return beyond.length ? text.beyond(beyond.join(", "), low, high) : text.withinStudy(low, high);
}

/** Neighbours between which the sign changes; a mean effect of exactly nothing has none. */
function crossings(all: readonly Point[]): [Point, Point][] {
  const points = all.filter((p) => p.effect !== 0);
  return points.slice(1).flatMap((b, i) => {
    const a = points[i]!;
    return a.effect * b.effect < 0 ? [[a, b] as [Point, Point]] : [];
  });
}
