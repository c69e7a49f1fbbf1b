// The engine's C functions (engine/interface.hpp) as the class that engine.d.ts declares.

export class Refusal extends Error {
  constructor(problems) {
    super(problems.map((problem) => problem.text).join("\n"));
    this.name = "Refusal";
    this.problems = problems;
  }
}

const arrays = { Uint8Array, Uint16Array, Uint32Array, Float32Array, Float64Array };

class Engine {
  #module;
  #study = null;
  #about = null;

  constructor(module) {
    this.#module = module;
  }

  // When asked: most engines of a page never are, and cards take megabytes.
  get about() {
    this.#about ??= this.#json("about");
    return this.#about;
  }

  #call(name, result, given) {
    const types = given.map((value) => (typeof value === "number" ? "number" : "string"));
    return this.#module.ccall(`explorer_${name}`, result, types, given);
  }

  #refuse() {
    throw new Refusal(JSON.parse(this.#call("problems", "string", [])));
  }

  // A function that returns a text, or a null pointer for a refusal.
  #text(name, ...given) {
    const at = this.#call(name, "number", given);
    return at === 0 ? this.#refuse() : this.#module.UTF8ToString(at);
  }

  #json(name, ...given) {
    return JSON.parse(this.#text(name, ...given));
  }

  // A function that returns a number, negative or 1 for a refusal.
  #done(name, ...given) {
    if (this.#call(name, "number", given) !== 0) this.#refuse();
  }

  // A copy of what lies in the heap, which moves when it grows.
  #copy(array, at, length) {
    const bytes = length * array.BYTES_PER_ELEMENT;
    return new array(this.#module.HEAPU8.slice(at, at + bytes).buffer);
  }

  // What the study is now is said when it is asked: a page moves levers many times a second, and never asks.
  #change(name, ...given) {
    this.#done(name, ...given);
    this.#study = null;
  }

  scenario(name) {
    return this.#text("scenario", name);
  }

  load(source, options = {}) {
    const overrides = JSON.stringify(options.overrides ?? []);
    // null as a string is a null pointer.
    this.#change("load", source.name ?? "scenario", "text" in source ? source.text : null, overrides);
    return this.study();
  }

  study() {
    this.#study ??= this.#json("study");
    return this.#study;
  }

  setAction(policy, action, change) {
    this.#change("set_action", policy, action, JSON.stringify(change));
  }

  setPolicies(toml) {
    this.#change("set_policies", toml);
  }

  setAssumption(key, value) {
    const setting = /^(run|structure|measure|assume)\./.test(key) ? key : `assume.${key}`;
    this.#change("set_setting", setting, JSON.stringify(value));
  }

  toml() {
    return this.#text("toml");
  }

  keepPasts(most) {
    this.#done("keep_pasts", Math.min(64, Math.max(0, Math.trunc(most))));
  }

  prepare(world, member) {
    this.#done("begin_past", world, member);
    while (this.advance(1000) > 0);
  }

  future(world, member, policy) {
    this.begin(world, member, policy);
    while (this.advance(1000) > 0);
    return this.values();
  }

  begin(world, member, policy) {
    this.#done("begin", world, member, policy);
  }

  advance(steps) {
    const left = this.#call("advance", "number", [steps]);
    return left < 0 ? this.#refuse() : left;
  }

  values() {
    const at = this.#call("values", "number", []);
    return at === 0 ? this.#refuse() : this.#copy(Float32Array, at, this.#call("value_count", "number", []));
  }

  events() {
    return this.#json("events");
  }

  story(question) {
    return this.#json("story", JSON.stringify(question));
  }

  lineage() {
    const { rows, scale, columns, words } = this.#json("lineage");
    const lineage = { rows, scale, words };
    for (const [name, { array, at, length }] of Object.entries(columns)) lineage[name] = this.#copy(arrays[array], at, length);
    return lineage;
  }

  published() {
    // JSON has no NaN.
    const number = (value) => value ?? Number.NaN;
    return this.#json("published").map((figure) => ({
      ...figure, value: number(figure.value), low: number(figure.low), high: number(figure.high),
    }));
  }

  names(dimension) {
    return this.#json("names", dimension);
  }

  heap() {
    return this.#module.HEAPU8.length;
  }
}

export async function openEngine(factory, { wasmBinary } = {}) {
  return new Engine(await factory(wasmBinary === undefined ? {} : { wasmBinary }));
}
