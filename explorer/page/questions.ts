// Which studies, charts and assumptions the page puts first.
import type { About, Study } from "../engine.js";
import type { Line, State } from "./state.js";

/** Studies that ask nothing about the future: banks, records, a demonstration; and a sweep, whose worlds repeat. */
const NOT_QUESTIONS = /^(calibration|patterns|observed-past|demo|placebo|controls-and-scarcity)/;

export function questions(about: About): { name: string; title: string }[] {
  const kept = about.library.filter((s) => !NOT_QUESTIONS.test(s.name));
  const rank = (name: string) => (name === "baseline" ? "" : name === "export-controls" ? " " : name);
  return kept.sort((a, b) => (rank(a.name) < rank(b.name) ? -1 : 1));
}

/** The charts of every question. */
export const CHARTS: Record<string, Line> = {
  gap: { measure: "frontier_gap", where: { pair: "cn-us" } },
  lag: { measure: "frontier_lag", where: { pair: "cn-us" } },
  derivatives: { measure: "derivative_share", where: { country: "CN" } },
  downloads: { measure: "download_share", where: { age: "all", creator_country: "CN" } },
  adoption: { measure: "adoption", where: { region: "world", origin: "CN", mode: "+" } },
};

/** What a question asks besides. */
const LEADING: Record<string, Line> = {
  "closed-apis": { measure: "closed_dependence", where: { region: "world" } },
  "us-labs-close": { measure: "closed_dependence", where: { region: "world" } },
  "china-closes": { measure: "closed_dependence", where: { region: "world" } },
  "taiwan-shock": { measure: "compute", where: { country: "CN" } },
  "domestic-chips-catch-up": { measure: "compute", where: { country: "CN" } },
  "h20-free": { measure: "compute", where: { country: "CN" } },
  "safety-certificates": { measure: "exposure", where: { region: "EU", risk: "chinese_bases" } },
  "credits-or-programme": { measure: "adoption", where: { region: "US", origin: "US", mode: "+" } },
  "european-programme": { measure: "derivative_share", where: { country: "EU" } },
  "open-weights": { measure: "derivative_share", where: { country: "US" } },
};
export const ADDED = "added "; // begins the names of charts that the user has asked for

/** The lines that the charts of a state show, by chart; lines that the user has changed in place of the usual ones. */
export function chartsOf(state: State): Record<string, Line> {
  const leading = LEADING[state.study], charts: Record<string, Line> = { ...(leading ? { leading } : {}), ...CHARTS };
  for (const [key, line] of Object.entries(state.lines)) if (key in charts || key.startsWith(ADDED)) charts[key] = line;
  return charts;
}

/** Measures that the page has to record for a state. */
export function recorded(state: State): string[] {
  return [...new Set([...Object.values(CHARTS), ...Object.values(chartsOf(state))].map((l) => l.measure))];
}

/** Measures that a chart can be asked for: those with a range to draw. */
export function drawable(about: About): { key: string; name: string }[] {
  return about.measures.filter((m) => m.shown_unit !== "date").map((m) => ({ key: m.key, name: m.long_name }));
}

/** Contested and important to what the charts show. */
const CONTESTED = ["research.induced_share", "research.kappa", "supply.leak_base"];
const FITTED = /^(arrival|derivation|downloads)\./; // the calibration has settled these as far as it can

/** The study's own contested assumptions first, then the usual ones; three at most. */
export function contested(study: Study): string[] {
  const stated = study.assumptions.filter((a) => a.stated && a.high > a.low && !FITTED.test(a.key)).map((a) => a.key);
  const particular = stated.filter((k) => !CONTESTED.includes(k) && k !== "supply.china_demand").slice(0, 2);
  return [...new Set([...particular, ...CONTESTED])].slice(0, particular.length ? 4 : 3);
}
