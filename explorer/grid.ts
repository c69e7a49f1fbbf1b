// Computes the grid of page/grid.ts with the engine itself, under Node, bundled by build.mjs:
//   node grid.mjs ENGINE.wasm OUT.json [STUDY…]   of these studies, else of all
import { readFileSync, writeFileSync } from "node:fs";
import createEngineModule from "engine-module";
import { openEngine, type Engine, type LeverCard, type Study } from "./engine.js";
import { amount, leverCard } from "./page/actions.js";
import { gather, places } from "./page/ensemble.js";
import { UNIT, type Effects, type Grid, type GridPolicy, type Slide, type Triple } from "./page/grid.js";
import { chartsOf, contested, questions, recorded } from "./page/questions.js";
import { configOf, forkOf, initial, type Line } from "./page/state.js";
import { NOTHING, rangeOf } from "./page/statistics.js";

const PAIRS = 4;
const MOST_LEVERS = 2; // of a policy

/** One study: its charts, and the histories under the reference with the assumptions that the engine holds now. */
class Question {
  private readonly state;
  private readonly record;
  private readonly fork;
  readonly original: Study;
  before: Float32Array[] = [];

  constructor(private readonly engine: Engine, name: string, private readonly dates: Set<string>) {
    this.state = { ...initial(), study: name };
    this.original = engine.load({ name }, { overrides: configOf(this.state, [], "", "").overrides });
    this.record = recorded(this.state);
    this.fork = forkOf(this.original);
    engine.load({ name }, { overrides: configOf(this.state, this.record, this.fork, "").overrides });
    this.start();
  }

  /** After an assumption has moved. */
  start(): void {
    this.before = this.histories(0);
  }

  /** The effects of a policy of the study, with one of its actions at another value where `moved` names it. */
  effects(policy: number, moved?: { action: number; to: number }): Effects {
    const { label, actions } = this.original.policies[policy]!;
    const own = moved ? actions.map((a, i) => (i === moved.action ? { ...a, to: moved.to } : a)) : actions;
    this.engine.setPolicies(configOf({ ...this.state, actions: own }, this.record, this.fork, label).policies);
    const study = this.engine.study();
    const at = study.dates.flatMap((d, i) => (this.dates.has(d) ? [i] : [])), after = this.histories(1);
    return Object.fromEntries(Object.entries(chartsOf(this.state)).map(([chart, line]) => [chart, this.along(study, line, at, after)]));
  }

  private histories(policy: number): Float32Array[] {
    return Array.from({ length: PAIRS }, (_, world) => this.engine.future(world, 0, policy));
  }

  private along(study: Study, line: Line, dates: number[], after: Float32Array[]): Triple[] {
    const { where: chosen } = line, dimensions = study.measures.find((m) => m.key === line.measure)?.dimensions ?? [];
    const where = places(study, { ...line, where: Object.fromEntries(dimensions.map((d) => [d.name, chosen[d.name] ?? d.labels[0]!])) });
    return dates.map((date) => {
      const { mean, low, high } = where ? rangeOf(gather(new Float64Array(PAIRS), where, date, after, this.before)) : NOTHING;
      return [mean, low, high].map((x) => Math.round(x / UNIT)) as Triple;
    });
  }
}

/** Effects at positions of a slider; where the study itself stands, they are there already. */
function slide(of: number | string, at: number[], own: number, base: Effects, effects: (value: number) => Effects): Slide {
  const places = [...new Set([...at, own])].sort((a, b) => a - b);
  return { of, at: places, effects: places.map((value) => (value === own ? base : effects(value))) };
}

function policiesOf(engine: Engine, name: string, dates: Set<string>): Record<string, GridPolicy> {
  const question = new Question(engine, name, dates), { original } = question, found: Record<string, GridPolicy> = {};
  const numbers = original.policies.map((_, i) => i).slice(1);
  for (const number of numbers) {
    const { name: key, actions } = original.policies[number]!, base = question.effects(number);
    const numeric = actions.flatMap((a, i) => { const card = leverCard(engine.about, a.lever); return card?.words.length === 0 ? [[i, card] as [number, LeverCard]] : []; });
    const slides = numeric.slice(0, MOST_LEVERS).map(([action, card]) => slide(action, [card.low, (card.low + card.high) / 2, card.high],
      amount(actions[action]!.to), base, (to) => question.effects(number, { action, to })));
    found[key] = { actions, base, slides };
  }
  for (const key of contested(original)) {
    const card = engine.about.assumptions.find((a) => a.key === key), own = original.assumptions.find((a) => a.key === key)?.median;
    if (!card || own === undefined || own <= card.low || own >= card.high) continue;
    const ends = [card.low, card.high].map((value) => {
      engine.setAssumption(key, value);
      question.start();
      return new Map(numbers.map((n) => [n, question.effects(n)]));
    });
    engine.setAssumption(key, null);
    for (const n of numbers) {
      const policy = found[original.policies[n]!.name]!;
      policy.slides.push(slide(key, [card.low, card.high], own, policy.base, (value) => ends[value === card.low ? 0 : 1]!.get(n)!));
    }
  }
  return found;
}

const [, , wasm, out, ...only] = process.argv;
const engine = await openEngine(createEngineModule, { wasmBinary: readFileSync(wasm!) });
engine.keepPasts(PAIRS);
const { scale, end } = initial(), dates: string[] = [];
for (let year = 2026; `${year}-12-31` <= end; year++) dates.push(`${year}-12-31`);
const grid: Grid = { pairs: PAIRS, scale, end, dates, studies: {} };
for (const { name } of questions(engine.about)) {
  if (only.length && !only.includes(name)) continue;
  grid.studies[name] = JSON.stringify(policiesOf(engine, name, new Set(dates)));
  console.error(name);
}
writeFileSync(out!, JSON.stringify(grid));
