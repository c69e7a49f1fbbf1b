// What the page says of pairs of histories: `node statistics.mjs ENGINE CASES.json` prints the words for each case.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { openEngine } from "../../explorer/engine.js";

const [folder, cases] = process.argv.slice(2);
const explorer = fileURLToPath(new URL("../../explorer/", import.meta.url)), require = createRequire(join(explorer, "package.json"));
const { outputFiles } = await require("esbuild").build({ entryPoints: [join(explorer, "page/statistics.ts")], bundle: true, write: false, format: "esm" });
const bundle = resolve(cases, "../statistics-bundle.mjs");
writeFileSync(bundle, outputFiles[0].text);
const { effectOf } = await import(pathToFileURL(bundle).href);
rmSync(bundle);
const { about } = await openEngine(require(resolve(folder, "engine-module.js")), { wasmBinary: readFileSync(join(folder, "engine-module.wasm")) });
process.stdout.write(JSON.stringify(JSON.parse(readFileSync(cases, "utf8")).map(({ pairs, inOrders }) => effectOf(pairs, about, inOrders))));
