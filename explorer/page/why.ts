// Why: one pair of histories told side by side, and which events only one of the two has.
import type { Shown } from "./charts.js";
import { element } from "./dom.js";
import { reasons } from "./frontier.js";
import { dateIndex, difference, lineName, month, scaleOf } from "./numbers.js";
import type { Question } from "./protocol.js";
import type { Line } from "./state.js";
import { compare, type Told } from "./story.js";
import { text } from "./strings.js";
import type { Workers } from "./workers.js";

export class Why {
  private readonly list = element("div", { "aria-live": "polite" });
  private readonly button = element("button", { type: "button", onclick: () => void this.tell() }, text.whyButton);
  private ask: { shown: Shown; line: Line } | null = null;
  private of = 0; // pairs among which the one that is told was chosen; 0: none is told

  constructor(root: HTMLElement, private readonly workers: Workers, private readonly failed: (e: unknown) => void) {
    root.replaceChildren(element("h2", {}, text.why), element("p", { class: "note" }, text.whyHelp), this.button, this.list);
  }

  /** What the button will ask. A story of another state goes; one that was told of fewer pairs is told anew of all. */
  update(shown: Shown, line: Line, moved: boolean): void {
    this.ask = { shown, line };
    if (moved) {
      this.of = 0;
      this.workers.cancel("why");
      this.list.replaceChildren();
    } else if (this.of && this.of < shown.ensemble.target && shown.ensemble.pairs >= shown.ensemble.target) void this.tell();
  }

  private async tell(): Promise<void> {
    const config = this.ask?.shown.ensemble.config;
    if (!this.ask || !config) return;
    const { shown: { ensemble, at }, line } = this.ask, study = ensemble.study!, pairs = Math.max(1, ensemble.pairs), all = ensemble.target;
    const unit = ensemble.typicalUnit(line, dateIndex(study, at)), { world, member } = ensemble.unit(unit);
    const question: Question = { measure: line.measure, where: Object.fromEntries(Object.entries(line.where).filter(([, l]) => l !== "+")), at };
    this.workers.cancel("why");
    this.of = pairs;
    this.list.replaceChildren(element("p", { class: "note" }, text.telling));
    try {
      const [before, after] = await Promise.all([0, 1].map((policy) =>
        this.workers.ask("why", config, { kind: "story", world, member, policy, question }, unit)));
      const said = reasons(line, before!.releases, after!.releases, study, at);
      this.show(compare(before!.lines, after!.lines, study.fork), said, text.pairTold(unit + 1, pairs, all, world + 1, member + 1, this.effectOf(unit)));
    } catch (error) {
      this.list.replaceChildren();
      this.failed(error);
    }
  }

  /** What the policy changes in the pair that is told. */
  private effectOf(unit: number): string {
    const { shown: { ensemble, about, names, at }, line } = this.ask!, card = about.measures.find((m) => m.key === line.measure)!;
    const value = ensemble.effectIn(unit, line, dateIndex(ensemble.study!, at));
    return text.pairEffect(lineName(card, line, names), month(at), difference(value, scaleOf(card, line)));
  }

  private show(told: Told[], said: [string, string][], which: string): void {
    const tags = { yours: text.onlyYours, reference: text.onlyReference, "": text.inBoth };
    const rows = told.map((t) => element("li", {}, element("time", { datetime: t.date }, month(t.date)), text.newcomers(t.text), element("span", { class: `tag ${t.only}` }, tags[t.only])));
    this.list.replaceChildren(element("p", { class: "note" }, which),
      ...(said.length ? [element("dl", {}, ...said.flatMap(([label, words]) => [element("dt", {}, label), element("dd", {}, words)])), element("p", { class: "note" }, text.oneReading)] : []),
      ...(told.some((t) => t.only) ? [] : [element("p", {}, text.nothingDiffers)]),
      ...(told.some((t) => t.only) && told.every((t) => !t.only || t.importance === "policy") ? [element("p", {}, text.onlyLevers)] : []), element("ul", { class: "story" }, ...rows));
  }
}
