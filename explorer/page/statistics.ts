// What the pairs of histories say of an effect: its mean and range, and how sure its direction is. The words for that and
// their bounds are those of the program's briefs, which the engine states (About.certainty).
import { quantileSorted } from "d3-array";
import type { About } from "../engine.js";

/** Linear between order statistics, as the result files have it; NaN of nothing. */
export const quantile = (sorted: Float64Array, share: number): number => quantileSorted(sorted as unknown as number[], share) ?? NaN; // whose types know no typed arrays

export interface Range {
  mean: number;
  low: number; // 10% and 90% quantile
  high: number;
}

export const NOTHING: Range = { mean: NaN, low: NaN, high: NaN };

/** A mean and a range at each date; NaN where there is none. */
export type Ranges = Record<keyof Range, Float64Array>;

export const ranges = (dates: number): Ranges => ({ mean: new Float64Array(dates).fill(NaN), low: new Float64Array(dates).fill(NaN), high: new Float64Array(dates).fill(NaN) });

/** Of values in order. */
export function rangeOf(sorted: Float64Array): Range {
  if (!sorted.length) return NOTHING;
  let sum = 0;
  for (const v of sorted) sum += v;
  return { mean: sum / sorted.length, low: quantile(sorted, 0.1), high: quantile(sorted, 0.9) };
}

export interface Effect extends Range {
  share: number; // of pairs with the commoner sign; NaN when every difference is zero
  pairs: number;
  up: number; // how many of them
  down: number;
  worlds: number; // that they are from
  words: string; // how sure the direction is; "" where the pairs are too few to say
  isNothing: boolean; // hardly any pair moves: `words` says so
  isUnclear: boolean; // the direction is not sure
}

/** A pair of histories on one line at one date. */
export interface Pair {
  difference: number;
  level: number; // under the reference
  world: number;
}

/** The effect over pairs. `inOrders`: the measure counts orders of magnitude, so that a difference is a factor. */
export function effectOf(pairs: readonly Pair[], rules: About, inOrders: boolean): Effect {
  const kept = pairs.filter((p) => Number.isFinite(p.difference)), count = kept.length, limits = rules.certaintyLimits;
  const none = { share: NaN, pairs: count, up: 0, down: 0, worlds: 0, words: "", isNothing: false, isUnclear: false };
  if (!count) return { ...NOTHING, ...none };
  const range = rangeOf(Float64Array.from(kept, (p) => p.difference).sort());
  const up = kept.filter((p) => p.difference > 0).length, down = kept.filter((p) => p.difference < 0).length;
  const share = up + down > 0 ? Math.max(up, down) / count : NaN;
  const least = limits.little * (inOrders ? 1 : Math.abs(kept.reduce((s, p) => s + p.level, 0) / count));
  const still = kept.filter((p) => Math.abs(p.difference) <= least).length / count;
  const [worlds, agree] = agreement(kept), told = { ...range, ...none, share, up, down, worlds };
  if (!Number.isFinite(share) || still >= limits.most) return { ...told, words: limits.nothing, isNothing: true };
  if (count < limits.pairs || worlds < limits.worlds) return told;
  const place = rules.certainty.findIndex((c) => share >= c.pairs && agree >= c.worlds);
  return { ...told, words: rules.certainty[place]!.words, isUnclear: place === rules.certainty.length - 1 };
}

/** How many worlds there are, and the share of them whose mean has the commoner direction. */
function agreement(kept: readonly Pair[]): [worlds: number, agree: number] {
  const sums = new Map<number, number>();
  for (const { difference, world } of kept) sums.set(world, (sums.get(world) ?? 0) + difference);
  const up = [...sums.values()].filter((s) => s > 0).length, down = [...sums.values()].filter((s) => s < 0).length;
  return [sums.size, Math.max(up, down) / sums.size];
}
