// Who moved it: the level under the reference and the policy, each with the study's assumptions and with the user's.
import { element } from "./dom.js";
import { dateIndex, difference, level, lineName, month, scaleOf } from "./numbers.js";
import type { Line } from "./state.js";
import type { Shown } from "./charts.js";
import { text } from "./strings.js";

const REFERENCE = 0, YOURS = 1;

export class FourLines {
  constructor(private readonly root: HTMLElement) {}

  update(shown: Shown, line: Line): void {
    const { ensemble, about, names } = shown, study = ensemble.study, card = about.measures.find((m) => m.key === line.measure);
    if (!study || !card || !ensemble.hasAssumptions) return this.root.replaceChildren();
    const at = dateIndex(study, shown.at), scale = scaleOf(card, line);
    const start = ensemble.mean(line, at, REFERENCE, true), policy = ensemble.mean(line, at, YOURS, true);
    const assumed = ensemble.mean(line, at, REFERENCE), both = ensemble.mean(line, at, YOURS);
    const row = (name: string, value: string, contribution: string) => element("tr", {}, element("th", { scope: "row" }, name), element("td", {}, value), element("td", {}, contribution));
    const rows: [string, number][] = [[text.policyAlone, policy], [text.assumptionAlone, assumed], [text.bothTogether, both]];
    this.root.replaceChildren(element("h2", {}, text.whoMoved), element("p", { class: "note" }, lineName(card, line, names)),
      element("div", { class: "wide", tabindex: 0, role: "region", "aria-label": text.whoMoved }, element("table", {},
        element("thead", {}, element("tr", {}, element("td"), element("th", { scope: "col" }, text.levelAt(month(shown.at))), element("th", { scope: "col" }, text.contribution))),
        element("tbody", {}, row(text.start, level(start, scale), "–"), ...rows.map(([name, value]) => row(name, level(value, scale), difference(value - start, scale))),
          row(text.interaction, "", difference(both - policy - assumed + start, scale))))),
      element("p", { class: "note" }, text.interactionHelp));
  }
}
