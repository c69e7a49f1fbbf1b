// The page: reads the state from the address, shows controls and charts, and keeps the histories running behind them.
import type { About, Problem, Study } from "../engine.js";
import { Chart, type Shown } from "./charts.js";
import { showReference, stated, type Compared } from "./compared.js";
import { assumptions, levers, type Desk } from "./controls.js";
import { byId, element, fill, options } from "./dom.js";
import { Ensemble } from "./ensemble.js";
import { FourLines } from "./four-lines.js";
import { month } from "./numbers.js";
import { fromGrid, nearestToReversal } from "./grid.js";
import { LineageView } from "./lineage.js";
import type { Config, Described } from "./protocol.js";
import { Reversal } from "./reversal.js";
import { sharing } from "./share.js";
import { Why } from "./why.js";
import { ADDED, chartsOf, contested, drawable, questions, recorded } from "./questions.js";
import { configOf, forkOf, fromAddress, initial, toAddress, type Line, type State } from "./state.js";
import { text } from "./strings.js";
import { Cancelled, Refused, Workers } from "./workers.js";
import { engineBytes, grid, workerScript } from "./inlined.js";

// While histories come: a drawing leaves much for the browser to collect, and one pair among many changes little.
const REDRAW = 400, AT_LATEST = 1000; // milliseconds between two drawings
const EMPTY = 80; // milliseconds until charts without an answer are drawn: it mostly comes sooner
const STILL = 300; // milliseconds that controls rest before the address says where they are
const MORE = 1.3; // times as many pairs as were drawn
const MOST_PAIRS = 32; // of a file that somebody opens
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
  private addressing = 0;
  private last = { pairs: 0, time: 0, hasAnswer: false }; // of what is drawn
  private readonly ensemble: Ensemble;
  private readonly four = new FourLines(byId("four"));
  private readonly why: Why;
  private readonly reversal: Reversal;
  private readonly lineage: LineageView;
  private moved = true; // since what is told beside the charts was of the present state
  private isStale = false; // another study is being read
  private reread = false; // effects are read at another date or on another line
  private other = false; // question: the browser goes back to the one before
  private told = 0; // which chart the bar of a phone tells

  constructor(private readonly workers: Workers) {
    this.state = fromAddress(location.hash) ?? initial();
    this.ensemble = new Ensemble(workers, () => this.soon(), (e) => this.complain(e));
    const failed = (e: unknown) => this.complain(e);
    this.why = new Why(byId("why"), workers, failed);
    this.reversal = new Reversal(byId("reverse"), workers, failed);
    this.lineage = new LineageView(byId("lineage"), workers, failed);
    this.warn(location.hash.length > 1 && !fromAddress(location.hash) ? text.badAddress : "");
  }

  async start(): Promise<void> {
    this.about = await this.workers.ask("page", null, { kind: "about" });
    byId("promise").textContent = text.promise(this.about.version, this.about.vintage);
    byId("policy-title").textContent = text.yourPolicy;
    byId("assumptions-title").textContent = text.assumptions;
    byId("assumptions-help").textContent = text.assumptionsHelp;
    byId("charts-title").textContent = text.question;
    byId("band").replaceChildren(element("summary", {}, text.bandTitle), ...[text.band, text.medians, text.scaleOfWords(this.about)].map((said) => element("p", {}, said)));
    this.jumps();
    byId("answer").addEventListener("click", () => { this.told++; this.tell(); });
    byId("limits").replaceChildren(element("h2", {}, text.limits), element("ul", {}, ...text.limitList.map((l) => element("li", {}, l))));
    this.share();
    await this.choose();
    addEventListener("hashchange", () => {
      const state = fromAddress(location.hash);
      this.warn(state ? "" : text.badAddress);
      if (state && toAddress(state) !== toAddress(this.state)) { this.state = state; void this.choose(); }
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.redraw());
    addEventListener("beforeprint", () => Object.values(this.charts).forEach((chart) => chart.catchUp()));
    let width = innerWidth;
    addEventListener("resize", () => { if (innerWidth !== width) { width = innerWidth; this.redraw(); } });
  }

  /** Reads the study of the state, and starts its controls and charts anew. */
  private async choose(): Promise<void> {
    this.workers.cancel("page");
    this.stale(true);
    try {
      const bare: Config = { ...this.config([]), policies: "", assumptions: {} };
      this.original = (await this.workers.ask("page", bare, { kind: "study" })).study;
      this.record = recorded(this.state);
      this.fork = forkOf(this.original);
      const policy = this.original.policies.find((p) => p.name === this.state.policy) ?? this.original.policies[1];
      if (this.state.policy === "" && this.state.actions.length === 0) this.state.actions = [...(policy?.actions ?? [])];
      if (this.state.policy === "") this.state.policy = policy?.name ?? "";
      this.described = await this.workers.ask("page", { ...this.config(this.record), policies: "", assumptions: {} }, { kind: "study" });
    } catch (error) {
      return this.complain(error);
    }
    this.stale(false);
    byId("title").textContent = this.original.title;
    const [, asks = "", further = ""] = /^(.*?[?.](?=\s|$))?(.*)$/s.exec(this.original.question) ?? []; // the rest is long for a phone
    byId("question").replaceChildren(...(asks ? [element("summary", {}, asks), element("p", {}, further)] : []));
    this.told = 0;
    this.reversal.forget();
    this.ask();
    this.showCharts();
    this.rebuild();
  }

  /** Until another study is read, what is shown is of the old one: it is greyed out, and nothing further is drawn of it. */
  private stale(is: boolean): void {
    this.isStale = is;
    document.body.classList.toggle("stale", is);
    byId("controls").inert = byId("answers").inert = is;
    if (!is) return;
    for (const group of ["histories", "why", "reversal", "lineage"] as const) this.workers.cancel(group);
    this.say(text.loadingStudy);
  }

  private config(record: readonly string[]): Config {
    return configOf(this.state, record, this.fork, text.yourPolicy);
  }

  /** The row of what is asked: study, policy, end, date of reading, detail, number of histories. */
  private ask(): void {
    const select = (label: string, entries: [string, string][], chosen: string, moved: (value: string) => void) => {
      const box = element("select", { onchange: () => moved(box.value) });
      options(box, entries, chosen);
      return element("label", {}, `${label} `, box);
    };
    const again = () => { this.warn(""); void this.choose(); };
    const ends = this.described.study.dates.filter((d) => d >= this.fork && d.slice(5, 7) === "12");
    byId("asked").replaceChildren(
      select(text.question, [...(this.state.text ? [[this.state.study, text.opened(this.state.study)] as [string, string]] : []),
        ...questions(this.about).map((q) => [q.name, q.title] as [string, string])], this.state.study,
      (study) => { this.state = { ...initial(), study, end: this.state.end, scale: this.state.scale, pairs: this.state.pairs }; this.fork = ""; this.other = true; again(); }),
      ...(this.original.policies.length > 1 ? [select(text.startFrom, this.original.policies.map((p) => [p.name, p.label]), this.state.policy, (name) => {
        this.state.policy = name;
        this.state.actions = [...(this.original.policies.find((p) => p.name === name)?.actions ?? [])];
        this.rebuild();
      })] : []),
      select(text.until, ENDS.map((d) => [d, d.slice(0, 4)]), this.state.end, (end) => { this.state.end = end; this.state.at = end; again(); }),
      select(text.readAt, ends.map((d) => [d, month(d)]), ends.find((d) => d === this.state.at) ?? ends[ends.length - 1] ?? "", (at) => { this.state.at = at; this.remember(); this.reread = true; this.draw(); }),
      select(text.fineness, [["0.001", text.fast], ["0.01", text.fine]], String(this.state.scale), (scale) => { this.state.scale = Number(scale); again(); }),
      select(text.histories, [...new Set([...PAIRS, this.state.pairs])].sort((a, b) => a - b).map((n) => [String(n), text.historiesOf(n)]), String(this.state.pairs), (pairs) => { this.state.pairs = Number(pairs); again(); }));
  }

  private showCharts(): void {
    this.charts = Object.fromEntries(Object.entries(chartsOf(this.state)).map(([key, line]) => [key, new Chart(key, this.whole(line), (moved) => {
      this.state.lines = { ...this.state.lines, [key]: moved };
      this.remember();
      this.reread = true;
      this.draw();
    })]));
    const more = element("select", { "aria-label": text.addChart, onchange: () => {
      this.state.lines = { ...this.state.lines, [ADDED + more.value]: { measure: more.value, where: {} } };
      void this.choose();
    } });
    options(more, [["", text.addChart], ...drawable(this.about).filter((m) => !this.record.includes(m.key)).map((m) => [m.key, m.name] as [string, string])], "");
    byId("charts").replaceChildren(...Object.values(this.charts).map((c) => c.root), element("p", {}, more));
  }

  /** The line with a label for every dimension; the first one where none was chosen. */
  private whole(line: Line): Line {
    const dimensions = this.described.study.measures.find((m) => m.key === line.measure)?.dimensions ?? [];
    return { ...line, where: Object.fromEntries(dimensions.map((d) => [d.name, line.where[d.name] ?? d.labels[0]!])) };
  }

  /** Controls anew, and everything that follows from them. */
  private rebuild(): void {
    const desk: Desk = {
      state: this.state, about: this.about, study: this.described.study, names: this.described.names,
      moved: () => { this.warn(""); this.run(); }, rebuilt: () => { this.warn(""); this.rebuild(); },
    };
    byId("policy-help").textContent = text.policyHelp(this.referenceName);
    showReference(byId("reference"), this.compared);
    byId("levers").replaceChildren(...levers(desk));
    byId("assumptions").replaceChildren(...assumptions(desk, this.extra));
    this.run();
  }

  private run(): void {
    if (this.other) this.remember();
    else { // browsers refuse an address that changes a hundred times in half a minute, as under a slider that is dragged
      clearTimeout(this.addressing);
      this.addressing = window.setTimeout(() => this.remember(), STILL);
    }
    this.moved = true;
    this.last = { pairs: 0, time: 0, hasAnswer: false };
    clearTimeout(this.drawing); // of the former state
    this.drawing = 0;
    this.say(text.progress(0, this.state.pairs)); // at once; the charts follow
    for (const group of ["why", "reversal", "lineage"] as const) this.workers.cancel(group);
    const { study } = this.described;
    this.ensemble.run(this.config(this.record), study, study.worlds * study.members);
  }

  private share(): void {
    sharing(byId("keep"), {
      name: () => `${this.state.study.replace(/\.toml$/, "")}-explored`,
      address: () => { this.remember(); return location.href; },
      toml: () => this.workers.ask("page", this.config(this.record), { kind: "toml" }),
      charts: () => Object.values(this.charts),
      caption: () => [this.original.title, this.madeWith, ...stated(this.compared), `${byId("status").textContent}. ${text.band} ${text.medians}`],
      stated: () => { const [yours = "", reference = "", assumed = ""] = stated(this.compared); return [String(this.ensemble.worlds), String(this.ensemble.target), this.madeWith, yours, reference, assumed]; },
      open: (name, content) => this.open(name, content),
      failed: (error) => this.complain(error),
    });
  }

  /** Takes up a scenario file, with its own worlds, end and scale as far as a page can; or says what is wrong with it. */
  private async open(name: string, content: string): Promise<readonly Problem[]> {
    this.say(text.opening(name));
    try {
      const { study } = await this.workers.ask("page", { source: { text: content, name }, overrides: [], policies: "", assumptions: {} }, { kind: "study" });
      const worlds = Math.min(MOST_PAIRS, study.worlds), pairs = worlds * Math.max(1, Math.min(study.members, Math.floor(MOST_PAIRS / worlds)));
      const cut = worlds === study.worlds ? "" : study.calibrated ? "calibrated" : "drawn";
      this.state = { ...initial(), study: name, text: content, end: study.end, at: study.end, scale: Math.min(0.01, study.scale), pairs, worlds, cut };
      this.fork = "";
      this.other = true;
      await this.choose();
      return [];
    } catch (error) {
      if (!(error instanceof Refused) || !error.problems.length) { this.complain(error); return []; }
      this.soon(); // what is shown stays
      return error.problems;
    }
  }

  private get madeWith(): string {
    return `${text.projection(this.about.version, this.about.vintage)} · ${text.simulated(this.state.scale)}`;
  }

  private get compared(): Compared {
    return { state: this.state, about: this.about, study: this.described.study, names: this.described.names, referenceName: this.referenceName };
  }

  private get referenceName(): string {
    return this.original.policies[0]?.label ?? "";
  }

  private remember(): void {
    const address = toAddress(this.state);
    const where = address ? `#${address}` : location.pathname + location.search;
    if (this.other && where !== location.hash) history.pushState(null, "", where); else history.replaceState(null, "", where);
    this.other = false;
  }

  private soon(): void {
    const { pairs, target } = this.ensemble, { last } = this;
    const isDue = pairs >= target || pairs < last.pairs || pairs >= MORE * last.pairs || performance.now() > last.time + AT_LATEST;
    const isFirst = !last.hasAnswer && pairs > 0; // which is not kept waiting
    if (!isDue || (this.drawing && !isFirst)) return;
    clearTimeout(this.drawing);
    const delay = last.hasAnswer ? Math.max(0, last.time + REDRAW - performance.now()) : isFirst || this.isFromGrid ? 0 : EMPTY;
    this.drawing = window.setTimeout(() => { this.drawing = 0; this.draw(); }, delay);
  }

  private get isFromGrid(): boolean {
    return this.ensemble.pairs === 0 && fromGrid(grid, this.state, "gap") !== null;
  }

  private draw(): void {
    if (this.isStale) return;
    const shown: Shown = {
      ensemble: this.ensemble, about: this.about, names: this.described.names, published: this.described.published, at: this.state.at,
      first: (chart: string) => fromGrid(grid, this.state, chart), firstDates: grid.dates, policyName: text.yourPolicy, referenceName: this.referenceName,
    };
    for (const chart of Object.values(this.charts)) chart.update(shown);
    const lines = Object.values(this.charts).map((c) => c.line), first = lines[0]!;
    const keys = new Set([...contested(this.described.study), ...this.extra, ...Object.keys(this.state.assumptions)]);
    this.four.update(shown, first);
    this.why.update(shown, first, this.moved || this.reread);
    const nearest = nearestToReversal(grid, this.state, Object.keys(this.charts)[0]!, this.state.at);
    this.reversal.update(shown, lines, this.about.assumptions.filter((a) => keys.has(a.key)), nearest, this.moved || this.reread);
    this.lineage.update(shown, this.moved);
    this.moved = this.reread = false;
    this.tell();
    const { pairs, target, worlds, seconds } = this.ensemble;
    const { isFromGrid } = this;
    this.last = { pairs, time: performance.now(), hasAnswer: pairs > 0 || isFromGrid };
    this.say(isFromGrid ? text.fromGrid : pairs < target ? text.progress(pairs, target) : text.finished(pairs, worlds, seconds.toFixed(1)));
  }

  /** On a phone the charts are far from the sliders: a bar says the sentence of one, and of the next when it is touched. */
  private tell(): void {
    const all = Object.values(this.charts), chart = all[this.told % all.length];
    if (!chart) return;
    const answer = `${chart.heading}. ${chart.statement}`;
    fill(byId("answer"), answer, () => [answer, element("span", { class: "note" }, ` ${text.nextMeasure} ›`)]);
  }

  /** Buttons that lead to the parts of the page, which is long on a phone. */
  private jumps(): void {
    const parts: [string, string][] = [["controls", text.yourPolicy], ["charts", text.charts], ["why", text.why], ["reverse", text.reverse], ["lineage", text.lineage], ["keep", text.share], ["limits", text.limits]];
    byId("parts").setAttribute("aria-label", text.jump);
    byId("parts").replaceChildren(...parts.map(([id, label]) => element("button", { type: "button", class: "small", onclick: () => byId(id).scrollIntoView() }, label)));
  }

  private warn(message: string): void {
    byId("notice").textContent = message;
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
    this.warn(error instanceof Refused && error.problems.length ? message : text.failed(message));
  }
}

byId("status").textContent = text.loading;
void WebAssembly.compile(engineBytes()).then((engine) => new Page(new Workers(workerScript(), engine)).start());
