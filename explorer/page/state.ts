// What the user has chosen, and its form in the address. Equal states give equal numbers.
import type { Action, Study, Value } from "../engine.js";
import type { Config } from "./protocol.js";

/** A line that a chart shows: a measure with a label for each dimension; "+" adds over a dimension. */
export interface Line {
  measure: string;
  where: Record<string, string>;
}

export interface State {
  study: string; // of the library; of an opened file, its name
  text: string; // of an opened file, else ""
  policy: string; // of the study, from which the actions started
  actions: Action[];
  assumptions: Record<string, Value>;
  end: string;
  scale: number;
  pairs: number;
  worlds: number; // sets of assumptions
  cut: "" | "calibrated" | "drawn"; // of an opened file: which kind of worlds were too many
  at: string; // date at which effects are read
  lines: Record<string, Line>; // of charts that were changed
}

const WORLDS = 16;
const FORK = "2026-01-05"; // the first step after the vintage

export const initial = (): State => ({
  study: "export-controls", text: "", policy: "", actions: [], assumptions: {}, end: "2030-12-31", scale: 0.001,
  pairs: 32, worlds: WORLDS, cut: "", at: "2030-12-31", lines: {},
});

const KEYS = ["study", "text", "policy", "actions", "assumptions", "end", "scale", "pairs", "worlds", "cut", "at", "lines"] as const;

/** The part of an address behind #; what is as at the start is left out. */
export function toAddress(state: State): string {
  const start = initial();
  const fields = new URLSearchParams();
  for (const key of KEYS) {
    const value = state[key];
    if (JSON.stringify(value) === JSON.stringify(start[key])) continue;
    fields.set(key, typeof value === "object" ? JSON.stringify(value) : String(value));
  }
  return fields.toString();
}

/** The state of an address; null when it cannot be read. */
export function fromAddress(hash: string): State | null {
  const fields = new URLSearchParams(hash.replace(/^#/, ""));
  const state: State = initial();
  try {
    for (const [key, text] of fields) {
      if (key === "study" || key === "text" || key === "policy") state[key] = text;
      else if (key === "end" || key === "at") state[key] = date(text);
      else if (key === "scale") state.scale = within(Number(text), 0.0001, 0.1);
      else if (key === "pairs") state.pairs = within(Math.round(Number(text)), 1, 512);
      else if (key === "worlds") state.worlds = within(Math.round(Number(text)), 1, 512);
      else if (key === "cut" && (text === "calibrated" || text === "drawn")) state.cut = text;
      else if (key === "actions") state.actions = list(JSON.parse(text));
      else if (key === "assumptions") state.assumptions = record(JSON.parse(text)) as State["assumptions"];
      else if (key === "lines") state.lines = record(JSON.parse(text)) as State["lines"];
      else return null;
    }
  } catch {
    return null;
  }
  return state;
}

function date(text: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) throw new Error(text);
  return text;
}

function within(value: number, low: number, high: number): number {
  if (!(value >= low && value <= high)) throw new Error(String(value));
  return value;
}

function record(value: unknown): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Error("not a table");
  return value as Record<string, unknown>;
}

function list(value: unknown): Action[] {
  if (!Array.isArray(value)) throw new Error("not a list");
  for (const entry of value) if (typeof record(entry).lever !== "string") throw new Error("no lever");
  return value as Action[];
}

const quoted = (text: string) => JSON.stringify(text);
const isDate = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text);

/** A value as TOML has it; text that is a date becomes one. */
function toToml(value: unknown): string {
  if (typeof value === "string") return isDate(value) ? value : quoted(value);
  if (typeof value === "number") return Number.isInteger(value) ? value.toFixed(1) : String(value);
  if (Array.isArray(value)) return `[${value.map(toToml).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    return `{ ${Object.entries(value).map(([k, v]) => `${k} = ${toToml(v)}`).join(", ")} }`;
  }
  return String(value);
}

const YOURS = "yours";

/** The user's policy as a [[policy]] table. */
function policyToml(label: string, actions: readonly Action[]): string {
  const rows = actions.map((a) => `  ${toToml(a)},\n`).join("");
  return `[[policy]]\nname = "${YOURS}"\nlabel = ${quoted(label)}\nactions = [\n${rows}]\n`;
}

/** From which day policies differ: the vintage, or "", the study's own, where it goes back into the past. */
export function forkOf(study: Study): string {
  return study.fork && study.fork < FORK ? "" : FORK;
}

/** Overrides that make a study of the library one that a page can run: fewer, smaller histories, and its measures. */
function overrides(state: State, record: readonly string[], fork: string): string[] {
  const worlds = Math.min(state.worlds, state.pairs), members = Math.max(1, Math.floor(state.pairs / worlds));
  const calibrated = !state.text || state.cut === "calibrated", own = state.text && !state.cut;
  return [
    `run.scale=${state.scale}`, `run.members=${members}`, `run.end=${state.end}`, 'measure.lineage="none"',
    ...(own ? [] : [calibrated ? `run.worlds={ calibrated = ${worlds} }` : `run.worlds=${worlds}`]),
    ...(record.length ? [`measure.record=[${record.map(quoted).join(", ")}]`] : []),
    ...(fork ? [`run.fork=${fork}`] : []),
  ];
}

/** What the engine has to hold for a state. */
export function configOf(state: State, record: readonly string[], fork: string, label: string): Config {
  return {
    source: state.text ? { text: state.text, name: state.study } : { name: state.study },
    overrides: overrides(state, record, fork),
    policies: policyToml(label, state.actions),
    assumptions: state.assumptions,
  };
}
