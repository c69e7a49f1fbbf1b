// What the page and its workers say to each other.
import type { About, HistoryEvent, Lineage, Problem, PublishedFigure, StoryLine, Study, Value } from "../engine.js";

/** Everything that decides a history but its world, member and policy. */
export interface Config {
  source: { name: string } | { text: string; name?: string };
  overrides: readonly string[];
  policies: string; // [[policy]] tables beside the reference; "" leaves those of the study
  assumptions: Readonly<Record<string, Value>>;
}

export interface Question {
  measure: string;
  where: Record<string, string>;
  at: string;
}

export type Want =
  | { kind: "about" }
  | { kind: "study" } // what the configuration is, with names and published figures
  | { kind: "toml" }
  | { kind: "scenario"; name: string }
  | { kind: "values"; world: number; member: number; policy: number }
  | { kind: "story"; world: number; member: number; policy: number; question: Question }
  | { kind: "lineage"; world: number; member: number; policy: number };

/** What happened in a history: in words, and its releases, for the frontiers of countries. */
export interface Told {
  lines: StoryLine[];
  releases: HistoryEvent[];
}

/** Who is built on whom, and how labs are called, by their codes. */
export interface NamedLineage extends Lineage {
  labs: Record<string, string>;
}

export interface Described {
  study: Study;
  names: Record<string, { code: string; name: string }[]>; // of the dimensions of measures and of levers
  published: PublishedFigure[];
}

export interface Answers {
  about: About;
  study: Described;
  toml: string;
  scenario: string;
  values: Float32Array;
  story: Told;
  lineage: NamedLineage;
}

export type ToWorker =
  | { kind: "open"; wasm: WebAssembly.Module; pasts: number }
  | { kind: "task"; id: number; config?: Config | null; want: Want } // without a configuration: of the task before
  | { kind: "cancel"; id: number };

export type FromWorker =
  | { kind: "opened" }
  | { kind: "done"; id: number; answer: unknown; heap: number } // bytes of the engine
  | { kind: "refused"; id: number; message: string; problems: readonly Problem[] }
  | { kind: "cancelled"; id: number };
