// The card of a control: what it is, in which unit, where it comes from, how sure we are.
import type { AssumptionCard, LeverCard } from "../engine.js";
import { element } from "./dom.js";
import { setting } from "./numbers.js";
import { text } from "./strings.js";

const dialog = element("dialog", { "aria-labelledby": "card-title" });

/** "us.export_control" as "US export control"; the card of an assumption has a phrase. */
export function leverName(key: string): string {
  return words(key.replace(/^(us|cn|eu)\./, (_, c: string) => `${c.toUpperCase()} `).replace(".", ": "));
}

export function assumptionName(card: AssumptionCard): string {
  return words(card.phrase || card.key.replace(/^.*\./, ""));
}

function words(name: string): string {
  const spaced = name.replaceAll("_", " ");
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

export function aboutButton(name: string, card: LeverCard | AssumptionCard): HTMLButtonElement {
  return element("button", { type: "button", class: "about", "aria-label": text.about(name), onclick: () => show(name, card) }, "?");
}

function show(name: string, card: LeverCard | AssumptionCard): void {
  const rows: [string, string][] = "confidence" in card
    ? [[text.confidence, card.confidence], [text.standing, card.standing], [text.source, card.source], [text.unit, card.unit],
      [text.allowed, text.to(setting(card.low, card.low, card.high), setting(card.high, card.low, card.high))],
      [text.usual, setting(card.initial, card.low, card.high)], [text.moves, card.moves.replaceAll("_", " ")], [text.key, card.key]]
    : [[text.how, card.cause], [text.source, card.source], [text.confidence, text.confidenceOfLever], [text.unit, card.unit],
      [text.allowed, card.words.length ? card.words.join(", ") : text.to(setting(card.low, card.low, card.high), setting(card.high, card.low, card.high))],
      [text.unseen, card.unseen], [text.key, card.key]];
  dialog.replaceChildren(
    element("h2", { id: "card-title" }, name), element("p", {}, `${card.description}.`),
    element("dl", {}, ...rows.filter(([, v]) => v).flatMap(([k, v]) => [element("dt", {}, k), element("dd", {}, v === "1" ? "–" : v)])),
    element("form", { method: "dialog" }, element("button", {}, text.close)));
  if (!dialog.isConnected) document.body.append(dialog);
  dialog.showModal();
}
