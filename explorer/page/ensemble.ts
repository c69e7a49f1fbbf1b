// The paired histories behind the charts: under the reference and the user's policy, with the study's assumptions and, if
// the user has changed some, with those. They come one pair after another; whatever is out of date is given up at once.
import type { About, Study } from "../engine.js";
import type { Config } from "./protocol.js";
import { effectOf, quantile, rangeOf, ranges, type Effect, type Ranges } from "./statistics.js";
import type { Line } from "./state.js";
import { Cancelled, type Group, type Workers } from "./workers.js";

export interface Fan {
  low: Float64Array; // 10% quantile, median and 90% quantile at each date
  middle: Float64Array;
  high: Float64Array;
  of: number; // histories that were kept when it was made
}

type Histories = Map<number, Float32Array>; // by unit

const KEPT = 3e6; // bytes of histories that may be wanted again, those in use besides
export const ORDERS = "orders of magnitude";
const GROUP: Group = "histories";
const REST = 1200; // milliseconds
const REFERENCE = 0, YOURS = 1;

export interface Place {
  offset: number;
  width: number;
  at: number[]; // among the values of a date
}

/** Where a line's values are; null where the study does not have them. */
export function places(study: Study, line: Line): Place | null {
  const measure = study.measures.find((m) => m.key === line.measure);
  if (!measure) return null;
  let at = [0];
  for (const { name, labels } of measure.dimensions) {
    const chosen = line.where[name] === "+" ? labels.map((_, i) => i) : [labels.indexOf(line.where[name] ?? labels[0]!)];
    if (chosen.includes(-1)) return null;
    at = at.flatMap((base) => chosen.map((c) => base * labels.length + c));
  }
  return { offset: measure.offset, width: measure.width, at };
}

/** What several histories have at a date, or add to others, in order and without what is not finite; in the memory of `into`. */
export function gather(into: Float64Array, where: Place, date: number, histories: readonly Float32Array[], others: readonly Float32Array[] | null): Float64Array {
  let count = 0;
  for (let i = 0; i < histories.length; i++) {
    const value = read(histories[i]!, where, date) - (others ? read(others[i]!, where, date) : 0);
    if (Number.isFinite(value)) into[count++] = value;
  }
  return (count === into.length ? into : into.subarray(0, count)).sort();
}

export class Ensemble {
  private readonly kept = new Map<string, Histories>();
  private readonly paired = new WeakMap<Histories, { before: Histories; sizes: string; units: readonly number[] }>(); // asked for at every drawing, many times
  private readonly fans = new WeakMap<Histories, Map<string, Fan>>(); // by line
  private wanted = 0;
  private runs = 0; // that were started
  private plain: Config | null = null; // the study's assumptions
  private assumed: Config | null = null; // the user's, where they differ
  private rest: ReturnType<typeof setTimeout> | undefined;
  study: Study | null = null;
  private began = 0; // when the run under way was asked for
  private took = 0; // seconds until it was complete; 0 until then

  constructor(private readonly workers: Workers, private readonly changed: () => void, private readonly failed: (e: unknown) => void) {}

  /** Starts again with another configuration; histories that are still right are kept. */
  run(config: Config, study: Study, pairs: number): void {
    this.workers.cancel(GROUP);
    this.study = study;
    this.wanted = pairs;
    this.began = performance.now();
    this.took = 0;
    this.plain = { ...config, assumptions: {} };
    this.assumed = Object.keys(config.assumptions).length ? config : null;
    for (const used of [this.plain, this.assumed]) for (const policy of [REFERENCE, YOURS]) if (used) this.setOf(used, policy);
    this.forget();
    this.runs++;
    // What the study's assumptions would give comes once the controls rest: a worker that turns to it drops its pasts.
    clearTimeout(this.rest);
    const rested = new Promise<void>((resolve) => { this.rest = setTimeout(resolve, REST); });
    for (let worker = 0; worker < this.workers.count; worker++) void this.fill(worker, this.runs, rested);
    this.changed();
  }

  /** How many pairs are complete under the present assumptions. */
  get pairs(): number {
    return this.pairedUnits(this.now).length;
  }

