// Makes the page: one HTML file with script, style, engine and data inside. `node build.mjs OUT.html [STUDY…]`;
// scripts/explorer calls it. With studies named, the table of first answers has these alone, and takes seconds.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const engine = resolve(here, "../build/wasm/explorer");
const [, , out, ...studies] = process.argv;

// The glue is CommonJS, and asks for its folder.
const banner = 'import { createRequire } from "node:module"; import { dirname } from "node:path"; import { fileURLToPath } from "node:url";' +
  "const require = createRequire(import.meta.url), __filename = fileURLToPath(import.meta.url), __dirname = dirname(__filename);";

const usual = { bundle: true, minify: true, write: false, format: "iife", target: "es2022", legalComments: "none", loader: { ".css": "text" } };

/** Modules that are made here rather than found. */
const made = (modules) => ({
  name: "made",
  setup(build) {
    for (const [name, text] of Object.entries(modules)) {
      build.onResolve({ filter: new RegExp(`^${name}$`) }, () => ({ path: name, namespace: "made" }));
      build.onLoad({ filter: new RegExp(`^${name}$`), namespace: "made" }, () => ({ contents: text, loader: "text" }));
    }
  },
});

async function bundle(entry, modules) {
  const { outputFiles } = await build({
    ...usual, entryPoints: [resolve(here, entry)], plugins: [made(modules)], alias: { "engine-module": resolve(engine, "engine-module.js") },
    // The glue of Emscripten asks for these where it runs in Node.
    external: ["fs", "path", "url", "node:*", "module", "crypto", "worker_threads", "ws"],
  });
  // Inside a <script> its end tag must not occur.
  return outputFiles[0].text.replaceAll("</script", "<\\/script").trim();
}

/** The grid of first answers, computed again only when the engine or what asks it has changed. */
async function gridText() {
  const folder = resolve(here, "../build/explorer"), script = resolve(folder, "grid.mjs"), wasm = resolve(engine, "engine-module.wasm");
  const { outputFiles } = await build({ ...usual, entryPoints: [resolve(here, "grid.ts")], platform: "node", format: "esm", alias: { "engine-module": resolve(engine, "engine-module.js") }, banner: { js: banner } });
  const digest = createHash("sha256").update(outputFiles[0].contents).update(readFileSync(wasm)).update(studies.join()).digest("hex");
  const kept = resolve(folder, `grid-${digest.slice(0, 16)}.json`);
  if (!existsSync(kept)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(script, outputFiles[0].contents);
    execFileSync(process.execPath, [script, wasm, kept, ...studies], { stdio: "inherit" });
  }
  return readFileSync(kept, "utf8");
}

const worker = await bundle("page/worker.ts", {});
const page = await bundle("page/main.ts", { "worker-script": worker, "grid-text": await gridText() });
const style = readFileSync(resolve(here, "node_modules/uplot/dist/uPlot.min.css"), "utf8") + readFileSync(resolve(here, "page/page.css"), "utf8");
// A character for each byte, which a server compresses far better than base64. HTML would change NUL and CR, and "<" may end
// the script; page/inlined.ts knows what stands for them.
const stands = { "\0": "\u0100", "\r": "\u0101", "<": "\u0102" };
const wasm = readFileSync(resolve(engine, "engine-module.wasm")).toString("latin1").replace(/[\0\r<]/g, (c) => stands[c]);
const parts = { STYLE: style, ENGINE: wasm, PAGE: page };
const html = readFileSync(resolve(here, "page/page.html"), "utf8").replace(/\/\* (STYLE|ENGINE|PAGE) \*\//g, (_, part) => parts[part]);
writeFileSync(out, html);
