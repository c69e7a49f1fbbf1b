// Makes the page: one HTML file with script, style, engine and data inside. `node build.mjs OUT.html`; scripts/explorer calls it.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const engine = resolve(here, "../build/wasm/explorer");
const out = process.argv[2];

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

const worker = await bundle("page/worker.ts", {});
const page = await bundle("page/main.ts", { "worker-script": worker });
const style = readFileSync(resolve(here, "node_modules/uplot/dist/uPlot.min.css"), "utf8") + readFileSync(resolve(here, "page/page.css"), "utf8");
const wasm = readFileSync(resolve(engine, "engine-module.wasm")).toString("base64");
const parts = { STYLE: style, ENGINE: wasm, PAGE: page };
const html = readFileSync(resolve(here, "page/page.html"), "utf8").replace(/\/\* (STYLE|ENGINE|PAGE) \*\//g, (_, part) => parts[part]);
writeFileSync(out, html);
