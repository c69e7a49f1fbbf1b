// Effects computed when the page was built, at a few positions of each slider: the answer of the first moment, until the
// first pair of histories is there.
import type { Action } from "../engine.js";
import { amount } from "./numbers.js";
import type { State } from "./state.js";

/** Mean, 10% and 90% quantile, in ten-thousandths of the measure's unit. */
export type Triple = [mean: number, low: number, high: number];
export const UNIT = 1e-4;

export interface Slide {
  action: number; // place among the policy's actions
  at: number[]; // positions of the slider, ascending
  effects: Record<string, Triple[][]>; // by chart, then position, then date
}

export interface Grid {
  pairs: number;
  scale: number;
  end: string;
  dates: string[];
  studies: Record<string, Record<string, { actions: Action[]; slides: Slide[] }>>; // by study and policy
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** Effects of a state on a chart at each date of the grid; null where the grid does not have it. */
export function fromGrid(grid: Grid, state: State, chart: string): { mean: number; low: number; high: number }[] | null {
  const policy = grid.studies[state.study]?.[state.policy];
  const usual = !state.text && state.scale === grid.scale && state.end === grid.end && !state.lines[chart] && Object.keys(state.assumptions).length === 0;
  if (!policy || !usual || policy.actions.length !== state.actions.length) return null;
  const moved = state.actions.flatMap((a, i) => (same(a, policy.actions[i]) ? [] : [i]));
  const place = moved[0] ?? policy.slides[0]?.action, slide = policy.slides.find((s) => s.action === place);
  if (moved.length > 1 || place === undefined || !slide) return null;
  const { to, ...rest } = state.actions[place]!, { to: _, ...before } = policy.actions[place]!;
  const value = amount(to), effects = slide.effects[chart];
  if (!effects || !same(rest, before) || !(value >= slide.at[0]! && value <= slide.at[slide.at.length - 1]!)) return null;
  const above = Math.max(1, slide.at.findIndex((x) => x >= value)), low = slide.at[above - 1]!, share = (value - low) / (slide.at[above]! - low);
  return grid.dates.map((_, d) => {
    const mix = (i: number) => UNIT * ((1 - share) * effects[above - 1]![d]![i]! + share * effects[above]![d]![i]!);
    return { mean: mix(0), low: mix(1), high: mix(2) };
  });
}
