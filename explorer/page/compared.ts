// What is compared: the reference in numbers, and both policies in words for files that stand for themselves.
import type { About, Action, Study } from "../engine.js";
import { leverCard } from "./actions.js";
import { assumptionName, meaning } from "./cards.js";
import { element } from "./dom.js";
import { actionWords } from "./levers.js";
import { longDate, setting, type Names } from "./numbers.js";
import type { State } from "./state.js";
import { text } from "./strings.js";

export interface Compared {
  state: State;
  about: About;
  study: Study;
  names: Names;
  referenceName: string;
}

/** In each action's words, with what the number of its lever means. */
function explained({ about, names }: Compared, actions: readonly Action[]): [words: string, meaning: string][] {
  return actions.flatMap((action) => {
    const card = leverCard(about, action.lever);
    return card ? [[actionWords(action, card, names), meaning(card, about)] as [string, string]] : [];
  });
}

/** What the reference has in force when policies part, and what it does later. */
export function showReference(box: HTMLElement, compared: Compared): void {
  const { inForce, fork, policies } = compared.study, later = (policies[0]?.actions ?? []).filter((a) => String(a.at ?? "") > fork);
  const list = (title: string, actions: readonly Action[]) => [element("p", { class: "note" }, title), element("ul", {}, ...explained(compared, actions).map(([words, says]) =>
    element("li", {}, `${words}. `, element("span", { class: "note" }, `${says}.`))))];
  box.replaceChildren(element("summary", {}, text.referenceStates(compared.referenceName)),
    ...(inForce.length ? list(text.inForce(longDate(fork)), inForce) : [element("p", { class: "note" }, text.noneInForce)]),
    ...(later.length ? list(text.referenceLater, later) : []));
}

/** Sentences: your policy, the reference and, where there are some, the assumptions that were moved. */
export function stated(compared: Compared): string[] {
  const { state, about, study, referenceName } = compared, words = (actions: readonly Action[]) => explained(compared, actions).map(([said]) => said);
  const assumed = Object.entries(state.assumptions).flatMap(([key, value]) => {
    const card = about.assumptions.find((a) => a.key === key);
    return card ? [text.assumed(assumptionName(card), setting(Number(value), card.low, card.high))] : [];
  });
  return [text.yourPolicyIs(words(state.actions)), text.referenceIs(referenceName, words(study.inForce)), ...(assumed.length ? [text.assumedAre(assumed)] : [])];
}
