// Sliders and dated switches: the levers of the user's policy, and apart from them the contested assumptions.
import type { About, Action, AssumptionCard, Study } from "../engine.js";
import { amount, leverCard } from "./actions.js";
import { aboutButton, assumptionName, meaning } from "./cards.js";
import { element } from "./dom.js";
import { actionName, firstAction, leverName } from "./levers.js";
import { longDate, setting, type Names } from "./numbers.js";
import { contested } from "./questions.js";
import type { State } from "./state.js";
import { text } from "./strings.js";
import { terms } from "./terms.js";

const STEPS = 100; // of a slider

export interface Desk {
  state: State;
  about: About;
  study: Study; // with the names of all its policies
  names: Names;
  moved(): void; // a value changed
  rebuilt(): void; // a control came or went
}

export function levers(desk: Desk): HTMLElement[] {
  const rows = desk.state.actions.map((action, place) => leverRow(desk, action, place));
  return [...(rows.length ? rows : [element("p", { class: "note" }, text.noLevers)]), addLever(desk)];
}

function leverRow(desk: Desk, action: Action, place: number): HTMLElement {
  const card = leverCard(desk.about, action.lever);
  if (!card) return element("p", {}, action.lever);
  const name = actionName(action, card, desk.names);
  const set = (key: string, value: unknown) => {
    const { [key]: _, ...rest } = desk.state.actions[place]!;
    desk.state.actions = desk.state.actions.map((a, i) => (i !== place ? a : value === undefined ? (rest as Action) : { ...a, [key]: value }));
    desk.moved();
  };
  const control = card.words.length
    ? element("select", { "aria-label": name, onchange: (e) => set("to", (e.target as HTMLSelectElement).value) },
      ...card.words.map((w) => element("option", { value: w, selected: w === action.to }, w)))
    : slider(name, amount(action.to), card, (value) => set("to", value));
  const remove = element("button", { type: "button", class: "small", "aria-label": `${text.remove}: ${name}`, onclick: () => {
    desk.state.actions = desk.state.actions.filter((_, i) => i !== place);
    desk.rebuilt();
  } }, text.remove);
  const legend = element("span", {}, name), more = terms({
    action, card, name, names: desk.names, from: desk.study.fork, end: desk.state.end,
    set: (key, value) => {
      set(key, value);
      legend.textContent = actionName(desk.state.actions[place]!, card, desk.names);
    },
  });
  const says = element("p", { class: "note", id: `lever-${place}` }, `${meaning(card, desk.about)}.`);
  control.querySelector("input")?.setAttribute("aria-describedby", says.id);
  return element("fieldset", { class: "control" }, element("legend", {}, legend, " ", aboutButton(name, card, desk.about)), says, control,
    element("div", { class: "row" }, dated(desk, action, name, set), remove), more,
    action.when ? element("p", { class: "note" }, text.waits + condition(action.when)) : null);
}

function dated(desk: Desk, action: Action, name: string, set: (key: string, value: unknown) => void): HTMLElement {
  const at = String(action.at ?? desk.study.fork), said = element("span", {}, longDate(at)); // the browser writes its own in its own language
  let kept = at;
  const box = element("input", {
    type: "date", "aria-label": `${text.from}: ${name}`, value: at, min: desk.study.fork, max: desk.state.end,
    onchange: () => {
      const { fork } = desk.study, { end } = desk.state, fits = box.value >= fork && box.value <= end;
      box.setAttribute("aria-invalid", String(!fits));
      if (fits) set("at", kept = box.value);
      said.textContent = fits ? longDate(kept) : text.keptDate(longDate(kept), longDate(fork), longDate(end));
    },
    onblur: () => { box.value = kept; }, // a date that was refused does not stay; what is said of it does
  });
  return element("label", {}, `${text.from} `, box, " ", said);
}

function condition(when: unknown): string {
  const w = when as Record<string, unknown>;
  return Object.entries(w).map(([k, v]) => `${k} ${typeof v === "object" ? JSON.stringify(v) : v}`).join(", ");
}

