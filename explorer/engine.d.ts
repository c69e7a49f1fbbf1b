// The engine of the explorer: Weightshed's reader and its model, compiled to WebAssembly. What it refuses, it refuses in
// the words of the program; what it records has the bits of the program (docs/explorer.md says what was compared).
//
// One engine holds one study at a time and computes in the thread that calls it: a page has one engine in each worker.
// Everything is synchronous but the opening. A study's order of policies, worlds, members, dates and measures is that of
// a result file; the first policy is the reference, and effects are differences from it within a world and member.
//
//   const engine = await openEngine(createEngineModule, { wasmBinary });
//   const study = engine.load({ name: "tighter-controls" }, { overrides: ["run.scale=0.001", "run.members=1"] });
//   const values = engine.future(0, 0, 1);                    // world 0, member 0, policy 1
//   const gap = study.measures[0];                            // values[gap.offset + date * gap.width + place]

/** What Emscripten's glue exports (`build/wasm/explorer/engine-module.js`). */
export type ModuleFactory = (options?: object) => Promise<unknown>;

/** Compiles the engine; some 100 ms. `wasmBinary` is the content of `engine-module.wasm`, where it is not fetched. */
export function openEngine(factory: ModuleFactory, options?: { wasmBinary?: ArrayBuffer | Uint8Array }): Promise<Engine>;

/** One thing that is wrong with a scenario. `text` is the whole line as the program prints it. */
export interface Problem {
  file: string;
  line: number; // from 1; 0: no place
  column: number;
  key: string; // dotted path, or a column of a table
  message: string;
  allowed: string; // what would be right, or ""
  suggestion: string; // the nearest valid name, or ""
  text: string;
}

/** Thrown by whatever may be refused; then nothing has changed. `message` holds the lines of all problems. */
export class Refusal extends Error {
  readonly problems: readonly Problem[];
}

export interface Engine {
  /** Version, vintage, cards and the names of the library. Always the same object. */
  readonly about: About;

  /** The text of a study of the library as its authors wrote it. */
  scenario(name: string): string;

  /**
   * Reads a study: of the library by its name, or from a text (a file that somebody opens; `name` is what messages call
   * it). `overrides` are as after `-s` of the program: "run.members=4". Replaces the study that was there, with
   * everything kept. Some 50 ms. Throws Refusal.
   */
  load(source: { name: string } | { text: string; name?: string }, options?: { overrides?: readonly string[] }): Study;

  /** The study as it is now, with every change. */
  study(): Study;

  /**
   * Changes what an action of a policy states, without reading the study anew: 2 ms. `policy` and `action` are positions
   * in `study().policies[policy].actions`. A key that is given is set, one that is given as null is taken away:
   * { to: 0.5 }, { at: "2027-01-04" }, { ramp: "6 months", until: null }. Pasts stay, unless the fork moves with the
   * date or the policy is the reference. Load with "run.fork=2026-01-05" to hold the fork where it is. Throws Refusal.
   */
  setAction(policy: number, action: number, change: Partial<Record<string, Value | null>>): void;

  /**
   * All policies but the reference, from a text of [[policy]] tables as a scenario has them. Pasts stay as above. It is
   * how actions come and go. Throws Refusal.
   */
  setPolicies(toml: string): void;

  /**
   * One assumption (or, as "run.…", "structure.…" or "measure.…", another setting) in every world, in place of what the
   * study or its calibrated worlds say; null gives the study's own back. Reads the study anew and drops the pasts. A
   * number is in the unit of the card; a text may carry its own. Throws Refusal.
   */
  setAssumption(key: string, value: Value | null): void;

  /**
   * The whole state as a scenario: `weightshed run` gives the same bits with it. It needs no other file but the library.
   */
  toml(): string;

  // -- Histories ------------------------------------------------------------------------------------------------------

  /**
   * How many pasts are kept at the fork, 0 to 64 (8 unless set): the first ones, until something changes on which they
   * rest. Others are simulated again.
   */
  keepPasts(most: number): void;
  /** Simulates the past of a (world, member) up to the fork, and keeps it if there is room. Throws Refusal. */
  prepare(world: number, member: number): void;
  /**
   * One history to its end: from the kept past, else from the beginning. Every recorded value:
   * float32, measure by measure, dates × width (see MeasureLayout); NaN where the model has no value. A fresh array.
   * Throws Refusal when the model fails.
   */
  future(world: number, member: number, policy: number): Float32Array;

