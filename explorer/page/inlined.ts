// What the build puts into the page beside its own script: the engine, and the script of the workers.
import script from "worker-script";

export const workerScript = (): string => script;

export function engineBytes(): ArrayBuffer {
  const text = document.getElementById("engine")?.textContent?.trim() ?? "";
  const packed = atob(text), bytes = new Uint8Array(packed.length);
  for (let i = 0; i < packed.length; i++) bytes[i] = packed.charCodeAt(i);
  return bytes.buffer;
}
