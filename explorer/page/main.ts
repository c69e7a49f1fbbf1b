// The page: reads the state from the address, shows controls and charts, and keeps the histories running behind them.
import type { About, Study } from "../engine.js";
import { Chart, type Shown } from "./charts.js";
import { assumptions, levers, type Desk } from "./controls.js";
import { byId, element, options } from "./dom.js";
import { Ensemble } from "./ensemble.js";
import { FourLines } from "./four-lines.js";
import { month } from "./numbers.js";
import type { Config, Described } from "./protocol.js";
import { chartsOf, questions, recorded } from "./questions.js";
import { configOf, fromAddress, initial, overrides, toAddress, FORK, type State } from "./state.js";
import { text } from "./strings.js";
import { Cancelled, Refused, Workers } from "./workers.js";
import { engineBytes, workerScript } from "./inlined.js";

const REDRAW = 60; // milliseconds between two drawings while histories come
const PAIRS = [8, 32, 64, 128];
const ENDS = ["2030-12-31", "2032-12-31"];

class Page {
  private state: State;
  private about!: About;
  private original!: Study; // as its authors wrote it
  private described!: Described; // with the measures that the page records
  private record: string[] = [];
  private extra: string[] = []; // assumptions that were asked for
  private charts: Record<string, Chart> = {};
  private fork = "";
  private drawing = 0;
  private readonly ensemble: Ensemble;
  private readonly four = new FourLines(byId("four"));

  constructor(private readonly workers: Workers) {
    this.state = fromAddress(location.hash) ?? initial();
    this.ensemble = new Ensemble(workers, () => this.soon(), (e) => this.complain(e));
    if (location.hash.length > 1 && !fromAddress(location.hash)) this.say(text.badAddress);
  }

