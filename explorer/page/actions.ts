// What an action of a scenario is about, whatever name its lever goes by.
import type { About, LeverCard } from "../engine.js";

/** The card of a lever. Where the name says at whom the lever is aimed, an action takes no `of` beside it. */
export function leverCard(about: About, key: string): LeverCard | undefined {
  const spelling = about.spellings.find((s) => s.key === key), card = about.levers.find((l) => l.key === (spelling?.lever ?? key));
  return card && spelling ? { ...card, key, of: "" } : card;
}

/** The number of a value that a scenario may state with its unit: "2e9 USD / year". */
export const amount = (to: unknown): number => (typeof to === "number" ? to : parseFloat(String(to)));