  /** How many worlds they are from. */
  get worlds(): number {
    return new Set(this.pairedUnits(this.now).map((unit) => this.unit(unit).world)).size;
  }

  /** Seconds from the move of a control to the last of its pairs. */
  get seconds(): number {
    return this.took;
  }

  get target(): number {
    return this.wanted;
  }

  get hasAssumptions(): boolean {
    return this.assumed !== null;
  }

  unit(unit: number): { world: number; member: number } {
    const worlds = this.study?.worlds ?? 1;
    return { world: unit % worlds, member: Math.floor(unit / worlds) };
  }

  /** The present configuration, for what is asked beside the charts. */
  get config(): Config | null {
    return this.now;
  }

  /** The range of a line under a policy; `own` asks for the study's assumptions where the user has others. */
  fan(line: Line, policy: number, own = false): Fan | null {
    const config = own ? this.plain : this.now, study = this.study;
    const histories = config && this.kept.get(key(config, policy));
    const where = study && places(study, line);
    if (!where || !histories) return null;
    const known = this.fans.get(histories) ?? new Map<string, Fan>(), name = JSON.stringify([line, this.wanted]), former = known.get(name);
    if (former?.of === histories.size) return former; // those under the reference stay when a lever moves
    const all = this.within(histories), dates = study.dates.length, memory = new Float64Array(all.length);
    if (!all.length) return null;
    const fan: Fan = { low: new Float64Array(dates), middle: new Float64Array(dates), high: new Float64Array(dates), of: histories.size };
    for (let date = 0; date < dates; date++) {
      const values = gather(memory, where, date, all, null);
      fan.low[date] = quantile(values, 0.1);
      fan.middle[date] = quantile(values, 0.5);
      fan.high[date] = quantile(values, 0.9);
    }
    this.fans.set(histories, known.set(name, fan));
    return fan;
  }

  /** What the policy changes in a line at a date, over the pairs that are there, and how sure that is. */
  effect(line: Line, date: number, about: About): Effect {
    const pairs = this.pairsOf(line), inOrders = about.measures.some((m) => m.key === line.measure && m.shown_unit === ORDERS);
    return effectOf(pairs?.before.map((history, i) => {
      const level = read(history, pairs.where, date);
      return { level, difference: read(pairs.after[i]!, pairs.where, date) - level, world: this.unit(pairs.units[i]!).world };
    }) ?? [], about, inOrders);
  }

  /** The mean effect and its range at every date; nothing before the fork. */
  effects(line: Line): Ranges {
    const pairs = this.pairsOf(line), { dates, fork } = this.study!, all = ranges(dates.length);
    if (!pairs) return all;
    const { before, after, where } = pairs, memory = new Float64Array(before.length);
    for (let date = dates.findIndex((d) => d >= fork); date >= 0 && date < dates.length; date++) {
      const { mean, low, high } = rangeOf(gather(memory, where, date, after, before));
      all.mean[date] = mean;
      all.low[date] = low;
      all.high[date] = high;
    }
    return all;
  }

  /** The mean of a line over the complete pairs, under a policy. */
  mean(line: Line, date: number, policy: number, own = false): number {
    const config = own ? this.plain : this.now, where = this.study && places(this.study, line);
    const units = this.pairedUnits(config);
    if (!config || !where || !units.length) return NaN;
    const histories = this.kept.get(key(config, policy))!;
    return units.reduce((sum, u) => sum + read(histories.get(u)!, where, date), 0) / units.length;
  }

  /** What the policy changes in a line at a date in one pair; NaN where it is not there. */
  effectIn(unit: number, line: Line, date: number): number {
    const pairs = this.pairsOf(line), i = pairs?.units.indexOf(unit) ?? -1;
    return pairs && i >= 0 ? read(pairs.after[i]!, pairs.where, date) - read(pairs.before[i]!, pairs.where, date) : NaN;
  }