  async start(): Promise<void> {
    this.about = await this.workers.ask("page", null, { kind: "about" });
    byId("promise").textContent = text.promise(this.about.version, this.about.vintage);
    byId("policy-title").textContent = text.yourPolicy;
    byId("assumptions-title").textContent = text.assumptions;
    byId("assumptions-help").textContent = text.assumptionsHelp;
    byId("charts-title").textContent = text.question;
    byId("band").textContent = `${text.band} ${text.scaleOfWords}`;
    await this.choose();
    addEventListener("hashchange", () => {
      const state = fromAddress(location.hash);
      if (state && toAddress(state) !== toAddress(this.state)) { this.state = state; void this.choose(); }
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.redraw());
    let width = innerWidth;
    addEventListener("resize", () => { if (innerWidth !== width) { width = innerWidth; this.redraw(); } });
  }

  /** Reads the study of the state, and starts its controls and charts anew. */
  private async choose(): Promise<void> {
    this.workers.cancel("page");
    try {
      const bare: Config = { ...this.config([]), policies: "", assumptions: {} };
      this.original = (await this.workers.ask("page", bare, { kind: "study" })).study;
      this.record = recorded(this.original, this.about);
      this.fork = this.original.fork && this.original.fork < FORK ? this.original.fork : FORK;
      const policy = this.original.policies.find((p) => p.name === this.state.policy) ?? this.original.policies[1];
      if (this.state.policy === "" && this.state.actions.length === 0) this.state.actions = [...(policy?.actions ?? [])];
      if (this.state.policy === "") this.state.policy = policy?.name ?? "";
      this.described = await this.workers.ask("page", { ...this.config(this.record), policies: "", assumptions: {} }, { kind: "study" });
    } catch (error) {
      return this.complain(error);
    }
    byId("title").textContent = this.original.title;
    this.ask();
    this.showCharts();
    this.rebuild();
  }

  private config(record: readonly string[]): Config {
    const config = configOf(this.state, record, text.yourPolicy);
    return this.fork ? { ...config, overrides: [...overrides(this.state, record), `run.fork=${this.fork}`] } : config;
  }

  /** The row of what is asked: study, policy, end, date of reading, detail, number of histories. */
  private ask(): void {
    const select = (label: string, entries: [string, string][], chosen: string, moved: (value: string) => void) => {
      const box = element("select", { onchange: () => moved(box.value) });
      options(box, entries, chosen);
      return element("label", {}, `${label} `, box);
    };
    const again = () => { void this.choose(); };
    const ends = this.described.study.dates.filter((d) => d >= this.fork && d.slice(5, 7) === "12");
    byId("asked").replaceChildren(
      select(text.question, [...(this.state.text ? [[this.state.study, text.opened(this.state.study)] as [string, string]] : []),
        ...questions(this.about).map((q) => [q.name, q.title] as [string, string])], this.state.study,
      (study) => { this.state = { ...initial(), study, end: this.state.end, scale: this.state.scale, pairs: this.state.pairs }; this.fork = ""; again(); }),
      ...(this.original.policies.length > 2 ? [select(text.startFrom, this.original.policies.slice(1).map((p) => [p.name, p.label]), this.state.policy, (name) => {
        this.state.policy = name;
        this.state.actions = [...(this.original.policies.find((p) => p.name === name)?.actions ?? [])];
        this.rebuild();
      })] : []),
      select(text.until, ENDS.map((d) => [d, d.slice(0, 4)]), this.state.end, (end) => { this.state.end = end; this.state.at = end; again(); }),
      select(text.readAt, ends.map((d) => [d, month(d)]), ends.find((d) => d === this.state.at) ?? ends[ends.length - 1] ?? "", (at) => { this.state.at = at; this.remember(); this.draw(); }),
      select(text.fineness, [["0.001", text.fast], ["0.01", text.fine]], String(this.state.scale), (scale) => { this.state.scale = Number(scale); again(); }),
      select(text.histories, PAIRS.map((n) => [String(n), text.historiesOf(n)]), String(this.state.pairs), (pairs) => { this.state.pairs = Number(pairs); again(); }));
  }

  private showCharts(): void {
    const lines = chartsOf(this.described.study, this.about, this.original);
    this.charts = Object.fromEntries(Object.entries(lines).map(([key, line]) => [key, new Chart(this.state.lines[key] ?? line, (moved) => {
      this.state.lines = { ...this.state.lines, [key]: moved };
      this.remember();
      this.draw();
    })]));
    byId("charts").replaceChildren(...Object.values(this.charts).map((c) => c.root));
  }

  /** Controls anew, and everything that follows from them. */
  private rebuild(): void {
    const desk: Desk = {
      state: this.state, about: this.about, study: this.described.study, names: this.described.names,
      original: this.original.policies.find((p) => p.name === this.state.policy)?.actions ?? [],
      moved: () => this.run(), rebuilt: () => this.rebuild(),
    };
    byId("policy-help").textContent = text.policyHelp(this.referenceName);
    byId("levers").replaceChildren(...levers(desk));
    byId("assumptions").replaceChildren(...assumptions(desk, this.extra));
    this.run();
  }

  private run(): void {
    this.remember();
    this.ensemble.run(this.config(this.record), this.described.study, this.state.pairs);
  }

  private get referenceName(): string {
    return this.original.policies[0]?.label ?? "";
  }

  private remember(): void {
    const address = toAddress(this.state);
    history.replaceState(null, "", address ? `#${address}` : location.pathname + location.search);
  }

  private soon(): void {
    if (!this.drawing) this.drawing = window.setTimeout(() => { this.drawing = 0; this.draw(); }, this.ensemble.pairs <= 1 ? 0 : REDRAW);
  }

  private draw(): void {
    const shown: Shown = {
      ensemble: this.ensemble, about: this.about, names: this.described.names, published: this.described.published, at: this.state.at,
      policyName: text.yourPolicy, referenceName: this.referenceName,
    };
    for (const chart of Object.values(this.charts)) chart.update(shown);
    this.four.update(shown, Object.values(this.charts)[0]!.line);
    const { pairs, target, began } = this.ensemble;
    this.say(pairs < target ? text.progress(pairs, target) : text.finished(pairs, ((performance.now() - began) / 1000).toFixed(1)));
  }

  private redraw(): void {
    for (const chart of Object.values(this.charts)) chart.redraw();
  }

  private say(message: string): void {
    byId("status").textContent = message;
  }

  private complain(error: unknown): void {
    if (error instanceof Cancelled) return;
    const message = error instanceof Error ? error.message : String(error);
    this.say(error instanceof Refused && error.problems.length ? message : text.failed(message));
  }
}

byId("status").textContent = text.loading;
void new Page(new Workers(workerScript(), engineBytes(), 32)).start();