  /**
   * The same in pieces, so that a worker can listen in between: `begin`, then `advance` until it gives 0, then `values`.
   * A week takes a fifth of a millisecond at scale 0.001. `begin` gives up what was under way.
   */
  begin(world: number, member: number, policy: number): void;
  /** Up to so many steps further (a week each, or two where the study says so); how many are left. */
  advance(steps: number): number;
  /** Of the history under way or just ended; NaN at dates that it has not reached. */
  values(): Float32Array;

  // -- Of the history that was begun or ended last --------------------------------------------------------------------

  /** What happened: everything, in the order of time. */
  events(): HistoryEvent[];
  /**
   * What happened in words, as below an answer of `weightshed why`: openings and closings, the releases that bear on the
   * question, what levers did, up to `at`. `where` names a label for each dimension; one left out takes its first.
   */
  story(question: { measure: string; where?: Record<string, string>; at: string }): StoryLine[];
  /** Who is built on whom. Computed when asked: 10 ms. */
  lineage(): Lineage;

  // -- Beside histories -----------------------------------------------------------------------------------------------

  /** Published figures that can be drawn on a measure, and monthly series of the past. Needs a study. */
  published(): PublishedFigure[];
  /** Labels of a dimension with their full names: { code: "CN", name: "China" }. Needs a study. */
  names(dimension: string): { code: string; name: string }[];
  /** Bytes of the heap, which never shrinks. */
  heap(): number;
}

/** A number, or text: an ISO date, a word, a quantity with its unit ("6 months", "15 %"), or a list of words. */
export type Value = number | string | readonly string[];

export interface About {
  version: string; // "0.1.0"
  revision: string; // of the sources; "" where it is not known
  vintage: string; // "2025-12-31": no fact that became known later has entered
  evidenceUntil: string; // "2032-12-31": no source or judgement reaches further
  library: { name: string; title: string; question: string; extends: string }[];
  levers: LeverCard[];
  spellings: { key: string; lever: string; of: string }[]; // other names of levers, with whom they are aimed at
  assumptions: AssumptionCard[];
  structures: { key: string; variants: string[]; initial: string; description: string }[];
  measures: MeasureCard[];
  patterns: PatternCard[];
  certainty: CertaintyWords[]; // from the surest on; the first whose bounds are reached holds
  certaintyLimits: CertaintyLimits;
}

/** As `weightshed list patterns --json` has it: a published figure that the model is compared with. */
export interface PatternCard {
  key: string; // "P10 CN"
  id: string;
  part: string; // "" where the pattern has one value
  at: string; // ISO; after it a history is read
  unit: string;
  reading: "value" | "date" | "state"; // of a measure, or of the state, which is not drawn
  measure: string;
  where: string;
  description: string;
}

/** Words for a direction that at least this share of pairs has, and of worlds in their mean. */
export interface CertaintyWords {
  words: string; // "very likely"
  pairs: number;
  worlds: number;
}

/** When none of these words is said. */
export interface CertaintyLimits {
  nothing: string; // what is said where at least a share `most` of the pairs moves less than `little` of the level
  little: number; // of a measure in orders of magnitude: of an order
  most: number;
  pairs: number; // fewest that show a direction
  worlds: number;
}

/** As `weightshed list levers --json` has it. */
export interface LeverCard {
  key: string;
  unit: string;
  low: number;
  high: number;
  neutral: number; // changes nothing
  words: string[]; // of the values 0, 1, 2 … of a lever that takes words; [] otherwise
  of: string; // dimensions that an action may name a label of; "" for none
  in: string;
  sectors: string;
  options: string[];
  priced: boolean;
  cause: string;
  unseen: string;
  source: string;
  description: string;
}

/** As `weightshed list parameters --json` has it. */
export interface AssumptionCard {
  key: string; // "supply.domestic_growth", under [assume]
  initial: number; // all in `unit`
  unit: string;
  low: number;
  high: number;
  prior: "fixed" | "uniform" | "normal" | "log_normal";
  spread: number;
  standing: "published" | "fitted" | "normalised" | "judgement";
  confidence: "high" | "medium" | "low" | "guess";
  source: string;
  moves: string; // what it moves
  phrase: string; // in a sentence
  description: string;
}

