// Who moved it: the level under the reference and the policy, each with the study's assumptions and with the user's.
import { element, fill } from "./dom.js";
import { dateIndex, difference, level, lineName, month, scaleOf } from "./numbers.js";
import type { Line } from "./state.js";
import type { Shown } from "./charts.js";
import { text } from "./strings.js";

const REFERENCE = 0, YOURS = 1;

export class FourLines {
  private readonly of = element("p", { class: "note" });
  private readonly heading = element("th", { scope: "col" });
  private readonly cells = [text.start, text.policyAlone, text.assumptionAlone, text.bothTogether, text.interaction].map((name) => ({ name, level: element("td"), contribution: element("td") }));
  private readonly content = [element("h2", {}, text.whoMoved), this.of,
    element("div", { class: "wide", tabindex: 0, role: "region", "aria-label": text.whoMoved }, element("table", {},
      element("thead", {}, element("tr", {}, element("td"), this.heading, element("th", { scope: "col" }, text.contribution))),
      element("tbody", {}, ...this.cells.map((c) => element("tr", {}, element("th", { scope: "row" }, c.name), c.level, c.contribution))))),
    element("p", { class: "note" }, text.interactionHelp)];

  constructor(private readonly root: HTMLElement) {}

  update(shown: Shown, line: Line): void {
    const { ensemble, about, names } = shown, study = ensemble.study, card = about.measures.find((m) => m.key === line.measure);
    if (!study || !card || !ensemble.hasAssumptions) return fill(this.root, "", () => []);
    const at = dateIndex(study, shown.at), scale = scaleOf(card, line);
    const start = ensemble.mean(line, at, REFERENCE, true), policy = ensemble.mean(line, at, YOURS, true);
    const assumed = ensemble.mean(line, at, REFERENCE), both = ensemble.mean(line, at, YOURS);
    const rows = [[level(start, scale), "–"], ...[policy, assumed, both].map((value) => [level(value, scale), difference(value - start, scale)]), ["", difference(both - policy - assumed + start, scale)]];
    fill(this.root, text.whoMoved, () => this.content);
    write(this.of, lineName(card, line, names));
    write(this.heading, text.levelAt(month(shown.at)));
    this.cells.forEach((cell, i) => { write(cell.level, rows[i]![0]!); write(cell.contribution, rows[i]![1]!); });
  }
}

const write = (into: Element, words: string): void => fill(into, words, () => [words]);