/** A slider with its value in numbers; what lies between two steps of a hundred is kept as it was stated. */
function slider(name: string, value: number, card: { low: number; high: number }, moved: (value: number) => void, shown?: string): HTMLElement {
  const output = element("output", {}, shown ?? setting(value, card.low, card.high));
  const step = (card.high - card.low) / STEPS;
  const input = element("input", {
    type: "range", min: card.low, max: card.high, step: "any", "aria-label": name, "aria-valuetext": output.textContent,
    oninput: () => {
      const at = card.low + Math.round((Number(input.value) - card.low) / step) * step;
      const rounded = Number(at.toPrecision(6));
      output.textContent = setting(rounded, card.low, card.high);
      input.setAttribute("aria-valuetext", output.textContent);
      moved(rounded);
    },
    onkeydown: (event) => {
      const keys: Record<string, number> = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10 };
      const by = keys[(event as KeyboardEvent).key];
      if (!by) return;
      event.preventDefault();
      input.value = String(Number(input.value) + by * step);
      input.dispatchEvent(new Event("input"));
    },
  });
  input.value = String(value);
  return element("div", { class: "slider" }, input, output);
}

function addLever(desk: Desk): HTMLElement {
  const select = element("select", { "aria-label": text.addLever, onchange: () => {
    const card = desk.about.levers.find((l) => l.key === select.value);
    if (!card) return;
    desk.state.actions = [...desk.state.actions, firstAction(card, desk.names, desk.study.fork)];
    desk.rebuilt();
  } }, element("option", { value: "" }, text.addLever), ...desk.about.levers.map((l) => element("option", { value: l.key }, leverName(l.key))));
  return element("p", {}, select);
}

export function assumptions(desk: Desk, more: string[]): HTMLElement[] {
  const keys = [...new Set([...contested(desk.study), ...more, ...Object.keys(desk.state.assumptions)])];
  const cards = keys.map((k) => desk.about.assumptions.find((a) => a.key === k)).filter((c): c is AssumptionCard => c !== undefined);
  return [...cards.map((c) => assumptionRow(desk, c)), addAssumption(desk, more, keys)];
}

function assumptionRow(desk: Desk, card: AssumptionCard): HTMLElement {
  const own = desk.study.assumptions.find((a) => a.key === card.key), name = assumptionName(card);
  const show = (v: number) => setting(v, card.low, card.high);
  const varies = own?.stated ? text.variesAsStated : desk.study.calibrated ? text.variesAsFitted : text.varies;
  const usual = !own ? "" : own.high > own.low ? varies(show(own.low), show(own.high)) : text.fixed(show(own.median));
  const outside = own && own.high > own.low && (card.initial < own.low || card.initial > own.high) ? text.outside(show(card.initial)) : "";
  const stated = desk.state.assumptions[card.key];
  const reset = element("button", { type: "button", class: "small", "aria-label": `${text.reset}: ${name}`, hidden: stated === undefined, onclick: () => {
    const { [card.key]: _, ...rest } = desk.state.assumptions;
    desk.state.assumptions = rest;
    desk.rebuilt();
  } }, text.reset);
  const control = slider(name, stated === undefined ? own?.median ?? card.initial : Number(stated), card, (value) => {
    desk.state.assumptions = { ...desk.state.assumptions, [card.key]: value };
    reset.hidden = false;
    desk.moved();
  }, stated === undefined && own && own.high > own.low ? text.unmoved : undefined);
  return element("fieldset", { class: "control assumption" }, element("legend", {}, name, " ", aboutButton(name, card, desk.about)), control,
    element("div", { class: "row" }, element("span", { class: "note" }, [usual, outside, text.inScenario(card.key)].filter((t) => t).join(". ")), reset));
}

function addAssumption(desk: Desk, more: string[], shown: readonly string[]): HTMLElement {
  const select = element("select", { "aria-label": text.addAssumption, onchange: () => {
    if (!select.value) return;
    more.push(select.value);
    desk.rebuilt();
  } }, element("option", { value: "" }, text.addAssumption),
  ...desk.about.assumptions.filter((a) => !shown.includes(a.key) && a.prior !== "fixed").map((a) => [a.key, assumptionName(a)] as const)
    .sort(([, a], [, b]) => a.localeCompare(b, "en")).map(([key, name]) => element("option", { value: key }, name)));
  return element("p", {}, select);
}
