// CPU time of the explorer's engine per unit (one past, then the futures of all policies): `node histories.mjs ENGINE SCALE END`.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { openEngine } from "../../explorer/engine.js";

const [folder, scale, end] = process.argv.slice(2);
const wasmBinary = readFileSync(join(folder, "engine-module.wasm"));
const milliseconds = () => process.cpuUsage().user / 1000 + process.cpuUsage().system / 1000;
const opened = milliseconds();
const engine = await openEngine(createRequire(import.meta.url)(resolve(folder, "engine-module.js")), { wasmBinary });
const loaded = milliseconds();
const overrides = ["run.worlds={ calibrated = 6 }", "run.members=1", `run.scale=${scale}`, `run.end=${end}`, 'measure.lineage="none"'];
const study = engine.load({ name: "tighter-controls" }, { overrides });
const began = milliseconds();
const pasts = [], futures = [];
for (let world = 0; world < study.worlds; ++world) {
  let at = milliseconds();
  engine.prepare(world, 0);
  pasts.push(milliseconds() - at);
  for (let policy = 0; policy < study.policies.length; ++policy) {
    at = milliseconds();
    engine.future(world, 0, policy);
    futures.push(milliseconds() - at);
  }
}
const at = milliseconds();
engine.setAction(1, 0, { to: 0.5 });
const lever = milliseconds() - at;
const again = milliseconds();
engine.setAssumption("supply.leak_base", 0.3);
const assumption = milliseconds() - again;
const mean = (list) => list.reduce((a, b) => a + b, 0) / list.length;
// What is compiled while it runs is no part of a history.
const warm = { past: mean(pasts.slice(1)), future: mean(futures.slice(study.policies.length)) };
console.log(JSON.stringify({ open: loaded - opened, load: began - loaded, lever, assumption, first: pasts[0] + futures[0], ...warm,
  unit: warm.past + study.policies.length * warm.future, megabytes: engine.heap() / 2 ** 20 }));