  /** The pair whose effect on a line is nearest to the mean one: the history that stands for the others. */
  typicalUnit(line: Line, date: number): number {
    const pairs = this.pairsOf(line);
    if (!pairs?.units.length) return 0;
    const effects = pairs.units.map((_, i) => read(pairs.after[i]!, pairs.where, date) - read(pairs.before[i]!, pairs.where, date));
    const mean = effects.reduce((s, e) => s + e, 0) / effects.length;
    let best = 0;
    effects.forEach((e, i) => { if (Math.abs(e - mean) < Math.abs(effects[best]! - mean)) best = i; });
    return pairs.units[best]!;
  }

  /** Of the present configuration, the complete pairs and where a line lies in them. */
  private pairsOf(line: Line): { units: readonly number[]; before: Float32Array[]; after: Float32Array[]; where: Place } | null {
    const config = this.now, where = this.study && places(this.study, line), units = this.pairedUnits(config);
    if (!config || !where || !units.length) return null;
    const of = (policy: number) => { const kept = this.kept.get(key(config, policy))!; return units.map((u) => kept.get(u)!); };
    return { units, before: of(REFERENCE), after: of(YOURS), where };
  }

  private get now(): Config | null {
    return this.assumed ?? this.plain;
  }

  private within(histories: Histories): Float32Array[] {
    const all: Float32Array[] = [];
    for (const [unit, history] of histories) if (unit < this.wanted) all.push(history);
    return all;
  }

  private pairedUnits(config: Config | null): readonly number[] {
    const before = config && this.kept.get(key(config, REFERENCE)), after = config && this.kept.get(key(config, YOURS));
    if (!before || !after) return [];
    const sizes = `${before.size} ${after.size} ${this.wanted}`, known = this.paired.get(after);
    if (known?.before === before && known.sizes === sizes) return known.units;
    const units = [...before.keys()].filter((u) => u < this.wanted && after.has(u)).sort((a, b) => a - b);
    this.paired.set(after, { before, sizes, units });
    return units;
  }

  /** Histories under a configuration and policy, which are used last now. */
  private setOf(config: Config, policy: number): Histories {
    const name = key(config, policy), set = this.kept.get(name) ?? new Map();
    this.kept.delete(name);
    this.kept.set(name, set);
    return set;
  }

  /** The share of a worker in what a run asks for. */
  private async fill(worker: number, run: number, rested: Promise<void>): Promise<void> {
    const { plain, assumed } = this;
    if (assumed) {
      await this.ask(assumed, worker, run);
      await rested;
    }
    if (plain) await this.ask(plain, worker, run);
  }

  /** One after another: of all that a moving slider asks for, most is out of date before its turn. */
  private async ask(config: Config, worker: number, run: number): Promise<void> {
    for (let unit = worker; unit < this.wanted; unit += this.workers.count) {
      for (const policy of [REFERENCE, YOURS]) {
        if (run !== this.runs) return;
        const set = this.kept.get(key(config, policy))!;
        if (set.has(unit)) continue;
        try {
          set.set(unit, await this.workers.ask(GROUP, config, { kind: "values", ...this.unit(unit), policy }, unit));
        } catch (error) {
          return error instanceof Cancelled ? undefined : this.failed(error);
        }
        if (!this.took && this.pairs >= this.wanted) this.took = (performance.now() - this.began) / 1000;
        this.changed();
      }
    }
  }

  /** Of what is not in use, the set that was used longest ago goes first. */
  private forget(): void {
    const used = new Set([this.plain, this.assumed].flatMap((c) => (c ? [key(c, REFERENCE), key(c, YOURS)] : [])));
    let room = KEPT;
    for (const [name, histories] of [...this.kept].reverse()) {
      if (used.has(name)) continue;
      for (const history of histories.values()) room -= history.byteLength;
      if (room < 0) this.kept.delete(name);
    }
  }
}

const keys = new WeakMap<Config, string[]>(); // asked for at every drawing, many times

/** The reference does not depend on the user's policy. */
function key(config: Config, policy: number): string {
  const made = keys.get(config) ?? ["", config.policies].map((policies) => JSON.stringify([config.source, config.overrides, config.assumptions, policies]));
  keys.set(config, made);
  return made[policy === REFERENCE ? 0 : 1]!;
}

export function read(history: Float32Array, where: Place, date: number): number {
  let sum = 0;
  for (const i of where.at) sum += history[where.offset + date * where.width + i]!;
  return sum;
}
