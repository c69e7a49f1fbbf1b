#!/usr/bin/env bash
# We expected that h5wasm gives 64-bit whole numbers as BigInt, or refuses, whichever way a data set is read.
# Its property value does so, but the method to_array turns them into floating numbers without a word, and two keys above 2^53 become one.
# Keys of random streams are 64 bits wide, so a web page that reads results by to_array can no longer tell two draws apart.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-fund --no-audit h5wasm@0.10.3
cat > read.mjs <<'JS'
import h5wasm from "h5wasm/node";
import { readFileSync } from "node:fs";

await h5wasm.ready;
console.log("h5wasm", JSON.parse(readFileSync("node_modules/h5wasm/package.json")).version);
const keys = new BigUint64Array([9007199254740992n, 9007199254740993n]);
const file = new h5wasm.File("keys.h5", "w");
file.create_dataset({ name: "world_key", data: keys, dtype: "<Q" });
file.close();
const data = new h5wasm.File("keys.h5", "r").get("world_key");
const exact = [...data.value], rounded = data.to_array();
console.log("value:     ", exact);
console.log("to_array():", rounded);
const same = exact[0] !== exact[1] && typeof exact[0] === "bigint" && typeof rounded[0] === "number" && rounded[0] === rounded[1];
if (!same) console.error("the behaviour changed");
process.exit(same ? 0 : 1);
JS
node read.mjs
