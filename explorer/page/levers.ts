// How levers and actions are called, and what a new one states.
import type { Action, LeverCard } from "../engine.js";
import { amount } from "./actions.js";
import { labelName, longDate, setting, withUnit, type Names } from "./numbers.js";
import { text } from "./strings.js";

export const AIMS = ["of", "in", "sectors"] as const; // keys of an action that name labels of a dimension
export type Aim = (typeof AIMS)[number];

/** The labels that an action names; none: all. */
export const named = (action: Action, aim: Aim): string[] => (action[aim] === undefined ? [] : [action[aim]].flat().map(String));

/** "US export control"; in brackets whom it is about. */
export function actionName(action: Action, card: LeverCard, names: Names): string {
  const target = AIMS.filter((aim) => action[aim] !== undefined).map((aim) => named(action, aim).map((l) => labelName(names, card[aim], l)).join(", ")).join("; ");
  return leverName(action.lever) + (target ? ` (${target})` : "");
}

/** "us.export_control" as "US export control", "api_access" as "API access". */
export function leverName(key: string): string {
  return sentence(key.replace(/^(us|cn|eu)\./, (_, c: string) => `${c.toUpperCase()} `).replace(".", ": ").replace(/\bapi(?=_|$)/, "API"));
}

/** What an action states, for those who do not see its controls: "US export control (China): 0.95, from 5 January 2026". */
export function actionWords(action: Action, card: LeverCard, names: Names): string {
  const to = card.words.length ? String(action.to) : withUnit(setting(amount(action.to), card.low, card.high), text.units[card.unit] ?? "");
  const terms = [action.at && `${text.wordFrom} ${longDate(String(action.at))}`, action.ramp && `${text.wordOver} ${action.ramp}`,
    action.until && `${text.wordUntil} ${longDate(String(action.until))}`, action.when && text.wordWhen];
  return [`${actionName(action, card, names)}: ${to}`, ...terms.filter((t) => t)].join(", ");
}

export function sentence(name: string): string {
  const spaced = name.replaceAll("_", " ");
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

/** Half of the way from what changes nothing to the far end; where a lever wants a name, China or the first of them. */
export function firstAction(card: LeverCard, names: Names, at: string): Action {
  const far = card.high - card.neutral >= card.neutral - card.low ? card.high : card.low;
  const action: Action = { lever: card.key, at, to: card.words[1] ?? card.neutral + (far - card.neutral) / 2 };
  if (card.of) action.of = card.of === "country" ? "CN" : names[card.of]?.[0]?.code ?? "CN";
  return action;
}
