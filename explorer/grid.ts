// Computes the grid of page/grid.ts with the engine itself, under Node: `node grid.js OUT.json`, bundled by build.mjs.
import { readFileSync, writeFileSync } from "node:fs";
import createEngineModule from "engine-module";
import { openEngine, type Action, type Engine, type LeverCard, type Study } from "./engine.js";
import { read, places } from "./page/ensemble.js";
import { UNIT, type Grid, type Slide, type Triple } from "./page/grid.js";
import { amount } from "./page/numbers.js";
import { CHARTS, questions, recorded } from "./page/questions.js";
import { configOf, forkOf, initial } from "./page/state.js";
import { order, quantile } from "./page/statistics.js";

const PAIRS = 4;
const MOST_SLIDES = 2; // of a policy

/** The low end, the middle and the high end of a slider, and where the policy has it. */
function positions(card: LeverCard, value: number): number[] {
  return [...new Set([card.low, (card.low + card.high) / 2, card.high, value])].sort((a, b) => a - b);
}

function effects(study: Study, before: Float32Array[], after: Float32Array[], dates: number[], chart: string): Triple[] {
  const where = places(study, CHARTS[chart]!);
  return dates.map((date) => {
    const scratch = new Float64Array(PAIRS), values = before.map((b, i) => (where ? read(after[i]!, where, date) - read(b, where, date) : NaN));
    const count = order(values, scratch), mean = scratch.subarray(0, count).reduce((s, x) => s + x, 0) / count;
    return [mean, quantile(scratch, count, 0.1), quantile(scratch, count, 0.9)].map((x) => Math.round(x / UNIT)) as Triple;
  });
}

function slidesOf(engine: Engine, name: string, dates: Set<string>): Record<string, { actions: Action[]; slides: Slide[] }> {
  const state = { ...initial(), study: name };
  const original = engine.load({ name }, { overrides: configOf(state, [], "", "").overrides });
  const record = recorded(state), fork = forkOf(original), found: Record<string, { actions: Action[]; slides: Slide[] }> = {};
  const histories = (policy: number) => Array.from({ length: PAIRS }, (_, world) => engine.future(world, 0, policy));
  let before: Float32Array[] | null = null;
  for (const policy of original.policies.slice(1)) {
    const slides: Slide[] = [];
    const numeric = policy.actions.flatMap((a, i) => engine.about.levers.find((l) => l.key === a.lever)?.words.length === 0 ? [i] : []).slice(0, MOST_SLIDES);
    for (const action of numeric) {
      const card = engine.about.levers.find((l) => l.key === policy.actions[action]!.lever)!;
      const slide: Slide = { action, at: positions(card, amount(policy.actions[action]!.to)), effects: Object.fromEntries(Object.keys(CHARTS).map((c) => [c, []])) };
      for (const to of slide.at) {
        const config = configOf({ ...state, actions: policy.actions.map((a, i) => (i === action ? { ...a, to } : a)) }, record, fork, policy.label);
        if (!before) engine.load({ name }, { overrides: config.overrides });
        const study = engine.setPolicies(config.policies);
        const at = study.dates.flatMap((d, i) => (dates.has(d) ? [i] : []));
        before ??= histories(0);
        const after = histories(1);
        for (const chart of Object.keys(CHARTS)) slide.effects[chart]!.push(effects(study, before, after, at, chart));
      }
      slides.push(slide);
    }
    if (slides.length) found[policy.name] = { actions: policy.actions, slides };
  }
  return found;
}

const [, , wasm, out] = process.argv;
const engine = await openEngine(createEngineModule, { wasmBinary: readFileSync(wasm!) });
engine.keepPasts(PAIRS);
const { scale, end } = initial(), dates: string[] = [];
for (let year = 2026; `${year}-12-31` <= end; year++) dates.push(`${year}-12-31`);
const grid: Grid = { pairs: PAIRS, scale, end, dates, studies: {} };
for (const { name } of questions(engine.about)) {
  grid.studies[name] = slidesOf(engine, name, new Set(dates));
  console.error(name);
}
writeFileSync(out!, JSON.stringify(grid));
