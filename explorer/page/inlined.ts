// What the build puts into the page beside its own script: the engine, and the script of the workers.
import script from "worker-script";
import gridText from "grid-text";
import type { Grid } from "./grid.js";

export const workerScript = (): string => script;

export const grid: Grid = JSON.parse(gridText);

const STANDS = [0, 13, 60]; // for what the characters from 256 on stand (build.mjs)

export function engineBytes(): ArrayBuffer {
  const holder = document.getElementById("engine"), text = holder?.textContent ?? "", bytes = new Uint8Array(text.length);
  holder?.remove();
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    bytes[i] = code < 256 ? code : STANDS[code - 256]!;
  }
  return bytes.buffer;
}
