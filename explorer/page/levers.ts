// How levers and actions are called, and what a new one states.
import type { Action, LeverCard } from "../engine.js";
import { labelName, type Names } from "./numbers.js";

export const AIMS = ["of", "in", "sectors"] as const; // keys of an action that name labels of a dimension
export type Aim = (typeof AIMS)[number];

/** The labels that an action names; none: all. */
export const named = (action: Action, aim: Aim): string[] => (action[aim] === undefined ? [] : [action[aim]].flat().map(String));

/** "US export control"; in brackets whom it is about. */
export function actionName(action: Action, card: LeverCard, names: Names): string {
  const target = AIMS.filter((aim) => action[aim] !== undefined).map((aim) => named(action, aim).map((l) => labelName(names, card[aim], l)).join(", ")).join("; ");
  return leverName(action.lever) + (target ? ` (${target})` : "");
}

/** "us.export_control" as "US export control". */
export function leverName(key: string): string {
  return sentence(key.replace(/^(us|cn|eu)\./, (_, c: string) => `${c.toUpperCase()} `).replace(".", ": "));
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