/** As `weightshed list measures --json` has it. */
export interface MeasureCard {
  key: string;
  dimensions: string[];
  unit: string;
  window: "instant" | "period" | "trailing_year";
  calibrated: boolean;
  long_name: string;
  phrase: string; // dimensions in braces: "{country} share of new derivatives"
  shown_unit: string; // "%", "months", "date" of a decimal year, "" of a count
  decimals: number;
  intermediate: boolean;
  plain: string[];
  reader: string; // for a reader who does not know the model
  note: string;
  cause: string;
  stage: number;
  source: string;
  description: string;
}

export interface Study {
  name: string;
  title: string;
  question: string;
  warnings: string[]; // legal, but probably not intended
  past: "observed" | "simulated";
  start: string; // ISO dates
  observedUntil: string;
  fork: string; // policies differ from here on
  end: string;
  scale: number;
  seed: number;
  worlds: number;
  members: number;
  calibrated: boolean; // whether the worlds are those of the posterior
  forkStep: number; // steps before the fork
  steps: number; // of the whole run
  policies: Policy[];
  inForce: Action[]; // levers that are not neutral under the reference when policies part; without dates
  assumptions: AssumptionValue[];
  structures: { key: string; values: string[] }[]; // variants over the worlds, each once
  dates: string[]; // of recording
  measures: MeasureLayout[];
  floats: number; // of one history
}

export interface Policy {
  name: string;
  label: string;
  actions: Action[]; // as the scenario has them
}

/** An action as the scenario has it: lever, at, to, and what else it states (of, in, sectors, until, ramp, when …). */
export interface Action {
  lever: string;
  [key: string]: unknown; // dates are ISO text
}

export interface AssumptionValue {
  key: string;
  low: number; // lowest, median and highest over the worlds of the study
  median: number;
  high: number;
  stated: boolean; // in the scenario, in one of its parents, or by setAssumption
}

export interface MeasureLayout {
  key: string;
  card: number; // position in About.measures
  offset: number; // of the first float
  width: number; // floats of a date
  dimensions: { name: string; labels: string[] }[]; // the last varies fastest
}

export interface HistoryEvent {
  date: string; // ISO
  days: number; // since 1970-01-01, with fractions
  kind: string; // "release", "opens", "trigger" …
  actor: string; // as it is coded
  country: string; // of a release: of the lab that published it; "" of other events, and where it has no one country
  value: number; // of the release of a language model: its capability, log10 of effective training FLOP
  text: string; // in words: "DeepSeek opens its weights"
}

export interface StoryLine {
  date: string;
  text: string;
  importance: "aside" | "release" | "lab" | "policy" | "mechanism"; // from least to most
}

/** Columns, a row for each model, parents before children. The arrays are fresh. */
export interface Lineage {
  rows: number;
  scale: number; // share of the real population: a derivative stands for 1 / scale works
  parent: Uint32Array; // row; 4294967295: a base
  release: Uint32Array; // base that it descends from, position in `words.release`
  kind: Uint8Array;
  country: Uint8Array;
  licence: Uint8Array;
  trainings: Uint8Array;
  family: Uint16Array;
  lab: Uint16Array;
  born: Float64Array; // days since 1970-01-01
  parameters: Float32Array;
  capability: Float32Array;
  downloads: Float32Array; // so far
  merge: Uint32Array; // rows of merges …
  further_parent: Uint32Array; // … and their parents beside the first, one each
  derivatives: Uint32Array; // descendants of each row; a merge counts for its first parent
  alone: Uint32Array; // models that fall without it: every line from a base to them goes through it
  words: Record<"release" | "kind" | "country" | "licence" | "family" | "lab", string[]>;
}

/** A value that was published, with the place where it is drawn: a measure and a label for each of its dimensions. */
export interface PublishedFigure {
  pattern: string; // "P23a 2024-01"; "" for a point of a monthly series
  measure: string;
  where: Record<string, string>;
  reading: "value" | "date"; // of a date, `value` is the decimal year in which the measure's event was
  from: string; // ISO; the period that it describes
  to: string;
  value: number; // in the unit of the measure; NaN: only bounds are published
  low: number; // tolerance band; NaN for none
  high: number;
  title: string;
  source: string;
  confidence: string;
}
