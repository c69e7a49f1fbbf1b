// Effects computed when the page was built, at a few positions of each slider: the answer of the first moment, until the
// first pair of histories is there.
import type { Action } from "../engine.js";
import { amount } from "./actions.js";
import type { State } from "./state.js";
import type { Ranges } from "./statistics.js";

/** Mean, 10% and 90% quantile, in ten-thousandths of the measure's unit. */
export type Triple = [mean: number, low: number, high: number];
export const UNIT = 1e-4;

/** By chart, then date. */
export type Effects = Record<string, Triple[]>;

/** A lever of the policy, by its place among the actions, or an assumption, at positions of its slider, ascending. */
export interface Slide {
  of: number | string;
  at: number[];
  effects: Effects[];
}

export interface GridPolicy {
  actions: Action[];
  base: Effects; // as the study has it
  slides: Slide[];
}

export interface Grid {
  pairs: number;
  scale: number;
  end: string;
  dates: string[];
  studies: Record<string, string>; // the policies of a study by their names, as JSON: a page asks for one study at a time
}

let read: { text: string | undefined; policies: Record<string, GridPolicy> } = { text: undefined, policies: {} };

function policiesOf(grid: Grid, study: string): Record<string, GridPolicy> {
  const text = grid.studies[study];
  if (text !== read.text) read = { text, policies: text ? JSON.parse(text) : {} };
  return read.policies;
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** Between the neighbouring positions of a slide; null outside them. */
function between(slide: Slide | undefined, value: number, chart: string, date: number, part: number): number | null {
  if (!slide || !(value >= slide.at[0]! && value <= slide.at[slide.at.length - 1]!)) return null;
  const above = Math.max(1, slide.at.findIndex((x) => x >= value)), low = slide.at[above - 1]!, share = (value - low) / (slide.at[above]! - low);
  const at = (i: number) => slide.effects[i]?.[chart]?.[date]?.[part] ?? NaN;
  return (1 - share) * at(above - 1) + share * at(above);
}

/** The policy of the grid that a state starts from; null where the state asks for what the grid does not have. */
function startOf(grid: Grid, state: State, chart: string): GridPolicy | null {
  const policy = policiesOf(grid, state.study)[state.policy];
  const usual = !state.text && state.scale === grid.scale && state.end === grid.end && !state.lines[chart];
  return policy && usual && policy.base[chart] && policy.actions.length === state.actions.length ? policy : null;
}

/**
 * Effects of a state on a chart at each date of the grid; null where the grid does not have it. Levers and assumptions
 * that were moved count as if none bore on another: good enough for a moment.
 */
export function fromGrid(grid: Grid, state: State, chart: string): Ranges | null {
  const policy = startOf(grid, state, chart);
  if (!policy) return null;
  const levers = state.actions.flatMap((a, i) => (same(a, policy.actions[i]) ? [] : [i])), assumptions = Object.keys(state.assumptions);
  for (const i of levers) {
    const { to: _, ...rest } = state.actions[i]!, { to: __, ...before } = policy.actions[i]!;
    if (!same(rest, before)) return null; // a date or a place was changed
  }
  const moved = [...levers.map((i) => [i, amount(state.actions[i]!.to)] as const), ...assumptions.map((k) => [k, Number(state.assumptions[k])] as const)];
  const slides = moved.map(([of, value]) => [policy.slides.find((s) => s.of === of), value] as const);
  const value = (date: number, part: number): number => {
    const base = policy.base[chart]![date]![part]!;
    return UNIT * slides.reduce((sum, [slide, at]) => sum + (between(slide, at, chart, date, part) ?? NaN) - base, base);
  };
  const part = (number: number) => Float64Array.from(grid.dates, (_, d) => value(d, number)), mean = part(0);
  return mean.every(Number.isFinite) ? { mean, low: part(1), high: part(2) } : null;
}

/** The assumption that comes nearest to turning the effect on a chart around over its range; "" where the grid has none. */
export function nearestToReversal(grid: Grid, state: State, chart: string, day: string): string {
  const policy = startOf(grid, state, chart), date = grid.dates.indexOf(day);
  const mean = (effects: Effects | undefined) => effects?.[chart]?.[date]?.[0] ?? NaN;
  const base = mean(policy?.base);
  const least = (slide: Slide) => Math.min(...slide.effects.map((e) => mean(e) / base)); // below zero: it turns around
  const assumptions = (policy?.slides ?? []).filter((s) => typeof s.of === "string" && Number.isFinite(least(s)));
  assumptions.sort((a, b) => least(a) - least(b));
  return String(assumptions[0]?.of ?? "");
}
