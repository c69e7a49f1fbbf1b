// Why: one pair of histories told side by side, and which events only one of the two has.
import type { StoryLine } from "../engine.js";
import type { Shown } from "./charts.js";
import { element } from "./dom.js";
import { reasons } from "./frontier.js";
import { dateIndex, month } from "./numbers.js";
import type { Question } from "./protocol.js";
import type { Line } from "./state.js";
import { text } from "./strings.js";
import type { Workers } from "./workers.js";

const MOST = 24; // lines
const WEIGHT: Record<StoryLine["importance"], number> = { mechanism: 4, policy: 5, lab: 3, release: 2, aside: 1 };

interface Told extends StoryLine {
  only: "yours" | "reference" | "";
}

export class Why {
  private readonly list = element("div", { "aria-live": "polite" });
  private readonly button = element("button", { type: "button", onclick: () => void this.tell() }, text.whyButton);
  private ask: { shown: Shown; line: Line } | null = null;

  constructor(root: HTMLElement, private readonly workers: Workers, private readonly failed: (e: unknown) => void) {
    root.replaceChildren(element("h2", {}, text.why), element("p", { class: "note" }, text.whyHelp), this.button, this.list);
  }

  /** What the button will ask; a story that was told is of another state, and goes. */
  update(shown: Shown, line: Line, moved: boolean): void {
    this.ask = { shown, line };
    if (!moved) return;
    this.workers.cancel("why");
    this.list.replaceChildren();
  }

  private async tell(): Promise<void> {
    const config = this.ask?.shown.ensemble.config;
    if (!this.ask || !config) return;
    const { shown: { ensemble, at }, line } = this.ask, study = ensemble.study!;
    const unit = ensemble.typicalUnit(line, dateIndex(study, at)), { world, member } = ensemble.unit(unit);
    const question: Question = { measure: line.measure, where: Object.fromEntries(Object.entries(line.where).filter(([, l]) => l !== "+")), at };
    this.workers.cancel("why");
    this.list.replaceChildren(element("p", { class: "note" }, text.telling));
    try {
      const [before, after] = await Promise.all([0, 1].map((policy) =>
        this.workers.ask("why", config, { kind: "story", world, member, policy, question }, unit)));
      const said = reasons(line, before!.releases, after!.releases, study, at);
      this.show(compare(before!.lines, after!.lines, study.fork), said, text.pairTold(unit + 1, study.worlds * study.members, world + 1, member + 1));
    } catch (error) {
      this.list.replaceChildren();
      this.failed(error);
    }
  }

  private show(told: Told[], said: [string, string][], which: string): void {
    const tags = { yours: text.onlyYours, reference: text.onlyReference, "": text.inBoth };
    const rows = told.map((t) => element("li", {}, element("time", { datetime: t.date }, month(t.date)), text.newcomers(t.text), element("span", { class: `tag ${t.only}` }, tags[t.only])));
    this.list.replaceChildren(element("p", { class: "note" }, which),
      ...(said.length ? [element("dl", {}, ...said.flatMap(([label, words]) => [element("dt", {}, label), element("dd", {}, words)])), element("p", { class: "note" }, text.oneReading)] : []),
      ...(told.some((t) => t.only) ? [] : [element("p", {}, text.nothingDiffers)]), element("ul", { class: "story" }, ...rows));
  }
}

/** What differs first in weight, then what is common; in the order of time. */
function compare(before: readonly StoryLine[], after: readonly StoryLine[], fork: string): Told[] {
  const key = (l: StoryLine) => `${l.date} ${l.text}`;
  const inBefore = new Set(before.map(key)), inAfter = new Set(after.map(key));
  const all: Told[] = [
    ...after.map((l): Told => ({ ...l, only: inBefore.has(key(l)) ? "" : "yours" })),
    ...before.filter((l) => !inAfter.has(key(l))).map((l): Told => ({ ...l, only: "reference" })),
  ].filter((l) => l.date >= fork);
  const weight = (t: Told) => WEIGHT[t.importance] + (t.only ? 10 : 0);
  return all.sort((a, b) => weight(b) - weight(a)).slice(0, MOST).sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
}
