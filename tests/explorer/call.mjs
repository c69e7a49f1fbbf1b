// What functions of the page answer: `node call.mjs CALLS.json` prints the answer to each [module, function, arguments].
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const calls = JSON.parse(readFileSync(process.argv[2], "utf8")), answers = [];
const explorer = fileURLToPath(new URL("../../explorer/", import.meta.url)), require = createRequire(join(explorer, "package.json"));
for (const [module, name, given] of calls) {
  const { outputFiles } = await require("esbuild").build({ entryPoints: [join(explorer, `page/${module}.ts`)], bundle: true, write: false, format: "esm" });
  const bundle = resolve(process.argv[2], `../${module}-bundle.mjs`);
  writeFileSync(bundle, outputFiles[0].text);
  answers.push((await import(pathToFileURL(bundle).href))[name](...given));
  rmSync(bundle);
}
process.stdout.write(JSON.stringify(answers));
