// What an action states besides its value and its beginning: when it ends, how fast it sets in, at whom it is aimed, where
// and in which sectors it holds.
import type { Action, LeverCard } from "../engine.js";
import { element, options } from "./dom.js";
import { AIMS, named, type Aim } from "./levers.js";
import { labelName, longDate, type Names } from "./numbers.js";
import { text } from "./strings.js";

const RAMPS = ["", "3 months", "6 months", "1 year", "2 years"];
const TERMS = ["until", "ramp", ...AIMS] as const;
export type Term = (typeof TERMS)[number];

export interface Terms {
  action: Action;
  card: LeverCard;
  name: string; // of the lever, for those who hear the page
  names: Names;
  from: string; // the fork
  end: string; // of the run
  set(key: Term, value: string | string[] | undefined): void;
}

/** The controls, folded up unless the action states one of them. */
export function terms(t: Terms): HTMLDetailsElement {
  const states = TERMS.some((key) => key !== "of" && t.action[key] !== undefined);
  return element("details", { open: states }, element("summary", {}, text.more, element("span", { class: "hidden" }, `: ${t.name}`)), ending(t),
    ...(t.card.words.length ? [] : [ramp(t)]), ...AIMS.filter((aim) => t.card[aim]).map((aim) => (aim === "of" ? target(t) : places(t, aim))), further(t));
}

function ending(t: Terms): HTMLElement {
  const say = (day: string) => (day ? longDate(day) : text.stays), said = element("span", { class: "note" }, ` ${say(String(t.action.until ?? ""))}`);
  const box = element("input", { type: "date", value: String(t.action.until ?? ""), min: t.from, max: t.end, onchange: () => {
    const begins = String(t.action.at ?? t.from);
    if (!box.value) t.set("until", undefined);
    else if (box.value > begins && box.value <= t.end) t.set("until", box.value);
    else box.value = String(t.action.until ?? "");
    said.textContent = ` ${say(box.value)}`;
  } });
  return element("label", {}, `${text.endsOn} `, box, said);
}

function ramp(t: Terms): HTMLElement {
  const now = String(t.action.ramp ?? ""), box = element("select", { onchange: () => t.set("ramp", box.value || undefined) });
  options(box, [...new Set([...RAMPS, now])].map((r) => [r, r === "" ? text.atOnce : r]), now);
  return element("label", {}, `${text.setsIn} `, box);
}

function target(t: Terms): HTMLElement {
  const now = named(t.action, "of"), several = now.length > 1 ? now.join(",") : "";
  const box = element("select", { onchange: () => t.set("of", box.value.includes(",") ? box.value.split(",") : box.value || undefined) });
  options(box, [...(now.length ? [] : [["", text.every] as const]), ...(several ? [[several, now.map((l) => labelName(t.names, t.card.of, l)).join(", ")] as const] : []),
    ...(t.names[t.card.of] ?? []).map((n) => [n.code, labelName(t.names, t.card.of, n.code)] as const)], several || (now[0] ?? ""));
  return element("label", {}, `${text.aimedAt} `, box);
}

/** A box for each label; none is ticked where the action holds everywhere. */
function places(t: Terms, aim: Aim): HTMLElement {
  const chosen = new Set(named(t.action, aim)), labels = t.names[t.card[aim]] ?? [];
  return element("fieldset", { class: "ticks" }, element("legend", {}, aim === "in" ? text.holdsIn : text.inSectors), ...labels.map(({ code }) => {
    const box = element("input", { type: "checkbox", checked: chosen.has(code), onchange: () => {
      if (box.checked) chosen.add(code); else chosen.delete(code);
      t.set(aim, chosen.size ? labels.map((l) => l.code).filter((c) => chosen.has(c)) : undefined);
    } });
    return element("label", {}, box, ` ${labelName(t.names, t.card[aim], code)}`);
  }));
}

/** What only a scenario file can change. */
function further(t: Terms): HTMLElement | null {
  const known = new Set<string>(["lever", "at", "to", "when", ...TERMS]);
  const stated = Object.entries(t.action).filter(([key]) => !known.has(key)).map(([key, value]) => `${key.replaceAll("_", " ")}: ${value}`);
  return stated.length ? element("p", { class: "note" }, `${text.alsoStates} ${stated.join("; ")}.`) : null;
}
