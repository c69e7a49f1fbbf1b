// Numbers as readers see them: shares in percent, differences in points, months and orders of magnitude as they are.
import type { MeasureCard, Study } from "../engine.js";
import type { Line } from "./state.js";
import { labels, text } from "./strings.js";

export interface Scale {
  factor: number;
  unit: string;
  difference: string;
  decimals: number;
}

export function scaleOf(card: MeasureCard, line: Line): Scale {
  const plain = Object.values(line.where).some((l) => card.plain.includes(l));
  if (card.shown_unit === "%" && !plain) return { factor: 100, unit: "%", difference: text.points, decimals: 1 };
  const unit = plain ? "" : card.shown_unit;
  return { factor: 1, unit, difference: unit, decimals: Math.min(2, Math.max(0, card.decimals)) };
}

/** "31.4", "−0.6", "12,300"; "–" when there is none. */
export function number(value: number, decimals: number, signed = false): string {
  if (!Number.isFinite(value)) return "–";
  const shown = Math.abs(value).toLocaleString("en", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  if (/^[0.,]*$/.test(shown)) return shown;
  return (value < 0 ? "−" : signed ? "+" : "") + shown;
}

const MOST_DECIMALS = 6;

/** As few decimals as show each of these values as it is: 0, 2.5, 5 take one. */
export function decimalsOf(values: readonly number[]): number {
  const exact = (decimals: number) => values.every((v) => Math.abs(v * 10 ** decimals - Math.round(v * 10 ** decimals)) < 1e-6 * Math.max(1, Math.abs(v) * 10 ** decimals));
  for (let decimals = 0; decimals < MOST_DECIMALS; decimals++) if (exact(decimals)) return decimals;
  return MOST_DECIMALS;
}

/** A share in whole percent, rounded down, as in the briefs: 97 pairs of a hundred are not all of them. */
export const percentOf = (share: number): number => Math.floor(100 * share + 1e-9);

export function withUnit(value: string, unit: string): string {
  return unit === "%" ? value + unit : unit ? `${value} ${unit}` : value;
}

export const level = (value: number, scale: Scale) => withUnit(number(value * scale.factor, scale.decimals), scale.unit);
export const difference = (value: number, scale: Scale) =>
  withUnit(number(value * scale.factor, scale.decimals, true), scale.difference);

/** A setting of a slider, with as many digits as its range needs. */
export function setting(value: number, low: number, high: number): string {
  const range = Math.abs(high - low);
  if (range >= 1e6) return `${number(value / 1e9, 2)} ${text.billion}`;
  return number(value, range > 50 ? 0 : range > 5 ? 1 : 2);
}

export type Names = Record<string, { code: string; name: string }[]>;

export function labelName(names: Names, dimension: string, label: string): string {
  if (label === "+") return text.together;
  return labels[label] ?? (names[dimension]?.find((n) => n.code === label)?.name ?? label).replaceAll("_", " ");
}

const OWNERS = ["country", "creator_country"]; // dimensions whose label owns what a phrase names
const PLACES = ["region", "country"]; // dimensions whose label says where something is, when the phrase does not

/** A country as the owner of what follows: "China's", "US". */
function owner(name: string): string {
  const land = name.replace(/^the /, "");
  return ["US", "EU", "UK"].includes(land) ? land : land.endsWith("s") ? `${land}’` : `${land}’s`;
}

/** What a line shows, in the words of the briefs: "China's share of new derivatives". */
export function lineName(card: MeasureCard, line: Line, names: Names): string {
  const rest = new Map(Object.entries(line.where).filter(([d, l]) => card.dimensions.includes(d) && l !== "+" && l !== "all" && l !== "world"));
  const phrase = (card.phrase || card.long_name).replace(/ ?(\(?)\{(\w+)(?::\w+)?\}(\)?)/g, (all, open: string, dimension: string, close: string) => {
    const label = line.where[dimension] ?? "", name = labelName(names, dimension, label), before = all.startsWith(" ") ? " " : "";
    rest.delete(dimension);
    if (label === "+" || label === "all") return "";
    if (dimension === "age") return ` of ${name}`;
    return before + open + (OWNERS.includes(dimension) ? owner(name) : name) + close;
  });
  const place = PLACES.filter((d) => rest.has(d)).map((d) => { const at = ` in ${labelName(names, d, rest.get(d)!)}`; rest.delete(d); return at; });
  const said = [phrase + place.join(""), ...[...rest].map(([d, l]) => labelName(names, d, l))].join(", ");
  return said.charAt(0).toUpperCase() + said.slice(1);
}

/** The last recorded date up to a day. */
export function dateIndex(study: Study, day: string): number {
  let at = 0;
  study.dates.forEach((d, i) => { if (d <= day) at = i; });
  return at;
}

/** "5 January 2026", whatever the browser's own language is. */
export function longDate(day: string): string {
  const [year, m, d] = day.split("-");
  return `${Number(d)} ${text.longMonths[Number(m) - 1]} ${year}`;
}

export const month = (day: string) => {
  const [year, m] = day.split("-");
  return `${text.months[Number(m) - 1]} ${year}`;
};
