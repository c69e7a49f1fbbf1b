// Which studies, charts and assumptions the page puts first.
import type { About, Study } from "../engine.js";
import type { Line } from "./state.js";

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

/** Measures of a study that the page records: those of the charts, and what the study itself asks first. */
export function recorded(study: Study, about: About): string[] {
  const basic = [...new Set(Object.values(CHARTS).map((l) => l.measure))];
  return [...basic, ...own(study, about)];
}

/** A measure whose values are dates has no range to draw; one that every chart has needs no second. */
function own(study: Study, about: About): string[] {
  const basic = new Set(Object.values(CHARTS).map((l) => l.measure));
  return study.measures.map((m) => m.key).filter((k) => !basic.has(k) && about.measures.find((m) => m.key === k)?.shown_unit !== "date").slice(0, 2);
}

/** Charts of a question: the usual ones, and the first measures that are the study's own. */
export function chartsOf(study: Study, about: About, original: Study): Record<string, Line> {
  const charts: Record<string, Line> = { ...CHARTS };
  for (const key of own(original, about)) {
    const layout = study.measures.find((m) => m.key === key);
    if (layout) charts[key] = { measure: key, where: Object.fromEntries(layout.dimensions.map((d) => [d.name, d.labels[0]!])) };
  }
  return charts;
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
