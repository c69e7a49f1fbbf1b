// Quantiles and the words for how sure a direction is: those of the program's briefs.

/** Linear between order statistics, NaN left out, as the result files have it. */
export function quantile(sorted: ArrayLike<number>, count: number, share: number): number {
  if (count === 0) return NaN;
  const place = share * (count - 1), below = Math.floor(place);
  const low = sorted[below]!;
  return low + (place - below) * ((below + 1 < count ? sorted[below + 1]! : low) - low);
}

/** The finite values in order; `into` is reused. */
export function order(values: Iterable<number>, into: Float64Array): number {
  let count = 0;
  for (const v of values) if (Number.isFinite(v)) into[count++] = v;
  into.subarray(0, count).sort();
  return count;
}

export type Certainty = "virtually certain" | "very likely" | "likely" | "direction unclear" | "no effect" | "too few";

export interface Effect {
  mean: number;
  low: number; // 10% and 90% quantile of the paired differences
  high: number;
  share: number; // of pairs with the commoner sign; NaN when every difference is zero
  pairs: number;
  certainty: Certainty;
}

const FEWEST = 8; // pairs; fewer show neither a range nor a direction
const LITTLE = 0.01; // of the level: a pair that moves less has no effect to speak of

/** The effect over pairs, of which `worlds` says the world of each and `level` the reference. */
export function effectOf(differences: readonly number[], worlds: readonly number[], level: readonly number[]): Effect {
  const kept = differences.map((d, i) => ({ d, w: worlds[i]!, l: level[i]! })).filter((x) => Number.isFinite(x.d));
  const pairs = kept.length;
  if (!pairs) return { mean: NaN, low: NaN, high: NaN, share: NaN, pairs, certainty: "too few" };
  const sorted = new Float64Array(pairs);
  order(kept.map((x) => x.d), sorted);
  const up = kept.filter((x) => x.d > 0).length, down = kept.filter((x) => x.d < 0).length;
  const mean = kept.reduce((s, x) => s + x.d, 0) / pairs;
  const share = up + down > 0 ? Math.max(up, down) / pairs : NaN;
  const size = LITTLE * Math.abs(kept.reduce((s, x) => s + x.l, 0) / pairs);
  const little = kept.filter((x) => Math.abs(x.d) <= size).length / pairs;
  return {
    mean, low: quantile(sorted, pairs, 0.1), high: quantile(sorted, pairs, 0.9), share, pairs,
    certainty: certaintyOf(share, agreement(kept), little, pairs),
  };
}

/** The share of worlds whose mean has the commoner direction. */
function agreement(kept: readonly { d: number; w: number }[]): number {
  const sums = new Map<number, number>();
  for (const { d, w } of kept) sums.set(w, (sums.get(w) ?? 0) + d);
  const up = [...sums.values()].filter((s) => s > 0).length, down = [...sums.values()].filter((s) => s < 0).length;
  return Math.max(up, down) / sums.size;
}

function certaintyOf(share: number, agree: number, little: number, pairs: number): Certainty {
  if (!Number.isFinite(share) || little >= 0.8) return "no effect";
  if (pairs < FEWEST) return "too few";
  if (share >= 0.99 && agree === 1) return "virtually certain";
  if (share >= 0.9 && agree >= 0.9) return "very likely";
  return share >= 0.75 ? "likely" : "direction unclear";
}
