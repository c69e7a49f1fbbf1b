// Who was first: what the releases of a history say of one country's distance behind another, in sentences.
import type { HistoryEvent, Study } from "../engine.js";
import { month } from "./numbers.js";
import { labels, text } from "./strings.js";
import type { Line } from "./state.js";

const MEASURES = ["frontier_lag", "frontier_gap"];
const COUNTRIES: Record<string, [follower: string, leader: string]> = { "cn-us": ["CN", "US"] };
const LEAST = 0.005, MOST_DAYS = 7; // orders of capability, days: releases that differ by less are the same

/** The releases that raised the frontier of a country, in order. */
function records(releases: readonly HistoryEvent[], country: string): HistoryEvent[] {
  let best = 0;
  return releases.filter((e) => e.country === country && e.value > best && (best = e.value) > 0);
}

export const modelName = (event: HistoryEvent): string => text.newcomers(event.text.replace(/ is released$/, ""));

/** "China's best model is A (Oct 2029). The US had one as capable with B in Mar 2029, 7 months before." */
function standing(releases: readonly HistoryEvent[], follower: string, leader: string): string {
  const own = records(releases, follower), ahead = records(releases, leader), best = own[own.length - 1], last = ahead[ahead.length - 1];
  if (!best || !last) return "";
  const first = ahead.find((e) => e.value >= best.value), who = labels[follower] ?? follower, whom = labels[leader] ?? leader;
  if (!first) return text.aheadOf(who, modelName(best), month(best.date), whom, modelName(last));
  return text.reached(who, modelName(best), month(best.date), whom, modelName(first), month(first.date), Math.round((best.days - first.days) / 30.44));
}

/** What stands behind the best model of a country with the policy, against its best without it, at the end of both. */
function against(before: readonly HistoryEvent[], after: readonly HistoryEvent[], country: string): string {
  const was = records(before, country).at(-1), now = records(after, country).at(-1);
  if (!was || !now) return "";
  const orders = now.value - was.value;
  const which = text.bestTwo(modelName(now), modelName(was));
  return which + (Math.abs(orders) > LEAST ? text.bestWeaker(percent(orders), orders < 0) : text.bestAlike);
}

/** A factor, given in orders of magnitude, as a change in percent. */
const percent = (orders: number) => Math.round(100 * Math.abs(10 ** orders - 1));

/** The first release that the policy changes. */
function firstChange(before: readonly HistoryEvent[], after: readonly HistoryEvent[], fork: string): string {
  const then = new Map(before.map((e) => [e.actor, e]));
  for (const now of after) {
    const was = then.get(now.actor);
    if (now.date < fork || !was || !now.value) continue;
    const orders = now.value - was.value, days = now.days - was.days;
    if (Math.abs(orders) > LEAST) return text.firstWeaker(modelName(now), month(now.date), percent(orders), orders < 0);
    if (Math.abs(days) > MOST_DAYS) return text.firstLater(modelName(now), month(now.date), Math.round(Math.abs(days) / 7), days > 0);
  }
  return "";
}

/** What the releases say of a line; nothing of lines that are no distance between countries. */
export function reasons(line: Line, before: readonly HistoryEvent[], after: readonly HistoryEvent[], study: Study, at: string): [label: string, text: string][] {
  const pair = MEASURES.includes(line.measure) && COUNTRIES[line.where.pair ?? ""];
  if (!pair) return [];
  const day = month(at), best = pair.map((c): [string, string] => [text.bestOf(labels[c] ?? c, day), against(before, after, c)]);
  const all: [string, string][] = [[text.withoutIt(day), standing(before, ...pair)], [text.withIt(day), standing(after, ...pair)], ...best, [text.first, firstChange(before, after, study.fork)]];
  return all.filter(([, said]) => said);
}
