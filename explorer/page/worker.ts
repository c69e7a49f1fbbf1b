// One engine in one worker. It does one task at a time, and listens in between some milliseconds of work.
import createEngineModule from "engine-module";
import { openEngine, Refusal, type Engine } from "../engine.js";
import type { Answers, Config, FromWorker, ToWorker, Want } from "./protocol.js";

const WEEKS = 40; // simulated at a time: some eight milliseconds at the usual detail
const DEAF = 20; // milliseconds without listening: each time leaves something that browsers are slow to collect

let engine: Engine;
let at: Config | null = null; // what the engine holds
let told: Config | null = null; // of the last task
let cancelled = -1;

const channel = new MessageChannel();
let wake: (() => void) | null = null;
channel.port1.onmessage = () => wake?.();
/** Lets messages in; a timer would wait four milliseconds. */
const listen = () => new Promise<void>((resolve) => {
  wake = resolve;
  channel.port2.postMessage(0);
});

const say = (message: FromWorker, transfer: Transferable[] = []) => postMessage(message, { transfer });
const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** Brings the engine to a configuration with as little reading as it takes; pasts survive a change of policies. */
function configure(to: Config): void {
  const from = at;
  at = null; // after a refusal nothing is known
  const reload = !from || !same(from.source, to.source) || !same(from.overrides, to.overrides);
  if (reload) engine.load(to.source, { overrides: to.overrides });
  const old = reload ? {} : from.assumptions;
  let read = reload;
  for (const key of Object.keys(old)) if (!(key in to.assumptions)) (engine.setAssumption(key, null), (read = true));
  for (const [key, value] of Object.entries(to.assumptions)) if (!same(old[key], value)) (engine.setAssumption(key, value), (read = true));
  if (to.policies !== "" && (read || from?.policies !== to.policies)) engine.setPolicies(to.policies);
  at = to;
}

async function history(id: number, world: number, member: number, policy: number): Promise<boolean> {
  let heard = performance.now();
  engine.begin(world, member, policy);
  while (engine.advance(WEEKS) > 0) {
    if (performance.now() - heard < DEAF) continue;
    await listen();
    heard = performance.now();
    if (cancelled === id) return false;
  }
  return true;
}

function describe(): Answers["study"] {
  const study = engine.study();
  const ofMeasures = study.measures.flatMap((m) => m.dimensions.map((d) => d.name));
  const dimensions = new Set([...ofMeasures, ...engine.about.levers.flatMap((l) => [l.of, l.in, l.sectors]).filter((d) => d)]);
  return { study, names: Object.fromEntries([...dimensions].map((d) => [d, engine.names(d)])), published: engine.published() };
}

async function answer(id: number, want: Want): Promise<unknown> {
  switch (want.kind) {
    case "about": return engine.about;
    case "study": return describe();
    case "toml": return engine.toml();
    case "scenario": return engine.scenario(want.name);
    case "values": return (await history(id, want.world, want.member, want.policy)) ? engine.values() : undefined;
    case "story":
      if (!(await history(id, want.world, want.member, want.policy))) return undefined;
      return { lines: engine.story(want.question), releases: engine.events().filter((e) => e.kind === "release" && e.date <= want.question.at) };
    case "lineage":
      if (!(await history(id, want.world, want.member, want.policy))) return undefined;
      return { ...engine.lineage(), labs: Object.fromEntries(engine.names("lab").map((n) => [n.code, n.name])) };
  }
}

async function work(id: number, config: Config | null, want: Want): Promise<void> {
  try {
    if (config && config !== at && !same(config, at)) configure(config);
    const result = await answer(id, want);
    if (result === undefined) return say({ kind: "cancelled", id });
    say({ kind: "done", id, answer: result, heap: engine.heap() }, result instanceof Float32Array ? [result.buffer as ArrayBuffer] : []);
  } catch (error) {
    const problems = error instanceof Refusal ? error.problems : [];
    say({ kind: "refused", id, message: error instanceof Error ? error.message : String(error), problems });
  }
}

onmessage = async ({ data }: MessageEvent<ToWorker>) => {
  if (data.kind === "open") {
    // Compiled once for all workers: the code is shared, and only the heaps are many.
    const instantiateWasm = (imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance) => void) => {
      void WebAssembly.instantiate(data.wasm, imports).then(done);
      return {};
    };
    engine = await openEngine((options) => createEngineModule({ ...options, instantiateWasm }));
    engine.keepPasts(data.pasts);
    say({ kind: "opened" });
  } else if (data.kind === "cancel") cancelled = data.id;
  else {
    if (data.config !== undefined) told = data.config;
    await work(data.id, told, data.want);
  }
};
