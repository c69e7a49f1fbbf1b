// Runs the engine in Node as a worker of the page would: `node histories.mjs ENGINE SCRIPT OUT`. The script is a JSON list
// of steps; OUT.json gets what each returned, OUT.bin all values, one history after another.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { openEngine } from "../../explorer/engine.js";

const [folder, script, out] = process.argv.slice(2);
const factory = createRequire(import.meta.url)(resolve(folder, "engine-module.js"));
const engine = await openEngine(factory, { wasmBinary: readFileSync(join(folder, "engine-module.wasm")) });

const values = [];
const answers = [];
for (const [what, ...given] of JSON.parse(readFileSync(script, "utf8"))) {
  try {
    let answer = what === "about" ? engine.about : engine[what](...given);
    if (answer instanceof Float32Array) {
      values.push(answer);
      answer = answer.length;
    }
    if (what === "lineage")
      answer = Object.fromEntries(Object.entries(answer).map(([key, column]) => [key, ArrayBuffer.isView(column) ? [...column] : column]));
    answers.push(answer ?? null);
  } catch (error) {
    if (error.problems === undefined) throw error;
    answers.push({ problems: error.problems });
  }
}
writeFileSync(`${out}.json`, JSON.stringify(answers));
writeFileSync(`${out}.bin`, Buffer.concat(values.map((one) => Buffer.from(one.buffer))));
