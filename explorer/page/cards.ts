// The card of a control: what it is, in which unit, where it comes from, how sure we are.
import type { About, AssumptionCard, LeverCard, MeasureCard } from "../engine.js";
import { element } from "./dom.js";
import { leverName, sentence } from "./levers.js";
import { setting } from "./numbers.js";
import { text } from "./strings.js";

const dialog = element("dialog", { "aria-labelledby": "card-title" });

export const assumptionName = (card: AssumptionCard): string => sentence(card.phrase || card.description);

type Card = LeverCard | AssumptionCard | MeasureCard;

export function aboutButton(name: string, card: Card, about: About): HTMLButtonElement {
  return element("button", { type: "button", class: "about", "aria-label": text.about(name), onclick: () => show(name, card, about) }, "?");
}

/** What the number of a lever says: its description, if it can be without what else an action states, which stands in backticks. */
export const meaning = (card: LeverCard, about: About): string =>
  plain(card.description.split(";").filter((part) => !part.includes("`")).join(";") || card.description.replaceAll("`", ""), about);

/** Keys of measures, levers and assumptions in a text of a card, numbers of published figures, and tables, in words. */
function plain(said: string, about: About): string {
  const words = (key: string): string => {
    const measure = about.measures.find((m) => m.key === key), pattern = about.patterns.find((p) => p.id === key);
    const assumption = about.assumptions.find((a) => a.key === key), file = text.files[key];
    if (file) return file;
    if (assumption) return `“${assumptionName(assumption)}”`;
    if (measure) return measure.long_name.charAt(0).toLowerCase() + measure.long_name.slice(1);
    if (pattern) return text.figure(pattern.part ? pattern.description.replace(/, [^,]*$/, "") : pattern.description);
    return about.levers.some((l) => l.key === key) ? leverName(key) : key;
  };
  return said.replace(/\bP\d+\b|\bdocs\/model\.md\b|\b[a-z]+(?:[._][a-z_]+)+\b/g, words);
}

function rowsOf(card: Card, about: About): [string, string][] {
  if ("long_name" in card)
    return [[text.how, card.cause], [text.source, plain(card.source, about)], [text.unit, card.shown_unit], [text.calibrated, card.calibrated ? text.yes : text.no], [text.keyOfMeasure, card.key]];
  const range = text.to(setting(card.low, card.low, card.high), setting(card.high, card.low, card.high));
  return "confidence" in card
    ? [[text.confidence, card.confidence], [text.standing, card.standing], [text.source, plain(card.source, about)], [text.unit, card.unit],
      [text.allowed, range], [text.usual, setting(card.initial, card.low, card.high)], [text.moves, card.moves === "none" ? "" : plain(card.moves, about)], [text.key, card.key]]
    : [[text.how, card.cause], [text.source, plain(card.source, about)], [text.confidence, text.confidenceOfLever], [text.unit, card.unit],
      [text.allowed, card.words.length ? card.words.join(", ") : range], [text.limits, card.unseen && text.unseen(card.unseen)], [text.key, card.key]];
}

function show(name: string, card: Card, about: About): void {
  dialog.replaceChildren(
    element("h2", { id: "card-title" }, name), element("p", {}, `${plain(card.description, about)}.`),
    element("dl", {}, ...rowsOf(card, about).filter(([, v]) => v).flatMap(([k, v]) => [element("dt", {}, k), element("dd", {}, v === "1" ? text.noUnit : v)])),
    element("form", { method: "dialog" }, element("button", {}, text.close)));
  if (!dialog.isConnected) document.body.append(dialog);
  dialog.showModal();
}
